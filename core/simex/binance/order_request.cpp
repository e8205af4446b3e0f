#include "simex/binance/order_request.h"

#include "simex/binance/operations.h"

#include <algorithm>

namespace maker::simex::binance {

namespace {

constexpr std::string_view kDecimalPattern = R"(^([0-9]{1,20})(\.[0-9]{1,20})?$)";
constexpr std::string_view kClientIdPattern = "^[a-zA-Z0-9-_.:/]{1,36}$";
constexpr std::size_t kPrecision = 8;

bool digits(std::string_view text)
{
    return !text.empty() && text.size() <= 20 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// The text of a decimal parameter if it is spelled as the venue wants it; absent is no error here.
tl::expected<std::optional<std::string_view>, VenueError> decimalOf(const Params& params, std::string_view name)
{
    const auto given = params.find(name);
    if (!given)
        return std::optional<std::string_view>();
    const std::size_t point = given->find('.');
    const bool spelled = point == std::string_view::npos
        ? digits(*given)
        : digits(given->substr(0, point)) && digits(given->substr(point + 1));
    if (!spelled)
        return tl::unexpected(illegalCharacters(name, kDecimalPattern));
    if (point != std::string_view::npos) {
        const std::size_t lastDigit = given->find_last_not_of('0');
        if (lastDigit > point && lastDigit - point > kPrecision)
            return tl::unexpected(tooMuchPrecision(name));
    }
    return given;
}

Failure readPrice(const Params& params, const Instrument& instrument, Price& price)
{
    const auto given = decimalOf(params, "price");
    if (!given)
        return given.error();
    if (!*given)
        return missingParameter("price");
    const auto parsed = instrument.tryPrice(**given);
    if (!parsed)
        return refusal(sim::SimReject::BadPrice);
    price = *parsed;
    return std::nullopt;
}

Failure readQty(const Params& params, const Instrument& instrument, Qty& qty)
{
    const auto given = decimalOf(params, "quantity");
    if (!given)
        return given.error();
    if (!*given)
        return missingParameter("quantity");
    const auto parsed = instrument.tryQty(**given);
    if (!parsed)
        return refusal(sim::SimReject::BadQty);
    qty = *parsed;
    return std::nullopt;
}

Failure readLimit(const Params& params, OrderIntent& intent)
{
    const auto tif = params.find("timeInForce");
    if (intent.order.postOnly && tif)
        return notRequired("timeInForce");
    if (!intent.order.postOnly) {
        if (!tif)
            return missingParameter("timeInForce");
        if (*tif == "GTC")
            intent.order.timeInForce = TimeInForce::Gtc;
        else if (*tif == "IOC")
            intent.order.timeInForce = TimeInForce::Ioc;
        else if (*tif == "FOK")
            intent.order.timeInForce = TimeInForce::Fok;
        else
            return error(-1115, "Invalid timeInForce.");
    }
    if (params.find("quoteOrderQty"))
        return notRequired("quoteOrderQty");
    if (auto failure = readQty(params, *intent.instrument, intent.order.qty))
        return failure;
    return readPrice(params, *intent.instrument, intent.order.price);
}

Failure readMarket(const Params& params, OrderIntent& intent)
{
    for (const std::string_view name : {"price", "timeInForce"}) {
        if (params.find(name))
            return notRequired(name);
    }
    intent.order.type = OrderType::Market;
    const auto quote = decimalOf(params, "quoteOrderQty");
    if (!quote)
        return quote.error();
    if (!*quote)
        return readQty(params, *intent.instrument, intent.order.qty);
    if (params.find("quantity"))
        return notRequired("quoteOrderQty");
    const auto money = Money::parse(**quote);
    if (!money || money->sign() <= 0)
        return refusal(sim::SimReject::BelowMinNotional);
    intent.order.quoteQty = *money;
    return std::nullopt;
}

Failure readAnswering(const Params& params, OrderIntent& intent)
{
    const auto given = params.find("newOrderRespType");
    if (!given)
        intent.answering = intent.order.postOnly ? Answering::Ack : Answering::Full;
    else if (*given == "ACK")
        intent.answering = Answering::Ack;
    else if (*given == "RESULT")
        intent.answering = Answering::Result;
    else if (*given == "FULL")
        intent.answering = Answering::Full;
    else
        return error(-1123, "Invalid newOrderRespType.");
    return std::nullopt;
}

Failure readSideAndType(const Params& params, OrderIntent& intent)
{
    const auto side = params.find("side");
    if (!side)
        return missingParameter("side");
    if (*side != "BUY" && *side != "SELL")
        return error(-1117, "Invalid side.");
    intent.order.side = *side == "BUY" ? Side::Buy : Side::Sell;
    const auto type = params.find("type");
    if (!type)
        return missingParameter("type");
    if (*type == "MARKET")
        return readMarket(params, intent);
    if (*type != "LIMIT" && *type != "LIMIT_MAKER")
        return error(-1116, "Invalid orderType.");
    intent.order.postOnly = *type == "LIMIT_MAKER";
    return readLimit(params, intent);
}

} // namespace

tl::expected<std::optional<ClientOrderId>, VenueError> readClientId(const Params& params, std::string_view name)
{
    const auto given = params.find(name);
    if (!given)
        return std::optional<ClientOrderId>();
    const bool spelled = given->size() <= 36 && std::all_of(given->begin(), given->end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.'
            || c == ':' || c == '/';
    });
    if (!spelled)
        return tl::unexpected(illegalCharacters(name, kClientIdPattern));
    return ClientOrderId(*given);
}

tl::expected<OrderIntent, VenueError> readOrder(Desk& desk, const Params& params)
{
    OrderIntent intent;
    const auto instrument = instrumentOf(desk, params);
    if (!instrument)
        return tl::unexpected(instrument.error());
    intent.instrument = *instrument;
    intent.order.instrument = intent.instrument->id();
    if (auto failure = readSideAndType(params, intent))
        return tl::unexpected(*failure);
    if (auto failure = readAnswering(params, intent))
        return tl::unexpected(*failure);
    const auto clientId = readClientId(params, "newClientOrderId");
    if (!clientId)
        return tl::unexpected(clientId.error());
    intent.order.clientOrderId = *clientId ? **clientId : desk.makeClientId();
    return intent;
}

} // namespace maker::simex::binance
