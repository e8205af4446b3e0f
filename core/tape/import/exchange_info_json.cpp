#include "tape/import/exchange_info_json.h"

#include <simdjson.h>

namespace maker {
namespace {

using Element = simdjson::dom::element;

std::string textOf(const Element& object, const char* key, std::string otherwise)
{
    std::string_view text;
    return object[key].get(text) == simdjson::SUCCESS ? std::string(text) : otherwise;
}

void readFilter(const Element& filter, InstrumentSpec& spec)
{
    const std::string type = textOf(filter, "filterType", {});
    if (type == "PRICE_FILTER") {
        spec.tickSize = textOf(filter, "tickSize", {});
        spec.minPrice = textOf(filter, "minPrice", "0");
        spec.maxPrice = textOf(filter, "maxPrice", "0");
    } else if (type == "LOT_SIZE") {
        spec.lotSize = textOf(filter, "stepSize", {});
        spec.minQty = textOf(filter, "minQty", "0");
        spec.maxQty = textOf(filter, "maxQty", "0");
    } else if (type == "MIN_NOTIONAL" || type == "NOTIONAL") {
        spec.minNotional = textOf(filter, "minNotional", textOf(filter, "notional", "0"));
    }
}

Result<Instrument> read(const Element& entry, std::string_view symbol, InstrumentSpec spec)
{
    const std::string margin = textOf(entry, "marginAsset", {});
    const std::string base = textOf(entry, "baseAsset", {});
    if (!spec.symbol.assign(symbol) || !spec.base.assign(base) || !spec.quote.assign(textOf(entry, "quoteAsset", {})))
        return fail(ErrorCode::Unsupported, "The names of " + std::string(symbol) + " are too long.");
    if (!margin.empty())
        spec.kind = margin == base ? InstrumentKind::InversePerpetual : InstrumentKind::LinearPerpetual;
    simdjson::dom::array filters;
    if (entry["filters"].get(filters) != simdjson::SUCCESS)
        return fail(ErrorCode::Parse, "The exchange information of " + std::string(symbol) + " has no filters.");
    for (const Element filter : filters)
        readFilter(filter, spec);
    return Instrument::make(spec);
}

} // namespace

Result<Instrument> instrumentOf(std::string_view exchangeInfo, std::string_view symbol, InstrumentId id, VenueId venue)
{
    simdjson::dom::parser parser;
    Element root;
    simdjson::dom::array symbols;
    if (parser.parse(exchangeInfo.data(), exchangeInfo.size()).get(root) != simdjson::SUCCESS
        || root["symbols"].get(symbols) != simdjson::SUCCESS)
        return fail(ErrorCode::Parse, "This is no exchange information of Binance: it has no list of symbols.");
    InstrumentSpec spec;
    spec.id = id;
    spec.venue = venue;
    for (const Element entry : symbols) {
        if (textOf(entry, "symbol", {}) == symbol)
            return read(entry, symbol, spec);
    }
    return fail(ErrorCode::NotFound, "The exchange information does not name " + std::string(symbol) + '.');
}

} // namespace maker
