#include "kernel/backtest/sample_market.h"
#include "kernel/sim/sim_venue.h"
#include "tests/kernel/backtest/market_script.h"
#include "tests/support/maker_test.h"
#include "tests/support/silent_sink.h"

#include <algorithm>
#include <map>

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

/// The market of SampleMarket with an order of ours in the matching core itself, and where it stands there.
class MarketWithUs final : private sim::SimListener {
public:
    explicit MarketWithUs(std::uint64_t seed) : m_exchange({})
    {
        m_exchange.setListener(this);
        sim::MarketGenerator::Config config;
        config.seed = seed;
        config.profiles = sim::demoProfiles(VenueId{1});
        m_generator = std::make_unique<sim::MarketGenerator>(m_exchange, std::move(config), SampleMarket::Config().begin);
        m_us = m_exchange.openAccount();
        m_exchange.deposit(m_us, "USDT", Money::fromInt(1'000'000), SampleMarket::Config().begin);
    }
    void advance(Timestamp to) { m_generator->advance(to); }
    Timestamp nextAction() const { return m_generator->nextAction(); }
    const sim::MatchCore& book() const { return m_exchange.book(kSol); }
    void bid(Price price, Qty qty, Timestamp now)
    {
        sim::SimOrderRequest request;
        request.instrument = kSol;
        request.price = price;
        request.qty = qty;
        m_ours = m_exchange.place(m_us, request, now).orderId;
    }
    std::int64_t ahead(Price price) const
    {
        std::int64_t sum = 0;
        for (const auto& [id, leaves] : m_queues.at({Side::Buy, price})) {
            if (id == m_ours)
                break;
            sum += leaves;
        }
        return sum;
    }
    std::vector<std::pair<Timestamp, Qty>> fills;

    static constexpr InstrumentId kSol{3};

private:
    void onExecution(const sim::SimExecution& execution) override
    {
        if (execution.fill != nullptr && execution.fill->account == m_us)
            fills.emplace_back(execution.fill->time, execution.fill->qty);
    }
    void onBalance(AccountId, const sim::SimBalance&, Timestamp) override {}
    void onTrade(const sim::SimTrade&) override {}
    void onResting(const sim::SimResting& order) override
    {
        if (order.instrument != kSol)
            return;
        auto& queue = m_queues[{order.side, order.price}];
        const auto found = std::ranges::find(queue, order.order, &std::pair<std::int64_t, std::int64_t>::first);
        if (order.leaves.isZero())
            queue.erase(found);
        else if (found != queue.end())
            found->second = order.leaves.count;
        else
            queue.emplace_back(order.order, order.leaves.count);
    }

    sim::SimExchange m_exchange;
    std::unique_ptr<sim::MarketGenerator> m_generator;
    AccountId m_us;
    sim::SimOrderId m_ours = 0;
    std::map<std::pair<Side, Price>, std::vector<std::pair<std::int64_t, std::int64_t>>> m_queues;
};

} // namespace

