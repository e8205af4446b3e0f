#include "venues/binance/venue.h"

#include "venues/binance/candles.h"
#include "venues/binance/feed.h"
#include "venues/binance/gateway.h"
#include "venues/binance/listing.h"
#include "venues/binance/refusing_gateway.h"

namespace maker::binance {

namespace {

QUrl url(const char* text)
{
    return QUrl(QString::fromLatin1(text));
}

Endpoints endpoints(Environment environment, std::uint16_t simulatedPort)
{
    switch (environment) {
    case Environment::Simulated: {
        const QString host = QStringLiteral("127.0.0.1:") + QString::number(simulatedPort);
        return {QUrl(QStringLiteral("http://") + host), QUrl(QStringLiteral("ws://") + host + QStringLiteral("/ws")),
            QUrl(QStringLiteral("ws://") + host + QStringLiteral("/ws-api/v3"))};
    }
    case Environment::Testnet:
        return {url("https://testnet.binance.vision"), url("wss://stream.testnet.binance.vision/ws"),
            url("wss://ws-api.testnet.binance.vision/ws-api/v3")};
    case Environment::Production:
        break;
    }
    // The hosts for market data alone: no order could be sent there by mistake.
    return {url("https://data-api.binance.vision"), url("wss://data-stream.binance.vision/ws"), QUrl()};
}

const char* tradingRefusal(Environment environment)
{
    return environment == Environment::Production
        ? "Production is market data only: orders are refused until keys have a safe home in this program."
        : nullptr;
}

std::unique_ptr<InstrumentLoader> makeLoader(const VenueContext& context)
{
    return std::make_unique<Listing>(context);
}

std::unique_ptr<CandleLoader> makeCandles(const VenueContext& context)
{
    return std::make_unique<Candles>(context);
}

std::unique_ptr<MarketFeed> makeFeed(const VenueContext& context)
{
    return std::make_unique<Feed>(context);
}

std::unique_ptr<TradeGateway> makeGateway(const VenueContext& context)
{
    if (const char* refusal = tradingRefusal(context.environment))
        return std::make_unique<RefusingGateway>(context, refusal);
    if (context.credentials == nullptr || !context.credentials->present())
        return std::make_unique<RefusingGateway>(context, "Orders need an API key and its secret.");
    return std::make_unique<Gateway>(context);
}

} // namespace

VenueDescriptor descriptor() noexcept
{
    VenueDescriptor venue;
    venue.name = "binance";
    venue.title = "Binance spot";
    venue.caps = {.postOnly = true,
        .replace = true,
        .immediateOrCancel = true,
        .fillOrKill = true,
        .market = true,
        .deadManSwitch = false};
    venue.endpoints = endpoints;
    venue.tradingRefusal = tradingRefusal;
    venue.makeLoader = makeLoader;
    venue.makeCandles = makeCandles;
    venue.makeFeed = makeFeed;
    venue.makeGateway = makeGateway;
    return venue;
}

} // namespace maker::binance
