#include "kernel/engine/desk.h"

#include <algorithm>
#include <limits>

namespace maker {

namespace {

constexpr std::size_t kMostOrders = 1024;

template <typename Things, typename Key, typename KeyOf>
auto* findBy(Things& things, Key key, KeyOf keyOf) noexcept
{
    for (auto& thing : things) {
        if (keyOf(thing) == key)
            return &thing;
    }
    return static_cast<decltype(&things[0])>(nullptr);
}

} // namespace

Desk::Desk(EngineConfig configuration, EnginePorts enginePorts, const ClientOrderIds& clientIds, const RiskLimits& limits)
    : config(std::move(configuration)), ports(enginePorts), journal(enginePorts.journal), ids(clientIds),
      orders(clientIds.prefix(), {.closed = config.closedOrders, .trades = config.seenTrades}), gate(limits), portfolio(config.accountCurrency)
{
    scratch.reserve(kMostOrders);
    for (const EngineInstrument& instrument : config.instruments) {
        markets.push_back(std::make_unique<Market>(instrument, config, orders));
        instruments.push_back(instrument.instrument.get());
        if (link(instrument.account) == nullptr)
            links.emplace_back(instrument.account, instrument.instrument->venue());
    }
    m_holdings.resize(markets.size());
}

Market* Desk::findMarket(InstrumentId id) noexcept
{
    auto* found = findBy(markets, id, [](const auto& market) { return market->id(); });
    if (found == nullptr)
        return nullptr;
    recent = found->get();
    return recent;
}

const Market* Desk::market(InstrumentId id) const noexcept
{
    auto* found = findBy(markets, id, [](const auto& market) { return market->id(); });
    return found != nullptr ? found->get() : nullptr;
}

StrategySlot* Desk::slot(StrategyId id) noexcept
{
    return findBy(slots, id, [](const StrategySlot& slot) { return slot.id(); });
}

const StrategySlot* Desk::slot(StrategyId id) const noexcept
{
    return findBy(slots, id, [](const StrategySlot& slot) { return slot.id(); });
}

AccountLink* Desk::link(AccountId id) noexcept
{
    return findBy(links, id, [](const AccountLink& link) { return link.account(); });
}

const AccountLink* Desk::link(AccountId id) const noexcept
{
    return findBy(links, id, [](const AccountLink& link) { return link.account(); });
}

const Desk::Holdings& Desk::holdingsOf(const Market& market) const
{
    std::size_t at = 0;
    while (markets[at].get() != &market)
        ++at;
    Holdings& held = m_holdings[at];
    if (held.version == portfolio.version())
        return held;
    const Instrument& instrument = market.instrument();
    held.version = portfolio.version();
    held.position = portfolio.position(market.id());
    held.base = portfolio.balance(market.account(), instrument.base());
    held.quote = portfolio.balance(market.account(), instrument.quote());
    held.baseQty = qtyWithin(held.base, instrument);
    return held;
}

RiskContext Desk::riskContext(const Market& market) const
{
    const AccountLink* account = linkOf(market.account());
    const Holdings& held = holdingsOf(market);
    RiskContext context;
    context.now = now;
    context.instrument = &market.instrument();
    context.instruments = instruments;
    context.orders = &orders;
    context.position = held.position;
    context.baseTotal = held.base;
    context.quoteTotal = held.quote;
    context.fair = market.fair();
    if (const auto bid = market.bestBid())
        context.bestBid = bid->price;
    if (const auto ask = market.bestAsk())
        context.bestAsk = ask->price;
    context.bookSynced = market.live();
    context.bookTime = market.sync().updated();
    context.reconciled = account != nullptr && account->clean();
    context.readOnly = false;
    return context;
}

void Desk::measurePosition(PositionMemo& memo, const StrategySlot& slot, const Market& market) const
{
    const Instrument& instrument = market.instrument();
    const Holdings& held = holdingsOf(market);
    PositionView& view = memo.view;
    if (memo.portfolio != held.version) {
        view.position = portfolio.position(slot.id(), market.id());
        view.baseTotal = held.baseQty;
        view.quoteTotal = held.quote;
    }
    memo.portfolio = held.version;
    memo.orders = orders.version();
    Money base = held.base;
    Money quote = held.quote;
    // What this strategy's own orders lock is its to place anew; what others lock is not.
    orders.forEachOpen([&](const WorkingOrder& working) {
        const Order& order = working.order;
        const Market* where = order.strategy == slot.id() ? nullptr : this->market(order.instrument);
        if (where == nullptr || order.account != market.account())
            return;
        const Instrument& theirs = where->instrument();
        const Currency& asset = order.side == Side::Buy ? theirs.quote() : theirs.base();
        const Money locked = order.side == Side::Buy ? theirs.notional(order.price, order.leaves())
                                                     : theirs.toMoney(order.leaves());
        if (asset == instrument.base())
            base -= locked;
        else if (asset == instrument.quote())
            quote -= locked;
    });
    view.baseFree = base == held.base ? held.baseQty : qtyWithin(base, instrument);
    view.quoteFree = quote;
}

std::size_t Desk::ownOpen(AccountId account) const noexcept
{
    std::size_t count = 0;
    orders.forEachOpen([&](const WorkingOrder& working) {
        count += !working.order.foreign && working.order.account == account ? 1 : 0;
    });
    return count;
}

std::size_t Desk::openOf(StrategyId strategy) const noexcept
{
    std::size_t count = 0;
    orders.forEachOpen([&](const WorkingOrder& working) {
        count += !working.order.foreign && working.order.strategy == strategy ? 1 : 0;
    });
    return count;
}

StrategyId Desk::ownerOf(InstrumentId instrument) const noexcept
{
    StrategyId owner;
    for (const StrategySlot& candidate : slots) {
        if (candidate.config().instrument != instrument)
            continue;
        if (owner.valid())
            return {};
        owner = candidate.id();
    }
    return owner;
}

/// All of them when one has moved: what an asset is worth may hang on the mark of another.
void Desk::giveMarks()
{
    for (const auto& each : markets) {
        if (const auto mark = each->mark())
            portfolio.mark(each->instrument(), *mark);
    }
}

Qty qtyWithin(Money amount, const Instrument& instrument) noexcept
{
    if (amount.sign() <= 0)
        return {};
    const Int128 counts = amount.units() / pow10(Money::kDecimals - instrument.qtyDecimals());
    constexpr Int128 kMost = std::numeric_limits<std::int64_t>::max();
    return {static_cast<std::int64_t>(std::min(counts, kMost))};
}

} // namespace maker
