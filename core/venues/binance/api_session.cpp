#include "venues/binance/api_session.h"

#include "kernel/base/log.h"
#include "venues/api/venue_clock.h"

#include <algorithm>
#include <utility>

namespace maker::binance {

namespace {

constexpr std::string_view kCategory = "venues.binance.trade";
constexpr Duration kRecvWindow = Duration::seconds(5);
constexpr Duration kAnswerWithin = Duration::seconds(10); // the venue's own matching time-out
constexpr Duration kTimeEvery = Duration::seconds(60);
constexpr int kTickMillis = 100;

} // namespace

ApiSession::ApiSession(const VenueContext& context, Callbacks callbacks)
    : m_context(context), m_callbacks(std::move(callbacks)), m_writer(*context.credentials, kRecvWindow),
      m_parser(context.venue, context.account, context.instruments), m_limiter(context.limits), m_pending(kPending)
{
    m_records.reserve(64);
    m_context.status->weightLimit = context.limits.weightPerMinute;
}

ApiSession::~ApiSession() = default;

void ApiSession::open()
{
    m_rest = std::make_unique<RestClient>(m_context.endpoints.rest, m_context.proxies);
    WsLink::Options options;
    options.name = kCategory;
    options.url = m_context.endpoints.trading;
    options.proxies = m_context.proxies;
    options.seed = m_context.seed + 1;
    options.pingEvery = m_context.linkTimes.pingEvery;
    options.deadAfter = m_context.linkTimes.deadAfter;
    options.rotateAfter = m_context.linkTimes.rotateAfter;
    WsLink::Callbacks callbacks;
    callbacks.up = [this] { onLinkUp(); };
    callbacks.down = [this](std::string_view) { onLinkDown(); };
    callbacks.text = [this](const char* data, std::size_t size, std::size_t) { onText({data, size}); };
    callbacks.badFrame = [this](std::string_view) { m_context.status->badReplies.fetch_add(1, std::memory_order_relaxed); };
    m_link = std::make_unique<WsLink>(std::move(options), std::move(callbacks));
    m_tick = std::make_unique<QTimer>();
    m_tick->setInterval(kTickMillis);
    connect(m_tick.get(), &QTimer::timeout, this, [this] { onTick(); });
    m_tick->start();
    m_link->open();
}

void ApiSession::close()
{
    m_tick.reset();
    if (m_link != nullptr)
        m_link->close();
    if (m_rest != nullptr)
        m_rest->abandon();
    m_link.reset();
    m_rest.reset();
    m_deferred.clear();
}

void ApiSession::onLinkUp()
{
    askTime();
}

void ApiSession::onLinkDown()
{
    const bool wasSubscribed = std::exchange(m_subscribed, false);
    std::vector<Pending> lost;
    for (Pending& pending : m_pending)
        if (pending.id != 0)
            lost.push_back(std::exchange(pending, Pending()));
    std::sort(lost.begin(), lost.end(), [](const Pending& a, const Pending& b) { return a.id < b.id; });
    m_records.clear();
    Outcome unknown;
    unknown.kind = OutcomeKind::Unknown;
    unknown.detail = "The connection was lost before the answer came.";
    for (const Pending& pending : lost)
        if (pending.ask.purpose != Purpose::Session)
            settle(pending.ask, unknown);
    if (wasSubscribed)
        m_callbacks.down();
}

void ApiSession::askTime()
{
    m_timeAsked = localNow();
    Ask time;
    time.purpose = Purpose::Session;
    time.question.operation = Operation::ServerTime;
    ask(time);
}

ApiSession::Pending* ApiSession::reserve() noexcept
{
    Pending& pending = m_pending[m_nextId % kPending];
    if (pending.id != 0)
        return nullptr; // 1,024 requests later its answer is still missing
    pending.id = m_nextId++;
    pending.sent = localNow();
    return &pending;
}

bool ApiSession::sendFrame(Pending& pending, std::string_view frame)
{
    if (!frame.empty() && m_link->sendText(frame))
        return true;
    pending.id = 0;
    return false;
}

void ApiSession::notSent(const Ask& ask, RejectReason reason, std::string_view detail)
{
    Outcome outcome;
    outcome.reason = reason;
    outcome.detail = detail;
    m_records.clear();
    settle(ask, outcome);
}

void ApiSession::place(const Instrument& instrument, const NewOrder& order)
{
    Ask ask;
    ask.question = {Operation::Place, instrument.id(), order.clientOrderId, {}};
    const Timestamp now = localNow();
    if (!m_subscribed)
        return notSent(ask, RejectReason::VenueError, "Not sent: the order connection is down.");
    if (blocked(now) || !m_limiter.tryTake(RequestClass::Order, specOf(Operation::Place).weight, now))
        return notSent(ask, RejectReason::RateLimited, "Not sent: the venue's limits are used up.");
    Pending* pending = reserve();
    if (pending == nullptr)
        return notSent(ask, RejectReason::VenueError, "Not sent: too many requests are unanswered.");
    pending->ask = ask;
    m_writer.begin(Transport::WebSocketApi, pending->id, toServer(now));
    if (!sendFrame(*pending, m_writer.place(instrument, order)))
        notSent(ask, RejectReason::Other, "Not sent: a value cannot be written.");
}

void ApiSession::replace(const Instrument& instrument, const ReplaceOrder& replace)
{
    Ask ask;
    ask.question = {Operation::Replace, instrument.id(), replace.cancel.clientOrderId, replace.order.clientOrderId};
    const Timestamp now = localNow();
    if (!m_subscribed)
        return notSent(ask, RejectReason::VenueError, "Not sent: the order connection is down.");
    if (blocked(now) || !m_limiter.tryTake(RequestClass::Order, specOf(Operation::Replace).weight, now))
        return notSent(ask, RejectReason::RateLimited, "Not sent: the venue's limits are used up.");
    Pending* pending = reserve();
    if (pending == nullptr)
        return notSent(ask, RejectReason::VenueError, "Not sent: too many requests are unanswered.");
    pending->ask = ask;
    m_writer.begin(Transport::WebSocketApi, pending->id, toServer(now));
    if (!sendFrame(*pending, m_writer.replace(instrument, replace)))
        notSent(ask, RejectReason::Other, "Not sent: a value cannot be written.");
}

std::string_view ApiSession::write(Transport transport, std::uint64_t id, const Ask& ask)
{
    m_writer.begin(transport, id, toServer(localNow()));
    const Operation operation = ask.question.operation;
    if (operation == Operation::Account)
        return m_writer.account();
    if (operation == Operation::Subscribe)
        return m_writer.subscribe();
    if (operation == Operation::ServerTime)
        return m_writer.serverTime();
    const Instrument* instrument = m_context.instruments->find(ask.question.instrument);
    if (instrument == nullptr)
        return {};
    CancelOrder order;
    order.clientOrderId = ask.question.clientOrderId;
    const ListPage page{ask.startMillis, ask.fromId, ask.venueOrderId.view()};
    switch (operation) {
    case Operation::Cancel:
        return m_writer.cancel(*instrument, order);
    case Operation::Status:
        return m_writer.status(*instrument, order);
    case Operation::OpenOrders:
        return m_writer.openOrders(*instrument);
    case Operation::AllOrders:
        return m_writer.allOrders(*instrument, page);
    case Operation::Trades:
        return m_writer.trades(*instrument, page);
    default:
        return {};
    }
}

void ApiSession::ask(const Ask& ask)
{
    const OperationSpec& spec = specOf(ask.question.operation);
    const Timestamp now = localNow();
    if (m_link == nullptr)
        return notSent(ask, RejectReason::VenueError, "Not sent: the venue has been left.");
    if (blocked(now) || !m_limiter.tryTake(spec.kind, spec.weight, now))
        return defer(ask, spec.kind == RequestClass::Cancel);
    if (!m_link->isUp() || !(m_subscribed || ask.purpose == Purpose::Session)) {
        if (spec.verb.empty())
            return notSent(ask, RejectReason::VenueError, "Not sent: the order connection is down.");
        return sendByRest(ask);
    }
    Pending* pending = reserve();
    if (pending == nullptr)
        return defer(ask, spec.kind == RequestClass::Cancel);
    pending->ask = ask;
    if (!sendFrame(*pending, write(Transport::WebSocketApi, pending->id, ask)))
        notSent(ask, RejectReason::Other, "Not sent: a value cannot be written.");
}

void ApiSession::sendByRest(const Ask& ask)
{
    const OperationSpec& spec = specOf(ask.question.operation);
    const bool isSigned = ask.question.operation != Operation::ServerTime;
    const std::string_view query = write(Transport::Rest, 0, ask);
    if (isSigned && query.empty())
        return notSent(ask, RejectReason::Other, "Not sent: a value cannot be written.");
    m_rest->send(spec.verb, spec.path, query, isSigned ? m_context.credentials->apiKey.reveal() : std::string_view(),
        [this, ask](const RestAnswer& answer) { onRest(ask, answer); });
}

void ApiSession::defer(const Ask& ask, bool first)
{
    if (m_deferred.size() >= kDeferred)
        return notSent(ask, RejectReason::RateLimited, "Not sent: too much waits for the venue's limits.");
    if (first)
        m_deferred.push_front(ask);
    else
        m_deferred.push_back(ask);
}

void ApiSession::flushDeferred()
{
    std::size_t count = m_deferred.size(); // what is put back is for the next tick
    const Timestamp now = localNow();
    while (count-- > 0 && !m_deferred.empty() && !blocked(now)) {
        const Ask next = m_deferred.front();
        const OperationSpec& spec = specOf(next.question.operation);
        if (m_limiter.nextChance(spec.kind, spec.weight, now) > now)
            return;
        m_deferred.pop_front();
        ask(next);
    }
}

bool ApiSession::blocked(Timestamp now) const noexcept
{
    return now.ns < m_context.status->blockedUntilNs.load(std::memory_order_relaxed);
}

void ApiSession::block(Duration wait, Timestamp now)
{
    auto& shared = m_context.status->blockedUntilNs;
    const std::int64_t until = (now + wait).ns;
    if (shared.load(std::memory_order_relaxed) < until)
        shared.store(until, std::memory_order_relaxed);
    m_limiter.blockFor(wait, now);
    log(LogLevel::Warning, kCategory, "The venue asks us to wait. ms=" + std::to_string(wait.ns / 1'000'000));
}

void ApiSession::onTick()
{
    const Timestamp now = localNow();
    Outcome unknown;
    unknown.kind = OutcomeKind::Unknown;
    unknown.detail = "No answer in time.";
    for (Pending& slot : m_pending) {
        if (slot.id == 0 || now - slot.sent < kAnswerWithin)
            continue;
        const Pending pending = std::exchange(slot, Pending());
        m_records.clear();
        if (pending.ask.purpose == Purpose::Session && !m_subscribed) {
            m_link->reconnect("no answer to our greeting");
            return;
        }
        settle(pending.ask, unknown);
    }
    flushDeferred();
    if (m_link != nullptr && m_link->isUp() && now - m_timeAsked > kTimeEvery)
        askTime();
}

} // namespace maker::binance
