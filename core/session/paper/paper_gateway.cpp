#include "session/paper/paper_gateway.h"

#include "kernel/base/log.h"
#include "venues/api/venue_clock.h"

#include <algorithm>
#include <limits>

namespace maker {

namespace {

constexpr Timestamp kNever{std::numeric_limits<std::int64_t>::max()};
constexpr std::string_view kCategory = "session.paper";
/// Records of one turn: requests that wait for the thread must get theirs.
constexpr std::size_t kBatch = 2048;
constexpr std::string_view kNoBook = "The paper venue has no book of this instrument yet.";

} // namespace

PaperGateway::PaperGateway(Config config)
    : m_config(std::move(config)), m_venue(m_config.venue), m_clock(m_config.leastFeedLatency), m_ring(m_config.ring), m_timer(this)
{
    for (const auto& instrument : m_config.instruments) {
        m_venue.addInstrument(instrument, m_config.account);
        m_books.push_back({instrument->id()});
    }
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&m_timer, &QTimer::timeout, this, [this] { work(); });
    m_bell.setWaker(
        [](void* context) {
            auto* gateway = static_cast<PaperGateway*>(context);
            QMetaObject::invokeMethod(gateway, [gateway] { gateway->drain(); }, Qt::QueuedConnection);
        },
        this);
}

void PaperGateway::fund(std::span<const Amount> balances)
{
    for (const Amount& balance : balances) {
        if (!balance.money.isZero())
            m_venue.deposit(m_config.account, balance);
    }
}

void PaperGateway::offerMarket(const MarketEvent* events, std::size_t count) noexcept
{
    // Nothing that follows a loss is of use before the loss is known.
    if (!m_lost.load(std::memory_order_acquire) && !m_ring.tryPushAll(events, count)) {
        m_overflows.fetch_add(1, std::memory_order_relaxed);
        m_lost.store(true, std::memory_order_release);
    }
    m_bell.ring();
}

void PaperGateway::start()
{
    m_running = true;
    m_config.status->trading.store(LinkState::Up);
    tell(ExecKind::TradingUp);
    drain();
}

void PaperGateway::stop()
{
    m_running = false;
    m_timer.stop();
    m_config.status->trading.store(LinkState::Down);
}

void PaperGateway::place(const Approved<NewOrder>& order)
{
    if (refused(order.request(), false))
        return;
    m_venue.place(order.request(), localNow());
    work();
}

void PaperGateway::replace(const Approved<ReplaceOrder>& replace)
{
    if (refused(replace.request().order, true))
        return cancel(replace.request().cancel);
    m_venue.replace(replace.request(), localNow());
    work();
}

void PaperGateway::cancel(const CancelOrder& cancel)
{
    m_venue.cancel(cancel, localNow());
    work();
}

void PaperGateway::cancelAll(AccountId account, InstrumentId instrument)
{
    m_venue.cancelAll(account, instrument, localNow());
    work();
}

void PaperGateway::query(const CancelOrder& order)
{
    m_venue.query(order, localNow());
    work();
}

void PaperGateway::reconcile(AccountId account, Timestamp since)
{
    m_venue.reconcile(account, since, localNow());
    work();
}

/// An order into a book that is not known would stand first in a queue that is not there.
bool PaperGateway::refused(const NewOrder& order, bool fromReplace)
{
    const auto book = std::ranges::find(m_books, order.instrument, &Book::instrument);
    if (!m_down && book != m_books.end() && book->known)
        return false;
    ExecEvent event;
    event.kind = ExecKind::OrderReject;
    event.state = OrderState::Rejected;
    event.reason = RejectReason::MarketClosed;
    event.fromReplace = fromReplace;
    event.account = order.account;
    event.instrument = order.instrument;
    event.clientOrderId = order.clientOrderId;
    event.localTime = localNow();
    event.detail = decltype(event.detail)::truncated(kNoBook);
    m_sink(&event, 1);
    return true;
}

