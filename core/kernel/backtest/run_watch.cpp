#include "kernel/backtest/run_watch.h"

#include "kernel/book/order_book.h"

namespace maker::backtest {

namespace {

/// Our orders are not in a recorded book: one that improves the touch is at the touch as well.
bool atTouch(const OrderBook& book, Price bid, Price ask) noexcept
{
    if (bid.count > 0) {
        const auto best = book.bestBid();
        if (!best || bid >= best->price)
            return true;
    }
    if (ask.count <= 0)
        return false;
    const auto best = book.bestAsk();
    return !best || ask <= best->price;
}

} // namespace

void RunWatch::begin(Timestamp now)
{
    m_begun = true;
    m_record.begin = now;
    m_base = m_engine.pnl();
    m_nextSample = Timestamp{now.ns / m_interval.ns * m_interval.ns} + m_interval;
    m_log.begin();
    for (const QuoteActivity& activity : m_record.activity)
        m_books.push_back(m_engine.book(activity.instrument));
    sample(now);
}

void RunWatch::onTimer(Timestamp now)
{
    if (!m_begun)
        return;
    for (std::size_t at = 0; at < m_books.size(); ++at)
        look(at);
    if (now < m_nextSample)
        return;
    sample(now);
    m_nextSample = Timestamp{now.ns / m_interval.ns * m_interval.ns} + m_interval;
}

void RunWatch::look(std::size_t at)
{
    QuoteActivity& activity = m_record.activity[at];
    if (!m_engine.quoting(activity.strategy))
        return;
    activity.watched = activity.watched + kLook;
    const Price bid = m_log.bestBid(at);
    const Price ask = m_log.bestAsk(at);
    if (bid.count > 0 && ask.count > 0)
        activity.bothSides = activity.bothSides + kLook;
    if (atTouch(*m_books[at], bid, ask))
        activity.atTouch = activity.atTouch + kLook;
}

/// The parts count from the begin; what was owned then is the capital.
void RunWatch::sample(Timestamp now)
{
    const PnlStatus status = m_engine.pnl();
    EquityPoint point;
    point.time = now;
    PnlParts& pnl = point.pnl;
    pnl.equity = status.equity;
    pnl.spread = status.spread - m_base.spread;
    pnl.inventory = status.inventory - m_base.inventory;
    pnl.fees = status.fees - m_base.fees;
    pnl.rebates = status.rebates - m_base.rebates;
    pnl.realized = status.realized - m_base.realized;
    pnl.unrealized = status.unrealized - m_base.unrealized;
    pnl.total = pnl.spread + pnl.inventory + pnl.fees + pnl.rebates;
    pnl.capital = pnl.equity - pnl.total;
    point.positions.reserve(m_record.instruments.size());
    for (const auto& instrument : m_record.instruments)
        point.positions.push_back(m_engine.position(instrument->id()).position);
    m_record.equity.push_back(std::move(point));
}

void RunWatch::end(Timestamp now)
{
    m_record.end = now;
    if (!m_begun)
        m_record.begin = now;
    else if (m_record.equity.back().time < now)
        sample(now);
    else {
        m_record.equity.pop_back();
        sample(now);
    }
}

} // namespace maker::backtest
