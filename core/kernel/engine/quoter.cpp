#include "kernel/engine/quoter.h"

#include <charconv>

namespace maker {

namespace {

constexpr Duration kTimerStep = Duration::millis(100);

/// A sentence about a target that no correct strategy returns; empty: it is sound.
std::string_view troubleOf(const QuoteTarget& target, const Instrument& instrument) noexcept
{
    std::int64_t bestBid = 0;
    std::int64_t bestAsk = 0;
    for (const Quote& quote : target.view()) {
        if (quote.price.count <= 0 || !instrument.onTick(quote.price))
            return "it asked for a price off the tick";
        if (quote.qty.count <= 0 || !instrument.onLot(quote.qty))
            return "it asked for a quantity off the lot";
        if (quote.side == Side::Buy)
            bestBid = std::max(bestBid, quote.price.count);
        else
            bestAsk = bestAsk == 0 ? quote.price.count : std::min(bestAsk, quote.price.count);
    }
    return bestBid != 0 && bestAsk != 0 && bestBid >= bestAsk ? "its bids reach its asks" : std::string_view();
}

} // namespace

std::string_view Quoter::obstacle(const Market& market) const noexcept
{
    const AccountLink* link = m_desk.link(market.account());
    if (m_desk.gate.killed())
        return "Waiting: the kill switch is on.";
    if (m_desk.gate.state() == RiskState::Halted)
        return "Waiting: risk limits have halted trading.";
    if (!m_desk.journal.healthy())
        return "Waiting: the journal does not take rows.";
    if (m_desk.pulled)
        return "Quotes are pulled by the operator.";
    if (link == nullptr || !link->up())
        return "Waiting for the order connection.";
    if (!link->clean())
        return "Waiting: the account is being reconciled with the venue.";
    switch (market.sync().state()) {
    case SyncState::Live:
        return {};
    case SyncState::Stale:
        return "Waiting: the book is stale.";
    case SyncState::Crossed:
        return "Waiting: the book is crossed.";
    case SyncState::Disconnected:
        return "Waiting: the market feed is down.";
    case SyncState::Waiting:
        break;
    }
    return "Waiting for the book.";
}

void Quoter::ask(Market& market)
{
    bool settled = true;
    for (StrategySlot& slot : m_desk.slots) {
        if (!slot.active() || slot.instrument() != market.id() || knowsAnswer(slot, market))
            continue;
        settled = false;
        askByBook(slot, market);
    }
    if (settled)
        market.settle(m_desk.stirs);
}

void Quoter::askByBook(StrategySlot& slot, Market& market)
{
    answered(slot, market, slot.strategy().onBook(viewFor(slot, market), m_desk.positionOf(slot, market)));
}

void Quoter::onTimer()
{
    for (StrategySlot& slot : m_desk.slots) {
        if (!slot.active() || m_desk.now - slot.lastTimer < kTimerStep)
            continue;
        slot.lastTimer = m_desk.now;
        Market& market = *m_desk.market(slot.instrument());
        const bool known = market.settled(m_desk.stirs) || knowsAnswer(slot, market);
        if (!known || m_desk.now >= slot.standsUntil)
            askByTimer(slot, market);
    }
}

void Quoter::askByTimer(StrategySlot& slot, Market& market)
{
    ++m_desk.stirs;
    answered(slot, market, slot.strategy().onTimer(viewFor(slot, market), m_desk.positionOf(slot, market)));
}

void Quoter::onFill(StrategySlot& slot, const Fill& fill, Market& market)
{
    answered(slot, market, slot.strategy().onFill(fill, viewFor(slot, market), m_desk.positionOf(slot, market)));
}

void Quoter::settle(StrategySlot& slot, Market& market, const QuoteTarget& target)
{
    const bool quiet = m_desk.now < slot.quietUntil;
    if (target.keep && quiet)
        return;
    const bool allowed = mayQuote(market);
    if (!target.keep) {
        const std::string_view trouble = troubleOf(target, market.instrument());
        if (!trouble.empty())
            return fail(slot, trouble);
    }
    slot.deferred = false;
    diffQuotes(target, m_desk.orders,
               {.account = market.account(), .instrument = market.id(), .strategy = slot.id(), .leavesTolerance = {},
                .useReplace = true, .evenKept = true},
               m_desk.ids, m_desk.requests);
    slot.deferred = m_desk.requests.deferred() > 0;
    m_sender.carryOut(m_desk.requests, slot, market, allowed && !quiet);
    tell(slot, market, target);
}

/// The reason sentence is made anew only when it changes, because this runs for every book.
void Quoter::tell(StrategySlot& slot, const Market& market, const QuoteTarget& target)
{
    if (!slot.active())
        return;
    if (!mayQuote(market)) {
        setRun(slot, StrategyRun::Starting, obstacle(market));
        return;
    }
    if (target.count == 0) {
        setRun(slot, StrategyRun::Running, "Running, nothing to quote now.");
        return;
    }
    if (!slot.refusal.empty() && m_desk.openOf(slot.id()) == 0) {
        setRun(slot, StrategyRun::Starting, slot.refusal.view());
        return;
    }
    if (slot.quotesTold == target.count)
        return;
    constexpr std::string_view kBegin = "Quoting, ";
    std::array<char, 48> text{};
    char* at = std::copy(kBegin.begin(), kBegin.end(), text.data());
    at = std::to_chars(at, text.data() + text.size(), static_cast<unsigned>(target.count)).ptr;
    const std::string_view end = target.count == 1 ? " quote." : " quotes.";
    at = std::copy(end.begin(), end.end(), at);
    setRun(slot, StrategyRun::Running, {text.data(), static_cast<std::size_t>(at - text.data())});
    slot.quotesTold = target.count;
}

void Quoter::setRun(StrategySlot& slot, StrategyRun run, std::string_view why)
{
    const StrategyRun before = slot.run();
    if (slot.setRun(run, why) && before != run)
        m_desk.journal.strategy(slot.id(), why, m_desk.now);
}

void Quoter::forgetQuotes(StrategySlot& slot)
{
    const Market& market = *m_desk.market(slot.config().instrument);
    MarketView view = market.view(m_desk.now);
    view.tradable = false;
    slot.askedAt = 0;
    ++m_desk.stirs;
    slot.setTarget(&slot.strategy().onBook(view, m_desk.positionOf(slot, market)));
    slot.deferred = false;
}

void Quoter::pull(StrategySlot& slot)
{
    m_sender.cancelWhere({}, slot.config().instrument, slot.id());
    forgetQuotes(slot);
}

void Quoter::pull(InstrumentId instrument, std::string_view why)
{
    for (StrategySlot& slot : m_desk.slots) {
        if (instrument.valid() && slot.config().instrument != instrument)
            continue;
        pull(slot);
        if (slot.active())
            setRun(slot, StrategyRun::Starting, why);
    }
}

void Quoter::fail(StrategySlot& slot, std::string_view why)
{
    pull(slot);
    FixedText<127> sentence;
    sentence = FixedText<127>::truncated("Failed: " + std::string(why) + ".");
    setRun(slot, StrategyRun::Failed, sentence.view());
    m_desk.journal.alert("A strategy was stopped. " + sentence.str(), m_desk.now);
}

} // namespace maker
