#include "session/lab/run_pool.h"
#include "tests/kernel/backtest/market_script.h"
#include "tests/support/maker_test.h"

#include <atomic>
#include <map>
#include <mutex>

using namespace maker;
using namespace maker::test;

namespace {

/// The same trade over and over; goes on until it is not asked any more.
class EndlessSource final : public backtest::EventSource {
public:
    EndlessSource() : m_instruments{tenthTick()}
    {
        MarketScript script;
        script.snapshot(0, {{999, 1'000}}, {{1'001, 1'000}});
        for (int i = 1; i < 1'000; ++i)
            script.trade(i, Side::Buy, 1'001, 10);
        m_events = script.events;
    }
    const std::vector<std::shared_ptr<const Instrument>>& instruments() const override { return m_instruments; }
    Result<std::span<const MarketEvent>> next() override
    {
        for (MarketEvent& event : m_events) {
            event.venueTime = event.venueTime + Duration::seconds(1);
            event.localTime = event.localTime + Duration::seconds(1);
        }
        return std::span<const MarketEvent>(m_events);
    }
    Result<void> rewind() override { return {}; }
    std::uint64_t expectedEvents() const override { return 0; }
    Duration leastFeedLatency() const override { return Duration::millis(1); }
    SequenceRule sequenceRule(InstrumentId) const override { return kBinanceSpotRule; }

private:
    std::vector<std::shared_ptr<const Instrument>> m_instruments;
    std::vector<MarketEvent> m_events;
};

RunPool::Make makeOf(std::uint64_t seed)
{
    return [seed]() -> Result<std::unique_ptr<backtest::BacktestRun>> {
        return makeRun(plainSetup(), randomMarket(seed).source());
    };
}

RunPool::Make endless()
{
    return []() -> Result<std::unique_ptr<backtest::BacktestRun>> {
        return makeRun(plainSetup(), std::unique_ptr<backtest::EventSource>(std::make_unique<EndlessSource>()));
    };
}

} // namespace

/// Many runs side by side.
class tst_run_pool : public QObject {
    Q_OBJECT

private slots:
    void runsGiveWhatTheyGiveAlone()
    {
        std::mutex mutex;
        std::map<RunPool::RunId, std::string> digests;
        std::map<RunPool::RunId, std::uint64_t> seeds;
        RunPool pool(3);
        for (std::uint64_t seed = 1; seed <= 12; ++seed) {
            const std::lock_guard lock(mutex);
            seeds[pool.add(makeOf(seed), [&](RunPool::RunId id, Result<RunRecord> record) {
                const std::lock_guard inner(mutex);
                digests[id] = record ? record->digest : record.error().detail;
            })] = seed;
        }
        pool.wait();
        QCOMPARE(digests.size(), std::size_t(12));
        for (const auto& [id, seed] : seeds) {
            auto alone = makeRun(plainSetup(), randomMarket(seed).source());
            QCOMPARE(digests[id], toEnd(*alone).digest);
        }
        const PoolProgress progress = pool.progress();
        QCOMPARE(progress.done, std::size_t(12));
        QCOMPARE(progress.runs, std::size_t(12));
        QVERIFY(progress.events > 12 * 3'000);
        QVERIFY(progress.perSecond > 0.0);
    }

    void aCanceledRunEndsSoonAndTheOthersGoOn()
    {
        std::atomic<int> canceled{0};
        std::atomic<int> good{0};
        const RunPool::Done done = [&](RunPool::RunId, Result<RunRecord> record) {
            if (record)
                ++good;
            else if (record.error().code == ErrorCode::Canceled)
                ++canceled;
        };
        RunPool pool(2);
        const RunPool::RunId first = pool.add(endless(), done);
        const RunPool::RunId second = pool.add(endless(), done);
        pool.add(makeOf(1), done);
        QVERIFY(!pool.waitFor(std::chrono::milliseconds(50)));
        QCOMPARE(pool.progress().expected, std::uint64_t(0));
        QVERIFY(!pool.progress().left);
        pool.cancel(first);
        pool.cancel(second);
        QVERIFY(pool.waitFor(std::chrono::seconds(10)));
        QCOMPARE(canceled.load(), 2);
        QCOMPARE(good.load(), 1);
    }

    void theEndOfThePoolIsTheEndOfItsRuns()
    {
        std::atomic<int> ended{0};
        {
            RunPool pool(1);
            for (int i = 0; i < 5; ++i)
                pool.add(endless(), [&](RunPool::RunId, Result<RunRecord> record) { ended += record ? 0 : 1; });
        }
        QCOMPARE(ended.load(), 5);
    }

    void aRunThatCannotBeginSaysWhy()
    {
        std::string sentence;
        RunPool pool(1);
        pool.add([]() -> Result<std::unique_ptr<backtest::BacktestRun>> { return fail(ErrorCode::NotFound, "No such file."); },
                 [&](RunPool::RunId, Result<RunRecord> record) { sentence = record ? "" : record.error().detail; });
        pool.wait();
        QCOMPARE(sentence, std::string("No such file."));
    }
};

MAKER_TEST(tst_run_pool)
#include "tst_run_pool.moc"
