#pragma once

#include "kernel/base/log.h"
#include "simex/sim_server.h"
#include "venues/binance/binance_samples.h"
#include "venues/registry.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <QTest>

namespace samples {

using namespace maker;

inline std::mutex g_logMutex;
inline std::string g_log;

inline void keepLog(LogLevel, std::string_view category, std::string_view sentence)
{
    const std::lock_guard lock(g_logMutex);
    g_log.append(category).append(": ").append(sentence).append("\n");
}

/// The venue of the registry against a simulated exchange behind real sockets, and all that it said.
struct LiveVenue {
    void begin(SimServerConfig config = {});
    bool trade();
    bool waitFor(const std::function<bool()>& condition, int millis = 8'000)
    {
        return QTest::qWaitFor(condition, millis);
    }
    long count(ExecKind kind, std::string_view id = {}) const
    {
        return std::count_if(m_exec.begin(), m_exec.end(), [&](const ExecEvent& e) {
            return e.kind == kind && (id.empty() || e.clientOrderId.view() == id);
        });
    }
    const ExecEvent* last(ExecKind kind, std::string_view id = {}) const
    {
        const auto it = std::find_if(m_exec.rbegin(), m_exec.rend(), [&](const ExecEvent& e) {
            return e.kind == kind && (id.empty() || e.clientOrderId.view() == id);
        });
        return it == m_exec.rend() ? nullptr : &*it;
    }
    long countMarket(MarketKind kind) const
    {
        return std::count_if(m_market.begin(), m_market.end(), [&](const MarketEvent& e) { return e.kind == kind; });
    }
    NewOrder order(const char* id, Side side, const char* price, const char* qty) const
    {
        NewOrder made;
        made.clientOrderId = id;
        made.instrument = btc().id();
        made.account = {1};
        made.side = side;
        made.price = *btc().tryPrice(price);
        made.qty = *btc().tryQty(qty);
        return made;
    }
    const Instrument& btc() const { return *m_context.instruments->findSymbol("BTCUSDT"); }
    void place(const NewOrder& wanted) { m_gateway->place(RiskGate::approve(wanted)); }
    CancelOrder cancelOf(const char* id) const { return {id, {}, btc().id(), {1}}; }
    Price bestBid() const
    {
        for (auto it = m_market.rbegin(); it != m_market.rend(); ++it)
            if (it->kind == MarketKind::BestQuote && it->instrument == btc().id())
                return it->price;
        return {};
    }
    void startFeed();
    void open();
    void close();

    std::unique_ptr<SimServer> m_server;
    VenueContext m_context;
    const VenueDescriptor* m_venue = nullptr;
    std::unique_ptr<TradeGateway> m_gateway;
    std::unique_ptr<MarketFeed> m_feed;
    std::vector<ExecEvent> m_exec;
    std::vector<MarketEvent> m_market;
    bool m_execFull = false;
    bool m_marketFull = false;
};

inline void LiveVenue::open()
{
    setLogWriter(keepLog);
    m_venue = findVenue("binance");
    m_exec.clear();
    m_market.clear();
    m_execFull = m_marketFull = false;
}

inline void LiveVenue::close()
{
    if (m_gateway)
        m_gateway->stop();
    if (m_feed)
        m_feed->stop();
    m_gateway.reset();
    m_feed.reset();
    m_server.reset();
}

inline void LiveVenue::begin(SimServerConfig config)
{
    config.key = "live-test-key-7c1f";
    config.secret = "live-test-secret-93ab";
    auto started = SimServer::start(config);
    QVERIFY2(started.has_value(), started ? "" : started.error().detail.c_str());
    m_server = std::move(*started);
    m_context = {};
    m_context.venue = {1};
    m_context.account = {1};
    m_context.endpoints = m_venue->endpoints(Environment::Simulated, m_server->port());
    m_context.status = std::make_shared<VenueStatus>();
    m_context.credentials = std::make_shared<const Credentials>(Credentials{Secret(config.key), Secret(config.secret)});
    const auto loader = m_venue->makeLoader(m_context);
    std::optional<Result<InstrumentListing>> listing;
    loader->load({{1}, 1, {"BTCUSDT", "ETHUSDT"}}, [&](Result<InstrumentListing> got) { listing = std::move(got); });
    QVERIFY(waitFor([&] { return listing.has_value(); }));
    QVERIFY2(listing->has_value(), *listing ? "" : listing->error().detail.c_str());
    m_context.instruments = std::make_shared<const InstrumentSet>((*listing)->instruments);
    QCOMPARE(m_context.instruments->all().size(), std::size_t{2});
    m_gateway = m_venue->makeGateway(m_context);
    m_gateway->setSink([this](const ExecEvent* events, std::size_t n) {
        if (m_execFull)
            return false;
        m_exec.insert(m_exec.end(), events, events + n);
        return true;
    });
}

inline bool LiveVenue::trade()
{
    m_gateway->start();
    return waitFor([this] { return count(ExecKind::TradingUp) > 0; });
}

inline void LiveVenue::startFeed()
{
    m_feed = m_venue->makeFeed(m_context);
    m_feed->setSink([this](const MarketEvent* events, std::size_t n) {
        if (m_marketFull)
            return false;
        m_market.insert(m_market.end(), events, events + n);
        return true;
    });
    m_feed->start({btc().id()});
    QVERIFY(waitFor([this] { return countMarket(MarketKind::FeedUp) > 0; }));
}

} // namespace samples
