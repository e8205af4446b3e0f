#include "kernel/risk/exposure.h"

#include "kernel/model/id_match.h"
#include "kernel/model/same_currency.h"

namespace maker {
namespace {

const Instrument* findInstrument(std::span<const Instrument* const> instruments, InstrumentId id) noexcept
{
    for (const Instrument* instrument : instruments) {
        if (instrument != nullptr && instrument->id() == id)
            return instrument;
    }
    return nullptr;
}

/// What one working order locks of the currency asked for; nullopt where it does not fit Money.
std::optional<Money> lockOf(const Order& order, Qty open, const Instrument& traded, const Currency& currency) noexcept
{
    if (order.side == Side::Buy && sameCurrency(traded.quote(), currency))
        return traded.tryNotional(order.price, open);
    if (order.side == Side::Sell && sameCurrency(traded.base(), currency))
        return traded.toMoney(open);
    return Money{};
}

} // namespace

Exposure measureExposure(const WorkingOrders& orders, std::span<const Instrument* const> instruments,
                         const Instrument& instrument, const NewOrder& order, const ClientOrderId* replaced) noexcept
{
    Exposure exposure;
    const auto add = [&](const WorkingOrder& working) {
        const Order& other = working.order;
        if (other.account != order.account)
            return;
        const bool leaving = replaced != nullptr && IdMatch::same(other.clientOrderId, *replaced);
        const Qty open = other.foreign ? other.leaves() : working.exposed();
        const bool same = other.instrument == order.instrument;
        if (!other.foreign && same)
            (other.side == Side::Buy ? exposure.buys : exposure.sells) += open.count;
        if (leaving)
            return;
        if (!other.foreign && !isTerminal(other.state))
            ++exposure.openOrders;
        if (same && other.side != order.side && !isTerminal(other.state)
            && (order.side == Side::Buy ? order.price >= other.price : order.price <= other.price))
            exposure.meets = other.price;
        if (same) { // what it locks is of the order's own two currencies
            if (other.side == Side::Sell) {
                exposure.lockedBase += instrument.toMoney(open);
            } else if (const auto locked = instrument.tryNotional(other.price, open)) {
                exposure.lockedQuote += *locked;
            } else {
                exposure.lockUnknown = true;
            }
            return;
        }
        const Instrument* traded = findInstrument(instruments, other.instrument);
        if (traded == nullptr) {
            exposure.lockUnknown = true;
            return;
        }
        const auto base = lockOf(other, open, *traded, instrument.base());
        const auto quote = lockOf(other, open, *traded, instrument.quote());
        exposure.lockUnknown = exposure.lockUnknown || !base || !quote;
        exposure.lockedBase += base.value_or(Money{});
        exposure.lockedQuote += quote.value_or(Money{});
    };
    orders.forEachOpen(add);
    orders.forEachUnsettled(add);
    return exposure;
}

} // namespace maker
