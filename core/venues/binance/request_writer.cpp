#include "venues/binance/request_writer.h"

#include <charconv>
#include <cstring>

namespace maker::binance {

namespace {

constexpr std::int64_t kListLimit = 1'000;

/// Appends to a fixed buffer; what does not fit makes it bad rather than short.
class Appender {
public:
    Appender(char* begin, char* end) noexcept : m_begin(begin), m_at(begin), m_end(end) {}

    /// Of a literal: its size is known, so nothing is called to copy it.
    template <std::size_t N>
    void add(const char (&text)[N]) noexcept
    {
        constexpr std::size_t kSize = N - 1;
        if (static_cast<std::size_t>(m_end - m_at) < kSize) {
            m_good = false;
            return;
        }
        std::memcpy(m_at, text, kSize);
        m_at += kSize;
    }
    void add(std::string_view text) noexcept
    {
        if (static_cast<std::size_t>(m_end - m_at) < text.size()) {
            m_good = false;
            return;
        }
        std::memcpy(m_at, text.data(), text.size());
        m_at += text.size();
    }
    void addNumber(std::uint64_t value) noexcept
    {
        const auto [end, error] = std::to_chars(m_at, m_end, value);
        if (error != std::errc())
            m_good = false;
        else
            m_at = end;
    }
    std::string_view view() const noexcept
    {
        return m_good ? std::string_view(m_begin, static_cast<std::size_t>(m_at - m_begin)) : std::string_view();
    }

private:
    char* m_begin;
    char* m_at;
    char* m_end;
    bool m_good = true;
};

bool unreserved(unsigned char c) noexcept
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.'
        || c == '~';
}

std::string_view orderTypeText(const NewOrder& order) noexcept
{
    if (order.type == OrderType::Market)
        return "MARKET";
    return order.postOnly ? "LIMIT_MAKER" : "LIMIT";
}

std::string_view timeInForceText(TimeInForce timeInForce) noexcept
{
    switch (timeInForce) {
    case TimeInForce::Ioc:
        return "IOC";
    case TimeInForce::Fok:
        return "FOK";
    case TimeInForce::Gtc:
        break;
    }
    return "GTC";
}

/// The high bit of the bytes of a word that are control characters or that JSON would want escaped. A borrow out of such
/// a byte may mark the one above it too, but never the one below: zero is exact.
std::uint64_t unsendable(std::uint64_t word) noexcept
{
    constexpr std::uint64_t kOnes = 0x0101010101010101U;
    const auto equals = [word](unsigned char byte) {
        const std::uint64_t differs = word ^ (kOnes * byte);
        return (differs - kOnes) & ~differs;
    };
    const std::uint64_t below = (word - kOnes * 0x20) & ~word;
    return (below | equals(0x7F) | equals('"') | equals('\\')) & (kOnes << 7);
}

/// Neither a control character nor one that JSON would want escaped.
bool sendable(std::string_view value) noexcept
{
    std::uint64_t bad = 0;
    const char* at = value.data();
    std::size_t left = value.size();
    for (; left >= 8; left -= 8, at += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, at, 8);
        bad |= unsendable(word);
    }
    for (; left > 0; --left, ++at)
        bad |= unsendable(static_cast<unsigned char>(*at) | 0x3030303030303000U);
    return bad == 0;
}

} // namespace

RequestWriter::RequestWriter(const Credentials& credentials, Duration recvWindow)
    : m_apiKey(credentials.apiKey.clone()), m_signer(credentials.secret), m_recvWindow(recvWindow.ns / 1'000'000)
{
}

RequestWriter::~RequestWriter()
{
    wipeBytes(m_payload.data(), m_payload.size());
    wipeBytes(m_frame.data(), m_frame.size());
}

void RequestWriter::begin(Transport transport, std::uint64_t id, Timestamp serverTime) noexcept
{
    m_transport = transport;
    m_id = id;
    m_timeMillis = serverTime.millis();
    m_bad = false;
    m_payloadSize = 0;
    m_fieldCount = 0;
}

