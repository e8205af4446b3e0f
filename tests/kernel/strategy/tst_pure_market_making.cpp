#include "kernel/strategy/pure_market_making/pure_market_making.h"
#include "tests/support/maker_test.h"

#include <cmath>
#include <random>

using namespace maker;
using maker::pure_market_making::PureMarketMaking;

namespace {

Instrument btcUsdt(const char* minNotional = "5")
{
    InstrumentSpec spec;
    spec.id = InstrumentId{1};
    spec.venue = VenueId{1};
    spec.symbol = "BTCUSDT";
    spec.base = "BTC";
    spec.quote = "USDT";
    spec.tickSize = "0.01";
    spec.lotSize = "0.0001";
    spec.minQty = "0.0001";
    spec.minNotional = minNotional;
    return *Instrument::make(spec);
}

MarketView marketOf(const Instrument& instrument, double bid, double ask, Timestamp now)
{
    MarketView view;
    view.instrument = &instrument;
    view.tradable = true;
    view.bestBid = *instrument.priceDown(bid);
    view.bestAsk = *instrument.priceUp(ask);
    view.bidQty = view.askQty = {10'000};
    view.mid = view.microprice = view.fair = (bid + ask) / 2;
    view.now = now;
    return view;
}

/// `base` in lots of 0.0001, `quote` in whole dollars.
PositionView holding(std::int64_t base, std::int64_t quote)
{
    PositionView view;
    view.baseTotal = view.baseFree = {base};
    view.quoteTotal = view.quoteFree = Money::fromInt(quote);
    return view;
}

const Quote* quoteOf(const QuoteTarget& target, Side side, int level = 0)
{
    for (const Quote& quote : target.view()) {
        if (quote.side == side && quote.level == level)
            return &quote;
    }
    return nullptr;
}

constexpr Timestamp kStart = Timestamp::fromMillis(1'700'000'000'000);

} // namespace

/// Decisions of pure market making.
class tst_pure_market_making : public QObject {
    Q_OBJECT

    static PureMarketMaking with(const char* json)
    {
        PureMarketMaking strategy;
        const auto applied = strategy.setParams(json);
        if (!applied)
            qFatal("%s", applied.error().detail.c_str());
        return strategy;
    }

private slots:
    void spreadsAreMeasuredFromTheReference()
    {
        const Instrument instrument = btcUsdt();
        auto strategy = with(R"({"bid_spread": 10, "ask_spread": 20, "order_size": 0.01})");
        const QuoteTarget& target = strategy.onBook(marketOf(instrument, 59'999, 60'001, kStart), holding(10'000, 60'000));
        QCOMPARE(int(target.count), 2);
        QCOMPARE(quoteOf(target, Side::Buy)->price.count, std::int64_t(5'994'000));
        QCOMPARE(quoteOf(target, Side::Sell)->price.count, std::int64_t(6'012'000));
        QCOMPARE(quoteOf(target, Side::Buy)->qty.count, std::int64_t(100));
    }

    void levelsStepInPriceAndSize()
    {
        const Instrument instrument = btcUsdt();
        auto strategy = with(R"({"levels": 3, "bid_spread": 10, "ask_spread": 10, "level_spread_step": 5,
                                 "order_size": 0.01, "level_size_step": 0.005})");
        const QuoteTarget& target = strategy.onBook(marketOf(instrument, 59'999, 60'001, kStart), holding(10'000, 60'000));
        QCOMPARE(int(target.count), 6);
        QCOMPARE(quoteOf(target, Side::Buy, 2)->price.count, std::int64_t(5'988'000));
        QCOMPARE(quoteOf(target, Side::Sell, 1)->price.count, std::int64_t(6'009'000));
        QCOMPARE(quoteOf(target, Side::Buy, 2)->qty.count, std::int64_t(200));
    }

