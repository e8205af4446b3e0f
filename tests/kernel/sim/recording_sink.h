#pragma once

#include "kernel/sim/matching_engine.h"

#include <cstdint>
#include <string>
#include <vector>

namespace maker::sim {

/// Keeps the events of a matching core as one short line each, and the trades as they are.
class RecordingSink : public MatchSink {
public:
    void onAccepted(const OrderAccepted& event) override { add("accepted %", event.id); }
    void onRejected(const OrderRejected& event) override
    {
        add("rejected % reason %", event.id, static_cast<int>(event.reason));
    }
    void onTrade(const TradeMade& event) override
    {
        trades.push_back(event);
        add("trade % with % at % qty %", event.taker, event.maker, event.price.count, event.qty.count);
    }
    void onCanceled(const OrderCanceled& event) override { add("canceled % leaves %", event.id, event.leaves.count); }
    void onExpired(const OrderExpired& event) override
    {
        add("expired % leaves % reason %", event.id, event.leaves.count, static_cast<int>(event.reason));
    }
    void onReplaced(const OrderReplaced& event) override
    {
        add("replaced % price % leaves % kept %", event.id, event.price.count, event.leaves.count,
            event.keptPriority ? 1 : 0);
    }

    /// The events since the last call.
    std::vector<std::string> take()
    {
        std::vector<std::string> taken;
        taken.swap(lines);
        return taken;
    }

    std::vector<std::string> lines;
    std::vector<TradeMade> trades;

private:
    template <typename... Values>
    void add(const char* form, Values... values)
    {
        std::string line;
        std::size_t next = 0;
        const long long numbers[] = {static_cast<long long>(values)...};
        for (const char* c = form; *c != 0; ++c)
            line += *c == '%' ? std::to_string(numbers[next++]) : std::string(1, *c);
        lines.push_back(line);
    }
};

} // namespace maker::sim
