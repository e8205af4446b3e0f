#include "support/maker_test.h"
#include "support/panel_rig.h"
#include "ui/base/number_text.h"
#include "ui/panels/ladder/ladder_panel.h"
#include "ui/panels/ladder/ladder_parts.h"

#include <QAccessible>
#include <QPushButton>

#include <cmath>

using namespace maker;

class tst_ladder_panel : public QObject {
    Q_OBJECT
private slots:
    void rowsStandAroundTheSpread()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<LadderPanel>(rig.context()), 340, 900);
        const MarketSnapshot& market = rig.session.editMarket(FakeSession::kSol);
        LadderRows& rows = panel.view().rows();
        QCOMPARE(rows.at(1).price.count, market.asks[0].price.count);
        QCOMPARE(rows.at(1).qty.count, market.asks[0].qty.count);
        QCOMPARE(rows.at(-1).price.count, market.bids[0].price.count);
        QCOMPARE(rows.at(-2).own.count, market.bids[1].ownQty.count);
        QVERIFY(rows.at(5).price > rows.at(4).price);
        QCOMPARE(panel.state(), PanelState::Live);
    }
    void accessibleRowsSaySideQuantityAndOurs()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<LadderPanel>(rig.context()), 340, 900);
        const MarketSnapshot& market = rig.session.editMarket(FakeSession::kSol);
        const Instrument& sol = rig.session.instrument(FakeSession::kSol);
        const QString wanted = QStringLiteral("bid %1, %2, ours %3, 46 per cent")
                                   .arg(text::price(sol, market.bids[1].price), text::qty(sol, market.bids[1].qty),
                                       text::qty(sol, market.bids[1].ownQty));
        QAccessibleInterface* list = QAccessible::queryAccessibleInterface(&panel.view());
        QVERIFY(list != nullptr);
        QStringList said;
        for (int i = 0; i < list->childCount(); ++i)
            said << list->child(i)->text(QAccessible::Name);
        QVERIFY2(said.contains(wanted), qPrintable(wanted + QStringLiteral(" not in ") + said.join(QLatin1Char('|'))));
    }
    void numbersAreMonospacedAndTwoPricesDrawTwoImages()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<LadderPanel>(rig.context()), 340, 900);
        QCOMPARE(QFontInfo(panel.view().numberFont()).family(), QStringLiteral("JetBrains Mono"));
        const QImage before = rig.picture();
        rig.session.editMarket(FakeSession::kSol).lastPrice.count += 7;
        rig.session.touch();
        rig.frame();
        QVERIFY(rig.picture() != before);
    }
    void aFlickeringTouchDoesNotMoveTheRows()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<LadderPanel>(rig.context()), 340, 900);
        const Price top = panel.view().rows().at(1).price;
        MarketSnapshot& market = rig.session.editMarket(FakeSession::kSol);
        for (std::size_t i = 0; i + 1 < market.askCount; ++i) // the best ask leaves by one tick
            market.asks[i] = market.asks[i + 1];
        --market.askCount;
        rig.session.touch();
        rig.frame();
        QCOMPARE(panel.view().rows().at(1).price.count, top.count);
        QCOMPARE(panel.view().rows().at(1).qty.count, 0);
        panel.view().centre();
        QVERIFY(panel.view().rows().at(1).price > top);
    }
    void groupsAddUpWhatTheyHold()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<LadderPanel>(rig.context()), 340, 900);
        LadderRows& rows = panel.view().rows();
        const std::int64_t tick = rig.session.instrument(FakeSession::kSol).tickSize().count;
        QCOMPARE(rows.group(), tick);
        rows.coarser();
        QCOMPARE(rows.group(), tick * 2);
        rows.coarser();
        rows.coarser();
        QCOMPARE(rows.group(), tick * 10);
        const MarketSnapshot& market = rig.session.editMarket(FakeSession::kSol);
        rows.update(rig.session.instrument(FakeSession::kSol), market, OpenOrders());
        const auto [low, high] = rows.range(rows.at(-2));
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < market.bidCount; ++i) {
            if (market.bids[i].price >= low && market.bids[i].price <= high)
                sum += market.bids[i].qty.count;
        }
        QVERIFY(sum > 0);
        QCOMPARE(rows.at(-2).qty.count, sum);
        rows.finer();
        QCOMPARE(rows.group(), tick * 5);
    }
    void theForemostOrderOfARowTellsItsPlaceInTheQueue()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<LadderPanel>(rig.context()), 340, 900);
        MarketSnapshot& market = rig.session.editMarket(FakeSession::kSol);
        const LadderRow row = panel.view().rows().at(-2);
        QVERIFY(row.queue.has_value());
        const double level = static_cast<double>(market.bids[1].qty.count);
        QVERIFY(std::abs(row.queue->ahead - static_cast<double>(market.own[0].ahead.count) / level) < 1e-9);
        QVERIFY(std::abs(row.queue->ours - static_cast<double>(market.own[0].qty.count) / level) < 1e-9);
        QCOMPARE(row.queue->chance, 0.46);
        const QImage before = rig.picture();
        market.own[0].ahead = {};
        market.own[0].behind = { market.bids[1].qty.count - market.own[0].qty.count };
        market.own[0].fillChance = 0.91;
        rig.session.touch();
        rig.frame();
        QVERIFY(rig.picture() != before);
        market.own[0].queueKnown = false;
        rig.session.touch();
        rig.frame();
        QVERIFY(!panel.view().rows().at(-2).queue.has_value());
    }
    void aDraftStandsWhereItWouldQuoteUntilItIsGone()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<LadderPanel>(rig.context()), 340, 900);
        const Quote quote = rig.session.editQuotes().target.quotes[0];
        const std::int64_t tick = rig.session.instrument(FakeSession::kSol).tickSize().count;
        LadderRows& rows = panel.view().rows();
        const int nearer = rows.rowOf(quote.side, Price { quote.price.count + tick });
        QCOMPARE(rows.at(nearer).draft.count, 0);
        const QImage before = rig.picture();
        rig.session.previewQuotes({ 1 }, "{}");
        rig.frame();
        QCOMPARE(rows.at(nearer).draft.count, quote.qty.count);
        QVERIFY(rig.picture() != before);
        rig.session.previewQuotes({ 1 }, {});
        rig.frame();
        QCOMPARE(rows.at(nearer).draft.count, 0);
    }
    void aDraftThatReachesTheOtherSideHasNoRow()
    {
        PanelRig rig;
        LadderRows rows;
        const MarketSnapshot& market = rig.session.editMarket(FakeSession::kSol);
        const DraftQuote taking { Side::Buy, market.asks[0].price, { 10 } };
        rows.update(rig.session.instrument(FakeSession::kSol), market, OpenOrders(), std::span(&taking, 1));
        QCOMPARE(rows.at(-1).price.count, market.bids[0].price.count);
        QCOMPARE(rows.at(-1).draft.count, 0);
    }
    void pointingAtAnOwnOrderPicksItForItsReasons()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<LadderPanel>(rig.context()), 340, 900);
        const QPointF at = panel.view().rowRect(-2).center();
        QTest::mouseMove(&panel.view(), at.toPoint());
        QApplication::processEvents();
        QCOMPARE(rig.selection.order().str(), std::string("mk-1-500"));
        QVERIFY2(panel.view().toolTip().contains(QStringLiteral("Ahead of us")), qPrintable(panel.view().toolTip()));
    }
    void aClickCancelsOnlyWhenUnlocked()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<LadderPanel>(rig.context()), 340, 900);
        QVERIFY(panel.view().locked());
        const QRectF row = panel.view().rowRect(-2);
        const QPoint chip(30, static_cast<int>(row.center().y()));
        QTest::mouseClick(&panel.view(), Qt::LeftButton, {}, chip);
        QVERIFY(rig.session.posted.empty());
        QTest::keyClick(&panel.view(), Qt::Key_L);
        QVERIFY(!panel.view().locked());
        QTest::mouseClick(&panel.view(), Qt::LeftButton, {}, chip);
        QCOMPARE(rig.session.posted.size(), std::size_t { 1 });
        QCOMPARE(rig.session.posted[0].kind, CommandKind::CancelOrder);
        QCOMPARE(rig.session.posted[0].clientOrderId.str(), std::string("mk-1-500"));
        QCOMPARE(rig.session.posted[0].instrument, FakeSession::kSol);
    }
    void theKeyboardRowMovesAcrossTheSpreadAndCancels()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<LadderPanel>(rig.context()), 340, 900);
        panel.view().moveCursor(0);
        QCOMPARE(panel.view().cursor()->price.count, panel.view().rows().at(1).price.count);
        QTest::keyClick(&panel.view(), Qt::Key_Down);
        QCOMPARE(panel.view().cursor()->price.count, panel.view().rows().at(-1).price.count);
        QTest::keyClick(&panel.view(), Qt::Key_Down);
        QTest::keyClick(&panel.view(), Qt::Key_X);
        QCOMPARE(rig.session.posted.size(), std::size_t { 1 });
        QCOMPARE(rig.session.posted[0].clientOrderId.str(), std::string("mk-1-500"));
        QTest::keyClick(&panel.view(), Qt::Key_Up);
        QTest::keyClick(&panel.view(), Qt::Key_Up);
        QCOMPARE(panel.view().cursor()->price.count, panel.view().rows().at(1).price.count);
    }
    void flattenAsksOnceAndNamesTheQuantity()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<LadderPanel>(rig.context()), 340, 900);
        const QString amount
            = text::qty(rig.session.instrument(FakeSession::kSol), rig.session.editMarket(FakeSession::kSol).position);
        QCOMPARE(panel.flattenButton()->text(), QStringLiteral("Flatten ") + amount);
        QTest::keyClick(&panel.view(), Qt::Key_F);
        QVERIFY(rig.session.posted.empty());
        QVERIFY2(panel.flattenButton()->text().startsWith(QStringLiteral("Sure?")),
            qPrintable(panel.flattenButton()->text()));
        QTest::keyClick(&panel.view(), Qt::Key_Escape);
        QTest::keyClick(&panel.view(), Qt::Key_F);
        QVERIFY(rig.session.posted.empty());
        QTest::keyClick(&panel.view(), Qt::Key_F);
        QCOMPARE(rig.session.posted.size(), std::size_t { 1 });
        QCOMPARE(rig.session.posted[0].kind, CommandKind::Flatten);
        QCOMPARE(rig.session.posted[0].instrument, FakeSession::kSol);
    }
    void theButtonsPullRestoreAndCancel()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<LadderPanel>(rig.context()), 340, 900);
        panel.cancelButton()->click();
        QCOMPARE(rig.session.posted.back().kind, CommandKind::CancelAll);
        QCOMPARE(rig.session.posted.back().instrument, FakeSession::kSol);
        panel.pullButton()->click();
        QCOMPARE(rig.session.posted.back().kind, CommandKind::PullQuotes);
        rig.session.editDesk().strategies[0].state = StrategyState::Pulled;
        rig.session.touch();
        rig.frame();
        QCOMPARE(panel.pullButton()->text(), QStringLiteral("Restore quotes"));
        QTest::keyClick(&panel.view(), Qt::Key_Q);
        QCOMPARE(rig.session.posted.back().kind, CommandKind::RestoreQuotes);
    }
    void depthBalanceSumsToAHundred()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<LadderPanel>(rig.context()), 340, 900);
        MarketSnapshot& market = rig.session.editMarket(FakeSession::kSol);
        market.bidCount = 1;
        market.askCount = 1;
        market.bids[0].qty = { 300 };
        market.asks[0].qty = { 100 };
        rig.session.touch();
        rig.frame();
        QVERIFY2(panel.balance().bidText().contains(QStringLiteral("75")), qPrintable(panel.balance().bidText()));
        QVERIFY2(panel.balance().askText().contains(QStringLiteral("25")), qPrintable(panel.balance().askText()));
    }
    void aStaleBookSaysSo()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<LadderPanel>(rig.context()), 340, 900);
        MarketSnapshot& market = rig.session.editMarket(FakeSession::kSol);
        market.health = BookHealth::Stale;
        market.bookTime = rig.session.editDesk().time - Duration::seconds(7);
        rig.session.touch();
        rig.frame();
        QCOMPARE(panel.state(), PanelState::Stale);
        QCOMPARE(panel.stateTitle(), QStringLiteral("No data for 7 s, quotes pulled"));
    }
};

MAKER_APP_TEST(tst_ladder_panel, QApplication)

#include "tst_ladder_panel.moc"
