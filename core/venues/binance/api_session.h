#pragma once

#include "venues/api/clock_offset.h"
#include "venues/api/rate_limiter.h"
#include "venues/api/venue_context.h"
#include "venues/api/ws_link.h"
#include "venues/binance/exec_parser.h"
#include "venues/binance/request_writer.h"
#include "venues/binance/rest_client.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <QObject>
#include <QTimer>

namespace maker::binance {

/// Why a question is asked; the session hands it back with the answer.
enum class Purpose : std::uint8_t { Order, Query, QueryTrades, Startup, Reconcile, CancelAll, Balances, Session };

/// A request and all that is needed to ask it later or to say what became of it.
struct Ask {
    Question question;
    Purpose purpose = Purpose::Order;
    std::uint8_t tries = 0;
    std::uint32_t tag = 0;
    VenueOrderId venueOrderId; ///< Trades of one order
    std::int64_t startMillis = 0;
    std::int64_t fromId = 0;
};

enum class OutcomeKind : std::uint8_t {
    Answered, ///< records hold what it said
    Refused,  ///< the venue proved that the request had no effect
    Unknown,  ///< nothing is proved
    NotSent,  ///< it never left
};

struct Outcome {
    OutcomeKind kind = OutcomeKind::NotSent;
    RejectReason reason = RejectReason::None;
    std::int32_t venueCode = 0;
    std::string_view detail;
    ListEnd listEnd;
};

/// The order connection of one account: keeps the WebSocket API connected and subscribed to user data, numbers, signs,
/// limits and times requests, and finds the request an answer belongs to. Questions and cancels go by REST while the
/// WebSocket is down; orders never do.
class ApiSession : public QObject {
public:
    struct Callbacks {
        std::function<void()> up;   ///< subscribed to user data
        std::function<void()> down; ///< every pending request has been answered with Unknown before
        std::function<void(const Ask&, const Outcome&, std::vector<ExecEvent>& records)> outcome;
        std::function<void(std::vector<ExecEvent>& records)> events;
        std::function<void()> balancesMoved;
    };

    ApiSession(const VenueContext& context, Callbacks callbacks);
    ~ApiSession() override;

    void open();
    void close();
    bool isUp() const noexcept { return m_subscribed; }

    /// New orders and replaces go now or not at all; all else waits for the limits where it must.
    void place(const Instrument& instrument, const NewOrder& order);
    void replace(const Instrument& instrument, const ReplaceOrder& replace);
    void ask(const Ask& ask);
    Timestamp toServer(Timestamp local) const noexcept { return m_clock.toServer(local); }
    void reconnect(std::string_view reason) { m_link->reconnect(reason); }

private:
    static constexpr std::size_t kPending = 1'024;
    static constexpr std::size_t kDeferred = 4'096;

    struct Pending {
        std::uint64_t id = 0; ///< 0: free
        Timestamp sent;
        Ask ask;
    };

    void onLinkUp();
    void onLinkDown();
    void onText(std::string_view padded);
    void onReply(std::string_view padded);
    void onRest(const Ask& ask, const RestAnswer& answer);
    void onTick();

    Pending* reserve() noexcept;
    std::string_view write(Transport transport, std::uint64_t id, const Ask& ask);
    bool sendFrame(Pending& pending, std::string_view frame);
    void sendByRest(const Ask& ask);
    void defer(const Ask& ask, bool first);
    void flushDeferred();
    void judge(const Ask& ask, Timestamp sent);
    void judgeRefusal(const Ask& ask);
    void noteLimits(Timestamp now);
    void block(Duration wait, Timestamp now);
    bool blocked(Timestamp now) const noexcept;
    void settle(const Ask& ask, const Outcome& outcome);
    void onSessionOutcome(const Ask& ask, const Outcome& outcome);
    void askTime();
    bool askAgain(const Ask& ask);
    void notSent(const Ask& ask, RejectReason reason, std::string_view detail);

    VenueContext m_context;
    Callbacks m_callbacks;
    RequestWriter m_writer;
    ExecParser m_parser;
    RateLimiter m_limiter;
    ClockOffset m_clock;
    std::vector<Pending> m_pending;
    std::uint64_t m_nextId = 1;
    std::deque<Ask> m_deferred;
    std::vector<ExecEvent> m_records;
    std::unique_ptr<WsLink> m_link;
    std::unique_ptr<RestClient> m_rest;
    std::unique_ptr<QTimer> m_tick;
    bool m_subscribed = false;
    Timestamp m_timeAsked;
    Timestamp m_badLogged;
};

} // namespace maker::binance
