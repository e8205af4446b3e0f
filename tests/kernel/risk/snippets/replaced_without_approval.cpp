#include "kernel/engine/ports.h"

void send(maker::OrderGateway& gateway, const maker::ReplaceOrder& request)
{
    gateway.replace(request);
}