/// Backtests over recordings that tell every order.
class tst_exact_run : public QObject {
    Q_OBJECT

private slots:
    void aMarketToldOrderByOrderHasLevelsThatAreTheSumsOfItsOrders()
    {
        const std::vector<MarketEvent> events = sampleEvents(true);
        SilentSink sink;
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

    /// The generated market runs twice: once with a bid of ours among its orders, and once without, onto a tape over which
    /// the simulated venue holds the same bid. Up to the first fill nobody can tell the two apart.
    void theSimulatedVenueKnowsThePlaceThatTheMatchingCoreGives()
    {
        int placed = 0;
        int fills = 0;
        std::uint64_t moved = 0;
        std::uint64_t looks = 0;
        std::map<QueueKind, std::vector<double>> errors;
        const std::vector<QueueKind> kinds{QueueKind::Exact, QueueKind::RiskAverse, QueueKind::Power, QueueKind::Log};
        for (std::uint64_t seed = 1; seed <= 12; ++seed) {
            const std::vector<MarketEvent> tape = sampleEvents(true, seed);
            MarketWithUs truth(seed);
            std::map<QueueKind, std::unique_ptr<sim::SimVenue>> venues;
            for (const QueueKind kind : kinds) {
                sim::SimVenueConfig config;
                config.queue.kind = kind;
                venues[kind] = std::make_unique<sim::SimVenue>(config);
                venues[kind]->addInstrument(SampleMarket({}).instruments()[2], AccountId{1});
                venues[kind]->deposit(AccountId{1}, {Money::fromInt(1'000'000), "USDT"});
            }
            std::size_t next = 0;
            const auto playTo = [&](Timestamp to) {
                truth.advance(to);
                for (; next < tape.size() && tape[next].venueTime <= to; ++next) {
                    for (const auto& [kind, venue] : venues)
                        venue->onMarket(tape[next], tape[next].venueTime);
                }
            };
            Timestamp now = SampleMarket::Config().begin + Duration::seconds(30);
            playTo(now);
            std::vector<sim::DepthLevel> levels(4);
            levels.resize(truth.book().depth(Side::Buy, levels));
            QCOMPARE(levels.size(), std::size_t{4});
            const Price price = levels.back().price;
            truth.bid(price, Qty{100}, now);
            NewOrder order;
            order.clientOrderId = "a";
            order.instrument = MarketWithUs::kSol;
            order.account = AccountId{1};
            order.price = price;
            order.qty = Qty{100};
            for (const auto& [kind, venue] : venues) {
                venue->place(order, now);
                venue->carryOut(now);
            }
            ++placed;
            std::int64_t last = truth.ahead(price);
            QVERIFY(last > 0);
            while (now < SampleMarket::Config().begin + kLength) {
                // Who sees our quantity at the touch may take more for it: from there on the two markets differ.
                if (truth.book().bestBid()->price <= price)
                    break;
                now = truth.nextAction();
                playTo(now);
                if (!truth.fills.empty())
                    break;
                const std::int64_t ahead = truth.ahead(price);
                const auto queue = venues[QueueKind::Exact]->queue("a");
                QVERIFY2(queue.has_value(), qPrintable(QString("seed %1: filled on the tape alone").arg(seed)));
                QCOMPARE(queue->ahead, static_cast<double>(ahead));
                const double level = queue->ahead + queue->behind;
                if (level == 0.0)
                    break; // only ours keeps the level there: the crowd sees another market than the tape's
                for (const QueueKind kind : kinds) {
                    if (const auto guess = venues[kind]->queue("a"))
                        errors[kind].push_back(std::abs(guess->ahead - static_cast<double>(ahead)) / level);
                }
                moved += ahead != last ? 1 : 0;
                last = ahead;
                ++looks;
            }
            const auto left = venues[QueueKind::Exact]->queue("a");
            const bool alone = left && left->ahead + left->behind == 0.0; // what a taker finds with us alone is on no tape
            if (truth.fills.empty() || alone)
                continue;
            ++fills;
            Timestamp filled;
            while (const auto answer = venues[QueueKind::Exact]->takeAnswer(now)) {
                if (answer->kind == ExecKind::Fill && !filled.valid())
                    filled = answer->venueTime;
            }
            QCOMPARE(filled.ns, truth.fills.front().first.ns);
        }
        qInfo("%d bids, %llu looks, %llu moves, %d filled", placed, static_cast<unsigned long long>(looks),
            static_cast<unsigned long long>(moved), fills);
        QVERIFY(looks > 10'000 && moved > 3 && fills > 1);
        for (const QueueKind kind : kinds) {
            std::ranges::sort(errors[kind]);
            qInfo("%s: error of the quantity ahead: median %.1f %% of the level, 90th percentile %.1f %%, worst %.1f %%",
                std::string(toText(kind)).c_str(), 100.0 * errors[kind][errors[kind].size() / 2],
                100.0 * errors[kind][errors[kind].size() * 9 / 10], 100.0 * errors[kind].back());
        }
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
