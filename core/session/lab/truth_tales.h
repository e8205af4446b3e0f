#pragma once

#include "kernel/engine/ports.h"
#include "session/lab/truth_report.h"

#include <deque>
#include <unordered_map>

namespace maker {

/// Orders as one run sent them and saw them end, in the order of sending.
class OrderTales {
public:
    void onSent(const NewOrder& order, Timestamp now);
    void onCancel(const ClientOrderId& order, Timestamp now);
    void onAnswer(const ExecEvent& event);

    const std::deque<OrderTale>& tales() const noexcept { return m_tales; }
    bool knows(const ClientOrderId& order) const { return m_byId.contains(std::string(order.view())); }
    std::uint64_t fills() const noexcept { return m_fills; }

private:
    OrderTale* find(const ClientOrderId& order);
    void addFill(OrderTale& tale, const ExecEvent& event);
    static void end(OrderTale& tale, OrderFate fate, const ExecEvent& event);

    std::deque<OrderTale> m_tales;
    std::unordered_map<std::string, std::size_t> m_byId;
    std::uint64_t m_fills = 0;
};

} // namespace maker
