#include "kernel/model/order.h"
#include "kernel/risk/approved.h"

maker::Approved<maker::NewOrder> forge(const maker::NewOrder& order)
{
    return maker::Approved<maker::NewOrder>(order);
}
