#include "kernel/backtest/sample_market.h"
#include "tests/kernel/backtest/market_script.h"
#include "tests/support/maker_test.h"

using namespace maker;
using namespace maker::test;

namespace {

constexpr Duration kLength = Duration::seconds(600);

std::vector<MarketEvent> sampleEvents(bool orders, std::uint64_t seed = 7)
{
    SampleMarket::Config config;
    config.seed = seed;
    config.length = kLength;
    config.orders = orders;
    SampleMarket market(config);
    std::vector<MarketEvent> all;
    for (auto batch = market.next(); batch && !batch->empty(); batch = market.next())
        all.insert(all.end(), batch->begin(), batch->end());
    return all;
}

std::vector<std::unique_ptr<backtest::EventSource>> sourcesOf(std::vector<MarketEvent> events)
{
    std::vector<std::unique_ptr<backtest::EventSource>> sources;
    sources.push_back(std::make_unique<backtest::MemorySource>(SampleMarket({}).instruments(),
        std::make_shared<const std::vector<MarketEvent>>(std::move(events))));
    return sources;
}

backtest::RunSetup setupOf(QueueKind kind)
{
    backtest::RunSetup setup;
    setup.strategies.push_back({"pure_market_making", "{}", "BTCUSDT"});
    setup.models.queueModel = kind;
    setup.models.quoteBalance = 1e6;
    setup.models.baseBalance = 10;
    return setup;
}

RunRecord run(std::vector<MarketEvent> events, QueueKind kind)
{
    auto made = backtest::BacktestRun::make(sourcesOf(std::move(events)), setupOf(kind));
    if (!made)
        qFatal("%s", made.error().detail.c_str());
    while (*(*made)->step(100'000)) {
    }
    return (*made)->finish();
}

} // namespace

/// Backtests over recordings that tell every order.
class tst_exact_run : public QObject {
    Q_OBJECT

private slots:
    void aMarketToldOrderByOrderHasLevelsThatAreTheSumsOfItsOrders()
    {
        const std::vector<MarketEvent> events = sampleEvents(true);
        struct Silent final : sim::MatchSink {
            void onAccepted(const sim::OrderAccepted&) override {}
            void onRejected(const sim::OrderRejected&) override {}
            void onTrade(const sim::TradeMade&) override {}
            void onCanceled(const sim::OrderCanceled&) override {}
            void onExpired(const sim::OrderExpired&) override {}
            void onReplaced(const sim::OrderReplaced&) override {}
        } sink;
        const auto instruments = SampleMarket({}).instruments();
        std::size_t compared = 0;
        for (const auto& instrument : instruments) {
            sim::TapeMarket::Config config;
            config.tickSize = instrument->tickSize();
            config.queue.kind = QueueKind::Exact;
            sim::TapeMarket market(config, sink);
            int messages = 0;
            for (const MarketEvent& event : events) {
                if (event.instrument != instrument->id())
                    continue;
                market.onMarket(event);
                if (event.kind != MarketKind::BookLevel || !event.last || ++messages % 20 != 1 || !market.orders()->known())
                    continue;
                std::int64_t sum = 0;
                for (const Side side : {Side::Buy, Side::Sell}) {
                    auto levels = market.tape().cursor(side);
                    for (auto level = levels.next(); level; level = levels.next()) {
                        QCOMPARE(market.orders()->qtyAt(side, level->price).count, level->qty.count);
                        sum += level->qty.count;
                        ++compared;
                    }
                }
                QVERIFY(sum > 0);
            }
        }
        QVERIFY(compared > 10'000);
    }

    void strategiesAndOtherModelsPassOverTheOrders()
    {
        std::vector<MarketEvent> events = sampleEvents(true);
        const RunRecord with = run(events, QueueKind::Power3);
        std::erase_if(events, [](const MarketEvent& event) { return event.kind == MarketKind::BookOrder; });
        const RunRecord without = run(std::move(events), QueueKind::Power3);
        QVERIFY(with.fills.size() > 5);
        QCOMPARE(with.fills.size(), without.fills.size());
        for (std::size_t i = 0; i < with.fills.size(); ++i) {
            QCOMPARE(with.fills[i].fill.venueTime.ns, without.fills[i].fill.venueTime.ns);
            QCOMPARE(with.fills[i].fill.qty.count, without.fills[i].fill.qty.count);
            QCOMPARE(with.fills[i].fill.price.count, without.fills[i].fill.price.count);
        }
        QCOMPARE(with.equity.back().pnl.total.toString(), without.equity.back().pnl.total.toString());
    }

    void anExactRunIsTheSameTwice()
    {
        const RunRecord first = run(sampleEvents(true), QueueKind::Exact);
        const RunRecord second = run(sampleEvents(true), QueueKind::Exact);
        QVERIFY(first.fills.size() > 5);
        QCOMPARE(first.fills.size(), second.fills.size());
        QCOMPARE(first.equity.back().pnl.total.toString(), second.equity.back().pnl.total.toString());
    }

    void aRecordingOfLevelsAloneIsRefused()
    {
        const auto made = backtest::BacktestRun::make(sourcesOf(sampleEvents(false)), setupOf(QueueKind::Exact));
        QVERIFY(!made.has_value());
        QCOMPARE(made.error().detail, std::string("The recording of BTCUSDT does not tell every order, so queue positions cannot be "
                                                  "exact; choose another queue model."));
    }
};

MAKER_TEST(tst_exact_run)
#include "tst_exact_run.moc"