bool RequestWriter::openField(std::string_view name) noexcept
{
    if (m_fieldCount == kFields || m_payloadSize + name.size() + 2 > kPayload) {
        m_bad = true;
        return false;
    }
    if (m_fieldCount > 0)
        m_payload[m_payloadSize++] = '&';
    std::memcpy(&m_payload[m_payloadSize], name.data(), name.size());
    m_payloadSize += name.size();
    m_payload[m_payloadSize++] = '=';
    m_fields[m_fieldCount].name = name;
    m_fields[m_fieldCount].begin = static_cast<std::uint16_t>(m_payloadSize);
    return true;
}

void RequestWriter::appendValue(std::string_view value) noexcept
{
    if (m_payloadSize + 3 * value.size() > kPayload || !sendable(value)) {
        m_bad = true;
        return;
    }
    if (m_transport == Transport::WebSocketApi) {
        std::memcpy(&m_payload[m_payloadSize], value.data(), value.size());
        m_payloadSize += value.size();
        return;
    }
    constexpr char kHex[] = "0123456789ABCDEF";
    for (const char character : value) {
        const auto byte = static_cast<unsigned char>(character);
        if (unreserved(byte)) {
            m_payload[m_payloadSize++] = character;
            continue;
        }
        m_payload[m_payloadSize++] = '%';
        m_payload[m_payloadSize++] = kHex[byte >> 4U];
        m_payload[m_payloadSize++] = kHex[byte & 15U];
    }
}

void RequestWriter::closeField(bool isNumber) noexcept
{
    Field& field = m_fields[m_fieldCount++];
    field.end = static_cast<std::uint16_t>(m_payloadSize);
    field.number = isNumber;
}

void RequestWriter::text(std::string_view name, std::string_view value) noexcept
{
    if (!openField(name))
        return;
    appendValue(value);
    closeField(false);
}

void RequestWriter::number(std::string_view name, std::int64_t value) noexcept
{
    char digits[24];
    const auto [end, error] = std::to_chars(digits, digits + sizeof digits, value);
    if (!openField(name))
        return;
    appendValue({digits, static_cast<std::size_t>(end - digits)});
    closeField(true);
}

void RequestWriter::quantity(const NewOrder& order, const Instrument& instrument) noexcept
{
    char digits[24];
    char* end = instrument.formatTo(digits, order.qty);
    text("quantity", {digits, static_cast<std::size_t>(end - digits)});
}

void RequestWriter::price(const NewOrder& order, const Instrument& instrument) noexcept
{
    if (order.type == OrderType::Market)
        return;
    char digits[24];
    char* end = instrument.formatTo(digits, order.price);
    text("price", {digits, static_cast<std::size_t>(end - digits)});
}

void RequestWriter::apiKey() noexcept
{
    if (m_transport == Transport::WebSocketApi)
        text("apiKey", m_apiKey.reveal());
}

/// newClientOrderId to type: what a new order and the new half of a replace share, alphabetically behind all else.
void RequestWriter::orderTail(const NewOrder& order, const Instrument& instrument) noexcept
{
    text("newClientOrderId", order.clientOrderId.view());
    text("newOrderRespType", "FULL");
    price(order, instrument);
    quantity(order, instrument);
    number("recvWindow", m_recvWindow);
    text("side", order.side == Side::Buy ? "BUY" : "SELL");
    text("symbol", instrument.symbol().view());
    if (order.type == OrderType::Limit && !order.postOnly)
        text("timeInForce", timeInForceText(order.timeInForce));
    number("timestamp", m_timeMillis);
    text("type", orderTypeText(order));
}

void RequestWriter::symbolAndTime(const Instrument& instrument) noexcept
{
    text("symbol", instrument.symbol().view());
    number("timestamp", m_timeMillis);
}

std::string_view RequestWriter::place(const Instrument& instrument, const NewOrder& order) noexcept
{
    apiKey();
    orderTail(order, instrument);
    return finish(Operation::Place);
}

std::string_view RequestWriter::replace(const Instrument& instrument, const ReplaceOrder& replace) noexcept
{
    apiKey();
    text("cancelOrigClientOrderId", replace.cancel.clientOrderId.view());
    text("cancelReplaceMode", "STOP_ON_FAILURE");
    orderTail(replace.order, instrument);
    return finish(Operation::Replace);
}

