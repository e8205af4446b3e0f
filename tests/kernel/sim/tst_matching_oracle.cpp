#include "recording_sink.h"

#include "kernel/sim/random.h"
#include "support/maker_test.h"

#include <algorithm>
#include <array>
#include <list>
#include <map>

using namespace maker;
using namespace maker::sim;

namespace {

/// A book as naive as can be: lists by price in a tree, searched from one end to the other.
class NaiveBook {
public:
    struct Resting {
        SimOrderId id = 0;
        AccountId account;
        std::int64_t leaves = 0;
    };
    using Trades = std::vector<std::array<std::int64_t, 4>>;

    void submit(const MatchOrder& order, Trades& trades)
    {
        const bool buy = order.side == Side::Buy;
        const bool anyPrice = order.type == OrderType::Market;
        if (order.postOnly && wouldTake(order))
            return;
        if (order.timeInForce == TimeInForce::Fok && takeable(order) < order.qty.count)
            return;
        std::int64_t leaves = order.qty.count;
        auto& other = buy ? m_asks : m_bids;
        while (leaves > 0 && !other.empty()) {
            const auto level = buy ? other.begin() : std::prev(other.end());
            if (!anyPrice && (buy ? level->first > order.price.count : level->first < order.price.count))
                break;
            Resting& first = level->second.front();
            if (first.account == order.account)
                return;
            const std::int64_t qty = std::min(leaves, first.leaves);
            trades.push_back({order.id, first.id, level->first, qty});
            leaves -= qty;
            first.leaves -= qty;
            if (first.leaves == 0)
                level->second.pop_front();
            if (level->second.empty())
                other.erase(level);
        }
        if (leaves > 0 && !anyPrice && order.timeInForce == TimeInForce::Gtc)
            (buy ? m_bids : m_asks)[order.price.count].push_back({order.id, order.account, leaves});
    }

    bool cancel(SimOrderId id)
    {
        for (auto* side : {&m_bids, &m_asks}) {
            for (auto level = side->begin(); level != side->end(); ++level) {
                const auto found = std::find_if(level->second.begin(), level->second.end(),
                    [id](const Resting& resting) { return resting.id == id; });
                if (found == level->second.end())
                    continue;
                level->second.erase(found);
                if (level->second.empty())
                    side->erase(level);
                return true;
            }
        }
        return false;
    }

    std::map<std::int64_t, std::int64_t> depth(Side side) const
    {
        std::map<std::int64_t, std::int64_t> sums;
        for (const auto& [price, queue] : side == Side::Buy ? m_bids : m_asks) {
            for (const Resting& resting : queue)
                sums[price] += resting.leaves;
        }
        return sums;
    }

private:
    bool wouldTake(const MatchOrder& order) const
    {
        if (order.side == Side::Buy)
            return !m_asks.empty() && m_asks.begin()->first <= order.price.count;
        return !m_bids.empty() && m_bids.rbegin()->first >= order.price.count;
    }

    std::int64_t takeable(const MatchOrder& order) const
    {
        NaiveBook copy = *this;
        MatchOrder trial = order;
        trial.timeInForce = TimeInForce::Ioc;
        Trades trades;
        copy.submit(trial, trades);
        std::int64_t sum = 0;
        for (const auto& trade : trades)
            sum += trade[3];
        return sum;
    }

    std::map<std::int64_t, std::list<Resting>> m_bids;
    std::map<std::int64_t, std::list<Resting>> m_asks;
};

MatchOrder randomOrder(Random& random, SimOrderId id)
{
    MatchOrder order;
    order.id = id;
    order.account = {static_cast<std::uint16_t>(1 + random.below(4))};
    order.side = random.chance(0.5) ? Side::Buy : Side::Sell;
    order.price = {static_cast<std::int64_t>(random.chance(0.05) ? 1 + random.below(100'000) : 970 + random.below(61))};
    order.qty = {static_cast<std::int64_t>(1 + random.below(50))};
    const double kind = random.uniform();
    if (kind < 0.08)
        order.type = OrderType::Market;
    else if (kind < 0.16)
        order.timeInForce = TimeInForce::Ioc;
    else if (kind < 0.20)
        order.timeInForce = TimeInForce::Fok;
    else if (kind < 0.40)
        order.postOnly = order.type == OrderType::Limit;
    return order;
}

std::map<std::int64_t, std::int64_t> depthOf(const MatchingEngine& engine, Side side)
{
    std::vector<DepthLevel> levels(engine.levelCount(side));
    engine.depth(side, levels);
    std::map<std::int64_t, std::int64_t> sums;
    for (const DepthLevel& level : levels)
        sums[level.price.count] = level.qty.count;
    return sums;
}

} // namespace

class tst_matching_oracle : public QObject {
    Q_OBJECT

private slots:
    void everyTradeEqualsThatOfANaiveBook_data()
    {
        QTest::addColumn<quint64>("seed");
        QTest::addColumn<quint32>("window");
        QTest::newRow("prices in the window") << quint64{1} << quint32{4096};
        QTest::newRow("window narrower than the market") << quint64{2} << quint32{64};
        QTest::newRow("another seed, narrow") << quint64{3} << quint32{64};
    }

    void everyTradeEqualsThatOfANaiveBook()
    {
        QFETCH(quint64, seed);
        QFETCH(quint32, window);
        RecordingSink sink;
        MatchingEngine engine({.windowLevels = window, .expectedOrders = 64}, sink);
        NaiveBook naive;
        Random random(seed);
        std::map<std::pair<Side, std::int64_t>, std::int64_t> followed; // a book kept from the level changes alone
        std::vector<LevelChange> changes;
        NaiveBook::Trades expected;
        SimOrderId id = 0;
        for (int step = 0; step < 20'000; ++step) {
            if (id > 0 && random.chance(0.3)) {
                const auto victim = static_cast<SimOrderId>(1 + random.below(static_cast<std::uint64_t>(id)));
                QCOMPARE(engine.cancel(victim), naive.cancel(victim));
            } else {
                const MatchOrder order = randomOrder(random, ++id);
                engine.submit(order);
                naive.submit(order, expected);
            }
            if (random.chance(0.05)) {
                engine.takeChanges(changes);
                for (const LevelChange& change : changes)
                    followed[{change.side, change.price.count}] = change.qty.count;
            }
        }
        QCOMPARE(sink.trades.size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i) {
            const TradeMade& trade = sink.trades[i];
            const std::array<std::int64_t, 4> made{trade.taker, trade.maker, trade.price.count, trade.qty.count};
            QVERIFY(made == expected[i]);
            QCOMPARE(trade.tradeId, static_cast<std::int64_t>(i) + 1);
        }
        QVERIFY(expected.size() > 2000);
        engine.takeChanges(changes);
        for (const LevelChange& change : changes)
            followed[{change.side, change.price.count}] = change.qty.count;
        std::erase_if(followed, [](const auto& level) { return level.second == 0; });
        std::size_t levels = 0;
        for (const Side side : {Side::Buy, Side::Sell}) {
            const auto depth = naive.depth(side);
            QVERIFY(depthOf(engine, side) == depth);
            for (const auto& [price, qty] : depth)
                QCOMPARE(followed[std::pair(side, price)], qty);
            levels += depth.size();
        }
        QCOMPARE(followed.size(), levels);
    }
};

MAKER_TEST(tst_matching_oracle)
#include "tst_matching_oracle.moc"
