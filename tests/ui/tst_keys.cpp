#include "support/maker_test.h"
#include "support/panel_rig.h"
#include "ui/base/key_map.h"
#include "ui/dialogs/keys_dialog.h"
#include "ui/panels/candles/candles_panel.h"
#include "ui/panels/ladder/ladder_panel.h"
#include "ui/shell/dock_area.h"
#include "ui/shell/key_sheet.h"
#include "ui/shell/main_window.h"
#include "ui/shell/mode_stripe.h"

#include <QDockWidget>
#include <QKeySequenceEdit>
#include <QTemporaryDir>

using namespace maker;

class tst_keys : public QObject {
    Q_OBJECT
private slots:
    void cleanup() { KeyMap::instance().load({}); }

    void noTwoStandardKeysClash()
    {
        for (const KeyAction& action : KeyMap::instance().actions()) {
            const QStringList clashes = KeyMap::instance().clashes(QLatin1String(action.id), action.standard);
            QVERIFY2(clashes.isEmpty(), qPrintable(QLatin1String(action.id) + QStringLiteral(": ") + clashes.join(QLatin1Char(','))));
        }
    }
    void theSheetSaysWhereAKeyWorksOnlyOnce()
    {
        for (const auto& [keys, title] : keyTable()) {
            const QStringList parts = title.split(QStringLiteral(": "));
            if (parts.size() == 2)
                QVERIFY2(!parts[1].contains(parts[0], Qt::CaseInsensitive), qPrintable(title));
        }
    }
    void aClashIsSaidAtOnceAndChangesNothing()
    {
        PanelRig rig;
        KeysDialog dialog(rig.theme, KeyMap::instance());
        dialog.editor(QStringLiteral("ladder.pull"))->setKeySequence(QKeySequence(Qt::Key_F));
        QVERIFY2(dialog.problem(QStringLiteral("ladder.pull")).contains(QStringLiteral("Flatten")),
            qPrintable(dialog.problem(QStringLiteral("ladder.pull"))));
        QCOMPARE(KeyMap::instance().keys("ladder.pull"), QKeySequence(Qt::Key_Q));
        dialog.editor(QStringLiteral("ladder.pull"))->setKeySequence(QKeySequence(Qt::Key_W));
        QVERIFY(dialog.problem(QStringLiteral("ladder.pull")).isEmpty());
        QCOMPARE(KeyMap::instance().keys("ladder.pull"), QKeySequence(Qt::Key_W));
    }
    void panelsMayShareALetterButNotWithTheWindow()
    {
        KeyMap& keys = KeyMap::instance();
        QVERIFY(keys.clashes(QStringLiteral("orders.cancel"), QKeySequence(Qt::Key_F)).isEmpty());
        QVERIFY(!keys.clashes(QStringLiteral("orders.cancel"), QKeySequence(Qt::CTRL | Qt::Key_K)).isEmpty());
        QVERIFY(!keys.setKeys(QStringLiteral("picture"), QKeySequence(Qt::Key_F)));
    }
    void theLadderObeysAChangedKey()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<LadderPanel>(rig.context()), 340, 900);
        QVERIFY(KeyMap::instance().setKeys(QStringLiteral("ladder.pull"), QKeySequence(Qt::Key_W)));
        QTest::keyClick(&panel.view(), Qt::Key_Q);
        QVERIFY(rig.session.posted.empty());
        QTest::keyClick(&panel.view(), Qt::Key_W);
        QCOMPARE(rig.session.posted.size(), std::size_t { 1 });
        QCOMPARE(rig.session.posted[0].kind, CommandKind::PullQuotes);
    }
    void changedKeysAreThereInTheNextProgram()
    {
        QTemporaryDir profile;
        const QString file = profile.filePath(QStringLiteral("keys.ini"));
        KeyMap& keys = KeyMap::instance();
        keys.load(file);
        QVERIFY(keys.setKeys(QStringLiteral("picture"), QKeySequence(Qt::CTRL | Qt::Key_B)));
        keys.load({});
        QCOMPARE(keys.keys("picture"), QKeySequence(Qt::ALT | Qt::Key_S));
        keys.load(file);
        QCOMPARE(keys.keys("picture"), QKeySequence(Qt::CTRL | Qt::Key_B));
        keys.reset();
        keys.load(file);
        QCOMPARE(keys.keys("picture"), QKeySequence(Qt::ALT | Qt::Key_S));
    }
    void textAndRowsGrowTogetherAndStay()
    {
        QTemporaryDir profile;
        WindowOptions options;
        options.profileDir = profile.path();
        FakeSession session;
        {
            MainWindow window(session, options);
            const double points = window.theme().font(TypeRole::Body).pointSizeF();
            const int row = window.theme().scaled(rows::kTable);
            window.setTextScale(1.5);
            QCOMPARE(window.theme().font(TypeRole::Body).pointSizeF(), points * 1.5);
            QCOMPARE(window.theme().scaled(rows::kTable), row * 3 / 2);
            window.setTextScale(9.0);
            QCOMPARE(window.theme().textScale, 2.0);
            window.setTextScale(1.3);
        }
        MainWindow later(session, options);
        QCOMPARE(later.theme().textScale, 1.3);
    }
    void aFloatingPanelRepeatsTheStripe()
    {
        FakeSession session;
        MainWindow window(session, {});
        window.resize(1600, 900);
        window.show();
        auto* docks = window.findChild<DockArea*>();
        QVERIFY(docks != nullptr);
        QDockWidget* dock = docks->dockOf(QStringLiteral("ladder"));
        ModeStripe* stripe = docks->stripeOf(QStringLiteral("ladder"));
        QVERIFY(!stripe->isVisible());
        dock->setFloating(true);
        QTRY_VERIFY(stripe->isVisible());
        QCOMPARE(stripe->width(), dock->width());
        dock->setFloating(false);
        QTRY_VERIFY(!stripe->isVisible());
    }
    void theChartChangesItsScale()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<CandlesPanel>(rig.context()), 1128, 508);
        panel.chart().refresh();
        const QImage prices = rig.picture();
        panel.togglePercent();
        QApplication::processEvents();
        QVERIFY(panel.chart().percentScale());
        QVERIFY(rig.picture() != prices);
        panel.toggleLog();
        QVERIFY(panel.chart().logScale());
        const double span = panel.chart().visibleSeconds();
        panel.chart().zoomAt(panel.chart().firstVisible() + span / 2, 0.4);
        panel.resetView();
        QVERIFY(!panel.chart().logScale() && !panel.chart().percentScale() && panel.chart().follows());
        QVERIFY(std::abs(panel.chart().visibleSeconds() - span) < 1e-6 * span);
    }
    void aPriceAlertSpeaksOnceWhenItIsReached()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<CandlesPanel>(rig.context()), 1128, 508);
        QStringList told;
        connect(&rig.selection, &Selection::told, this,
            [&told](Severity, const QString& title, const QString&) { told << title; });
        MarketSnapshot& market = rig.session.editMarket(FakeSession::kSol);
        market.lastPrice.count -= 50;
        rig.session.touch();
        rig.frame();
        panel.toggleAlert(); // at the last price, from below
        market.lastPrice.count -= 10;
        rig.session.touch();
        rig.frame();
        const qsizetype before = told.size();
        market.lastPrice.count += 30;
        rig.session.touch();
        rig.frame();
        rig.session.touch();
        rig.frame();
        QVERIFY(told.size() <= 1 && told.size() >= before);
        QCOMPARE(told.size(), qsizetype { 1 });
        QVERIFY2(told.front().contains(QStringLiteral("SOL/USDT above")), qPrintable(told.front()));
    }
    void anAlertSetAtTheLastPriceWaitsUntilThePriceIsPastIt()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<CandlesPanel>(rig.context()), 1128, 508);
        QStringList told;
        connect(&rig.selection, &Selection::told, this,
            [&told](Severity, const QString& title, const QString&) { told << title; });
        MarketSnapshot& market = rig.session.editMarket(FakeSession::kSol);
        const auto trade = [&](std::int64_t count) {
            market.lastPrice.count = count;
            rig.session.touch();
            rig.frame();
        };
        const std::int64_t price = market.lastPrice.count;
        trade(price); // where the pointer stands while it is outside the chart
        panel.toggleAlert();
        trade(price);
        trade(price - 3);
        trade(price);
        QCOMPARE(told, QStringList());
        trade(price + 1);
        QCOMPARE(told.size(), qsizetype { 1 });
    }
    void alertsSurviveARestart()
    {
        QTemporaryDir folder;
        PanelRig rig;
        PanelContext context = rig.context();
        context.profileDir = folder.path();
        QStringList told;
        connect(&rig.selection, &Selection::told, this,
            [&told](Severity, const QString& title, const QString&) { told << title; });
        MarketSnapshot& market = rig.session.editMarket(FakeSession::kSol);
        rig.open(std::make_unique<CandlesPanel>(context), 1128, 508).toggleAlert();
        const std::int64_t price = market.lastPrice.count;
        for (int start = 0; start < 2; ++start) { // spoken once, then forgotten by the profile too
            rig.panel.reset();
            rig.open(std::make_unique<CandlesPanel>(context), 1128, 508);
            market.lastPrice.count = price + 1;
            rig.session.touch();
            rig.frame();
            QCOMPARE(told.size(), qsizetype { 1 });
            QVERIFY2(told.front().contains(QStringLiteral("SOL/USDT above")), qPrintable(told.front()));
        }
    }
    void thePageShowsTheKeysInForce()
    {
        QTemporaryDir folder;
        KeyMap& map = KeyMap::instance();
        map.load(folder.filePath(QStringLiteral("keys.ini")));
        const auto keysOf = [](const QString& title) {
            for (const auto& [keys, what] : keyTable()) {
                if (what == title)
                    return keys;
            }
            return QString();
        };
        QCOMPARE(keysOf(QStringLiteral("Larger text")), QStringLiteral("Ctrl +"));
        QCOMPARE(keysOf(QStringLiteral("Price alert at the crosshair")), QStringLiteral("Alt A"));
        QCOMPARE(keysOf(QStringLiteral("Ladder: Cancel ours at the row")), QStringLiteral("X"));
        QVERIFY(map.setKeys(QStringLiteral("chart.alert"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_A)));
        QCOMPARE(keysOf(QStringLiteral("Price alert at the crosshair")), QStringLiteral("Ctrl Shift A"));
        map.reset();
    }
    void aMomentAskedForIsShown()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<CandlesPanel>(rig.context()), 1128, 508);
        panel.askForDate();
        QVERIFY(panel.dateDialog() != nullptr && !panel.dateDialog()->isModal());
        panel.chart().jumpTo(FakeSession::kNowSeconds - 7200.0);
        QVERIFY(!panel.chart().follows());
    }
};

MAKER_APP_TEST(tst_keys, QApplication)
#include "tst_keys.moc"
