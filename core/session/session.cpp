#include "session/session.h"

#include "session/log_files.h"
#include "session/session_parts.h"
#include "venues/api/venue_clock.h"

#include <QCoreApplication>
#include <QThread>

namespace maker {

Session::Session(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}

Session::~Session()
{
    stop();
    LogFiles::attach(nullptr);
}

Result<std::unique_ptr<Session>> Session::start(SessionConfig config)
{
    auto parts = std::make_unique<Parts>();
    parts->config = std::move(config);
    Parts& p = *parts;
    std::unique_ptr<Session> session(new Session(std::move(parts)));
    LogFiles::attach(&p.rows);
    if (auto done = p.chooseVenue(); !done)
        return tl::unexpected(done.error());
    if (auto done = p.loadInstruments(); !done)
        return tl::unexpected(done.error());
    if (auto done = p.openStore(); !done)
        return tl::unexpected(done.error());
    if (auto done = p.makeEngine(); !done)
        return tl::unexpected(done.error());
    p.loadCandles();
    p.startThreads();
    return session;
}

bool Session::market(InstrumentId instrument, MarketSnapshot& out)
{
    return m_parts->engine->market(instrument, out);
}

bool Session::desk(DeskSnapshot& out)
{
    return m_parts->engine->desk(out);
}

bool Session::candles(InstrumentId instrument, std::int32_t seconds, CandleSeries& out)
{
    return m_parts->candles->read(instrument, seconds, out);
}

bool Session::quotes(StrategyId strategy, QuotesSnapshot& out)
{
    return m_parts->engine->quotes().read(strategy, out);
}

void Session::previewQuotes(StrategyId strategy, std::string json)
{
    m_parts->engine->quotes().ask(strategy, std::move(json));
}

bool Session::preview(QuotesSnapshot& out)
{
    return m_parts->engine->quotes().readDraft(out);
}

const std::vector<DayPnl>& Session::pastDays() const
{
    return m_parts->pastDays;
}

const std::vector<PastFill>& Session::pastFills() const
{
    return m_parts->pastFills;
}

const std::vector<RestedSpan>& Session::pastQuotes(InstrumentId instrument) const
{
    static const std::vector<RestedSpan> kNone;
    const auto found = m_parts->pastQuotes.find(instrument);
    return found == m_parts->pastQuotes.end() ? kNone : found->second;
}

std::string Session::params(StrategyId strategy)
{
    return m_parts->engine->params(strategy);
}

std::string Session::riskLimits(InstrumentId instrument)
{
    return m_parts->engine->riskLimits(instrument);
}

bool Session::nextRow(RowEvent& out)
{
    return m_parts->rows.next(out);
}

const Catalog& Session::catalog() const
{
    return m_parts->catalog;
}

void Session::post(Command command)
{
    if (!m_parts->engine->offerCommand(std::move(command))) {
        m_parts->rows.pushSentence(Severity::Danger, RowKind::Alert, "session",
            "The engine does not take commands: its queue is full.", localNow());
    }
}

const std::vector<std::string>& Session::startNotes() const
{
    return m_parts->notes;
}

std::shared_ptr<const MarketMemory> Session::marketMemory() const
{
    return m_parts->memory;
}

bool Session::stop(Duration patience)
{
    if (!m_parts->running) {
        m_parts->stopThreads();
        return true;
    }
    for (const auto& strategy : m_parts->catalog.strategies)
        post({CommandKind::StopStrategy, strategy.id, {}, {}, {}});
    post({CommandKind::CancelAll, {}, {}, {}, {}});
    // Two looks in a row without orders: the first may be older than the command.
    const Timestamp end = localNow() + patience;
    DeskSnapshot view;
    int clear = 0;
    while (localNow() < end && clear < 2) {
        QCoreApplication::processEvents(QEventLoop::ExcludeUserInputEvents);
        QThread::msleep(10);
        if (desk(view))
            clear = view.openOrders == 0 ? clear + 1 : 0;
    }
    m_parts->stopThreads();
    return clear >= 2;
}

} // namespace maker
