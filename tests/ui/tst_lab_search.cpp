#include "support/lab_rig.h"
#include "support/maker_test.h"
#include "ui/base/number_text.h"
#include "ui/forms/param_form.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>

using namespace maker;

namespace {

void choose(SearchForm& search, std::size_t axis, const char* key, const char* values)
{
    search.axisRow(axis).choose(QLatin1String(key));
    search.valuesField(axis)->setText(QLatin1String(values));
}

QAction& actionOf(QMenu& menu, const QString& text)
{
    for (QAction* action : menu.actions()) {
        if (action->text() == text)
            return *action;
    }
    qFatal("no action %s", qPrintable(text));
}

} // namespace

class tst_lab_search : public QObject {
    Q_OBJECT
private slots:
    void theSearchIsSeenBeforeItIsStarted()
    {
        LabRig t;
        const std::size_t before = t.lab.asked.size();
        t.panel->form()->sweepButton()->click();
        QCOMPARE(t.lab.asked.size(), before);
        QVERIFY(t.panel->form()->searchForm()->isVisible());
        t.panel->form()->sweepButton()->click();
        QVERIFY(t.lab.asked.back().starts_with("search grid "));
    }
    void aGridHandsOverItsAxesOfParametersAndModels()
    {
        LabRig t;
        SearchForm& search = *t.panel->form()->searchForm();
        choose(search, 0, "half_spread", "2.5, 1.5, 2");
        choose(search, 1, "models.queue", "risk_averse, log");
        choose(search, 2, "models.latency", "1, 9.4");
        QCOMPARE(search.summary(), QStringLiteral("3 × 2 × 2 = 12 combinations, judged out of sample in 3 folds."));
        t.panel->form()->sweepButton()->click();
        t.panel->form()->sweepButton()->click();
        QCOMPARE(t.lab.asked.back(), std::string("search grid half_spread x3 models.queue x2 models.latency x2 folds 3"));
        QCOMPARE(t.lab.lastSearch.axes[0].values, (std::vector<std::string> { "1.5", "2", "2.5" })); // ascending
        QCOMPARE(t.lab.lastSearch.axes[1].values, (std::vector<std::string> { "risk_averse", "log" }));
        QCOMPARE(t.lab.lastSearch.base.strategy, std::string("pure_market_making"));
        QCOMPARE(t.lab.lastSearch.objective, std::string("pnl"));
    }
    void oneAxisIsEnough()
    {
        LabRig t;
        SearchForm& search = *t.panel->form()->searchForm();
        choose(search, 0, "levels", "1, 2, 3");
        search.axisRow(1).choose({}); // none
        QVERIFY(search.axisRow(1).unused());
        SearchRequest request;
        QVERIFY(search.fill(request));
        QCOMPARE(request.axes.size(), std::size_t(1));
        QCOMPARE(search.summary(), QStringLiteral("3 combinations, judged out of sample in 3 folds."));
    }
    void randomAndOptimiserAskForTrialsSeedAndStarts()
    {
        LabRig t;
        t.panel->form()->sweepButton()->click();
        SearchForm& search = *t.panel->form()->searchForm();
        QVERIFY(!search.trialsField()->isVisible() && !search.seedField()->isVisible() && !search.startsField()->isVisible());
        search.setMethod(SearchMethod::Random);
        QVERIFY(search.trialsField()->isVisible() && search.seedField()->isVisible() && !search.startsField()->isVisible());
        search.setMethod(SearchMethod::Optimiser);
        QVERIFY(search.startsField()->isVisible());
        search.trialsField()->setValue(80);
        search.startsField()->setValue(3);
        search.seedField()->setValue(20'261'122);
        search.foldsField()->setValue(5);
        search.objectiveBox()->setCurrentIndex(search.objectiveBox()->findData(QStringLiteral("sharpe")));
        t.panel->form()->sweepButton()->click();
        const SearchRequest& asked = t.lab.lastSearch;
        QCOMPARE(asked.method, SearchMethod::Optimiser);
        QCOMPARE(asked.trials, 80U);
        QCOMPARE(asked.starts, 3U);
        QCOMPARE(asked.seed, std::uint64_t(20'261'122));
        QCOMPARE(asked.folds, 5U);
        QCOMPARE(asked.objective, std::string("sharpe"));
    }
    void aValueThatIsNoneIsNamedAndStopsTheSearch()
    {
        LabRig t;
        SearchForm& search = *t.panel->form()->searchForm();
        choose(search, 1, "levels", "1, many");
        QVERIFY(search.problem().startsWith(QStringLiteral("Levels per side: ")));
        QVERIFY(!t.panel->form()->sweepButton()->isEnabled());
        choose(search, 1, "half_spread", "1");
        choose(search, 0, "half_spread", "1");
        QCOMPARE(search.problem(), QStringLiteral("Choose different parameters."));
    }
    void aRefusedPlanIsSaidBesideTheForm()
    {
        LabRig t;
        t.panel->form()->sweepButton()->click();
        t.lab.planRefusal = "The windows would be shorter than a minute.";
        t.panel->form()->sweepButton()->click();
        QVERIFY(t.lab.asked.empty()); // nothing was started
        QCOMPARE(t.panel->form()->searchForm()->summary(), QStringLiteral("The windows would be shorter than a minute."));
        QCOMPARE(t.panel->form()->statusText(), QStringLiteral("The windows would be shorter than a minute."));
        t.panel->form()->searchForm()->foldsField()->setValue(1); // an edit takes it away
        QVERIFY(t.panel->form()->searchForm()->summary().contains(QStringLiteral("combinations")));
    }
    void thePlanIsCopiedForTheCommandLine()
    {
        LabRig t;
        t.panel->form()->sweepButton()->click();
        t.panel->form()->searchForm()->planButton()->click();
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("{\"method\":\"grid\"}"));
    }
    void aCellOpensItsRunOrHasItMade()
    {
        LabRig t;
        SweepGrid& grid = t.panel->sweep()->grid();
        QCOMPARE(grid.cellText(3, 3), text::signedNumber(402, 0));
        QCOMPARE(grid.cellText(8, 6), QString()); // not run yet
        QTest::mouseClick(&grid, Qt::LeftButton, {}, grid.cellRect(6, 3).center().toPoint());
        QCOMPARE(t.panel->runs()->compared().front(), std::uint64_t(107));
        for (int i = 0; i < 3; ++i)
            QTest::keyClick(&grid, Qt::Key_Left);
        QTest::keyClick(&grid, Qt::Key_Return);
        QCOMPARE(t.panel->runs()->compared().front(), std::uint64_t(109));
        QVERIFY(t.panel->sweep()->verdictText().contains(QStringLiteral("a plateau")));
        // Its neighbour keeps no run: one is made and shown when it is done.
        QTest::keyClick(&grid, Qt::Key_Up);
        QTest::keyClick(&grid, Qt::Key_Return);
        QCOMPARE(t.lab.asked.back(), std::string("open cell 14 21"));
        const std::uint64_t made = t.lab.addRun("cell", "");
        t.lab.editJobs().back().run = made;
        t.lab.editJobs().back().state = JobState::Done;
        t.frame();
        QCOMPARE(t.panel->runs()->compared(), std::vector<std::uint64_t> { made });
        QTest::mouseClick(&grid, Qt::LeftButton, {}, grid.cellRect(8, 6).center().toPoint()); // nothing there
        QCOMPARE(t.lab.asked.back(), std::string("open cell 14 21"));
    }
    void aCellIsCheckedFromItsMenuAndCarriesTheMark()
    {
        LabRig t;
        QSignalSpy told(&t.rig.selection, &Selection::told);
        actionOf(t.panel->sweep()->menuOf(3 * 9 + 3), QStringLiteral("Check for look-ahead and warm-up")).trigger();
        QCOMPARE(t.lab.asked.back(), std::string("check cell 14 30"));
        const QImage before = t.panel->sweep()->grid().grab().toImage();
        t.lab.editSweeps().front().cells[30].checks = { { "Look-ahead", "ok: the recording cut off after 60 s and 600 s decides the same" } };
        t.lab.editJobs().back().state = JobState::Done;
        t.frame();
        QCOMPARE(told.size(), 1);
        QVERIFY(t.panel->sweep()->grid().tipOf(3, 3).contains(QStringLiteral("cut off after 60 s")));
        QVERIFY(t.panel->sweep()->grid().grab().toImage() != before);
        // Nothing was tried there: there is nothing to do with it.
        for (QAction* action : t.panel->sweep()->menuOf(6 * 9 + 8).actions())
            QVERIFY(!action->isEnabled());
    }
    void theValuesOfACellGoIntoTheForm()
    {
        LabRig t;
        actionOf(t.panel->sweep()->menuOf(3 * 9 + 6), QStringLiteral("Put its values into the form")).trigger();
        const std::string json = t.panel->form()->request()->params;
        QVERIFY2(json.find("\"half_spread\":4") != std::string::npos && json.find("\"levels\":4") != std::string::npos, json.c_str());
    }
    void trialsAndDeflatedSharpeStandInTheHeadAndTheFoldsBelow()
    {
        LabRig t;
        QCOMPARE(t.panel->sweep()->headText(), QStringLiteral("PnL per day, USDT, grid, 63 trials, deflated Sharpe 0.97, running"));
        t.lab.editSweeps().front().windows.resize(3);
        t.frame();
        QVERIFY(t.panel->sweep()->headText().startsWith(QStringLiteral("PnL per day, USDT out of sample, grid")));
        SweepView& sweep = t.lab.editSweeps().front();
        sweep.folds = { { {}, {}, 30, 100.0, 40.0 }, { {}, {}, 31, 90.0, -5.0 } };
        sweep.outOfSamplePnl = Money::fromInt(35);
        t.frame();
        QVERIFY(t.panel->sweep()->verdictText().startsWith(QStringLiteral("Out of sample +35.00, 1 of 2 folds gained.")));
        QVERIFY(t.panel->sweep()->grid().tipOf(3, 3).contains(QStringLiteral("Chosen for fold 1")));
    }
    void aKeptSweepIsDrawnAgainAndTheNewestShowsItself()
    {
        LabRig t;
        SweepView old = t.lab.editSweeps().front(); // made before this start: it has no job
        QCOMPARE(old.job, std::uint64_t(0));
        old.id = 15;
        old.name = "Sweep 15";
        old.state = JobState::Done;
        old.yKey.clear();
        old.yValues.clear();
        t.lab.editSweeps().insert(t.lab.editSweeps().begin(), old);
        t.frame();
        QCOMPARE(t.panel->sweep()->shown()->id, std::uint64_t(15));
        QCOMPARE(t.panel->sweep()->choice()->count(), 2);
        QVERIFY(!t.panel->sweep()->grid().cellRect(0, 0).isEmpty()); // one axis, one row
        t.panel->sweep()->choice()->setCurrentIndex(1);
        Q_EMIT t.panel->sweep()->choice()->activated(1);
        t.frame();
        QCOMPARE(t.panel->sweep()->shown()->id, std::uint64_t(14)); // the choice stays
        Q_EMIT t.panel->sweep()->choice()->activated(0);
        actionOf(t.panel->sweep()->sweepMenu(), QStringLiteral("Remove this sweep, keep its runs")).trigger();
        QCOMPARE(t.lab.asked.back(), std::string("remove sweep 15"));
        t.frame();
        QCOMPARE(t.panel->sweep()->shown()->id, std::uint64_t(14));
    }
};

MAKER_APP_TEST(tst_lab_search, QApplication)
#include "tst_lab_search.moc"