    void longInventoryLowersBothQuotes()
    {
        const Instrument instrument = btcUsdt();
        const char* json = R"({"bid_spread": 10, "ask_spread": 10, "order_size": 0.1, "price_skew": 4})";
        auto level = with(json);
        auto heavy = with(json);
        const MarketView market = marketOf(instrument, 59'999, 60'001, kStart);
        const QuoteTarget& even = level.onBook(market, holding(10'000, 60'000));
        // Half of the range: range = 10 x 0.1 = 1, base 2 of a total 3 with target 1.5.
        const QuoteTarget& leaning = heavy.onBook(market, holding(20'000, 60'000));
        QCOMPARE(quoteOf(even, Side::Buy)->price.count - quoteOf(leaning, Side::Buy)->price.count, std::int64_t(1200));
        QCOMPARE(quoteOf(even, Side::Sell)->price.count - quoteOf(leaning, Side::Sell)->price.count, std::int64_t(1200));
        QCOMPARE(quoteOf(leaning, Side::Buy)->qty.count, std::int64_t(500));
        QCOMPARE(quoteOf(leaning, Side::Sell)->qty.count, std::int64_t(1500));
    }

    void shortInventoryRaisesBothQuotesAndBuysMore()
    {
        const Instrument instrument = btcUsdt();
        auto strategy = with(R"({"bid_spread": 10, "ask_spread": 10, "order_size": 0.1, "price_skew": 4})");
        // Base 1 of a total 3 with target 1.5: short by half the range.
        const QuoteTarget& target = strategy.onBook(marketOf(instrument, 59'999, 60'001, kStart), holding(10'000, 120'000));
        QCOMPARE(quoteOf(target, Side::Buy)->price.count, std::int64_t(5'994'000 + 1200));
        QCOMPARE(quoteOf(target, Side::Sell)->price.count, std::int64_t(6'006'000 + 1200));
        QCOMPARE(quoteOf(target, Side::Buy)->qty.count, std::int64_t(1500));
    }

    void atTheEndOfTheRangeOneSideIsEmpty()
    {
        const Instrument instrument = btcUsdt();
        auto strategy = with(R"({"order_size": 0.01})");
        const QuoteTarget& target = strategy.onBook(marketOf(instrument, 59'999, 60'001, kStart), holding(50'000, 60'000));
        QVERIFY(quoteOf(target, Side::Buy) == nullptr);
        QCOMPARE(quoteOf(target, Side::Sell)->qty.count, std::int64_t(200));
    }

    void withoutATradableMarketNothingRests()
    {
        const Instrument instrument = btcUsdt();
        auto strategy = with("{}");
        MarketView market = marketOf(instrument, 59'999, 60'001, kStart);
        QCOMPARE(int(strategy.onBook(market, holding(10'000, 60'000)).count), 2);
        market.tradable = false;
        QCOMPARE(int(strategy.onTimer(market, holding(10'000, 60'000)).count), 0);
        QVERIFY(!strategy.onTimer(market, holding(10'000, 60'000)).keep);
        market.tradable = true; // and it does not wait for the refresh time to come back
        const QuoteTarget& back = strategy.onBook(market, holding(10'000, 60'000));
        QVERIFY(!back.keep);
        QCOMPARE(int(back.count), 2);
    }

