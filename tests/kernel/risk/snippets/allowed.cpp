// The control: compiles, so that the refusals of its neighbours mean what they say.
#include "kernel/engine/ports.h"
#include "kernel/risk/risk_gate.h"

void send(maker::RiskGate& gate, maker::OrderGateway& gateway, const maker::NewOrder& order,
          const maker::RiskContext& context)
{
    if (const auto approved = gate.check(order, context))
        gateway.place(*approved);
}
