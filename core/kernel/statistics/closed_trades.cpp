#include "kernel/statistics/closed_trades.h"

#include "kernel/portfolio/position.h"
#include "kernel/statistics/equity_curve.h"

#include <algorithm>
#include <cstdlib>

namespace maker {

namespace {

struct OpenPosition {
    StrategyId strategy;
    InstrumentId instrument;
    Position position;
    Money fees; ///< paid to open what is open, quote currency
};

Money absolute(Money money) noexcept
{
    return money.sign() < 0 ? -money : money;
}

Money part(Money whole, Money above, Money below) noexcept
{
    return Money::fromUnits(mulDiv(whole.units(), above.units(), below.units(), Rounding::HalfEven));
}

Money feeInQuote(const RunFill& each, const Instrument& instrument, const Currency& account)
{
    const Amount& fee = each.fill.fee;
    if (fee.currency == instrument.quote())
        return fee.money;
    if (fee.currency == instrument.base())
        return worth(fee.money, instrument.toMoney(each.fill.price));
    if (fee.currency == account && each.notional.sign() > 0)
        return part(fee.money, instrument.notional(each.fill.price, each.fill.qty), each.notional);
    return {};
}

OpenPosition& openOf(std::vector<OpenPosition>& all, const Fill& fill)
{
    const auto found = std::find_if(all.begin(), all.end(), [&](const OpenPosition& each) {
        return each.strategy == fill.strategy && each.instrument == fill.instrument;
    });
    if (found != all.end())
        return *found;
    return all.emplace_back(OpenPosition{fill.strategy, fill.instrument, {}, {}});
}

/// The result of what the fill closed, in the quote currency; nothing where it only opened.
std::optional<Money> applyFill(OpenPosition& open, const Fill& fill, const Instrument& instrument, Money fee)
{
    const Money size = instrument.toMoney(fill.qty);
    const Money held = absolute(open.position.qty);
    const bool closes = open.position.qty.sign() * sign(fill.side) < 0;
    const Money realized = open.position.realized;
    open.position.apply(instrument, fill.side, fill.price, fill.qty);
    if (!closes) {
        open.fees += fee;
        return std::nullopt;
    }
    const Money closed = std::min(held, size);
    const Money openedFor = part(open.fees, closed, held);
    const Money closedFor = part(fee, closed, size);
    open.fees += fee - openedFor - closedFor;
    return open.position.realized - realized - openedFor - closedFor;
}

} // namespace

const Instrument* instrumentOf(const RunRecord& record, InstrumentId id) noexcept
{
    for (const auto& instrument : record.instruments) {
        if (instrument != nullptr && instrument->id() == id)
            return instrument.get();
    }
    return nullptr;
}

ClosedTrades closedTrades(const RunRecord& record)
{
    ClosedTrades closed;
    const Currency account(Currency::truncated(record.currency));
    std::vector<OpenPosition> all;
    for (const RunFill& each : record.fills) {
        const Instrument* instrument = instrumentOf(record, each.fill.instrument);
        if (instrument == nullptr || each.fill.qty.count <= 0)
            continue;
        const Money fee = feeInQuote(each, *instrument, account);
        const auto result = applyFill(openOf(all, each.fill), each.fill, *instrument, fee);
        if (!result)
            continue;
        const Money notional = instrument->notional(each.fill.price, each.fill.qty);
        const Money gain = notional.sign() > 0 ? part(*result, each.notional, notional) : Money{};
        ++closed.count;
        closed.wins += gain.sign() > 0 ? 1 : 0;
        (gain.sign() > 0 ? closed.profits : closed.losses) += absolute(gain);
    }
    return closed;
}

std::vector<LargestPosition> largestPositions(const RunRecord& record)
{
    std::vector<LargestPosition> largest;
    for (std::size_t k = 0; k < record.instruments.size(); ++k) {
        LargestPosition row{record.instruments[k]->id(), {}, {}};
        const auto see = [&row](Qty qty, Timestamp time) {
            if (std::abs(qty.count) > std::abs(row.qty.count)) {
                row.qty = qty;
                row.time = time;
            }
        };
        Qty held;
        for (const RunFill& each : record.fills) {
            if (each.fill.instrument != row.instrument)
                continue;
            held += each.fill.side == Side::Buy ? each.fill.qty : -each.fill.qty;
            see(held, timeOf(each.fill));
        }
        for (const EquityPoint& point : record.equity) {
            if (k < point.positions.size())
                see(point.positions[k], point.time);
        }
        largest.push_back(row);
    }
    return largest;
}

Money largestInventory(const RunRecord& record)
{
    Money largest;
    std::vector<Money> held(record.instruments.size());
    for (const RunFill& each : record.fills) {
        for (std::size_t k = 0; k < held.size(); ++k) {
            const Instrument& instrument = *record.instruments[k];
            if (instrument.id() != each.fill.instrument || each.fill.qty.count <= 0)
                continue;
            const Money size = instrument.toMoney(each.fill.qty);
            held[k] += each.fill.side == Side::Buy ? size : -size;
            largest = std::max(largest, absolute(part(held[k], each.notional, size)));
        }
    }
    return largest;
}

} // namespace maker
