#include "kernel/model/order.h"
#include "kernel/risk/approved.h"

maker::Approved<maker::NewOrder> forge()
{
    return {};
}
