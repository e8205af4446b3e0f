#include "kernel/sim/market_generator.h"

#include "support/maker_test.h"

#include <array>
#include <bit>

using namespace maker;
using namespace maker::sim;

namespace {

constexpr Timestamp kStart = Timestamp::fromMillis(1'767'225'600'000);

/// Folds every public trade into one number (FNV-1a over its fields) and counts.
struct Digest : SimListener {
    std::uint64_t value = 14'695'981'039'346'656'037ULL;
    std::array<int, 4> trades{};
    std::optional<Timestamp> firstFill;

    void fold(std::int64_t field) { value = (value ^ static_cast<std::uint64_t>(field)) * 1'099'511'628'211ULL; }
    void onExecution(const SimExecution& execution) override
    {
        if (execution.fill && !firstFill)
            firstFill = execution.fill->time;
    }
    void onBalance(AccountId, const SimBalance&, Timestamp) override {}
    void onTrade(const SimTrade& trade) override
    {
        ++trades[trade.instrument.value];
        for (const std::int64_t field : {trade.tradeId, trade.price.count, trade.qty.count, trade.time.ns, trade.buyOrder, trade.sellOrder})
            fold(field);
    }
};

/// A maker of the naive kind: the same distance from the mid on both sides, twice a second, whatever happens.
class FixedQuoter {
public:
    FixedQuoter(SimExchange& exchange, double distanceBps) : m_exchange(exchange), m_distance(distanceBps * 1e-4)
    {
        m_account = exchange.openAccount();
        exchange.deposit(m_account, "BTC", Money::fromInt(1'000), kStart);
        exchange.deposit(m_account, "USDT", Money::fromInt(100'000'000), kStart);
    }

    void quote(Timestamp now)
    {
        m_exchange.cancelAll(m_account, {1}, now);
        const auto bid = m_exchange.book({1}).bestBid();
        const auto ask = m_exchange.book({1}).bestAsk();
        if (!bid || !ask)
            return;
        const Instrument& instrument = *m_exchange.findInstrument(InstrumentId{1});
        const double mid = 0.5 * (instrument.toDouble(bid->price) + instrument.toDouble(ask->price));
        for (const Side side : {Side::Buy, Side::Sell}) {
            SimOrderRequest request;
            request.instrument = {1};
            request.side = side;
            request.postOnly = true;
            request.price = side == Side::Buy ? *instrument.priceDown(mid * (1.0 - m_distance)) : *instrument.priceUp(mid * (1.0 + m_distance));
            request.qty = *instrument.qtyDown(0.05);
            m_exchange.place(m_account, request, now);
        }
    }

    double pnl(double fair) const
    {
        const SimBalance base = m_exchange.balance(m_account, "BTC");
        const SimBalance quote = m_exchange.balance(m_account, "USDT");
        return (base.free + base.locked - Money::fromInt(1'000)).toDouble() * fair
            + (quote.free + quote.locked - Money::fromInt(100'000'000)).toDouble();
    }

private:
    SimExchange& m_exchange;
    AccountId m_account;
    double m_distance = 0.0;
};

double quoterPnl(std::uint64_t seed, double informed, int seconds)
{
    SimExchange exchange({});
    MarketGenerator market(exchange, {seed, informed, {demoProfiles({1}).front()}}, kStart);
    FixedQuoter quoter(exchange, 3.0);
    for (int i = 1; i <= 2 * seconds; ++i) {
        const Timestamp now = kStart + Duration::millis(500) * i;
        market.advance(now);
        quoter.quote(now);
    }
    return quoter.pnl(market.fairValue({1}));
}

std::uint64_t digestOf(std::uint64_t seed, Duration step)
{
    SimExchange exchange({});
    Digest digest;
    exchange.setListener(&digest);
    MarketGenerator market(exchange, {seed, 0.2, demoProfiles({1})}, kStart);
    for (Timestamp now = kStart; now < kStart + Duration::seconds(120); now = now + step)
        market.advance(now + step);
    for (std::uint32_t id = 1; id <= 3; ++id) {
        digest.fold(exchange.book({id}).lastUpdateId());
        digest.fold(std::bit_cast<std::int64_t>(market.fairValue({id})));
    }
    return digest.value;
}

} // namespace

class tst_market_generator : public QObject {
    Q_OBJECT

private slots:
    void theSameSeedGivesTheSameEventsHoweverTimeIsCut()
    {
        const std::uint64_t once = digestOf(42, Duration::seconds(120));
        QCOMPARE(digestOf(42, Duration::seconds(120)), once);
        QCOMPARE(digestOf(42, Duration::millis(40)), once);
        QVERIFY(digestOf(43, Duration::seconds(120)) != once);
    }

    void theMarketIsLivelyAndDeep()
    {
        SimExchange exchange({});
        Digest digest;
        exchange.setListener(&digest);
        MarketGenerator market(exchange, {7, 0.1, demoProfiles({1})}, kStart);
        constexpr int kSeconds = 1800;
        std::array<int, 4> shallow{};
        std::array<double, 4> spreadBps{};
        for (int i = 1; i <= kSeconds; ++i) {
            market.advance(kStart + Duration::seconds(i));
            for (std::uint32_t id = 1; id <= 3; ++id) {
                const MatchCore& book = exchange.book({id});
                if (book.levelCount(Side::Buy) < 40 || book.levelCount(Side::Sell) < 40)
                    ++shallow[id];
                const auto bid = book.bestBid();
                const auto ask = book.bestAsk();
                QVERIFY(bid && ask && bid->price < ask->price);
                spreadBps[id] += 1e4 * static_cast<double>(ask->price.count - bid->price.count) / static_cast<double>(bid->price.count);
            }
        }
        for (std::uint32_t id = 1; id <= 3; ++id) {
            const double trades = static_cast<double>(digest.trades[id]) / kSeconds;
            const double updates = static_cast<double>(exchange.book({id}).lastUpdateId()) / kSeconds;
            const double spread = spreadBps[id] / kSeconds;
            qInfo("instrument %u: %.1f trades/s, %.1f updates/s, spread %.2f bp, shallow %d of %d s", id, trades, updates, spread,
                shallow[id], kSeconds);
            QVERIFY(trades >= 1.0 && trades <= 4.5);
            QVERIFY(updates >= 5.0 && updates <= 25.0);
            QVERIFY(spread <= 3.0);
            QVERIFY(shallow[id] < kSeconds / 20);
        }
    }

    void aQuoteThreeBasisPointsAwayIsSoonFilled()
    {
        double waited = 0.0;
        for (std::uint64_t seed = 1; seed <= 10; ++seed) {
            SimExchange exchange({});
            Digest digest;
            exchange.setListener(&digest);
            MarketGenerator market(exchange, {seed, 0.1, {demoProfiles({1}).front()}}, kStart);
            FixedQuoter quoter(exchange, 3.0);
            Timestamp now = kStart;
            while (!digest.firstFill && now < kStart + Duration::seconds(120)) {
                now = now + Duration::millis(500);
                market.advance(now);
                quoter.quote(now);
            }
            QVERIFY(digest.firstFill);
            waited += (*digest.firstFill - kStart).toSeconds();
        }
        qInfo("first fill after %.1f s on average", waited / 10.0);
        QVERIFY(waited / 10.0 < 20.0);
    }

    void whatAFixedQuoterEarnsFallsAsMoreTakersAreInformed()
    {
        constexpr int kSeeds = 32;
        std::array<double, 3> mean{};
        const std::array<double, 3> informed{0.0, 0.3, 0.6};
        for (std::size_t k = 0; k < informed.size(); ++k) {
            for (std::uint64_t seed = 1; seed <= kSeeds; ++seed)
                mean[k] += quoterPnl(seed, informed[k], 600) / kSeeds;
        }
        qInfo("PnL of ten minutes: informed 0: %.2f, 0.3: %.2f, 0.6: %.2f USDT", mean[0], mean[1], mean[2]);
        QVERIFY(mean[0] > 0.0);
        QVERIFY(mean[0] > mean[1]);
        QVERIFY(mean[1] > mean[2]);
        QVERIFY(mean[2] < 0.25 * mean[0]);
    }

    void theCrowdNeitherMakesNorLosesMoney()
    {
        SimExchange exchange({});
        MarketGenerator market(exchange, {5, 0.3, demoProfiles({1})}, kStart);
        const Money before = exchange.totalOf("USDT");
        const Money coins = exchange.totalOf("ETH");
        market.advance(kStart + Duration::seconds(300));
        QCOMPARE(exchange.totalOf("USDT"), before);
        QCOMPARE(exchange.totalOf("ETH"), coins);
        QVERIFY(exchange.balance(exchange.feeAccount(), "USDT").free.sign() > 0);
    }
};

MAKER_TEST(tst_market_generator)
#include "tst_market_generator.moc"
