#include "support/maker_test.h"
#include "support/panel_rig.h"
#include "ui/base/number_text.h"
#include "ui/panels/alerts/alerts_panel.h"
#include "ui/panels/balances/balances_panel.h"
#include "ui/panels/fills/fills_panel.h"
#include "ui/panels/log/log_panel.h"
#include "ui/panels/orders/orders_panel.h"
#include "ui/panels/venues/venues_panel.h"
#include "ui/panels/watchlist/watchlist_panel.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>

using namespace maker;

namespace {

/// One row as its columns show it.
QString line(const QAbstractItemModel& model, int row)
{
    QStringList cells;
    for (int column = 0; column < model.columnCount(); ++column)
        cells << model.index(row, column).data().toString();
    return cells.join(QLatin1Char('|'));
}

RowEvent sentence(RowKind kind, Severity severity, const char* text, int second)
{
    RowEvent row;
    row.kind = kind;
    row.severity = severity;
    row.category = "risk";
    row.text = text;
    row.time = Timestamp::fromMillis((FakeSession::kNowSeconds + second) * 1000);
    return row;
}

} // namespace

class tst_table_panels : public QObject {
    Q_OBJECT
private slots:
    void ordersShowStateWithAgeAndLeaveWhenDone()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<OrdersPanel>(rig.context()));
        QCOMPARE(panel.model().rowCount(), 6);
        QCOMPARE(panel.tabCount(), QStringLiteral("6"));
        Order order = panel.model().row(5).order;
        const Instrument& sol = rig.session.instrument(FakeSession::kSol);
        QVERIFY2(line(panel.model(), 5)
                     .startsWith(QStringLiteral("Buy|SOL/USDT|") + text::price(sol, order.price) + QLatin1Char('|')
                         + text::qty(sol, order.qty)),
            qPrintable(line(panel.model(), 5)));
        QCOMPARE(orderStateText(OrderState::PendingCancel, Duration::seconds(6)), QStringLiteral("Pending cancel 6 s"));
        RowEvent done;
        done.kind = RowKind::OrderUpdate;
        done.order = order;
        done.order.state = OrderState::Filled;
        rig.session.push(done);
        QTest::qWait(220);
        rig.frame();
        QCOMPARE(panel.model().rowCount(), 5);
    }
    void ordersPostCancels()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<OrdersPanel>(rig.context()));
        panel.table()->setFocus();
        panel.table()->selectRow(5);
        QTest::keyClick(panel.table(), Qt::Key_X);
        QCOMPARE(rig.session.posted.back().kind, CommandKind::CancelOrder);
        QCOMPARE(rig.session.posted.back().clientOrderId.str(), panel.model().row(5).order.clientOrderId.str());
        panel.cancelAllButton()->click();
        QCOMPARE(rig.session.posted.back().kind, CommandKind::CancelAll);
        QVERIFY(!rig.session.posted.back().instrument.valid());
        panel.pullButton()->click();
        QCOMPARE(rig.session.posted.back().kind, CommandKind::PullQuotes);
    }
    void withoutOrdersThePanelSaysWhatToDo()
    {
        PanelRig rig(FakeSession::Content::Empty);
        auto& panel = rig.open(std::make_unique<OrdersPanel>(rig.context()));
        QCOMPARE(panel.state(), PanelState::Empty);
        QCOMPARE(panel.stateTitle(), QStringLiteral("No orders rest"));
        QCOMPARE(panel.stateDetail(), QStringLiteral("Start a strategy in the panel at the left."));
    }
    void twoOrderPricesDrawTwoImages()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<OrdersPanel>(rig.context()));
        QCOMPARE(QFontInfo(rig.theme.numberFont(TypeRole::Small)).family(), QStringLiteral("JetBrains Mono"));
        const QImage before = rig.picture();
        RowEvent moved;
        moved.kind = RowKind::OrderUpdate;
        moved.order = panel.model().row(5).order;
        moved.order.price.count -= 3;
        rig.session.push(moved);
        QTest::qWait(220);
        rig.frame();
        QVERIFY(rig.picture() != before);
    }
    void foreignOrdersAreShownAndNeverCancelled()
    {
        PanelRig rig(FakeSession::Content::Empty);
        auto& panel = rig.open(std::make_unique<OrdersPanel>(rig.context()));
        RowEvent row;
        row.kind = RowKind::OrderUpdate;
        row.order.clientOrderId = "hand-1";
        row.order.instrument = FakeSession::kSol;
        row.order.foreign = true;
        row.order.state = OrderState::Accepted;
        row.order.price = { 23000 };
        row.order.qty = { 10 };
        rig.session.push(row);
        QTest::qWait(220);
        rig.frame();
        QCOMPARE(panel.model().rowCount(), 1);
        QVERIFY(line(panel.model(), 0).endsWith(QStringLiteral("Foreign, manual")));
        panel.table()->selectRow(0);
        QTest::keyClick(panel.table(), Qt::Key_X);
        QVERIFY(rig.session.posted.empty());
        QVERIFY(!panel.cancelAllButton()->isEnabled());
    }
    void fillsShowTheirEdgeAgainstTheMid()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<FillsPanel>(rig.context()));
        RowEvent row = rig.session.fillRow(FakeSession::kSol, Side::Buy, 77);
        row.fill.price = { 19990 };
        row.fill.mid = Money::fromInt(200);
        row.fill.qty = { 32 };
        rig.session.push(row);
        rig.frame();
        // bought 0.10 below a mid of 200: 5 bp
        QCOMPARE(line(panel.model(), 0),
            QStringLiteral("14:32:08|Buy|SOL/USDT|199.90|3.2|Maker|+5.0|…|…|…|…|−0.040|PMM SOLUSDT"));
        QCOMPARE(panel.model().index(0, 6).data(TintRole).toDouble(), 1.0);
        const QImage before = rig.picture();
        row.fill.price = { 20010 };
        rig.session.push(row);
        rig.frame();
        QVERIFY2(line(panel.model(), 0).contains(QStringLiteral("|−5.0|")), qPrintable(line(panel.model(), 0)));
        QVERIFY(rig.picture() != before);
        QCOMPARE(panel.tabCount(), QStringLiteral("42"));
    }
    void markoutsFillInWithTimeAndStayUnknownWhereNothingWasSeen()
    {
        PanelRig rig(FakeSession::Content::Empty);
        auto& panel = rig.open(std::make_unique<FillsPanel>(rig.context()));
        RowEvent row = rig.session.fillRow(FakeSession::kSol, Side::Sell, 5);
        row.fill.price = { 20010 };
        row.fill.mid = Money::fromInt(200);
        row.fill.localTime = Timestamp { FakeSession::kNowSeconds * 1'000'000'000 };
        rig.session.push(row);
        RowEvent answer;
        answer.kind = RowKind::Markout;
        answer.instrument = FakeSession::kSol;
        answer.markout = { row.fill.account, FakeSession::kSol, row.fill.strategy, row.fill.tradeId, Side::Sell, 1, -2'000'000 };
        rig.session.push(answer); // with the fill in one batch
        rig.session.editDesk().time = row.fill.localTime + Duration::seconds(2);
        rig.session.touch();
        rig.frame();
        QVERIFY2(line(panel.model(), 0).contains(QStringLiteral("|+5.0|−2.0|…|…|…|")), qPrintable(line(panel.model(), 0)));
        QCOMPARE(panel.model().index(0, 7).data(TintRole).toDouble(), -0.5);
        QVERIFY(!panel.model().index(0, 8).data(TintRole).isValid());
        const QImage before = rig.picture();
        answer.markout.horizon = 3; // 5 s were missed, 30 s were seen
        answer.markout.microBps = 12'340'000;
        rig.session.push(answer);
        rig.session.editDesk().time = row.fill.localTime + Duration::seconds(33);
        rig.session.touch();
        QTest::qWait(220);
        rig.frame();
        QVERIFY2(line(panel.model(), 0).contains(QStringLiteral("|+5.0|−2.0|–|+12.3|…|")), qPrintable(line(panel.model(), 0)));
        QCOMPARE(panel.model().index(0, 9).data(TintRole).toDouble(), 1.0); // clipped at 4 bp
        QVERIFY(panel.model().index(0, 9).data(Qt::ToolTipRole).toString().contains(QStringLiteral("\n300 s: …")));
        QVERIFY(rig.picture() != before);
    }
    void fillsOfEarlierRunsComeWithWhatBecameOfThem()
    {
        PanelRig rig(FakeSession::Content::Empty);
        PastFill past;
        past.fill = rig.session.fillRow(FakeSession::kSol, Side::Buy, 1).fill;
        past.markouts.bps[2] = 1.5;
        rig.session.past.push_back(past);
        auto& panel = rig.open(std::make_unique<FillsPanel>(rig.context()));
        rig.frame();
        QCOMPARE(panel.model().rowCount(), 1);
        QCOMPARE(panel.model().index(0, 8).data().toString(), QStringLiteral("+1.5"));
    }
    void balancesAndPositionsAreExact()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<BalancesPanel>(rig.context()));
        QCOMPARE(line(panel.balances(), 0), QStringLiteral("USDT|214,806.52|190,000.00|24,806.52|214,806.52|"));
        QVERIFY2(line(panel.positions(), 0).startsWith(QStringLiteral("SOL/USDT|+41.6|235.91|")),
            qPrintable(line(panel.positions(), 0)));
        QVERIFY2(
            line(panel.positions(), 2).contains(QStringLiteral("|−1.17|")), qPrintable(line(panel.positions(), 2)));
        const QImage before = rig.picture();
        rig.session.editDesk().balances[0].total = Money::parse("1.00000001").value();
        rig.session.touch();
        QTest::qWait(220);
        rig.frame();
        QVERIFY(line(panel.balances(), 0).startsWith(QStringLiteral("USDT|1.00000001|")));
        QVERIFY(rig.picture() != before);
    }
    void theWatchListMovesLinkedPanelsAndFadesStaleRows()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<WatchlistPanel>(rig.context()), 268, 240);
        const MarketSnapshot market = rig.session.editMarket(FakeSession::kSol);
        const Instrument& sol = rig.session.instrument(FakeSession::kSol);
        QVERIFY2(line(panel.model(), 0).startsWith(QStringLiteral("SOL/USDT|") + text::price(sol, market.lastPrice)),
            qPrintable(line(panel.model(), 0)));
        panel.table()->selectRow(1);
        QCOMPARE(rig.selection.instrument(), FakeSession::kBtc);
        rig.selection.setInstrument(FakeSession::kSol);
        QCOMPARE(panel.table()->currentIndex().row(), 0);
        const QImage before = rig.picture();
        rig.session.editMarket(FakeSession::kBtc).health = BookHealth::Stale;
        rig.session.editMarket(FakeSession::kSol).lastPrice.count += 5;
        rig.session.touch();
        QTest::qWait(120);
        rig.frame();
        QVERIFY(panel.model().index(1, 0).data(FadedRole).toBool());
        QVERIFY(!panel.model().index(0, 0).data(FadedRole).toBool());
        QVERIFY(rig.picture() != before);
    }
    void theLogFiltersByTextAndLevel()
    {
        PanelRig rig(FakeSession::Content::Empty);
        auto& panel = rig.open(std::make_unique<LogPanel>(rig.context()));
        QCOMPARE(panel.state(), PanelState::Empty);
        rig.session.push(sentence(RowKind::Log, Severity::Info, "The book is in sync.", 0));
        rig.session.push(sentence(RowKind::Log, Severity::Debug, "Frame of 12 bytes.", 1));
        rig.session.push(sentence(RowKind::Alert, Severity::Danger, "The order was refused.", 2));
        rig.frame();
        QCOMPARE(line(panel.model(), 0), QStringLiteral("14:32:10.000|Danger|risk|The order was refused."));
        QCOMPARE(panel.shownRows(), 2);
        panel.levelBox()->setCurrentIndex(0);
        QCOMPARE(panel.shownRows(), 3);
        panel.filterField()->setText(QStringLiteral("BOOK"));
        QCOMPARE(panel.shownRows(), 1);
        rig.session.push(sentence(RowKind::Log, Severity::Info, "Another book.", 3));
        rig.session.push(sentence(RowKind::Log, Severity::Info, "A trade.", 4));
        rig.frame();
        QCOMPARE(panel.shownRows(), 2);
    }
    void alertsThatRepeatShareOneRow()
    {
        PanelRig rig(FakeSession::Content::Empty);
        auto& panel = rig.open(std::make_unique<AlertsPanel>(rig.context()));
        rig.session.push(sentence(RowKind::Alert, Severity::Warning, "The rate reached 34 a second.", 0));
        rig.session.push(sentence(RowKind::Alert, Severity::Danger, "The loss limit is near.", 1));
        rig.session.push(sentence(RowKind::Alert, Severity::Warning, "The rate reached 36 a second.", 4));
        rig.frame();
        QCOMPARE(panel.model().rowCount(), 2);
        QCOMPARE(line(panel.model(), 0), QStringLiteral("14:32:12|14:32:08|2|risk|The rate reached 36 a second."));
        QCOMPARE(panel.tabCount(), QStringLiteral("2"));
        const QImage before = rig.picture();
        panel.clearButton()->click();
        rig.frame();
        QCOMPARE(panel.state(), PanelState::Empty);
        QVERIFY(rig.picture() != before);
    }
    void venuesShowAllTheirFigures()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<VenuesPanel>(rig.context()));
        QCOMPARE(line(panel.model(), 0),
            QStringLiteral("Binance|Live|Live|4.0 ms|0|0|31%1%|3.0 ms|9.4 ms|31 ms|All is well").arg(QChar(0x2009)));
        const QImage before = rig.picture();
        VenueView& venue = rig.session.editDesk().venues[0];
        venue.gaps = 3;
        venue.feed = VenueLink::Syncing;
        venue.trouble = "A gap: the book is being read again.";
        rig.session.touch();
        QTest::qWait(260);
        rig.frame();
        QVERIFY2(
            line(panel.model(), 0).startsWith(QStringLiteral("Binance|Syncing|")), qPrintable(line(panel.model(), 0)));
        QVERIFY(line(panel.model(), 0).endsWith(QStringLiteral("A gap: the book is being read again.")));
        QVERIFY(rig.picture() != before);
    }
};

MAKER_APP_TEST(tst_table_panels, QApplication)

#include "tst_table_panels.moc"
