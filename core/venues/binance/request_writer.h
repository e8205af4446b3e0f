#pragma once

#include "kernel/base/timestamp.h"
#include "kernel/model/instrument.h"
#include "kernel/model/order.h"
#include "venues/api/credentials.h"
#include "venues/api/signer.h"
#include "venues/binance/operations.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace maker::binance {

/// Which page of a list is asked for.
struct ListPage {
    std::int64_t startMillis = 0; ///< 0: the newest
    std::int64_t fromId = 0;      ///< wins over startMillis
    std::string_view venueOrderId; ///< trades of one order only
};

/// Writes signed requests into a buffer of its own, without allocating: WebSocket API frames with their parameters in
/// alphabetical order, or REST query strings. A result is valid until the next call; empty means that a value was not
/// fit to be sent (control characters, quotes) or too long.
class RequestWriter {
public:
    RequestWriter(const Credentials& credentials, Duration recvWindow);
    ~RequestWriter();
    RequestWriter(const RequestWriter&) = delete;
    RequestWriter& operator=(const RequestWriter&) = delete;

    /// Chosen before each request; `id` names it in the answer.
    void begin(Transport transport, std::uint64_t id, Timestamp serverTime) noexcept;

    std::string_view place(const Instrument& instrument, const NewOrder& order) noexcept;
    std::string_view replace(const Instrument& instrument, const ReplaceOrder& replace) noexcept;
    std::string_view cancel(const Instrument& instrument, const CancelOrder& cancel) noexcept;
    std::string_view status(const Instrument& instrument, const CancelOrder& order) noexcept;
    std::string_view openOrders(const Instrument& instrument) noexcept;
    std::string_view allOrders(const Instrument& instrument, const ListPage& page) noexcept;
    std::string_view trades(const Instrument& instrument, const ListPage& page) noexcept;
    std::string_view account() noexcept;
    std::string_view subscribe() noexcept;
    std::string_view serverTime() noexcept;

    /// The text that was signed last: parameters without the signature.
    std::string_view payload() const noexcept { return {m_payload.data(), m_payloadSize}; }

private:
    static constexpr std::size_t kPayload = 1'536;
    static constexpr std::size_t kFrame = 3'072;
    static constexpr std::size_t kFields = 16;

    struct Field {
        std::string_view name;
        std::uint16_t begin = 0;
        std::uint16_t end = 0;
        bool number = false;
    };

    void text(std::string_view name, std::string_view value) noexcept;
    void number(std::string_view name, std::int64_t value) noexcept;
    void quantity(const NewOrder& order, const Instrument& instrument) noexcept;
    void price(const NewOrder& order, const Instrument& instrument) noexcept;
    void apiKey() noexcept;
    void orderTail(const NewOrder& order, const Instrument& instrument) noexcept;
    void symbolAndTime(const Instrument& instrument) noexcept;

    bool openField(std::string_view name) noexcept;
    void appendValue(std::string_view value) noexcept;
    void closeField(bool isNumber) noexcept;
    std::string_view finish(Operation operation, bool isSigned = true) noexcept;
    std::string_view finishFrame(Operation operation, std::string_view signature) noexcept;
    std::string_view finishQuery(std::string_view signature) noexcept;

    Secret m_apiKey;
    HmacSigner m_signer;
    std::int64_t m_recvWindow;
    Transport m_transport = Transport::WebSocketApi;
    std::uint64_t m_id = 0;
    std::int64_t m_timeMillis = 0;
    bool m_bad = false;
    std::size_t m_payloadSize = 0;
    std::size_t m_fieldCount = 0;
    std::array<Field, kFields> m_fields{};
    std::array<char, kPayload> m_payload{};
    std::array<char, kFrame> m_frame{};
};

} // namespace maker::binance
