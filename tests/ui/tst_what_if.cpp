#include "support/fake_lab.h"
#include "support/fake_lab_result.h"
#include "support/maker_test.h"
#include "support/panel_rig.h"
#include "ui/base/number_text.h"
#include "ui/panels/parameters/parameters_panel.h"
#include "ui/panels/parameters/what_if_view.h"

#include <QPushButton>

#include <algorithm>

using namespace maker;

class tst_what_if : public QObject {
    Q_OBJECT
private slots:
    void withoutALabThereIsNoButton()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<ParametersPanel>(rig.context()), 1128, 508);
        QVERIFY(panel.tryButton() == nullptr);
        panel.tryDraft();
    }
    void theDraftGoesToTheLabAndItsAnswerIsShown()
    {
        FakeLab lab(FakeLab::Content::Empty);
        PanelRig rig;
        rig.lab = &lab;
        auto& panel = rig.open(std::make_unique<ParametersPanel>(rig.context()), 1128, 508);
        QVERIFY(!panel.whatIf()->isVisible());
        panel.form()->setDraft(R"({"half_spread":1.4})");
        panel.tryButton()->click();
        QVERIFY(lab.asked.back().starts_with("whatif 1 10 {"));
        QVERIFY(lab.asked.back().find("\"half_spread\":1.4") != std::string::npos);
        QVERIFY(panel.whatIf()->isVisible());
        QVERIFY(panel.whatIf()->sentence().startsWith(QStringLiteral("Replaying")));
        lab.editWhatIfs()[1] = fakeWhatIf(1, false);
        lab.touch();
        rig.frame();
        const WhatIfModel& model = panel.whatIf()->model();
        QCOMPARE(model.rowCount(), 8);
        const WhatIfView view = fakeWhatIf(1, false);
        QCOMPARE(model.row(0).applied, text::signedMoney(view.applied.pnl.total));
        QCOMPARE(model.row(0).draft, text::signedMoney(view.draft.pnl.total));
        QCOMPARE(model.row(0).better, view.draft.pnl.total > view.applied.pnl.total ? 1 : -1);
        QCOMPARE(model.row(5).better, 0); // more fills are neither
    }
    void unchangedParametersMakeNoDifferenceAndNoArrow()
    {
        PanelRig rig;
        const WhatIfView view = fakeWhatIf(1, true);
        for (const WhatIfRow& row : whatIfRows(view, &rig.session.instrument(FakeSession::kSol))) {
            QCOMPARE(row.applied, row.draft);
            QCOMPARE(row.better, 0);
            QVERIFY2(!row.difference.contains(QChar(0x25B2)) && !row.difference.contains(QChar(0x25BC)), qPrintable(row.measure));
            QVERIFY2(row.difference.startsWith(QLatin1Char('0')), qPrintable(row.difference));
        }
        WhatIfSection section(rig.context());
        section.show(view, &rig.session.instrument(FakeSession::kSol), QStringLiteral("USDT"));
        QVERIFY(section.sentence().startsWith(QStringLiteral("No difference")));
    }
    void alargerInventoryIsWorse()
    {
        WhatIfView view;
        view.applied.largestPosition = { 40 };
        view.draft.largestPosition = { -55 };
        const std::vector<WhatIfRow> rows = whatIfRows(view, nullptr);
        QCOMPARE(rows[6].better, -1);
        QCOMPARE(rows[6].difference, QStringLiteral("\u25BC 15"));
    }
    void theGhostLadderHasBothQuotesSideBySide()
    {
        PanelRig rig;
        const Instrument& sol = rig.session.instrument(FakeSession::kSol);
        GhostLadder ladder(rig.theme);
        ladder.resize(206, 200); // too low for every tick
        ladder.setQuotes(fakeWhatIf(1, false), sol);
        const auto& rows = ladder.rowsShown();
        QCOMPARE(rows.size(), std::size_t(13)); // six prices a side and the middle
        QVERIFY(std::is_sorted(rows.begin(), rows.begin() + 6, [](const auto& a, const auto& b) { return a.price > b.price; }));
        QVERIFY(rows[6].middle);
        const auto count = [&](auto wanted) { return std::count_if(rows.begin(), rows.end(), wanted); };
        QCOMPARE(count([](const auto& row) { return row.applied.count > 0; }), 6);
        QCOMPARE(count([](const auto& row) { return row.draft.count > 0; }), 6);
        QVERIFY(rows[5].draft.count > 0 && rows[5].applied.count == 0); // the draft quotes closer to the middle
        QCOMPARE(ladder.textOf(rows[5]), QStringLiteral("Draft: sell 8.0 at 236.44, 11.8 ahead of it"));
        QVERIFY(ladder.accessibleDescription().contains(QStringLiteral("Applied: buy 12.0 at 236.37, 34.2 ahead of it")));
        QVERIFY(ladder.minimumSizeHint().height() >= 13 * 18); // every quote has its row
        ladder.resize(206, 700);
        ladder.grab(); // it lays itself out anew
        QVERIFY(ladder.rowsShown().size() > 13); // ticks between the quotes
        QVERIFY(std::none_of(ladder.rowsShown().begin(), ladder.rowsShown().end(), [](const auto& row) { return row.broken; }));
    }
    void theGhostLadderStandsBesideTheCurves()
    {
        PanelRig rig;
        const Instrument& sol = rig.session.instrument(FakeSession::kSol);
        WhatIfSection section(rig.context());
        section.resize(480, 520);
        section.show(fakeWhatIf(1, true), &sol, QStringLiteral("USDT"));
        QCOMPARE(section.ladder().rowsShown().size() > 6, true);
        for (const GhostLadder::Row& row : section.ladder().rowsShown())
            QCOMPARE(row.applied, row.draft); // equal parameters, equal quotes
    }
    void aLowPanelScrollsAndIsNotMadeTaller()
    {
        PanelRig rig;
        WhatIfSection section(rig.context());
        section.show(fakeWhatIf(1, false), &rig.session.instrument(FakeSession::kSol), QStringLiteral("USDT"));
        QVERIFY2(section.minimumSizeHint().height() < 150, qPrintable(QString::number(section.minimumSizeHint().height())));
        QVERIFY(section.minimumWidth() <= 300);
    }
    void aFailureIsSaid()
    {
        PanelRig rig;
        WhatIfSection section(rig.context());
        WhatIfView view;
        view.state = JobState::Failed;
        view.message = "Nothing is in memory yet.";
        section.show(view, nullptr, {});
        QCOMPARE(section.sentence(), QStringLiteral("Nothing is in memory yet."));
    }
    void anotherDraftDrawsAnotherImage()
    {
        PanelRig rig;
        const Instrument& sol = rig.session.instrument(FakeSession::kSol);
        WhatIfSection section(rig.context());
        section.resize(460, 480);
        section.show(fakeWhatIf(1, true), &sol, QStringLiteral("USDT"));
        const QImage same = section.grab().toImage();
        section.show(fakeWhatIf(1, false), &sol, QStringLiteral("USDT"));
        QTest::qWait(20);
        QVERIFY(section.grab().toImage() != same);
    }
};

MAKER_APP_TEST(tst_what_if, QApplication)
#include "tst_what_if.moc"
