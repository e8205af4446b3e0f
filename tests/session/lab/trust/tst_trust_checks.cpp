#include "kernel/backtest/market_script.h"
#include "kernel/strategy/join_touch/join_touch.h"
#include "session/lab/source_taps.h"
#include "session/lab/trust_checks.h"
#include "support/maker_test.h"

#include <array>
#include <limits>
#include <set>

using namespace maker;

// A strategy that looks into the future, and only late in the run, against the check that is to find it.

namespace {

/// What the peeking strategy gets hold of: the trades of the recording it runs on, which no strategy should know.
struct Future {
    std::vector<MarketEvent> trades;
    Timestamp from{std::numeric_limits<std::int64_t>::max()}; ///< it peeks from here on
    Duration ahead;

    /// Price of the last trade that will have happened by then; as far as the recording goes.
    Price priceAt(Timestamp now) const
    {
        Price price;
        for (const MarketEvent& trade : trades) {
            if (trade.localTime > now + ahead)
                break;
            price = trade.price;
        }
        return price;
    }
};

Future g_future;

/// Joins the touch; once it peeks, only on the side that the future price favours.
class Peeker final : public Strategy {
public:
    const QuoteTarget& onBook(const MarketView& market, const PositionView& position) override
    {
        return decide(market, m_honest.onBook(market, position));
    }
    const QuoteTarget& onFill(const Fill& fill, const MarketView& market, const PositionView& position) override
    {
        return decide(market, m_honest.onFill(fill, market, position));
    }
    const QuoteTarget& onTimer(const MarketView& market, const PositionView& position) override
    {
        return decide(market, m_honest.onTimer(market, position));
    }
    Result<void> setParams(std::string_view json) override { return m_honest.setParams(json); }
    std::string params() const override { return m_honest.params(); }

private:
    const QuoteTarget& decide(const MarketView& market, const QuoteTarget& honest)
    {
        if (market.now < g_future.from || honest.keep)
            return honest;
        const bool rises = g_future.priceAt(market.now) > market.bestBid;
        m_target.clear();
        for (const Quote& quote : honest.view()) {
            if ((quote.side == Side::Buy) == rises)
                m_target.add() = quote;
        }
        return m_target;
    }

    join_touch::JoinTouch m_honest;
    QuoteTarget m_target;
};

const std::array kKinds{StrategyKind{.name = "peeker",
    .title = "Peeker",
    .help = "Knows what it should not.",
    .schema = &schemaOf<join_touch::Params>(),
    .make = []() -> std::unique_ptr<Strategy> { return std::make_unique<Peeker>(); }}};

} // namespace

namespace maker {

// In the place of the registry.
std::span<const StrategyKind> strategyKinds() noexcept
{
    return kKinds;
}

const StrategyKind* findStrategyKind(std::string_view name) noexcept
{
    return name == kKinds[0].name ? &kKinds[0] : nullptr;
}

} // namespace maker

class tst_trust_checks : public QObject {
    Q_OBJECT

