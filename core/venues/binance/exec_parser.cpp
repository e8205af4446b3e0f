#include "venues/binance/exec_parser.h"

#include "kernel/base/assert.h"
#include "venues/binance/exec_fields.h"

#include <charconv>
#include <utility>

namespace maker::binance {

using simdjson::SUCCESS;

namespace {

constexpr std::size_t kUsualFrame = 64UL * 1024UL;

/// Takes back what a frame has written unless all of it was understood.
class Transaction {
public:
    explicit Transaction(std::vector<ExecEvent>& records) : m_records(records), m_size(records.size()) {}
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction()
    {
        if (!m_kept)
            m_records.resize(m_size);
    }
    bool keep(bool good) noexcept
    {
        m_kept = good;
        return good;
    }

private:
    std::vector<ExecEvent>& m_records;
    std::size_t m_size;
    bool m_kept = false;
};

} // namespace

ExecParser::ExecParser(VenueId venue, AccountId account, std::shared_ptr<const InstrumentSet> instruments)
    : m_venue(venue), m_account(account), m_instruments(std::move(instruments))
{
    const simdjson::error_code reserved = m_parser.allocate(kUsualFrame);
    MAKER_ASSERT(reserved == SUCCESS);
}

ExecEvent ExecParser::blank(ExecKind kind) const noexcept
{
    ExecEvent event;
    event.kind = kind;
    event.venue = m_venue;
    event.account = m_account;
    event.localTime = m_now;
    return event;
}

bool ExecParser::readRoot(std::string_view padded)
{
    constexpr bool kCopy = false; // the padding is there
    return m_parser.parse(padded.data(), padded.size(), kCopy).get(m_root) == SUCCESS;
}

ApiFrame ExecParser::open(std::string_view padded, Timestamp now, std::vector<ExecEvent>& out)
{
    m_isBody = false;
    m_reply = {};
    m_now = now;
    Transaction transaction(out);
    if (!readRoot(padded))
        return ApiFrame::Bad;
    const ApiFrame kind = readEnvelope(now, out);
    transaction.keep(kind != ApiFrame::Bad);
    return kind;
}

ApiFrame ExecParser::readEnvelope(Timestamp now, std::vector<ExecEvent>& out)
{
    Object root;
    if (m_root.get_object().get(root) != SUCCESS)
        return ApiFrame::Bad;
    ApiFrame kind = ApiFrame::Bad;
    bool hasStatus = false;
    const bool whole = forEachField(root, [&](std::string_view key, Value value) {
        if (key == "event") {
            Object event;
            if (value.get_object().get(event) != SUCCESS)
                return false;
            kind = readEvent(event, now, out);
            return kind != ApiFrame::Bad;
        }
        if (key == "id") {
            std::string_view text;
            if (value.is_null())
                return true; // the venue could not read our id
            if (value.get_string().get(text) != SUCCESS)
                return value.get_uint64().get(m_reply.id) == SUCCESS;
            const auto read = std::from_chars(text.data(), text.data() + text.size(), m_reply.id);
            return read.ec == std::errc() && read.ptr == text.data() + text.size();
        }
        if (key == "status") {
            std::int64_t status = 0;
            hasStatus = value.get_int64().get(status) == SUCCESS && status >= 100 && status <= 999;
            m_reply.status = static_cast<int>(status);
            return hasStatus;
        }
        if (key == "error") {
            Object error;
            return value.get_object().get(error) == SUCCESS && readError(error);
        }
        if (key == "rateLimits") {
            Array limits;
            return value.get_array().get(limits) == SUCCESS && readRateLimits(limits);
        }
        return true;
    });
    if (!whole)
        return ApiFrame::Bad;
    return hasStatus ? ApiFrame::Reply : kind;
}

bool ExecParser::readError(Object error)
{
    return forEachField(error, [&](std::string_view key, Value value) {
        if (key == "code") {
            std::int64_t code = 0;
            if (value.get_int64().get(code) != SUCCESS || code < INT32_MIN || code > INT32_MAX)
                return false;
            m_reply.code = static_cast<std::int32_t>(code);
        } else if (key == "msg") {
            std::string_view message;
            if (!readText(value, message))
                return false;
            m_reply.message = FixedText<95>::truncated(message);
        } else if (key == "data") {
            Object data;
            std::int64_t millis = 0;
            if (value.get_object().get(data) == SUCCESS
                && data.at_key("retryAfter").get_int64().get(millis) == SUCCESS && millis > 0
                && millis < INT64_MAX / 1'000'000)
                m_reply.retryAfter = Timestamp::fromMillis(millis);
        }
        return true;
    });
}

bool ExecParser::readRateLimits(Array limits)
{
    for (const Value entry : limits) {
        Object limit;
        if (entry.get_object().get(limit) != SUCCESS)
            return false;
        std::string_view type;
        std::string_view interval;
        std::int64_t intervals = 0;
        std::int64_t count = 0;
        const bool whole = forEachField(limit, [&](std::string_view key, Value value) {
            if (key == "rateLimitType")
                return readText(value, type);
            if (key == "interval")
                return readText(value, interval);
            if (key == "intervalNum")
                return value.get_int64().get(intervals) == SUCCESS;
            return key != "count" || value.get_int64().get(count) == SUCCESS;
        });
        if (!whole || count < 0 || count > INT32_MAX)
            return false;
        if (type == "REQUEST_WEIGHT" && interval == "MINUTE" && intervals == 1)
            m_reply.weightUsed = static_cast<std::uint32_t>(count);
        else if (type == "ORDERS" && interval == "SECOND" && intervals == 10)
            m_reply.ordersUsed = static_cast<std::uint32_t>(count);
    }
    return true;
}

ApiFrame ExecParser::openBody(std::string_view padded, int status)
{
    m_isBody = true;
    m_reply = {};
    m_reply.status = status;
    const bool isJson = readRoot(padded);
    if (status == 200)
        return isJson ? ApiFrame::Reply : ApiFrame::Bad;
    Object error;
    if (isJson && m_root.get_object().get(error) == SUCCESS)
        static_cast<void>(readError(error));
    return ApiFrame::Reply;
}

ApiFrame ExecParser::readEvent(Object event, Timestamp now, std::vector<ExecEvent>& out)
{
    std::string_view type;
    if (event.at_key("e").get_string().get(type) != SUCCESS)
        return ApiFrame::Bad;
    if (type == "executionReport")
        return readReport(event, now, out);
    if (type == "outboundAccountPosition") {
        std::int64_t millis = 0;
        Array balances;
        if (event.at_key("E").get_int64().get(millis) != SUCCESS || millis < 0
            || millis >= INT64_MAX / 1'000'000
            || event.at_key("B").get_array().get(balances) != SUCCESS)
            return ApiFrame::Bad;
        return readBalances(balances, true, Timestamp::fromMillis(millis), out) ? ApiFrame::Events : ApiFrame::Bad;
    }
    if (type == "balanceUpdate")
        return ApiFrame::BalanceHint;
    if (type == "eventStreamTerminated" || type == "serverShutdown")
        return ApiFrame::StreamEnded;
    return ApiFrame::Ignored;
}

bool ExecParser::readBalances(Array balances, bool shortNames, Timestamp when, std::vector<ExecEvent>& out)
{
    for (const Value entry : balances) {
        Object balance;
        if (entry.get_object().get(balance) != SUCCESS)
            return false;
        std::string_view asset;
        std::string_view free;
        std::string_view locked;
        const bool whole = forEachField(balance, [&](std::string_view key, Value value) {
            if (key == (shortNames ? "a" : "asset"))
                return readText(value, asset);
            if (key == (shortNames ? "f" : "free"))
                return readText(value, free);
            return key != (shortNames ? "l" : "locked") || readText(value, locked);
        });
        const auto freeMoney = Money::parse(free);
        const auto lockedMoney = Money::parse(locked);
        if (!whole || asset.empty() || !freeMoney || !lockedMoney || freeMoney->sign() < 0 || lockedMoney->sign() < 0)
            return false;
        ExecEvent event = blank(ExecKind::Balance);
        if (!event.asset.assign(asset))
            continue; // an asset with a name longer than any we can hold cannot be ours to trade
        event.free = *freeMoney;
        event.locked = *lockedMoney;
        event.venueTime = when;
        out.push_back(event);
    }
    return true;
}

} // namespace maker::binance
