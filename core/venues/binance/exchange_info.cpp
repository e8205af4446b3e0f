#include "venues/binance/exchange_info.h"

#include "venues/binance/exec_fields.h"

#include <algorithm>
#include <map>

#include <simdjson.h>

namespace maker::binance {

namespace {

using simdjson::SUCCESS;
using Value = simdjson::dom::element;
using Object = simdjson::dom::object;
using Array = simdjson::dom::array;

struct Listed {
    InstrumentSpec spec;
    std::string symbol;
    std::string base;
    std::string quote;
    std::string status;
    bool spot = true;
};

bool takeText(Value value, std::string& out)
{
    std::string_view text;
    if (!readText(value, text))
        return false;
    out = text;
    return true;
}

bool readFilter(Object filter, InstrumentSpec& spec)
{
    std::map<std::string, std::string> texts;
    const bool whole = forEachField(filter, [&](std::string_view key, Value value) {
        std::string_view text;
        if (value.get_string().get(text) == SUCCESS) // filters hold numbers and flags too; none of those is ours
            texts[std::string(key)] = text;
        return true;
    });
    const std::string& type = texts["filterType"];
    const auto take = [&](const char* key, std::string& out) {
        if (const auto it = texts.find(key); it != texts.end())
            out = it->second;
    };
    if (type == "PRICE_FILTER") {
        take("tickSize", spec.tickSize);
        take("minPrice", spec.minPrice);
        take("maxPrice", spec.maxPrice);
    } else if (type == "LOT_SIZE") {
        take("stepSize", spec.lotSize);
        take("minQty", spec.minQty);
        take("maxQty", spec.maxQty);
    } else if (type == "NOTIONAL" || type == "MIN_NOTIONAL") {
        take("minNotional", spec.minNotional);
    }
    return whole;
}

bool readSymbol(Object symbol, Listed& listed)
{
    return forEachField(symbol, [&](std::string_view key, Value value) {
        if (key == "symbol")
            return takeText(value, listed.symbol);
        if (key == "status")
            return takeText(value, listed.status);
        if (key == "baseAsset")
            return takeText(value, listed.base);
        if (key == "quoteAsset")
            return takeText(value, listed.quote);
        if (key == "isSpotTradingAllowed")
            return value.get_bool().get(listed.spot) == SUCCESS;
        if (key != "filters")
            return true;
        Array filters;
        if (value.get_array().get(filters) != SUCCESS)
            return false;
        for (const Value entry : filters) {
            Object filter;
            if (entry.get_object().get(filter) != SUCCESS || !readFilter(filter, listed.spec))
                return false;
        }
        return true;
    });
}

bool readLimits(Array limits, RateLimits& out)
{
    for (const Value entry : limits) {
        Object object;
        std::string type;
        std::string interval;
        std::int64_t intervals = 0;
        std::int64_t limit = 0;
        if (entry.get_object().get(object) != SUCCESS
            || !forEachField(object, [&](std::string_view key, Value value) {
                   if (key == "rateLimitType")
                       return takeText(value, type);
                   if (key == "interval")
                       return takeText(value, interval);
                   if (key == "intervalNum")
                       return value.get_int64().get(intervals) == SUCCESS;
                   return key != "limit" || value.get_int64().get(limit) == SUCCESS;
               })
            || limit < 0 || limit > INT32_MAX)
            return false;
        const auto count = static_cast<std::uint32_t>(limit);
        if (type == "REQUEST_WEIGHT" && interval == "MINUTE" && intervals == 1) {
            out.weightPerMinute = count;
            out.cancelReserve = count / 10;
        } else if (type == "ORDERS" && interval == "SECOND" && intervals == 10) {
            out.ordersPerTenSeconds = count;
        } else if (type == "ORDERS" && interval == "DAY" && intervals == 1) {
            out.ordersPerDay = count;
        }
    }
    return true;
}

Result<Instrument> makeInstrument(Listed& listed, VenueId venue, std::uint32_t id)
{
    if (listed.status != "TRADING")
        return fail(ErrorCode::Unsupported, "Not trading: " + listed.status);
    if (!listed.spot)
        return fail(ErrorCode::Unsupported, "Not open to spot trading.");
    listed.spec.id = InstrumentId{id};
    listed.spec.venue = venue;
    if (!listed.spec.symbol.assign(listed.symbol) || !listed.spec.base.assign(listed.base)
        || !listed.spec.quote.assign(listed.quote))
        return fail(ErrorCode::Unsupported, "Its name is longer than any we can hold.");
    return Instrument::make(listed.spec);
}

bool readDocument(std::string_view json, std::vector<Listed>& listed, RateLimits& limits)
{
    simdjson::dom::parser parser;
    Object root;
    bool hasSymbols = false;
    if (parser.parse(json.data(), json.size()).get_object().get(root) != SUCCESS)
        return false;
    const bool whole = forEachField(root, [&](std::string_view key, Value value) {
        Array array;
        if (key == "rateLimits")
            return value.get_array().get(array) == SUCCESS && readLimits(array, limits);
        if (key != "symbols")
            return true;
        hasSymbols = value.get_array().get(array) == SUCCESS;
        if (!hasSymbols)
            return false;
        for (const Value entry : array) {
            Object object;
            listed.emplace_back();
            if (entry.get_object().get(object) != SUCCESS || !readSymbol(object, listed.back()))
                return false;
        }
        return true;
    });
    return whole && hasSymbols;
}

} // namespace

Result<InstrumentListing> parseExchangeInfo(std::string_view json, const InstrumentLoader::Request& request)
{
    std::vector<Listed> listed;
    InstrumentListing listing;
    if (!readDocument(json, listed, listing.limits))
        return fail(ErrorCode::Parse, "The venue's list of instruments was not understood.");
    std::vector<Listed*> wanted;
    if (request.symbols.empty())
        for (Listed& each : listed)
            wanted.push_back(&each);
    for (const std::string& symbol : request.symbols) {
        const auto it = std::find_if(listed.begin(), listed.end(), [&](const Listed& each) { return each.symbol == symbol; });
        if (it == listed.end())
            listing.unsupported.push_back({symbol, "The venue does not list it."});
        else
            wanted.push_back(&*it);
    }
    std::uint32_t id = request.firstId;
    for (Listed* each : wanted) {
        Result<Instrument> made = makeInstrument(*each, request.venue, id);
        if (made) {
            listing.instruments.push_back(std::make_shared<const Instrument>(std::move(*made)));
            ++id;
        } else {
            listing.unsupported.push_back({each->symbol, made.error().detail});
        }
    }
    return listing;
}

} // namespace maker::binance
