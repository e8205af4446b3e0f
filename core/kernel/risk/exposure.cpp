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

/// What an order of another instrument locks. That it cannot be valued in either currency is held against the order.
void addElsewhere(Exposure& exposure, const Order& other, Qty open, const Instrument* traded,
                  const Instrument& instrument, Side side) noexcept
{
    if (traded == nullptr) {
        exposure.lockUnknown = true;
        return;
    }
    const auto base = lockOf(other, open, *traded, instrument.base());
    const auto quote = lockOf(other, open, *traded, instrument.quote());
    exposure.lockUnknown = exposure.lockUnknown || !base || !quote;
    exposure.locked += (side == Side::Buy ? quote : base).value_or(Money{});
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
        const bool ended = isTerminal(other.state);
        if (!leaving && !other.foreign && !ended)
            ++exposure.openOrders;
        const Qty open = other.foreign ? other.leaves() : working.exposed();
        if (other.instrument != order.instrument) {
            if (!leaving)
                addElsewhere(exposure, other, open, findInstrument(instruments, other.instrument), instrument, order.side);
        } else if (other.side == order.side) {
            if (!other.foreign)
                exposure.working += open.count;
            if (leaving)
                return;
            if (other.side == Side::Sell)
                exposure.locked += instrument.toMoney(open);
            else if (const auto locked = instrument.tryNotional(other.price, open))
                exposure.locked += *locked;
            else
                exposure.lockUnknown = true;
        } else if (!leaving) {
            const bool buys = other.side == Side::Buy;
            if (!ended && (buys ? other.price >= order.price : other.price <= order.price))
                exposure.meets = other.price;
            if (buys && !instrument.tryNotional(other.price, open))
                exposure.lockUnknown = true;
        }
    };
    orders.forEachOpen(add);
    orders.forEachUnsettled(add);
    return exposure;
}

} // namespace maker
