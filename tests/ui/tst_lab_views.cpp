#include "support/fake_lab_result.h"
#include "support/lab_rig.h"
#include "support/maker_test.h"
#include "ui/base/number_text.h"
#include "ui/base/segments.h"
#include "ui/charts/equity_series.h"
#include "ui/forms/param_editors.h"
#include "ui/forms/param_form.h"
#include "ui/panels/lab/lab_strategies.h"
#include "ui/panels/lab/lab_tables.h"

#include <QPushButton>

using namespace maker;

namespace {

QStringList headersOf(const QAbstractItemModel& model)
{
    QStringList out;
    for (int column = 0; column < model.columnCount(); ++column)
        out << model.headerData(column, Qt::Horizontal).toString();
    return out;
}

/// The bar strategy beside those of the session.
void offerBars(LabRig& t)
{
    t.lab.offerBars(offeredStrategies(t.rig.context()));
}

} // namespace

class tst_lab_views : public QObject {
    Q_OBJECT
private slots:
    void outOfSampleComesFirstInCurvesAndFigures()
    {
        LabRig t;
        t.panel->runs()->show(109);
        StatisticsView& statistics = *t.panel->statistics();
        const EquityChart& chart = t.panel->result()->equity();
        QVERIFY(statistics.samples().isVisible());
        QCOMPARE(statistics.samples().current(), 0); // Out
        const auto pnl = [&] {
            const int row = rowOf(statistics.model(), QStringLiteral("PnL, USDT"));
            return shownCell(statistics.model(), row, 1);
        };
        const auto shown = [&](Sample sample) { return text::signedMoney(t.lab.result(109, sample)->statistics.pnl); };
        QVERIFY(shown(Sample::Out) != shown(Sample::All));
        QCOMPARE(pnl(), shown(Sample::Out));
        QVERIFY(chart.legendTexts().front().contains(shown(Sample::Out)));
        QCOMPARE(chart.shades(), std::size_t(0)); // all that is drawn is of one kind
        const QImage out = t.rig.picture();
        QTest::keyClick(&statistics.samples(), Qt::Key_Right);
        QCOMPARE(pnl(), shown(Sample::In));
        QTest::keyClick(&statistics.samples(), Qt::Key_Right);
        QCOMPARE(pnl(), shown(Sample::All));
        QVERIFY(chart.legendTexts().front().contains(shown(Sample::All)));
        QVERIFY(chart.shades() > 0);
        QTest::qWait(20);
        QVERIFY(t.rig.picture() != out);
    }
    void checksAreMadeUnlessTheyAreSwitchedOff()
    {
        LabRig t;
        RunForm& form = *t.panel->form();
        QVERIFY(form.checksSwitch()->isChecked());
        QVERIFY(form.request()->checks);
        QTest::keyClick(form.checksSwitch(), Qt::Key_Space);
        QVERIFY(!form.request()->checks);
        QVERIFY(form.statusText().contains(QStringLiteral("without checks")));
        t.panel->run();
        QVERIFY(!t.lab.lastRequest.checks);
        form.showPage(2);
        QVERIFY2(form.statusText().endsWith(QStringLiteral("Nothing is checked.")), qPrintable(form.statusText()));
        LabRequest checked = t.lab.lastRequest;
        checked.checks = true;
        form.load(checked); // a former run comes back as it was asked for
        QVERIFY(form.checksSwitch()->isChecked());
    }
    void quantitiesAreCountedInTheBaseOfTheRecording()
    {
        LabRig t;
        RunForm& form = *t.panel->form();
        const auto unit = [&form] { return qobject_cast<NumberField*>(form.paramForm()->row("order_qty")->editor())->unit(); };
        form.recordings()->choose({ "/data/btcusdt-trades.tape" });
        QCOMPARE(unit(), QStringLiteral("BTC"));
        form.recordings()->choose({ "/data/solusdt-2026-11.tape" });
        QCOMPARE(unit(), QStringLiteral("SOL"));
    }
    void aRunWithoutPartsHasNoSwitch()
    {
        LabRig t;
        offerBars(t);
        t.panel->runs()->show(t.lab.addBarRun());
        t.frame();
        QVERIFY(!t.panel->statistics()->samples().isVisible());
    }
    void aJobIsPausedAndGoesOn()
    {
        LabRig t;
        JobLine& line = t.panel->progress()->line(0);
        QCOMPARE(line.pauseButton()->text(), QStringLiteral("Pause"));
        QTest::keyClick(line.pauseButton(), Qt::Key_Space);
        QCOMPARE(t.lab.asked.back(), std::string("pause 1"));
        t.frame();
        QCOMPARE(line.pauseButton()->text(), QStringLiteral("Resume"));
        QVERIFY2(line.text().contains(QStringLiteral("paused")) && line.text().contains(QStringLiteral("left 3 min 40 s")),
            qPrintable(line.text()));
        QVERIFY(!line.text().contains(QStringLiteral("ends"))); // nobody knows while it is held
        QVERIFY(t.panel->form()->stopButton()->isEnabled());
        line.pauseButton()->click();
        QCOMPARE(t.lab.asked.back(), std::string("resume 1"));
        t.frame();
        QCOMPARE(line.pauseButton()->text(), QStringLiteral("Pause"));
        line.cancelButton()->click();
        QCOMPARE(t.lab.asked.back(), std::string("cancel 1"));
    }
    void eachJobHasItsLineAndTheRestIsANumber()
    {
        LabRig t;
        for (std::uint64_t id = 2; id <= 5; ++id) {
            JobView job;
            job.id = id;
            job.title = "Import " + std::to_string(id);
            job.state = id == 3 ? JobState::Paused : JobState::Queued;
            t.lab.editJobs().push_back(job);
        }
        t.frame();
        const ProgressStrip& strip = *t.panel->progress();
        QCOMPARE(strip.shownLines(), std::size_t(3));
        QCOMPARE(strip.line(0).job().id, std::uint64_t(1)); // runs
        QCOMPARE(strip.line(1).job().id, std::uint64_t(3)); // held
        QVERIFY(strip.line(2).text().contains(QStringLiteral("2 more waiting")));
    }
    void aStrategyOverBarsIsOfferedBarsAndItsOwnModels()
    {
        LabRig first;
        const std::vector<LabStrategy> others = offeredStrategies(first.rig.context());
        FakeLab lab;
        lab.offerBars(others);
        PanelRig rig;
        rig.lab = &lab;
        auto& panel = rig.open(std::make_unique<LabPanel>(rig.context()), 1920, 974);
        RunForm& form = *panel.form();
        QCOMPARE(form.recordings()->first()->kind, std::string("order book"));
        form.strategyBox()->setCurrentIndex(form.strategyBox()->findData(QStringLiteral("sma_cross")));
        QVERIFY(form.strategyBox()->currentText().contains(QStringLiteral("on bars")));
        QCOMPARE(form.recordings()->first()->kind, std::string("bars"));
        form.paramForm()->setDraft(R"({"fast":5,"slow":30})");
        form.modelForm()->setDraft(R"({"taker_fee":4})");
        panel.run();
        QCOMPARE(lab.asked.back(), std::string("run sma_cross"));
        QCOMPARE(lab.lastRequest.data, std::vector<std::string> { "/data/ethusdt-bars.tape" });
        QVERIFY(lab.lastRequest.params.find("\"fast\":5") != std::string::npos);
        QVERIFY(lab.lastRequest.models.find("\"taker_fee\":4") != std::string::npos);
        QVERIFY(lab.lastRequest.models.find("queue") == std::string::npos);
        QVERIFY(form.searchForm()->keyBox(0)->findData(QStringLiteral("models.taker_fee")) >= 0);
        QVERIFY(form.searchForm()->keyBox(0)->findData(QStringLiteral("models.queue")) < 0);
        // A search is asked for like a run, and judged by what bars have.
        QVERIFY(form.searchForm()->objectiveBox()->findData(QStringLiteral("sharpe")) >= 0);
        QVERIFY(form.searchForm()->objectiveBox()->findData(QStringLiteral("quote_uptime")) < 0);
        form.sweep(); // shows the page
        form.sweep();
        QCOMPARE(lab.lastSearch.base.strategy, std::string("sma_cross"));
        QCOMPARE(lab.lastSearch.base.data, std::vector<std::string> { "/data/ethusdt-bars.tape" });
        QVERIFY(!lab.lastSearch.axes.empty());
        // Without candles there is nothing to run on, and the form says where they come from.
        std::erase_if(lab.editData(), [](const DataSetView& set) { return set.kind == "bars"; });
        lab.touch();
        rig.frame();
        QVERIFY(!form.runButton()->isEnabled());
        QVERIFY(form.statusText().contains(QStringLiteral("the Data tab imports candles")));
        form.strategyBox()->setCurrentIndex(0);
        QVERIFY(form.runButton()->isEnabled());
    }
    void aRunOverBarsHidesQueueAndMarkouts()
    {
        LabRig t;
        offerBars(t);
        const std::uint64_t run = t.lab.addBarRun();
        t.frame();
        ResultView& result = *t.panel->result();
        t.panel->runs()->show(109);
        QVERIFY(result.showsMarkouts());
        QVERIFY(rowOf(t.panel->statistics()->model(), QStringLiteral("Queue ahead")) >= 0);
        t.panel->runs()->show(run);
        QVERIFY(!result.showsMarkouts());
        const StatisticsModel& model = t.panel->statistics()->model();
        QVERIFY(rowOf(model, QStringLiteral("PnL, USDT")) >= 0);
        for (const char* title : { "Queue ahead", "Quote uptime", "Markout 5 s", "Edge at the fill", "Quoting", "Markouts" })
            QCOMPARE(rowOf(model, QLatin1String(title)), -1);
        result.showPage(ResultView::kFills);
        const QStringList headers = headersOf(result.fills());
        QCOMPARE(headers, (QStringList { QStringLiteral("Time, UTC"), QStringLiteral("Side"), QStringLiteral("Price"),
                              QStringLiteral("Qty"), QStringLiteral("Fee") }));
        QCOMPARE(shownCell(result.fills(), 0, 4), text::signedMoney(-t.lab.result(run)->record.fills[0].fill.fee.money, 3));
        QVERIFY(result.fillTable()->isVisible());
    }
    void aLongNameOfARecordingDoesNotWidenTheForm()
    {
        LabRig t;
        const int before = t.panel->form()->minimumSizeHint().width();
        t.lab.editData().front().symbol = "BTCUSDT,ETHUSDT,SOLUSDT,XRPUSDT,ADAUSDT";
        t.frame();
        QVERIFY(t.panel->form()->recordings()->text().contains(QStringLiteral("ADAUSDT")));
        QCOMPARE(t.panel->form()->minimumSizeHint().width(), before);
    }
    void aCheckSaysItsMomentsInFull()
    {
        const Theme theme = Theme::load(ThemeTone::Dark);
        ChecksView checks(theme);
        checks.setChecks({ { "Look-ahead", "ok: passed" } });
        const int low = checks.heightForWidth(420);
        checks.setChecks({ { "Look-ahead",
            "ok: the recording cut off after 900 s, 1800 s and 2700 s leads to the same decisions before each cut, 184,220 rows compared" } });
        QVERIFY2(checks.heightForWidth(420) > low, "the sentence wraps and is not cut");
        QCOMPARE(checks.heightForWidth(1600), low); // one line where it fits
        QVERIFY(checks.texts().front().contains(QStringLiteral("900 s, 1800 s and 2700 s")));
    }
    void theCausesOfTheTableAddUpToItsPnl()
    {
        Statistics s;
        s.spread = Money::parse("10.214").value();
        s.inventory = Money::parse("105.614").value();
        s.fees = Money::parse("-5.095").value(); // -5.10 by itself, which would leave a cent
        s.pnl = s.spread + s.inventory + s.fees;
        const auto shown = [&s](const char* key) { return shownStatistic(*findStatistic(key), s); };
        QCOMPARE(shown("pnl"), QStringLiteral("+110.73"));
        QCOMPARE(shown("spread"), QStringLiteral("+10.21"));
        QCOMPARE(shown("inventory"), QStringLiteral("+105.61"));
        QCOMPARE(shown("fees"), QString(QChar(0x2212)) + QStringLiteral("5.09"));
    }
    void aGapInTheRunIsNotDrawnOver()
    {
        const std::shared_ptr<const LabResult> whole = fakeResult(5, 12);
        const std::shared_ptr<const LabResult> part = fakePart(*whole, Sample::Out);
        const auto gaps = [](const LabResult& result, std::size_t most) {
            const std::vector<EquitySample> samples = decimated(equitySamples(result), most);
            return std::count_if(samples.begin(), samples.end(), [](const EquitySample& sample) { return sample.afterGap; });
        };
        QCOMPARE(gaps(*whole, 100'000), 0);
        QCOMPARE(gaps(*part, 100'000), static_cast<std::ptrdiff_t>(whole->outOfSample.size()) - 1);
        QCOMPARE(gaps(*part, 300), static_cast<std::ptrdiff_t>(whole->outOfSample.size()) - 1);
    }
};

MAKER_APP_TEST(tst_lab_views, QApplication)
#include "tst_lab_views.moc"
