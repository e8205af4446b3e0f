#pragma once

#include "kernel/model/exec_event.h"
#include "kernel/model/instrument.h"

#include <cstdint>
#include <optional>
#include <string_view>

#include <simdjson.h>

namespace maker::binance {

/// The fields of an order as the venue's answers name them; texts live until the next frame.
struct OrderFields {
    std::string_view symbol;
    std::string_view clientOrderId;
    std::string_view origClientOrderId;
    std::string_view price;
    std::string_view origQty;
    std::string_view executedQty;
    std::string_view status;
    std::string_view timeInForce;
    std::string_view type;
    std::string_view side;
    std::int64_t orderId = -1;
    std::int64_t time = 0;       ///< ms of the newest time named
};

/// One field of an executionReport (single letters); texts live until the next frame.
struct ReportFields {
    std::string_view symbol;            // s
    std::string_view clientOrderId;     // c
    std::string_view origClientOrderId; // C
    std::string_view side;              // S
    std::string_view type;              // o
    std::string_view timeInForce;       // f
    std::string_view qty;               // q
    std::string_view price;             // p
    std::string_view execution;         // x
    std::string_view status;            // X
    std::string_view rejectText;        // r
    std::string_view lastQty;           // l
    std::string_view cumQty;            // z
    std::string_view lastPrice;         // L
    std::string_view fee;               // n
    std::string_view feeAsset;          // N, may be null
    std::int64_t orderId = -1;          // i
    std::int64_t tradeId = -1;          // t
    std::int64_t time = 0;              // T
    bool isMaker = false;               // m
};

/// One trade of ours, from an order's answer or from the trade list.
struct TradeFields {
    std::string_view symbol;
    std::string_view price;
    std::string_view qty;
    std::string_view fee;
    std::string_view feeAsset;
    std::int64_t tradeId = -1;
    std::int64_t orderId = -1;
    std::int64_t time = 0;
    bool isBuyer = false;
    bool isMaker = false;
};

/// Takes one field; false: a field we need has a wrong type. Unknown fields are accepted and not looked at.
bool takeField(OrderFields& fields, std::string_view key, simdjson::dom::element value);
bool takeField(ReportFields& fields, std::string_view key, simdjson::dom::element value);
bool takeField(TradeFields& fields, std::string_view key, simdjson::dom::element value);

std::optional<OrderState> orderState(std::string_view status) noexcept;
std::optional<Side> orderSide(std::string_view side) noexcept;
void setTypeAndTime(ExecEvent& event, std::string_view type, std::string_view timeInForce) noexcept;
/// An unsigned number as the text of an id.
FixedText<36> idText(std::int64_t id) noexcept;
/// Text or null, which counts as empty.
bool readText(simdjson::dom::element value, std::string_view& out);
/// Fills identity, side, type, price, quantity and cumulated quantity; false where something needed is missing.
bool fillOrder(ExecEvent& event, const Instrument& instrument, const OrderFields& fields);
/// Fills trade id, price, quantity and fee.
bool fillTrade(ExecEvent& event, const Instrument& instrument, const TradeFields& fields);

/// Walks an object; take(key, value) returns false to stop. False: stopped.
template <typename Take>
bool forEachField(simdjson::dom::object object, Take&& take)
{
    for (const auto field : object)
        if (!take(field.key, field.value))
            return false;
    return true;
}

} // namespace maker::binance
