#include "venues/binance/exec_fields.h"

#include <algorithm>
#include <charconv>

namespace maker::binance {

namespace {

using simdjson::SUCCESS;
using Value = simdjson::dom::element;

bool readInt(Value value, std::int64_t& out)
{
    return value.get_int64().get(out) == SUCCESS;
}

/// Milliseconds that fit a Timestamp.
bool readMillis(Value value, std::int64_t& out)
{
    return readInt(value, out) && out >= 0 && out < INT64_MAX / 1'000'000;
}

bool readBool(Value value, bool& out)
{
    return value.get_bool().get(out) == SUCCESS;
}

/// Where a key's text goes; null: not one of ours.
std::string_view* textOf(OrderFields& fields, std::string_view key) noexcept
{
    if (key == "symbol")
        return &fields.symbol;
    if (key == "clientOrderId")
        return &fields.clientOrderId;
    if (key == "origClientOrderId")
        return &fields.origClientOrderId;
    if (key == "price")
        return &fields.price;
    if (key == "origQty")
        return &fields.origQty;
    if (key == "executedQty")
        return &fields.executedQty;
    if (key == "status")
        return &fields.status;
    if (key == "timeInForce")
        return &fields.timeInForce;
    if (key == "type")
        return &fields.type;
    return key == "side" ? &fields.side : nullptr;
}

std::string_view* textOf(ReportFields& fields, char key) noexcept
{
    switch (key) {
    case 's':
        return &fields.symbol;
    case 'c':
        return &fields.clientOrderId;
    case 'C':
        return &fields.origClientOrderId;
    case 'S':
        return &fields.side;
    case 'o':
        return &fields.type;
    case 'f':
        return &fields.timeInForce;
    case 'q':
        return &fields.qty;
    case 'p':
        return &fields.price;
    case 'x':
        return &fields.execution;
    case 'X':
        return &fields.status;
    case 'r':
        return &fields.rejectText;
    case 'l':
        return &fields.lastQty;
    case 'z':
        return &fields.cumQty;
    case 'L':
        return &fields.lastPrice;
    case 'n':
        return &fields.fee;
    case 'N':
        return &fields.feeAsset;
    default:
        return nullptr;
    }
}

} // namespace

bool readText(Value value, std::string_view& out)
{
    if (value.is_null()) {
        out = {};
        return true;
    }
    return value.get_string().get(out) == SUCCESS;
}

bool takeField(OrderFields& fields, std::string_view key, Value value)
{
    if (std::string_view* text = textOf(fields, key))
        return value.get_string().get(*text) == SUCCESS;
    if (key == "orderId")
        return readInt(value, fields.orderId);
    if (key == "transactTime" || key == "time" || key == "updateTime") {
        std::int64_t time = 0;
        if (!readMillis(value, time) && time != -1)
            return false;
        fields.time = std::max(fields.time, time);
    }
    return true;
}

bool takeField(ReportFields& fields, std::string_view key, Value value)
{
    if (key.size() != 1)
        return true;
    if (std::string_view* text = textOf(fields, key.front()))
        return readText(value, *text);
    switch (key.front()) {
    case 'i':
        return readInt(value, fields.orderId);
    case 't':
        return readInt(value, fields.tradeId);
    case 'T':
        return readMillis(value, fields.time);
    case 'm':
        return readBool(value, fields.isMaker);
    default:
        return true;
    }
}

bool takeField(TradeFields& fields, std::string_view key, Value value)
{
    if (key == "symbol")
        return readText(value, fields.symbol);
    if (key == "price")
        return readText(value, fields.price);
    if (key == "qty")
        return readText(value, fields.qty);
    if (key == "commission")
        return readText(value, fields.fee);
    if (key == "commissionAsset")
        return readText(value, fields.feeAsset);
    if (key == "tradeId" || key == "id")
        return readInt(value, fields.tradeId);
    if (key == "orderId")
        return readInt(value, fields.orderId);
    if (key == "time")
        return readMillis(value, fields.time);
    if (key == "isBuyer")
        return readBool(value, fields.isBuyer);
    if (key == "isMaker")
        return readBool(value, fields.isMaker);
    return true;
}

std::optional<OrderState> orderState(std::string_view status) noexcept
{
    if (status == "NEW" || status == "PENDING_NEW" || status == "PENDING_CANCEL")
        return OrderState::Accepted;
    if (status == "PARTIALLY_FILLED")
        return OrderState::PartiallyFilled;
    if (status == "FILLED")
        return OrderState::Filled;
    if (status == "CANCELED")
        return OrderState::Canceled;
    if (status == "REJECTED")
        return OrderState::Rejected;
    if (status == "EXPIRED" || status == "EXPIRED_IN_MATCH")
        return OrderState::Expired;
    return std::nullopt;
}

std::optional<Side> orderSide(std::string_view side) noexcept
{
    if (side == "BUY")
        return Side::Buy;
    if (side == "SELL")
        return Side::Sell;
    return std::nullopt;
}

void setTypeAndTime(ExecEvent& event, std::string_view type, std::string_view timeInForce) noexcept
{
    event.type = type == "MARKET" ? OrderType::Market : OrderType::Limit;
    event.postOnly = type == "LIMIT_MAKER";
    event.timeInForce = timeInForce == "IOC" ? TimeInForce::Ioc
        : timeInForce == "FOK"               ? TimeInForce::Fok
                                             : TimeInForce::Gtc;
}

FixedText<36> idText(std::int64_t id) noexcept
{
    char digits[24];
    const auto [end, error] = std::to_chars(digits, digits + sizeof digits, id);
    return FixedText<36>(std::string_view(digits, static_cast<std::size_t>(end - digits)));
}

bool fillOrder(ExecEvent& event, const Instrument& instrument, const OrderFields& fields)
{
    const auto price = instrument.tryPrice(fields.price);
    const auto qty = instrument.tryQty(fields.origQty);
    const auto cumQty = instrument.tryQty(fields.executedQty);
    const auto side = orderSide(fields.side);
    const auto state = orderState(fields.status);
    if (!price || !qty || !cumQty || !side || !state || fields.orderId < 0)
        return false;
    event.instrument = instrument.id();
    event.venueOrderId = idText(fields.orderId);
    event.price = *price;
    event.qty = *qty;
    event.cumQty = *cumQty;
    event.side = *side;
    event.state = *state;
    event.venueTime = Timestamp::fromMillis(fields.time);
    setTypeAndTime(event, fields.type, fields.timeInForce);
    return *cumQty <= *qty;
}

bool fillTrade(ExecEvent& event, const Instrument& instrument, const TradeFields& fields)
{
    const auto price = instrument.tryPrice(fields.price);
    const auto qty = instrument.tryQty(fields.qty);
    const auto fee = Money::parse(fields.fee);
    if (!price || !qty || qty->count <= 0 || !fee || fields.tradeId < 0)
        return false;
    event.instrument = instrument.id();
    event.tradeId = idText(fields.tradeId);
    event.price = *price;
    event.qty = *qty;
    event.fee.money = *fee;
    return event.fee.currency.assign(fields.feeAsset) && (!fields.feeAsset.empty() || fee->isZero());
}

} // namespace maker::binance