    test::MarketScript m_script = test::randomMarket(5, 30'000);

    Timestamp begin() const { return m_script.events.front().localTime; }
    Duration length() const { return m_script.events.back().localTime - begin(); }

    static LabRequest aRequest(int seed = 0)
    {
        LabRequest request;
        request.strategy = "peeker";
        request.params = R"({"order_size":0.1,"max_position":)" + std::to_string(1 + seed) + "}";
        request.models = R"({"entry_latency":1,"response_latency":1,"base_balance":100})";
        return request;
    }
    /// The recording, cut where it is asked to be; the peeking strategy sees all of what is left.
    OpenSources opener() const
    {
        return [this](Timestamp until) -> Result<std::vector<std::unique_ptr<backtest::EventSource>>> {
            std::vector<MarketEvent> events = m_script.events;
            if (until.valid())
                std::erase_if(events, [until](const MarketEvent& event) { return event.localTime > until; });
            g_future.trades.clear();
            for (const MarketEvent& event : events) {
                if (event.kind == MarketKind::Trade)
                    g_future.trades.push_back(event);
            }
            std::vector<std::unique_ptr<backtest::EventSource>> sources;
            sources.push_back(test::MarketScript::sourceOf(std::move(events)));
            return sources;
        };
    }
    std::vector<LookAheadCut> m_cuts; ///< of the last check

    std::string lookAhead(const LabRequest& request)
    {
        RunTrace trace;
        auto result = runTraced(request, opener(), {}, trace);
        if (!result)
            return result.error().detail;
        if (auto checked = addTrustChecks(*result, trace, opener(), {}); !checked)
            return checked.error().detail;
        m_cuts = result->cuts;
        return result->checks.front().second;
    }

private slots:
    void anHonestStrategyPasses()
    {
        g_future.from = {std::numeric_limits<std::int64_t>::max()};
        for (int seed = 0; seed < 3; ++seed) {
            const std::string sentence = lookAhead(aRequest(seed));
            QVERIFY2(sentence.starts_with("ok"), sentence.c_str());
            QCOMPARE(m_cuts.size(), std::size_t{3});
            const auto shares = cutsOf(aRequest(seed));
            for (std::size_t i = 0; i < m_cuts.size(); ++i) {
                QVERIFY2(m_cuts[i].verdict.starts_with("ok"), m_cuts[i].verdict.c_str());
                const double share = (m_cuts[i].time - begin()).toSeconds() / length().toSeconds();
                QVERIFY2(std::abs(share - shares[i]) < 0.01, QByteArray::number(share).constData());
            }
        }
        QVERIFY(length() > Duration::seconds(500));
    }

    void peekingIsFoundWhereverItBegins_data()
    {
        QTest::addColumn<double>("share");
        QTest::addColumn<int>("seconds");
        QTest::newRow("from the start") << 0.0 << 30;
        QTest::newRow("from the middle on, after the first five minutes") << 0.6 << 30;
        QTest::newRow("only in the last tenth") << 0.9 << 30;
        QTest::newRow("only in the last tenth, two seconds ahead") << 0.9 << 2;
    }
    void peekingIsFoundWhereverItBegins()
    {
        QFETCH(double, share);
        QFETCH(int, seconds);
        g_future.from = begin() + Duration{static_cast<std::int64_t>(static_cast<double>(length().ns) * share)};
        g_future.ahead = Duration::seconds(seconds);
        const std::string sentence = lookAhead(aRequest());
        QVERIFY2(sentence.starts_with("FAILED"), sentence.c_str());
        QVERIFY(!m_cuts.empty());
        QCOMPARE(m_cuts.back().verdict, sentence); // the mark at the cut says what the check says
        QVERIFY(m_cuts.back().time > g_future.from);
    }

    void theCutsLieOverTheWholeRunAndDifferBetweenRequests()
    {
        std::set<double> seen;
        for (int seed = 0; seed < 20; ++seed) {
            const auto cuts = cutsOf(aRequest(seed));
            QVERIFY(cuts[0] >= 0.10 && cuts[0] <= 0.45);
            QVERIFY(cuts[1] >= 0.45 && cuts[1] <= 0.80);
            QCOMPARE(cuts[2], 0.98);
            QVERIFY(checkWork(aRequest(seed)) <= 2.24);
            QCOMPARE(cutsOf(aRequest(seed)), cuts);
            seen.insert(cuts[0]);
        }
        QVERIFY(seen.size() > 15);
    }

    void aCutRecordingHasNothingLater()
    {
        const Timestamp cut = begin() + Duration::seconds(40);
        CutTap tap(m_script.source(), cut);
        std::size_t count = 0;
        for (;;) {
            const auto batch = tap.next();
            QVERIFY(batch);
            if (batch->empty())
                break;
            for (const MarketEvent& event : *batch)
                QVERIFY(event.localTime <= cut);
            count += batch->size();
        }
        const auto expected = std::ranges::count_if(m_script.events, [cut](const MarketEvent& e) { return e.localTime <= cut; });
        QCOMPARE(count, static_cast<std::size_t>(expected));
    }
};

MAKER_TEST(tst_trust_checks)
#include "tst_trust_checks.moc"
