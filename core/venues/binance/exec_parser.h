#pragma once

#include "kernel/model/exec_event.h"
#include "venues/api/instrument_set.h"
#include "venues/binance/operations.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include <simdjson.h>

namespace maker::binance {

/// What a frame of the order connection is.
enum class ApiFrame : std::uint8_t {
    Bad,         ///< not understood: counted, nothing of it is used
    Reply,       ///< answers a request: see reply(), then readResult()
    Events,      ///< user data: records have been written
    Ignored,     ///< user data that says nothing about orders or balances
    BalanceHint, ///< a deposit, withdrawal or transfer: ask for the balances
    StreamEnded, ///< the venue ends the user stream or the connection: reconnect
};

/// The envelope of an answer.
struct ReplyHeader {
    std::uint64_t id = 0;
    int status = 0;
    std::int32_t code = 0; ///< of the venue; 0: none
    FixedText<95> message;
    Timestamp retryAfter;         ///< server time; zero: not said
    std::uint32_t weightUsed = 0; ///< 0: not said
    std::uint32_t ordersUsed = 0; ///< in ten seconds; 0: not said

    bool good() const noexcept { return status == 200; }
};

/// The question an answer belongs to.
struct Question {
    Operation operation = Operation::Place;
    InstrumentId instrument;
    ClientOrderId clientOrderId;    ///< of the order placed, withdrawn or asked about
    ClientOrderId newClientOrderId; ///< Replace: of the new half
};

/// What a list said besides its records.
struct ListEnd {
    std::size_t count = 0;
    std::int64_t lastId = 0; ///< of the last order or trade
};

/// Turns bytes of the order connection into ExecEvents. One frame at a time: open() it, then, for an answer, readResult().
/// Records are appended only when the whole frame was understood. Does not allocate while `out` has room and frames are
/// not longer than any before. `padded` texts must be followed by simdjson's padding.
class ExecParser {
public:
    ExecParser(VenueId venue, AccountId account, std::shared_ptr<const InstrumentSet> instruments);

    /// A WebSocket API frame.
    ApiFrame open(std::string_view padded, Timestamp now, std::vector<ExecEvent>& out);
    /// The body of a REST answer; an unreadable body of an error keeps status alone.
    ApiFrame openBody(std::string_view padded, int status);

    const ReplyHeader& reply() const noexcept { return m_reply; }

    /// The records of a good answer, or of a replace that half worked. False: not understood, so the outcome is unknown.
    bool readResult(const Question& question, Timestamp now, std::vector<ExecEvent>& out);
    /// After readResult() of a list.
    const ListEnd& listEnd() const noexcept { return m_listEnd; }
    /// After readResult() of ServerTime.
    Timestamp serverTime() const noexcept { return m_serverTime; }

private:
    using Value = simdjson::dom::element;
    using Object = simdjson::dom::object;
    using Array = simdjson::dom::array;

    ApiFrame readEnvelope(Timestamp now, std::vector<ExecEvent>& out);
    bool readError(Object error);
    bool readRateLimits(Array limits);
    ApiFrame readEvent(Object event, Timestamp now, std::vector<ExecEvent>& out);
    ApiFrame readReport(Object event, Timestamp now, std::vector<ExecEvent>& out);
    bool readBalances(Array balances, bool shortNames, Timestamp when, std::vector<ExecEvent>& out);

    simdjson::error_code resultOf(const Question& question, Value& value) const;
    bool readRoot(std::string_view padded);
    bool readValue(const Question& question, Value value, std::vector<ExecEvent>& out);
    bool readPlaced(const Question& question, Object result, bool isNewHalf, std::vector<ExecEvent>& out);
    bool readCanceled(const Question& question, Object result, std::vector<ExecEvent>& out);
    bool readReplaced(const Question& question, Object result, std::vector<ExecEvent>& out);
    bool readReplaceHalf(const Question& question, Value half, std::string_view outcome, bool isNewHalf,
        std::vector<ExecEvent>& out);
    bool readOrders(Array orders, std::vector<ExecEvent>& out);
    bool readTrades(const Question& question, Array trades, std::vector<ExecEvent>& out);
    bool readAccount(Object account, std::vector<ExecEvent>& out);

    ExecEvent blank(ExecKind kind) const noexcept;

    VenueId m_venue;
    AccountId m_account;
    std::shared_ptr<const InstrumentSet> m_instruments;
    simdjson::dom::parser m_parser; ///< the tree form: it has read the whole frame before we look at any of it
    simdjson::dom::element m_root;
    bool m_isBody = false;
    ReplyHeader m_reply;
    ListEnd m_listEnd;
    Timestamp m_now;
    Timestamp m_serverTime;
};

} // namespace maker::binance