std::string_view RequestWriter::cancel(const Instrument& instrument, const CancelOrder& cancel) noexcept
{
    apiKey();
    text("origClientOrderId", cancel.clientOrderId.view());
    number("recvWindow", m_recvWindow);
    symbolAndTime(instrument);
    return finish(Operation::Cancel);
}

std::string_view RequestWriter::status(const Instrument& instrument, const CancelOrder& order) noexcept
{
    apiKey();
    text("origClientOrderId", order.clientOrderId.view());
    number("recvWindow", m_recvWindow);
    symbolAndTime(instrument);
    return finish(Operation::Status);
}

std::string_view RequestWriter::openOrders(const Instrument& instrument) noexcept
{
    apiKey();
    number("recvWindow", m_recvWindow);
    symbolAndTime(instrument);
    return finish(Operation::OpenOrders);
}

std::string_view RequestWriter::allOrders(const Instrument& instrument, const ListPage& page) noexcept
{
    apiKey();
    number("limit", kListLimit);
    if (page.fromId > 0)
        number("orderId", page.fromId);
    number("recvWindow", m_recvWindow);
    if (page.fromId == 0 && page.startMillis > 0)
        number("startTime", page.startMillis);
    symbolAndTime(instrument);
    return finish(Operation::AllOrders);
}

std::string_view RequestWriter::trades(const Instrument& instrument, const ListPage& page) noexcept
{
    apiKey();
    if (page.fromId > 0)
        number("fromId", page.fromId);
    number("limit", kListLimit);
    if (!page.venueOrderId.empty()) {
        std::int64_t orderId = 0;
        const char* end = page.venueOrderId.data() + page.venueOrderId.size();
        const auto read = std::from_chars(page.venueOrderId.data(), end, orderId);
        m_bad = m_bad || read.ec != std::errc() || read.ptr != end;
        number("orderId", orderId);
    }
    number("recvWindow", m_recvWindow);
    if (page.fromId == 0 && page.startMillis > 0)
        number("startTime", page.startMillis);
    symbolAndTime(instrument);
    return finish(Operation::Trades);
}

std::string_view RequestWriter::account() noexcept
{
    apiKey();
    number("recvWindow", m_recvWindow);
    number("timestamp", m_timeMillis);
    return finish(Operation::Account);
}

std::string_view RequestWriter::subscribe() noexcept
{
    apiKey();
    number("recvWindow", m_recvWindow);
    number("timestamp", m_timeMillis);
    return finish(Operation::Subscribe);
}

std::string_view RequestWriter::serverTime() noexcept
{
    return finish(Operation::ServerTime, false);
}

std::string_view RequestWriter::finish(Operation operation, bool isSigned) noexcept
{
    if (m_bad)
        return {};
    std::array<char, HmacSigner::kHexSize> hex;
    std::string_view signature;
    if (isSigned) {
        m_signer.signHex(payload(), hex.data());
        signature = {hex.data(), hex.size()};
    }
    return m_transport == Transport::WebSocketApi ? finishFrame(operation, signature) : finishQuery(signature);
}

std::string_view RequestWriter::finishFrame(Operation operation, std::string_view signature) noexcept
{
    Appender frame(m_frame.data(), m_frame.data() + m_frame.size());
    frame.add(R"({"id":")");
    frame.addNumber(m_id);
    frame.add(R"(","method":")");
    frame.add(specOf(operation).method);
    frame.add(R"(","params":{)");
    for (std::size_t i = 0; i < m_fieldCount; ++i) {
        const Field& field = m_fields[i];
        frame.add(i == 0 ? "\"" : ",\"");
        frame.add(field.name);
        frame.add(field.number ? "\":" : "\":\"");
        frame.add({&m_payload[field.begin], static_cast<std::size_t>(field.end - field.begin)});
        if (!field.number)
            frame.add("\"");
    }
    if (!signature.empty()) {
        frame.add(R"(,"signature":")");
        frame.add(signature);
        frame.add("\"");
    }
    frame.add("}}");
    return frame.view();
}

std::string_view RequestWriter::finishQuery(std::string_view signature) noexcept
{
    Appender query(m_frame.data(), m_frame.data() + m_frame.size());
    query.add(payload());
    if (!signature.empty()) {
        query.add("&signature=");
        query.add(signature);
    }
    return query.view();
}

} // namespace maker::binance
