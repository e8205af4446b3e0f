#include "simex/binance/exchange_info.h"

#include "simex/binance/format.h"

namespace maker::simex::binance {

namespace {

/// Shown where an instrument has no limit of its own.
constexpr std::string_view kGreatest = "9000000.00000000";

void writeFilters(JsonWriter& json, const Desk& desk, const Instrument& instrument)
{
    const auto priceOr = [&](Price price) { return price.count > 0 ? text(instrument, price) : std::string(kGreatest); };
    const auto qtyOr = [&](Qty qty) { return qty.count > 0 ? text(instrument, qty) : std::string(kGreatest); };
    const Price least = instrument.minPrice().count > 0 ? instrument.minPrice() : instrument.tickSize();
    const Qty leastQty = instrument.minQty().count > 0 ? instrument.minQty() : instrument.lotSize();
    json.beginArray();
    json.beginObject().field("filterType", "PRICE_FILTER").field("minPrice", text(instrument, least));
    json.field("maxPrice", priceOr(instrument.maxPrice())).field("tickSize", text(instrument, instrument.tickSize())).endObject();
    json.beginObject().field("filterType", "LOT_SIZE").field("minQty", text(instrument, leastQty));
    json.field("maxQty", qtyOr(instrument.maxQty())).field("stepSize", text(instrument, instrument.lotSize())).endObject();
    json.beginObject().field("filterType", "MARKET_LOT_SIZE").field("minQty", "0.00000000");
    json.field("maxQty", qtyOr(instrument.maxQty())).field("stepSize", "0.00000000").endObject();
    json.beginObject().field("filterType", "NOTIONAL").field("minNotional", text(instrument.minNotional()));
    json.field("applyMinToMarket", true).field("maxNotional", kGreatest).field("applyMaxToMarket", false);
    json.field("avgPriceMins", 5).endObject();
    json.beginObject().field("filterType", "MAX_NUM_ORDERS");
    json.field("maxNumOrders", desk.config().limits.openOrdersPerSymbol).endObject();
    json.endArray();
}

void writeSymbol(JsonWriter& json, const Desk& desk, const Instrument& instrument)
{
    json.beginObject();
    json.field("symbol", instrument.symbol().view()).field("status", "TRADING");
    json.field("baseAsset", instrument.base().view()).field("baseAssetPrecision", 8);
    json.field("quoteAsset", instrument.quote().view()).field("quotePrecision", 8).field("quoteAssetPrecision", 8);
    json.field("baseCommissionPrecision", 8).field("quoteCommissionPrecision", 8);
    json.key("orderTypes").raw(R"(["LIMIT","LIMIT_MAKER","MARKET"])");
    json.field("icebergAllowed", false).field("ocoAllowed", false).field("otoAllowed", false);
    json.field("quoteOrderQtyMarketAllowed", true).field("allowTrailingStop", false).field("cancelReplaceAllowed", true);
    json.field("amendAllowed", false).field("isSpotTradingAllowed", true).field("isMarginTradingAllowed", false);
    json.key("filters");
    writeFilters(json, desk, instrument);
    json.key("permissions").raw("[]").key("permissionSets").raw(R"([["SPOT"]])");
    json.field("defaultSelfTradePreventionMode", "EXPIRE_TAKER");
    json.key("allowedSelfTradePreventionModes").raw(R"(["EXPIRE_TAKER"])");
    json.endObject();
}

} // namespace

void writeExchangeInfo(
    JsonWriter& json, const Desk& desk, const RateLimits& limits, const std::vector<const Instrument*>& instruments)
{
    json.beginObject().field("timezone", "UTC").field("serverTime", desk.shownNow());
    json.key("rateLimits").beginArray();
    limits.write(json, false, true);
    json.endArray();
    json.key("exchangeFilters").beginArray().endArray();
    json.key("symbols").beginArray();
    for (const Instrument* instrument : instruments)
        writeSymbol(json, desk, *instrument);
    json.endArray().endObject();
}

} // namespace maker::simex::binance
