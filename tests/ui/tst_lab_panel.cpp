#include "support/lab_rig.h"
#include "support/maker_test.h"
#include "ui/base/number_text.h"
#include "ui/forms/param_form.h"
#include "ui/panels/lab_words.h"

#include <QPushButton>
#include <QSignalSpy>

using namespace maker;

class tst_lab_panel : public QObject {
    Q_OBJECT
private slots:
    void withoutALabThePanelSaysSo()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<LabPanel>(rig.context()));
        QCOMPARE(panel.state(), PanelState::Empty);
        QVERIFY(panel.stateTitle().contains(QStringLiteral("No lab")));
        panel.run();
        panel.stop(); // keys of the window reach it nevertheless
    }
    void anEmptyLabInvitesAndItsButtonMakesARecordingAndRunsIt()
    {
        LabRig t(FakeLab::Content::Empty);
        QVERIFY(t.panel->invites());
        t.panel->demoButton()->click();
        QCOMPARE(t.lab.asked.back(), std::string("sample"));
        QVERIFY(!t.panel->demoButton()->isEnabled());
        JobView& job = t.lab.editJobs().back();
        job.state = JobState::Done;
        job.dataSet = "/data/demo.tape";
        DataSetView set;
        set.path = "/data/demo.tape";
        t.lab.editData().push_back(set);
        t.frame();
        QCOMPARE(t.lab.asked.back(), std::string("run pure_market_making"));
        QCOMPARE(t.lab.lastRequest.data, std::vector<std::string> { "/data/demo.tape" });
        // Its run is shown as soon as it is done.
        const std::uint64_t run = t.lab.addRun("demo", "");
        t.lab.editJobs().back().run = run;
        t.lab.editJobs().back().state = JobState::Done;
        t.frame();
        QVERIFY(!t.panel->invites());
        QCOMPARE(t.panel->runs()->compared(), std::vector<std::uint64_t> { run });
    }
    void theRunsOfASearchDifferInTheirFirstLetters()
    {
        const Theme theme = Theme::load(ThemeTone::Dark);
        RunModel model(theme);
        RunRow row;
        row.run.sweep = "Sweep 3";
        row.run.label = "Sweep 3: bid_spread 1.50, levels 2";
        RunRow walk = row;
        walk.run.label = "Sweep 3: walk-forward";
        RunRow own = row;
        own.run.sweep.clear();
        model.setRows({ row, walk, own });
        QCOMPARE(shownCell(model, 0, 2), QStringLiteral("1.50, 2 in Sweep 3"));
        QVERIFY(model.index(0, 2).data(Qt::ToolTipRole).toString().startsWith(QStringLiteral("Sweep 3: bid_spread 1.50, levels 2\n")));
        QCOMPARE(shownCell(model, 1, 2), QStringLiteral("walk-forward in Sweep 3"));
        QCOMPARE(shownCell(model, 2, 2), QStringLiteral("Sweep 3: bid_spread 1.50, levels 2"));
    }
    void anInstrumentOfTheRecordingIsChosen()
    {
        LabRig t;
        RunForm& form = *t.panel->form();
        QCOMPARE(form.instrumentBox()->count(), 1);
        QVERIFY(!form.instrumentBox()->isEnabled());
        DataSetView set;
        set.path = "/data/three.tape";
        set.symbol = "BTCUSDT,ETHUSDT,SOLUSDT";
        set.kind = "order book";
        t.lab.editData().push_back(set);
        t.frame();
        form.recordings()->choose({ set.path });
        QCOMPARE(form.instrumentBox()->count(), 3);
        QVERIFY(form.instrumentBox()->isEnabled());
        QCOMPARE(form.request()->symbol, std::string("SOLUSDT")); // what was chosen stays where it is offered
        form.instrumentBox()->setCurrentIndex(0);
        QCOMPARE(form.request()->symbol, std::string()); // the first needs not be said
        form.instrumentBox()->setCurrentIndex(1);
        t.frame(); // what the lab tells does not take the choice back
        form.run();
        QCOMPARE(t.lab.lastRequest.symbol, std::string("ETHUSDT"));
        LabRequest request = t.lab.lastRequest;
        request.symbol = "SOLUSDT";
        form.load(request);
        QCOMPARE(form.instrumentBox()->currentText(), QStringLiteral("SOLUSDT"));
        form.recordings()->choose({});
        QVERIFY(form.instrumentBox()->count() > 0); // those of the running market
    }
    void runHandsOverWhatTheFormSays()
    {
        LabRig t;
        RunForm& form = *t.panel->form();
        form.paramForm()->setDraft(R"({"half_spread":3.5,"levels":5})");
        form.modelForm()->setDraft(R"({"queue":"risk_averse"})");
        form.fromField()->setText(QStringLiteral("2026-11-03 06:00"));
        form.toField()->setText(QStringLiteral("2026-11-04"));
        QTest::keyClick(form.runButton(), Qt::Key_Space);
        const LabRequest& request = t.lab.lastRequest;
        QCOMPARE(t.lab.asked.back(), std::string("run pure_market_making"));
        QVERIFY(request.params.find("\"half_spread\":3.5") != std::string::npos);
        QVERIFY(request.params.find("\"levels\":5") != std::string::npos);
        QVERIFY(request.models.find("\"queue\":\"risk_averse\"") != std::string::npos);
        QCOMPARE(request.from.ns, 1'793'685'600'000'000'000); // 2026-11-03 06:00 UTC
        QCOMPARE((request.to - request.from).ns, Duration::seconds(18 * 3'600).ns);
        QCOMPARE(request.data, std::vector<std::string> { "/data/solusdt-2026-11.tape" });
    }
    void aWrongFieldStopsTheRunAndIsNamed()
    {
        LabRig t;
        RunForm& form = *t.panel->form();
        form.fromField()->setText(QStringLiteral("yesterday"));
        QVERIFY(!form.runButton()->isEnabled());
        QVERIFY(form.statusText().contains(QStringLiteral("2026-11-22 14:30")));
        form.fromField()->setText(QStringLiteral("2026-11-05"));
        form.toField()->setText(QStringLiteral("2026-11-04"));
        QCOMPARE(form.statusText(), QStringLiteral("The run would end before it begins."));
        form.toField()->clear();
        form.paramForm()->setDraft(R"({"half_spread":900})");
        QVERIFY(form.statusText().startsWith(QStringLiteral("Half spread: ")));
        const std::size_t asked = t.lab.asked.size();
        t.panel->run();
        QCOMPARE(t.lab.asked.size(), asked);
    }
    void runsAreComparedByTickAndKeyAndOneStays()
    {
        LabRig t;
        RunList& runs = *t.panel->runs();
        QCOMPARE(runs.compared(), std::vector<std::uint64_t> { 109 }); // the newest opens by itself
        QTest::mouseClick(runs.table()->viewport(), Qt::LeftButton, {}, runs.table()->visualRect(runs.model().index(2, 0)).center());
        QCOMPARE(runs.compared(), (std::vector<std::uint64_t> { 109, 107 }));
        QVERIFY(t.panel->result()->equity().legendTexts().front().contains(QStringLiteral("wide (107)")));
        runs.table()->setCurrentIndex(runs.model().index(2, 1));
        QTest::keyClick(runs.table(), Qt::Key_Space);
        QCOMPARE(runs.compared(), std::vector<std::uint64_t> { 109 });
        runs.toggle(109);
        QCOMPARE(runs.compared(), std::vector<std::uint64_t> { 109 });
        QTest::keyClick(runs.table(), Qt::Key_Return);
        QCOMPARE(runs.compared(), std::vector<std::uint64_t> { 107 });
        QTest::keyClick(runs.table(), Qt::Key_Delete);
        QCOMPARE(t.lab.asked.back(), std::string("remove run 107"));
        t.frame();
        QCOMPARE(runs.compared(), std::vector<std::uint64_t> { 109 });
    }
    void statisticsMarkTheBetterRun()
    {
        LabRig t;
        t.panel->runs()->show(109);
        t.panel->runs()->toggle(107);
        const StatisticsModel& model = t.panel->statistics()->model();
        const int row = rowOf(model, QStringLiteral("PnL, USDT"));
        QVERIFY(row >= 0);
        const Money first = t.lab.result(109, Sample::Out)->statistics.pnl;
        const Money second = t.lab.result(107, Sample::Out)->statistics.pnl;
        QVERIFY(first != second);
        QCOMPARE(shownCell(model, row, 1), text::signedMoney(first));
        QCOMPARE(shownCell(model, row, 2), text::signedMoney(second));
        QVERIFY(shownCell(model, row, 3).endsWith(first > second ? QStringLiteral("yes") : QStringLiteral("no")));
        QVERIFY(!model.index(row, 0).data(Qt::ToolTipRole).toString().isEmpty()); // its formula
        const int drawdown = rowOf(model, QStringLiteral("Max drawdown"));
        QVERIFY(drawdown >= 0);
        const bool smaller = t.lab.result(109, Sample::Out)->statistics.drawdown.amount
            < t.lab.result(107, Sample::Out)->statistics.drawdown.amount;
        QVERIFY(shownCell(model, drawdown, 3).endsWith(smaller ? QStringLiteral("yes") : QStringLiteral("no")));
    }
    void progressSaysSpeedAndRestAndStopCancels()
    {
        LabRig t;
        const QString words = t.panel->progress()->text();
        QVERIFY2(words.contains(QStringLiteral("64")) && words.contains(QStringLiteral("events/s"))
                && words.contains(QStringLiteral("left 3 min 40 s")),
            qPrintable(words));
        t.panel->stop();
        QCOMPARE(t.lab.asked.back(), std::string("cancel 1"));
        t.frame();
        QVERIFY(!t.panel->progress()->isVisible());
        t.lab.editJobs()[0].state = JobState::Failed;
        t.lab.editJobs()[0].message = "Line 812: the price is not a number.";
        t.frame();
        QVERIFY(t.panel->progress()->text().contains(QStringLiteral("Line 812: the price is not a number.")));
    }
    void checksAreShownWithTheirVerdict()
    {
        LabRig t;
        t.panel->runs()->show(108); // its number divides by three: the warm-up is too short
        const QStringList texts = t.panel->checks()->texts();
        QCOMPARE(texts.size(), 2);
        QCOMPARE(texts[0], QStringLiteral("Look-ahead: 12 cut runs decide the same."));
        QVERIFY(texts[1].contains(QStringLiteral("10 minutes more")));
    }
    void aFillOfTheListIsPutIntoTheMiddleOfTheCandles()
    {
        LabRig t;
        ResultView& result = *t.panel->result();
        result.showPage(ResultView::kFills);
        t.frame();
        const auto part = t.lab.result(109, Sample::Out);
        QCOMPARE(result.fills().rowCount(), static_cast<int>(part->record.fills.size()));
        result.fillTable()->setCurrentIndex(result.fills().index(40, 0));
        const double at = static_cast<double>(part->record.fills[40].fill.venueTime.ns) * 1e-9;
        QVERIFY(std::abs(result.candles().firstVisible() + result.candles().visibleSeconds() / 2.0 - at) < 1.0);
    }
    void loadingARunPutsItsParametersIntoTheForm()
    {
        LabRig t;
        t.panel->form()->paramForm()->setDraft(R"({"half_spread":9})");
        Q_EMIT t.panel->runs()->loadAsked(105);
        const std::string json = t.panel->form()->request()->params;
        QVERIFY(json.find("\"half_spread\":2,") != std::string::npos || json.find("\"half_spread\":2.0,") != std::string::npos);
    }
    void theReportGoesToTheLabWithTheShownRun()
    {
        LabRig t;
        QSignalSpy told(&t.rig.selection, &Selection::told);
        t.panel->exportTo(QStringLiteral("/tmp/report.html"));
        QCOMPARE(t.lab.asked.back(), std::string("report 109 /tmp/report.html"));
        QCOMPARE(told.size(), 1);
    }
    void twoRunsDrawTwoImagesAndTheFontsAreTheDesigns()
    {
        LabRig t;
        t.panel->runs()->show(109);
        t.frame();
        const QImage first = t.rig.picture();
        t.panel->runs()->show(106);
        t.frame();
        QVERIFY(t.rig.picture() != first);
        QCOMPARE(QFontInfo(t.rig.theme.font(TypeRole::Body)).family(), QStringLiteral("Inter"));
        QCOMPARE(QFontInfo(t.panel->form()->fromField()->font()).family(), QStringLiteral("JetBrains Mono"));
    }
    void momentsAndSizesReadBackAsTheyAreWritten()
    {
        QCOMPARE(minuteText(*parseMinute(QStringLiteral("2026-11-22 14:30"))), QStringLiteral("2026-11-22 14:30"));
        QVERIFY(!parseMinute(QStringLiteral("2026-13-01")));
        QCOMPARE(parseMinute(QStringLiteral("  "))->ns, 0);
        QCOMPARE(sizeText(1'840'000'000), QStringLiteral("1.84\u2009GB"));
        QCOMPARE(sizeText(999), QStringLiteral("999\u2009B"));
        QCOMPARE(spanText(Duration::seconds(220)), QStringLiteral("3 min 40 s"));
        QCOMPARE(spanText({}), QString(text::kUnknown));
    }
};

MAKER_APP_TEST(tst_lab_panel, QApplication)
#include "tst_lab_panel.moc"