    void betweenRefreshesNothingChanges()
    {
        const Instrument instrument = btcUsdt();
        auto strategy = with(R"({"refresh_time": 2, "refresh_tolerance": 1})");
        const PositionView position = holding(10'000, 60'000);
        QVERIFY(!strategy.onBook(marketOf(instrument, 59'999, 60'001, kStart), position).keep);
        QVERIFY(strategy.onBook(marketOf(instrument, 60'000, 60'002, kStart + Duration::millis(1'999)), position).keep);
        const QuoteTarget& later = strategy.onBook(marketOf(instrument, 60'000, 60'002, kStart + Duration::seconds(2)), position);
        QVERIFY(!later.keep);
        QCOMPARE(later.priceTolerance, std::int64_t(600)); // 1 bp of 60,001 in cents
    }

    void aReferenceThatComesTooNearIsNotWaitedOut()
    {
        const Instrument instrument = btcUsdt();
        auto strategy = with(R"({"refresh_time": 60, "bid_spread": 5, "ask_spread": 5, "min_spread": 8})");
        const PositionView position = holding(10'000, 60'000);
        strategy.onBook(marketOf(instrument, 59'999, 60'001, kStart), position);
        const QuoteTarget& moved = strategy.onBook(marketOf(instrument, 60'014, 60'016, kStart + Duration::millis(50)), position);
        QVERIFY(!moved.keep);
        QVERIFY(quoteOf(moved, Side::Sell)->price.count >= 6'003'900);
    }

    void theFilledSideWaits()
    {
        const Instrument instrument = btcUsdt();
        auto strategy = with(R"({"filled_order_delay": 3, "refresh_time": 60})");
        const PositionView position = holding(10'000, 60'000);
        strategy.onBook(marketOf(instrument, 59'999, 60'001, kStart), position);
        Fill fill;
        fill.side = Side::Buy;
        const QuoteTarget& after = strategy.onFill(fill, marketOf(instrument, 59'999, 60'001, kStart), position);
        QVERIFY(quoteOf(after, Side::Buy) == nullptr);
        QVERIFY(quoteOf(after, Side::Sell) != nullptr);
        const QuoteTarget& still = strategy.onTimer(marketOf(instrument, 59'999, 60'001, kStart + Duration::millis(2'900)), position);
        QVERIFY(still.keep);
        const QuoteTarget& back = strategy.onTimer(marketOf(instrument, 59'999, 60'001, kStart + Duration::seconds(3)), position);
        QVERIFY(!back.keep);
        QVERIFY(quoteOf(back, Side::Buy) != nullptr);
    }

    void theBudgetIsNeverExceeded()
    {
        const Instrument instrument = btcUsdt();
        auto strategy = with(R"({"levels": 5, "order_size": 0.01, "size_skew": false})");
        // 1,000 dollars buy 0.0166 in all; 0.015 base can be sold.
        const QuoteTarget& target = strategy.onBook(marketOf(instrument, 59'999, 60'001, kStart), holding(150, 1'000));
        Money spent;
        Qty sold;
        for (const Quote& quote : target.view()) {
            if (quote.side == Side::Buy)
                spent += instrument.notional(quote.price, quote.qty);
            else
                sold += quote.qty;
        }
        QVERIFY(spent <= Money::fromInt(1'000));
        QVERIFY(spent > Money::fromInt(990));
        QCOMPARE(sold.count, std::int64_t(150));
    }

    void whatTheVenueWouldRefuseAsTooSmallIsLeftOut()
    {
        const Instrument instrument = btcUsdt("100");
        auto strategy = with(R"({"order_size": 0.001, "size_skew": false})"); // 60 dollars
        const QuoteTarget& target = strategy.onBook(marketOf(instrument, 59'999, 60'001, kStart), holding(10'000, 60'000));
        QCOMPARE(int(target.count), 0);
    }

    void priceSourcesDiffer()
    {
        const Instrument instrument = btcUsdt();
        MarketView market = marketOf(instrument, 59'999, 60'001, kStart);
        market.bidQty = {30'000};
        market.askQty = {10'000};
        market.microprice = 60'000.3;
        market.fair = 60'000.7;
        const auto bidOf = [&](const char* source) {
            auto strategy = with((std::string(R"({"bid_spread": 0, "ask_spread": 0, "min_spread": 0, "price_skew": 0,
                                   "price_source": ")") + source + "\"}").c_str());
            return quoteOf(strategy.onBook(market, holding(10'000, 60'000)), Side::Buy)->price.count;
        };
        QCOMPARE(bidOf("mid"), std::int64_t(6'000'000));
        QCOMPARE(bidOf("weighted_mid"), std::int64_t(6'000'050));
        QCOMPARE(bidOf("microprice"), std::int64_t(6'000'030));
        QCOMPARE(bidOf("fair"), std::int64_t(6'000'070));
    }

    void parametersRoundTripAndBadOnesAreNamed()
    {
        PureMarketMaking strategy;
        const std::string before = strategy.params();
        QVERIFY(!strategy.setParams(R"({"levels": 21})"));
        QVERIFY(!strategy.setParams(R"({"bid_spread": 1, "ask_spread": 1, "min_spread": 3})"));
        QVERIFY(!strategy.setParams(R"({"levels": 3, "order_size": 0.01, "level_size_step": -0.005})"));
        QCOMPARE(strategy.params(), before);
        QVERIFY(strategy.setParams(before));
        QCOMPARE(strategy.params(), before);
    }

    void theRegistryKnowsIt()
    {
        const StrategyKind* kind = findStrategyKind("pure_market_making");
        QVERIFY(kind != nullptr);
        QVERIFY(findStrategyKind("nothing") == nullptr);
        QCOMPARE(kind->make()->params(), kind->schema->defaults());
        QCOMPARE(strategyKinds().front().name, kind->name);
    }

    /// Whatever the market and the inventory: post only never crosses, the minimum spread holds, sizes are sendable, the
    /// chain has no hole and ends at what is sent.
    void anyQuoteIsSoundAndExplained()
    {
        const Instrument instrument = btcUsdt();
        std::mt19937_64 random(20'240'501);
        const auto between = [&](double low, double high) { return std::uniform_real_distribution<>(low, high)(random); };
        for (int i = 0; i < 1'000; ++i) {
            PureMarketMaking strategy;
            const double minSpread = between(0, 10);
            const std::string json = "{\"levels\": " + std::to_string(1 + i % 20)
                + ", \"bid_spread\": " + std::to_string(between(5, 50)) + ", \"ask_spread\": " + std::to_string(between(5, 50))
                + ", \"min_spread\": " + std::to_string(minSpread) + ", \"price_skew\": " + std::to_string(between(0, 60))
                + ", \"order_size\": " + std::to_string(between(0.0001, 0.5))
                + ", \"level_spread_step\": " + std::to_string(between(0, 3)) + "}";
            QVERIFY2(strategy.setParams(json).has_value(), json.c_str());
            const double bid = std::floor(between(100, 9'000'000)) / 100.0;
            MarketView market = marketOf(instrument, bid, bid + std::floor(between(1, 5'000)) / 100.0, kStart);
            market.microprice = between(bid, instrument.toDouble(market.bestAsk));
            const PositionView position = holding(static_cast<std::int64_t>(between(0, 100'000)),
                                                  static_cast<std::int64_t>(between(0, 500'000)));
            checkAll(instrument, market, position, minSpread, strategy.onBook(market, position));
        }
    }

private:
    static void checkAll(const Instrument& instrument, const MarketView& market, const PositionView& position,
                         double minSpread, const QuoteTarget& target)
    {
        Money spent;
        Qty sold;
        for (const Quote& quote : target.view()) {
            const bool buy = quote.side == Side::Buy;
            QVERIFY(buy ? quote.price < market.bestAsk : quote.price > market.bestBid);
            const double distance = sign(quote.side) * (market.microprice - instrument.toDouble(quote.price));
            QVERIFY(distance >= market.microprice * minSpread * 0.5e-4 - 1e-9 * market.microprice);
            QVERIFY(instrument.onTick(quote.price) && instrument.onLot(quote.qty) && quote.qty.count > 0);
            QVERIFY(instrument.notional(quote.price, quote.qty) >= instrument.minNotional());
            spent += buy ? instrument.notional(quote.price, quote.qty) : Money{};
            sold += buy ? Qty{} : quote.qty;
            QCOMPARE(int(quote.steps), 6);
            for (int step = 1; step < 5; ++step) {
                QCOMPARE(quote.chain[step].before, quote.chain[step - 1].after);
                QCOMPARE(quote.chain[step].bound, quote.chain[step].before != quote.chain[step].after);
            }
            QCOMPARE(quote.chain[0].before, market.microprice);
            QCOMPARE(quote.chain[4].after, instrument.toDouble(quote.price));
            QCOMPARE(quote.chain[5].after, instrument.toDouble(quote.qty));
        }
        QVERIFY(spent <= position.quoteFree);
        QVERIFY(sold <= position.baseFree);
    }
};

MAKER_TEST(tst_pure_market_making)
#include "tst_pure_market_making.moc"
