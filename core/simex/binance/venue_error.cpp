#include "simex/binance/venue_error.h"

#include "simex/json_writer.h"

namespace maker::simex::binance {

VenueError error(int code, std::string message, int httpStatus)
{
    return {.httpStatus = httpStatus, .code = code, .message = std::move(message), .data = {}, .retryAfterSeconds = {}};
}

VenueError missingParameter(std::string_view name)
{
    return error(-1102, "Mandatory parameter '" + std::string(name) + "' was not sent, was empty/null, or malformed.");
}

VenueError illegalCharacters(std::string_view name, std::string_view pattern)
{
    return error(-1100, "Illegal characters found in parameter '" + std::string(name) + "'; legal range is '"
            + std::string(pattern) + "'.");
}

VenueError notRequired(std::string_view name)
{
    return error(-1106, "Parameter '" + std::string(name) + "' sent when not required.");
}

VenueError tooMuchPrecision(std::string_view name)
{
    return error(-1111, "Parameter '" + std::string(name) + "' has too much precision.");
}

VenueError invalidSymbol()
{
    return error(-1121, "Invalid symbol.");
}

VenueError statusUnknown()
{
    return error(-1007, "Timeout waiting for response from backend server. Send status unknown; execution status unknown.", 503);
}

VenueError refusal(sim::SimReject reject)
{
    using sim::SimReject;
    switch (reject) {
    case SimReject::UnknownSymbol:
        return invalidSymbol();
    case SimReject::UnknownAccount:
        return error(-2015, "Invalid API-key, IP, or permissions for action.", 401);
    case SimReject::BadQty:
        return error(-1013, "Filter failure: LOT_SIZE");
    case SimReject::BadPrice:
        return error(-1013, "Filter failure: PRICE_FILTER");
    case SimReject::BelowMinNotional:
        return error(-1013, "Filter failure: NOTIONAL");
    case SimReject::TooManyOrders:
        return error(-1013, "Filter failure: MAX_NUM_ORDERS");
    case SimReject::InsufficientBalance:
        return error(-2010, "Account has insufficient balance for requested action.");
    case SimReject::PostOnlyWouldTake:
        return error(-2010, "Order would immediately match and take.");
    case SimReject::DuplicateClientId:
        return error(-2010, "Duplicate order sent.");
    case SimReject::UnknownOrder:
        return error(-2011, "Unknown order sent.");
    case SimReject::OrderDoesNotExist:
        return error(-2013, "Order does not exist.");
    case SimReject::AmendMustReduce:
        return error(-2038, "The requested action would not decrease the quantity of the order.");
    case SimReject::TooManyRequests:
        return error(-1015, "Too many new orders.", 429);
    case SimReject::MarketClosed:
        return error(-1013, "Market is closed.");
    case SimReject::BadCombination:
        return error(-1106, "A parameter was sent when not required.");
    case SimReject::None:
        break;
    }
    return error(-1000, "An unknown error occurred while processing the request.", 500);
}

std::string errorJson(const VenueError& venueError)
{
    std::string text;
    JsonWriter json(text);
    json.beginObject().field("code", venueError.code).field("msg", venueError.message);
    if (!venueError.data.empty())
        json.key("data").raw(venueError.data);
    json.endObject();
    return text;
}

} // namespace maker::simex::binance
