#include "support/maker_test.h"
#include "support/panel_rig.h"
#include "ui/charts/quote_band.h"
#include "ui/panels/candles/candles_panel.h"
#include "ui/panels/summary/summary_panel.h"

using namespace maker;

namespace {
RestedSpan rested(Side side, std::int64_t price, std::int64_t from, std::int64_t to)
{
    return { Timestamp::fromMillis(from), Timestamp::fromMillis(to), side, { price } };
}
} // namespace

class tst_past_panels : public QObject {
    Q_OBJECT
private slots:
    void theBandIsBetweenTheBestOfBothSides()
    {
        const std::vector<RestedSpan> spans { rested(Side::Buy, 90, 0, 50), rested(Side::Buy, 95, 10, 30),
            rested(Side::Sell, 105, 5, 40), rested(Side::Sell, 110, 0, 60) };
        const std::vector<BandStep> steps = quoteBand(spans);
        const auto step = [](std::int64_t from, std::int64_t bid, std::int64_t ask) {
            return BandStep { Timestamp::fromMillis(from), std::pair { Price { bid }, Price { ask } } };
        };
        const std::vector<BandStep> wanted { step(0, 90, 110), step(5, 90, 105), step(10, 95, 105), step(30, 90, 105),
            step(40, 90, 110), BandStep { Timestamp::fromMillis(50), std::nullopt } };
        QCOMPARE(steps.size(), wanted.size());
        for (std::size_t i = 0; i < steps.size(); ++i)
            QVERIFY2(steps[i] == wanted[i], qPrintable(QString::number(i)));
    }
    void aMovedQuoteLeavesNoHole()
    {
        const std::vector<RestedSpan> spans { rested(Side::Buy, 90, 0, 10), rested(Side::Buy, 91, 10, 20), rested(Side::Sell, 99, 0, 20) };
        const std::vector<BandStep> steps = quoteBand(spans);
        QCOMPARE(steps.size(), std::size_t { 3 });
        QVERIFY(steps[1].edges.has_value());
        QVERIFY(!steps[2].edges.has_value());
    }
    void theChartShowsTheBandOfTheTimeBefore()
    {
        const auto picture = [](bool past) {
            PanelRig rig;
            if (past) {
                const MarketSnapshot& market = rig.session.editMarket(FakeSession::kSol);
                const std::int64_t now = FakeSession::kNowSeconds * 1000;
                rig.session.rested = { rested(Side::Buy, market.bids[20].price.count, now - 3'600'000, now - 600'000),
                    rested(Side::Sell, market.asks[20].price.count, now - 3'600'000, now - 600'000) };
            }
            rig.open(std::make_unique<CandlesPanel>(rig.context()), 1128, 508);
            QTest::qWait(120);
            rig.frame();
            QApplication::processEvents();
            return rig.picture();
        };
        QVERIFY(picture(false) != picture(true));
    }
    void earlierDaysHaveBarsAndTodayAddsUp()
    {
        PanelRig rig;
        constexpr std::int64_t kDaySeconds = 86'400;
        const std::int64_t today = FakeSession::kNowSeconds / kDaySeconds;
        for (const std::int64_t back : { 2, 1, 0 }) {
            DayPnl day;
            day.day = Timestamp::fromMillis((today - back) * kDaySeconds * 1000);
            day.pnl.dayPnl = Money::fromInt(100 * (back + 1));
            rig.session.days.push_back(day);
        }
        rig.session.editDesk().pnl.dayPnl = Money::fromInt(7);
        rig.session.touch();
        auto& panel = rig.open(std::make_unique<SummaryPanel>(rig.context()), 700, 260);
        QCOMPARE(panel.days().at(today - 2), 300.0);
        QCOMPARE(panel.days().at(today - 1), 200.0);
        QCOMPARE(panel.days().at(today), 107.0);
    }
};

MAKER_APP_TEST(tst_past_panels, QApplication)
#include "tst_past_panels.moc"
