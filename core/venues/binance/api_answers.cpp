// The second half of ApiSession: what comes back, and what it proves.
#include "kernel/base/log.h"
#include "venues/api/venue_clock.h"
#include "venues/binance/api_session.h"
#include "venues/binance/venue_errors.h"

#include <string>
#include <utility>

namespace maker::binance {

namespace {

constexpr std::string_view kCategory = "venues.binance.trade";
constexpr Duration kUnsaidWait = Duration::seconds(60);
constexpr std::uint8_t kMostTries = 10;

} // namespace

void ApiSession::onText(std::string_view padded)
{
    m_records.clear();
    switch (m_parser.open(padded, localNow(), m_records)) {
    case ApiFrame::Reply:
        return onReply(padded);
    case ApiFrame::Events:
        return m_callbacks.events(m_records);
    case ApiFrame::BalanceHint:
        return m_callbacks.balancesMoved();
    case ApiFrame::Ignored:
        return;
    case ApiFrame::StreamEnded:
        return m_link->reconnect("the venue ends the user stream");
    case ApiFrame::Bad:
        break;
    }
    // Its words may hold the account's affairs, so the log gets its size only. It may have been a fill: connecting anew
    // makes the engine reconcile.
    m_context.status->badReplies.fetch_add(1, std::memory_order_relaxed);
    const Timestamp now = localNow();
    if (!m_badLogged.valid() || now - m_badLogged > Duration::seconds(60)) {
        m_badLogged = now;
        log(LogLevel::Warning, kCategory, "A frame was not understood. bytes=" + std::to_string(padded.size()));
    }
    m_link->reconnect("a frame was not understood");
}

void ApiSession::onReply(std::string_view /*padded*/)
{
    noteLimits(localNow());
    const std::uint64_t id = m_parser.reply().id;
    Pending& slot = m_pending[id % kPending];
    if (id == 0 || slot.id != id)
        return; // too late: it has been reported as unknown
    const Pending pending = std::exchange(slot, Pending());
    judge(pending.ask, pending.sent);
}

void ApiSession::onRest(const Ask& ask, const RestAnswer& answer)
{
    const Timestamp now = localNow();
    if (answer.weightUsed > 0)
        m_limiter.observeWeight(answer.weightUsed, now);
    if (answer.status == 429 || answer.status == 418)
        block(answer.retryAfter.ns > 0 ? answer.retryAfter : kUnsaidWait, now);
    m_records.clear();
    Outcome unknown;
    unknown.kind = OutcomeKind::Unknown;
    unknown.detail = answer.failure;
    if (answer.status == 0)
        return settle(ask, unknown);
    if (m_parser.openBody(answer.body, answer.status) == ApiFrame::Bad) {
        m_context.status->badReplies.fetch_add(1, std::memory_order_relaxed);
        return settle(ask, unknown);
    }
    judge(ask, answer.sent);
}

void ApiSession::noteLimits(Timestamp now)
{
    const ReplyHeader& reply = m_parser.reply();
    if (reply.weightUsed > 0)
        m_limiter.observeWeight(reply.weightUsed, now);
    if (reply.ordersUsed > 0)
        m_limiter.observeOrders(reply.ordersUsed, now);
    m_context.status->weightUsed = m_limiter.weightUsed(now);
}

void ApiSession::judge(const Ask& ask, Timestamp sent)
{
    const Timestamp now = localNow();
    const ReplyHeader& reply = m_parser.reply();
    if (changesOrders(ask.question.operation))
        m_context.status->ackLatency.record(now - sent);
    Outcome outcome;
    outcome.venueCode = reply.code;
    outcome.detail = reply.message.view();
    const bool halfReplaced = ask.question.operation == Operation::Replace && (reply.code == -2021 || reply.code == -2022);
    m_records.clear();
    if (reply.good() || halfReplaced) {
        const bool good = m_parser.readResult(ask.question, now, m_records);
        outcome.kind = good ? OutcomeKind::Answered : OutcomeKind::Unknown;
        outcome.listEnd = m_parser.listEnd();
        if (!good)
            m_context.status->badReplies.fetch_add(1, std::memory_order_relaxed);
        if (good && ask.question.operation == Operation::ServerTime) {
            m_clock.observe(sent, m_parser.serverTime(), now);
            m_context.status->clockOffsetNs = m_clock.offset().ns;
        }
        return settle(ask, outcome);
    }
    if (!provesRefusal(reply.status, reply.code)) {
        outcome.kind = OutcomeKind::Unknown;
        return settle(ask, outcome);
    }
    judgeRefusal(ask);
}

/// The venue proved that the request had no effect: what may come twice is asked again once the cause has passed.
void ApiSession::judgeRefusal(const Ask& ask)
{
    const Timestamp now = localNow();
    const ReplyHeader reply = m_parser.reply();
    const bool limited = reply.status == 429 || reply.status == 418 || reply.code == -1003;
    if (limited && !blocked(now)) {
        const Duration said = reply.retryAfter - toServer(now);
        block(reply.retryAfter.valid() && said.ns > 0 ? said : kUnsaidWait, now);
    }
    const bool early = reply.code == -1021;
    if (early) {
        m_clock.reset();
        askTime();
    }
    if ((limited || early) && askAgain(ask))
        return;
    Outcome outcome;
    outcome.kind = OutcomeKind::Refused;
    outcome.venueCode = reply.code;
    outcome.detail = reply.message.view();
    outcome.reason = limited ? RejectReason::RateLimited : rejectReason(reply.code, reply.message.view());
    settle(ask, outcome);
}

bool ApiSession::askAgain(const Ask& ask)
{
    const Operation operation = ask.question.operation;
    if (operation == Operation::Place || operation == Operation::Replace || ask.tries >= kMostTries)
        return false;
    Ask again = ask;
    ++again.tries;
    defer(again, operation == Operation::Cancel);
    return true;
}

void ApiSession::settle(const Ask& ask, const Outcome& outcome)
{
    if (ask.purpose == Purpose::Session)
        return onSessionOutcome(ask, outcome);
    m_callbacks.outcome(ask, outcome, m_records);
}

void ApiSession::onSessionOutcome(const Ask& ask, const Outcome& outcome)
{
    const bool good = outcome.kind == OutcomeKind::Answered;
    if (ask.question.operation == Operation::ServerTime) {
        if (good && m_link->isUp() && !m_subscribed) {
            Ask subscribe;
            subscribe.purpose = Purpose::Session;
            subscribe.question.operation = Operation::Subscribe;
            this->ask(subscribe);
        }
        return;
    }
    if (good) {
        m_subscribed = true;
        m_link->proved();
        return m_callbacks.up();
    }
    log(LogLevel::Error, kCategory,
        "The user stream was refused. reason=" + std::string(toText(outcome.reason)) + " code="
            + std::to_string(outcome.venueCode) + " answer=" + std::string(outcome.detail));
    m_link->reconnect("the user stream was refused");
}

} // namespace maker::binance
