// What the simulated exchange checks before it lets an order into the book.
#include "kernel/sim/sim_market.h"

#include <algorithm>

namespace maker::sim {

SimReject SimExchange::check(AccountId account, const SimOrderRequest& request) const
{
    Admitted admitted;
    return admit(marketOf(request.instrument), account, request, admitted);
}

SimReject SimExchange::admit(
    const Market* market, AccountId account, const SimOrderRequest& request, Admitted& admitted) const
{
    if (!market)
        return SimReject::UnknownSymbol;
    if (!m_accounts.exists(account))
        return SimReject::UnknownAccount;
    if (!sensible(request))
        return SimReject::BadCombination;
    const bool byQuote = request.type == OrderType::Market && !request.quoteQty.isZero();
    if (byQuote && !(request.side == Side::Buy ? market->engine.bestAsk() : market->engine.bestBid()))
        return SimReject::MarketClosed;
    admitted.qty = byQuote ? marketQty(*market, request) : request.qty;
    const SimReject filtered = checkFilters(*market, request, admitted);
    if (filtered != SimReject::None)
        return filtered;
    admitted.locked = moneyToLock(*market, account, request, admitted);
    return checkAccount(*market, account, request, admitted);
}

inline bool SimExchange::sensible(const SimOrderRequest& request) noexcept
{
    if (request.type == OrderType::Limit)
        return request.quoteQty.isZero() && !(request.postOnly && request.timeInForce != TimeInForce::Gtc);
    if (request.postOnly || request.quoteQty.sign() < 0)
        return false;
    return request.quoteQty.isZero() || request.qty.isZero();
}

Qty SimExchange::marketQty(const Market& market, const SimOrderRequest& request)
{
    const Instrument& instrument = market.instrument;
    const Int128 unit = pow10(Money::kDecimals - instrument.priceDecimals() - instrument.qtyDecimals());
    const Qty most = market.engine.qtyForPriceQty(request.side, request.quoteQty.units() / unit);
    return {most.count - most.count % instrument.lotSize().count};
}

inline SimReject SimExchange::checkFilters(const Market& market, const SimOrderRequest& request, Admitted& admitted)
{
    const Qty qty = admitted.qty;
    const Instrument& instrument = market.instrument;
    const bool limit = request.type == OrderType::Limit;
    if (limit) {
        const bool tooHigh = instrument.maxPrice().count > 0 && request.price > instrument.maxPrice();
        if (request.price.count <= 0 || !instrument.onTick(request.price) || request.price < instrument.minPrice() || tooHigh)
            return SimReject::BadPrice;
    }
    const bool tooMuch = instrument.maxQty().count > 0 && qty > instrument.maxQty();
    if (qty.count <= 0 || !instrument.onLot(qty) || qty < instrument.minQty() || tooMuch)
        return SimReject::BadQty;
    Price price = request.price;
    if (!limit) {
        // A market order is valued at the last trade, else at the price it would meet first.
        const auto best = request.side == Side::Buy ? market.engine.bestAsk() : market.engine.bestBid();
        const auto last = market.history.lastTrade();
        if (!last && !best)
            return SimReject::None;
        price = last ? last->price : best->price;
    }
    const std::optional<Money> notional = instrument.tryNotional(price, qty);
    if (!notional)
        return SimReject::BadQty;
    admitted.notional = *notional;
    return *notional < instrument.minNotional() ? SimReject::BelowMinNotional : SimReject::None;
}

inline SimReject SimExchange::checkAccount(
    const Market& market, AccountId account, const SimOrderRequest& request, Admitted& admitted) const
{
    if (!m_accounts.isBackground(account)) {
        if (!request.clientOrderId.empty()) {
            admitted.named = m_orders.named(account, request.instrument, request.clientOrderId);
            if (admitted.named.newest != nullptr && admitted.named.newest->open())
                return SimReject::DuplicateClientId;
        }
        if (m_orders.openCount(account) >= m_config.maxOpenOrders
            && m_orders.openCount(account, request.instrument) >= m_config.maxOpenOrders)
            return SimReject::TooManyOrders;
    }
    const CurrencyIndex paidIn = request.side == Side::Buy ? market.quote : market.base;
    if (m_accounts.free(account, paidIn) < admitted.locked)
        return SimReject::InsufficientBalance;
    if (request.postOnly && market.engine.wouldTake(request.side, request.price))
        return SimReject::PostOnlyWouldTake;
    return SimReject::None;
}

inline Money SimExchange::moneyToLock(
    const Market& market, AccountId account, const SimOrderRequest& request, const Admitted& admitted) const
{
    if (request.side == Side::Sell)
        return market.instrument.toMoney(admitted.qty);
    if (request.type == OrderType::Limit)
        return withFee(admitted.notional);
    return withFee(market.toMoney(market.engine.estimate(Side::Buy, std::nullopt, admitted.qty, account).priceQty));
}

Money SimExchange::withFee(Money quote) const
{
    return m_config.fees.asset == FeeAsset::Quote ? quote + m_highestFees.highestFee(quote) : quote;
}

} // namespace maker::sim
