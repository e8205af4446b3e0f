#include "support/maker_test.h"
#include "support/panel_rig.h"
#include "ui/base/number_text.h"
#include "ui/panels/strategies/strategies_panel.h"

#include <QSignalSpy>

using namespace maker;

class tst_strategies_panel : public QObject {
    Q_OBJECT
private slots:
    void rowsSayTitleReasonPositionAndPnl()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<StrategiesPanel>(rig.context()), 268, 420);
        QCOMPARE(panel.list().rowCount(), 6);
        QCOMPARE(panel.list().rowText(0),
            QStringLiteral("Pure market making SOLUSDT, Quoting, 3 levels, position +41.6, day PnL +742.18"));
        QVERIFY(panel.list().rowText(2).contains(QStringLiteral("position flat")));
        QCOMPARE(QFontInfo(panel.list().numberFont()).family(), QStringLiteral("JetBrains Mono"));
    }
    void twoPnlsDrawTwoImages()
    {
        PanelRig rig;
        rig.open(std::make_unique<StrategiesPanel>(rig.context()), 268, 420);
        const QImage before = rig.picture();
        rig.session.editDesk().strategies[0].dayPnl = Money::fromInt(743);
        rig.session.touch();
        rig.frame();
        QVERIFY(rig.picture() != before);
    }
    void theHitAreasPostTheirCommands()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<StrategiesPanel>(rig.context()), 268, 420);
        const auto click = [&](int row, StrategyAction action) {
            QTest::mouseClick(&panel.list(), Qt::LeftButton, {}, panel.list().actionRect(row, action).center());
        };
        click(0, StrategyAction::Pause);
        QCOMPARE(rig.session.posted.back().kind, CommandKind::PauseStrategy);
        QCOMPARE(rig.session.posted.back().strategy, StrategyId { 1 });
        click(1, StrategyAction::Stop);
        QCOMPARE(rig.session.posted.back().kind, CommandKind::StopStrategy);
        QCOMPARE(rig.session.posted.back().strategy, StrategyId { 2 });
        click(3, StrategyAction::Start);
        QCOMPARE(rig.session.posted.back().kind, CommandKind::StartStrategy);
        QCOMPARE(rig.session.posted.back().strategy, StrategyId { 4 });
        QCOMPARE(rig.session.posted.size(), std::size_t { 3 });
    }
    void anActionThatMakesNoSenseDoesNothing()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<StrategiesPanel>(rig.context()), 268, 420);
        QTest::mouseClick(
            &panel.list(), Qt::LeftButton, {}, panel.list().actionRect(0, StrategyAction::Start).center());
        QTest::mouseClick(
            &panel.list(), Qt::LeftButton, {}, panel.list().actionRect(5, StrategyAction::Pause).center());
        QVERIFY(rig.session.posted.empty());
    }
    void choosingARowMovesStrategyAndInstrument()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<StrategiesPanel>(rig.context()), 268, 420);
        QTest::mouseClick(&panel.list(), Qt::LeftButton, {}, QPoint(60, 60 + 40));
        QCOMPARE(rig.selection.strategy(), StrategyId { 2 });
        QCOMPARE(rig.selection.instrument(), FakeSession::kBtc);
        QSignalSpy asked(&rig.selection, &Selection::parametersAsked);
        QTest::keyClick(&panel.list(), Qt::Key_Return);
        QCOMPARE(asked.count(), 1);
    }
    void aReasonIsReadInFullInItsRowOrItsTooltip()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<StrategiesPanel>(rig.context()), 268, 420);
        const auto giveReason = [&](const char* sentence) {
            rig.session.editDesk().strategies[0].reason = sentence;
            rig.session.touch();
            rig.frame();
        };
        giveReason("Quotes are pulled by the operator.");
        QVERIFY(panel.list().showsReason(0)); // two lines hold it
        giveReason("Killed: re-arm, then start again.");
        QVERIFY(panel.list().showsReason(0));
        const QString words = QStringLiteral("The order was refused: its value of 41.60 USDT is below the least of 100.00 USDT.");
        giveReason(words.toUtf8().constData());
        QVERIFY(!panel.list().showsReason(0));
        QTest::mouseMove(&panel.list(), QPoint(60, 40));
        QTest::qWait(20);
        QVERIFY2(panel.list().toolTip().contains(words), qPrintable(panel.list().toolTip()));
        QVERIFY(panel.list().toolTip().contains(QStringLiteral("Pure market making SOLUSDT")));
    }
    void withoutStrategiesItSaysWhatToDo()
    {
        PanelRig rig(FakeSession::Content::Empty);
        auto& panel = rig.open(std::make_unique<StrategiesPanel>(rig.context()), 268, 420);
        QCOMPARE(panel.state(), PanelState::Empty);
        QVERIFY(!panel.stateDetail().isEmpty());
    }
};

MAKER_APP_TEST(tst_strategies_panel, QApplication)

#include "tst_strategies_panel.moc"
