#include "kernel/engine/ports.h"

void send(maker::OrderGateway& gateway, const maker::NewOrder& order)
{
    gateway.place(order);
}