void PaperGateway::drain()
{
    const auto ready = [this] { return !m_ring.empty() || m_lost.load(std::memory_order_acquire); };
    std::size_t count = 0;
    do {
        if (!m_running)
            return;
        while (const MarketEvent* event = count < kBatch ? m_ring.front() : nullptr) {
            onMarket(*event);
            m_ring.pop();
            ++count;
        }
        if (m_ring.empty() && m_lost.load(std::memory_order_acquire))
            onLoss();
        if (count >= kBatch) {
            QMetaObject::invokeMethod(this, [this] { drain(); }, Qt::QueuedConnection);
            return work();
        }
    } while (!m_bell.arm(ready));
    work();
}

void PaperGateway::onMarket(const MarketEvent& event)
{
    const Timestamp exchange = m_clock.onEvent(event);
    m_venue.carryOut(exchange);
    m_venue.onMarket(event, exchange);
    if (event.kind != MarketKind::Trade)
        followBooks(event);
}

void PaperGateway::followBooks(const MarketEvent& event)
{
    for (Book& book : m_books) {
        if (event.instrument.valid() && event.instrument != book.instrument)
            continue;
        switch (event.kind) {
        case MarketKind::FeedDown: book.known = book.loading = false; break;
        case MarketKind::BookSnapshot: book.loading = true; break;
        case MarketKind::BookDelta: book.loading = false; break;
        default: break;
        }
        if (book.loading && event.last) {
            book.known = true;
            book.loading = false;
        }
    }
    if (m_down && std::ranges::all_of(m_books, &Book::known)) {
        m_down = false;
        m_config.status->trading.store(LinkState::Up);
        log(LogLevel::Info, kCategory, "The paper venue knows its market again.");
        tell(ExecKind::TradingUp);
    }
}

/// What was missed may have filled our orders or have moved their places: no order is left to guess about.
void PaperGateway::onLoss()
{
    const Timestamp now = localNow();
    log(LogLevel::Warning, kCategory, "Market data overflowed the paper venue's queue: its orders are withdrawn and its books resync.");
    const Timestamp exchange = m_clock.at(now);
    m_venue.carryOut(exchange);
    m_venue.cancelAll(m_config.account, {}, now);
    MarketEvent down;
    down.kind = MarketKind::FeedDown;
    down.localTime = now;
    m_venue.onMarket(down, exchange);
    for (Book& book : m_books)
        book.known = book.loading = false;
    m_down = true;
    m_config.status->trading.store(LinkState::Connecting);
    tell(ExecKind::TradingDown);
    m_lost.store(false, std::memory_order_release); // before a snapshot can come
    for (const Book& book : m_books)
        m_config.requestSnapshot(book.instrument);
}

void PaperGateway::work()
{
    while (m_running) {
        const Timestamp now = localNow();
        m_venue.carryOut(m_clock.at(now));
        deliver(now);
        const Timestamp arrival = m_venue.nextArrival();
        const Timestamp next = std::min(m_venue.nextAnswer(), arrival == kNever ? kNever : m_clock.localOf(arrival));
        if (next == kNever)
            return m_timer.stop();
        if (next > now)
            return m_timer.start(std::chrono::milliseconds((next - now).ns / 1'000'000 + 1));
    }
}

void PaperGateway::deliver(Timestamp now)
{
    while (auto answer = m_venue.takeAnswer(now)) {
        answer->localTime = now;
        mark(*answer);
        m_sink(&*answer, 1);
    }
}

/// The simulated venue numbers from one in every run; the ledger knows a trade by its id for ever.
void PaperGateway::mark(ExecEvent& event) const
{
    if (!event.venueOrderId.empty() && event.kind != ExecKind::CancelReject)
        event.venueOrderId = VenueOrderId::truncated(m_config.idMark + event.venueOrderId.str());
    if (!event.tradeId.empty())
        event.tradeId = TradeId::truncated(m_config.idMark + event.tradeId.str());
}

void PaperGateway::tell(ExecKind kind)
{
    ExecEvent event;
    event.kind = kind;
    event.account = m_config.account;
    event.venue = m_config.instruments.empty() ? VenueId{} : m_config.instruments.front()->venue();
    event.localTime = localNow();
    m_sink(&event, 1);
}

} // namespace maker
