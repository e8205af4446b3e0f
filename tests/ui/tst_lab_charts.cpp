#include "support/fake_lab_result.h"
#include "support/maker_test.h"
#include "ui/base/number_text.h"
#include "ui/charts/equity_chart.h"
#include "ui/charts/equity_series.h"
#include "ui/charts/heat_grids.h"
#include "ui/charts/markout_chart.h"
#include "ui/charts/nice_step.h"

#include <QApplication>
#include <QSignalSpy>

#include <algorithm>

using namespace maker;

namespace {

EquityPoint point(std::int64_t minute, std::int64_t total)
{
    EquityPoint out;
    out.time = Timestamp::fromMillis(1'000'000'000'000 + minute * 60'000);
    out.pnl.spread = out.pnl.total = Money::fromInt(total);
    return out;
}

std::pair<double, double> extremes(const std::vector<EquitySample>& samples)
{
    const auto [low, high] = std::minmax_element(
        samples.begin(), samples.end(), [](const EquitySample& a, const EquitySample& b) { return a.total < b.total; });
    return { low->total, high->total };
}

} // namespace

class tst_lab_charts : public QObject {
    Q_OBJECT
private slots:
    void axesStepInRoundNumbers()
    {
        QCOMPARE(niceStep(4.45), 2.0);
        QCOMPARE(niceStep(3.9), 1.0);
        QCOMPARE(niceStep(0.7), 0.2);
        QCOMPARE(niceStep(1'700.0), 500.0);
        QCOMPARE(niceStep(0.09, 2), 0.05);
        QVERIFY(niceStep(0.0) > 0.0);
        QCOMPARE(decimalsOfStep(0.05), 2);
        QCOMPARE(decimalsOfStep(0.2), 1);
        QCOMPARE(decimalsOfStep(0.1), 1);
        QCOMPARE(decimalsOfStep(1.0), 0);
        QCOMPARE(decimalsOfStep(500.0), 0);
    }
    void drawdownIsTheDistanceBelowTheHighestTotal()
    {
        const std::vector<EquitySample> samples = equitySamples({ point(0, 0), point(1, 10), point(2, 4), point(3, 12), point(4, 11) }, nullptr);
        std::vector<double> depths;
        for (const EquitySample& sample : samples)
            depths.push_back(sample.drawdown);
        QCOMPARE(depths, (std::vector<double> { 0, 0, -6, 0, -1 }));
    }
    void thePositionIsOfWhatWasQuotedNotOfTheFirstInstrument()
    {
        LabResult result;
        for (const char* base : { "BTC", "ETH" }) {
            InstrumentSpec spec;
            spec.id = { static_cast<std::uint32_t>(result.record.instruments.size() + 1) };
            spec.symbol.assign(std::string(base) + "USDT");
            spec.base = base;
            spec.quote = "USDT";
            spec.tickSize = "0.01";
            spec.lotSize = "0.1";
            result.record.instruments.push_back(std::make_shared<const Instrument>(Instrument::make(spec).value()));
        }
        result.record.equity = { point(0, 0), point(1, 2) };
        result.record.equity.back().positions = { Qty {}, Qty { 25 } };
        QCOMPARE(equitySamples(result).back().position, 0.0); // nothing was said: the first
        result.request.symbol = "ETHUSDT";
        QCOMPARE(equitySamples(result).back().position, 2.5);
        QCOMPARE(quotedInstrument(result)->base().str(), std::string("ETH"));
        const Theme theme = Theme::load(ThemeTone::Dark);
        EquityChart chart(theme);
        chart.setRuns({ { QStringLiteral("A"), std::make_shared<const LabResult>(result) } });
        QVERIFY2(chart.legendTexts().back().contains(QStringLiteral("ETH")), qPrintable(chart.legendTexts().back()));
    }
    void aRunThatNeverRisesFallsFromItsStart()
    {
        const std::vector<EquitySample> samples = equitySamples({ point(0, 0), point(1, -3) }, nullptr);
        QCOMPARE(samples.back().drawdown, -3.0);
    }
    void thinningKeepsTheEndsAndEveryExtreme()
    {
        for (std::uint64_t seed = 1; seed <= 5; ++seed) {
            const std::vector<EquitySample> all = equitySamples(*fakeResult(seed, 6));
            for (const std::size_t most : { 100U, 1'000U, 3'000U }) {
                const std::vector<EquitySample> few = decimated(all, most);
                QVERIFY(few.size() <= most + 4);
                QCOMPARE(few.front().key, all.front().key);
                QCOMPARE(few.back().key, all.back().key);
                QCOMPARE(extremes(few), extremes(all));
                QVERIFY(std::is_sorted(few.begin(), few.end(), [](const EquitySample& a, const EquitySample& b) { return a.key < b.key; }));
            }
        }
    }
    void theCrosshairReadsTheSampleBeforeIt()
    {
        const std::vector<EquitySample> samples = equitySamples({ point(0, 1), point(1, 2), point(2, 3) }, nullptr);
        QVERIFY(sampleAt(samples, samples[0].key - 1) == nullptr);
        QCOMPARE(sampleAt(samples, samples[1].key)->total, 2.0);
        QCOMPARE(sampleAt(samples, samples[1].key + 59)->total, 2.0);
        QCOMPARE(sampleAt(samples, samples[2].key + 1e6)->total, 3.0);
    }
    void legendsFollowTheCrosshairAndAddUp()
    {
        const Theme theme = Theme::load(ThemeTone::Dark);
        EquityChart chart(theme);
        chart.resize(900, 640);
        chart.show();
        const auto a = fakeResult(3, 10);
        chart.setRuns({ { QStringLiteral("A"), a }, { QStringLiteral("B"), fakeResult(4, 10) } });
        QCOMPARE(chart.shades(), std::size_t(1)); // days 4 and 5
        QVERIFY(chart.points() > 1'000 && chart.points() <= 3'010);
        const QStringList last = chart.legendTexts();
        QVERIFY(last[0].contains(text::signedNumber(a->record.equity.back().pnl.total.toDouble(), 2)));
        chart.setCrosshair(static_cast<double>(a->record.equity[5'000].time.ns) * 1e-9);
        const QStringList then = chart.legendTexts();
        QVERIFY(then != last);
        QVERIFY(then[2].contains(text::signedMoney(a->record.equity[5'000].pnl.spread)));
        QVERIFY(then[3].contains(QStringLiteral("B ")));
    }
    void zoomKeepsTheMomentUnderThePointerAndHomeShowsAll()
    {
        const Theme theme = Theme::load(ThemeTone::Dark);
        EquityChart chart(theme);
        chart.resize(900, 640);
        chart.setRuns({ { QStringLiteral("A"), fakeResult(3, 10) } });
        const double whole = chart.visibleSeconds();
        QCOMPARE(whole, 10.0 * 86'400.0);
        chart.zoomAt(1'793'491'200.0 + 3 * 86'400.0, 0.5);
        QCOMPARE(chart.visibleSeconds(), whole / 2);
        for (int i = 0; i < 60; ++i)
            chart.zoomAt(1'793'491'200.0, 0.5);
        QVERIFY(chart.visibleSeconds() >= 299.0);
        QTest::keyClick(&chart, Qt::Key_Home);
        QCOMPARE(chart.visibleSeconds(), whole);
    }
    void theCutsOfTheLookAheadCheckStandOnTheEquity()
    {
        const Theme theme = Theme::load(ThemeTone::Dark);
        EquityChart chart(theme);
        chart.resize(900, 640);
        chart.show();
        const auto failed = fakeResult(5, 10);
        chart.setRuns({ { QStringLiteral("A"), failed }, { QStringLiteral("B"), fakeResult(4, 10) } });
        QCOMPARE(chart.cutTexts().size(), 2); // those of the first run
        QVERIFY(chart.cutTexts()[0].contains(QStringLiteral("Passed: cut off after 30 %")));
        QVERIFY(chart.cutTexts()[0].contains(text::dateClock(failed->cuts[0].time)));
        QVERIFY(chart.cutTexts()[1].contains(QStringLiteral("FAILED")));
        QCOMPARE(chart.accessibleDescription(), chart.cutTexts().join(QLatin1Char('\n')));
        const auto keyOf = [&](std::size_t cut) { return static_cast<double>(failed->cuts[cut].time.ns) * 1e-9; };
        QCOMPARE(chart.cutTextAt(keyOf(1)), chart.cutTexts()[1]);
        QCOMPARE(chart.cutTextAt((keyOf(0) + keyOf(1)) / 2), QString());
        QTest::qWait(30); // replots are queued
        const QImage marked = chart.grab().toImage();
        auto plain = std::make_shared<LabResult>(*failed);
        plain->cuts.clear();
        chart.setRuns({ { QStringLiteral("A"), plain }, { QStringLiteral("B"), fakeResult(4, 10) } });
        QVERIFY(chart.cutTexts().isEmpty());
        QTest::qWait(30);
        QVERIFY(chart.grab().toImage() != marked);
    }
    void anEmptyRunDrawsNothingAndDoesNotFail()
    {
        const Theme theme = Theme::load(ThemeTone::Dark);
        EquityChart chart(theme);
        chart.resize(600, 400);
        chart.setRuns({ { QStringLiteral("A"), std::make_shared<const LabResult>() }, { QStringLiteral("B"), nullptr } });
        QCOMPARE(chart.points(), std::size_t(0));
        QVERIFY(!chart.grab().isNull());
    }
    void markoutsThatAreNotKnownAreLeftOut()
    {
        const Theme theme = Theme::load(ThemeTone::Dark);
        MarkoutChart chart(theme);
        MarkoutChart::Curve curve;
        curve.name = QStringLiteral("A");
        curve.color = theme.accent.text;
        curve.edge = { 10, 1.8, 0.1 };
        curve.after[2] = { 8, -0.4, 0.2 };
        chart.setCurves({ curve });
        QCOMPARE(chart.description(), QStringLiteral("A at 0 s: +1.80 bp\nA at 5\u2009s: ") + text::kMinus + QStringLiteral("0.40 bp"));
        chart.resize(400, 240);
        const QImage first = chart.grab().toImage();
        curve.after[2].mean = 0.9;
        chart.setCurves({ curve });
        QVERIFY(chart.grab().toImage() != first);
    }
    void anHourOfTheWeekIsReadByItsCell()
    {
        const Theme theme = Theme::load(ThemeTone::Dark);
        HourGrid grid(theme);
        grid.resize(500, 260);
        std::array<Money, 168> hours {};
        hours[9] = Money::fromInt(12); // Monday, 09:00
        hours[167] = Money::fromInt(-4);
        grid.setHours(hours, QStringLiteral("USDT"));
        // Cells of (500 - 40 - 12) / 24 by (260 - 10 - 44) / 7 pixels, from (40, 10).
        QCOMPARE(grid.textAt({ 40 + 9.5 * 448.0 / 24, 12 }), QStringLiteral("Mon 09:00 +12.00 USDT"));
        QCOMPARE(grid.textAt({ 486, 214 }), QStringLiteral("Sun 23:00 ") + text::kMinus + QStringLiteral("4.00 USDT"));
        QCOMPARE(grid.textAt({ 10, 10 }), QString());
    }
};

MAKER_APP_TEST(tst_lab_charts, QApplication)
#include "tst_lab_charts.moc"
