#include "support/maker_test.h"
#include "support/panel_rig.h"
#include "ui/base/number_text.h"
#include "ui/panels/trades/trades_panel.h"

using namespace maker;

namespace {

RowEvent trade(Side side, std::int64_t price, std::int64_t qty)
{
    RowEvent row;
    row.kind = RowKind::MarketTrade;
    row.instrument = FakeSession::kSol;
    row.side = side;
    row.time = Timestamp::fromMillis(FakeSession::kNowSeconds * 1000 + 500);
    row.price = { price };
    row.qty = { qty };
    return row;
}

} // namespace

class tst_trades_panel : public QObject {
    Q_OBJECT
private slots:
    void theNewestTradeStandsFirstAndIsSaidInWords()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<TradesPanel>(rig.context()), 172, 600);
        rig.session.push(trade(Side::Sell, 23640, 127));
        rig.frame();
        QCOMPARE(panel.tape().rowText(0), QStringLiteral("14:32:08 sold 12.7 at 236.40"));
        QCOMPARE(QFontInfo(panel.tape().numberFont()).family(), QStringLiteral("JetBrains Mono"));
    }
    void twoPricesDrawTwoImages()
    {
        PanelRig rig;
        rig.open(std::make_unique<TradesPanel>(rig.context()), 172, 600);
        const QImage before = rig.picture();
        rig.session.push(trade(Side::Buy, 23641, 10));
        rig.frame();
        const QImage one = rig.picture();
        rig.session.push(trade(Side::Buy, 23642, 10));
        rig.frame();
        QVERIFY(one != before);
        QVERIFY(rig.picture() != one);
    }
    void aFillOfOursMarksItsTradeWhicheverComesFirst()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<TradesPanel>(rig.context()), 172, 600);
        RowEvent fill = rig.session.fillRow(FakeSession::kSol, Side::Buy, 900);
        fill.fill.price = { 23611 };
        fill.fill.qty = { 15 };
        rig.session.push(trade(Side::Sell, 23611, 15));
        rig.session.push(fill);
        rig.frame();
        QVERIFY(panel.tape().rowText(0).endsWith(QStringLiteral(", ours")));
        fill.fill.price = { 23612 };
        rig.session.push(fill);
        rig.session.push(trade(Side::Sell, 23612, 15));
        rig.session.push(trade(Side::Sell, 23612, 15));
        rig.frame();
        QVERIFY(panel.tape().rowText(1).endsWith(QStringLiteral(", ours")));
        QVERIFY(!panel.tape().rowText(0).endsWith(QStringLiteral(", ours")));
    }
    void smallTradesCanBeLeftOut()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<TradesPanel>(rig.context()), 172, 600);
        const int all = panel.tape().rowCount();
        panel.chooseLeast(1.0);
        QVERIFY(panel.tape().rowCount() > 0);
        QVERIFY(panel.tape().rowCount() < all);
        panel.chooseLeast(0.0);
        QCOMPARE(panel.tape().rowCount(), all);
    }
    void anInstrumentWithoutTradesSaysWhatWillAppear()
    {
        PanelRig rig(FakeSession::Content::Empty);
        auto& panel = rig.open(std::make_unique<TradesPanel>(rig.context()), 172, 600);
        QCOMPARE(panel.state(), PanelState::Empty);
        QCOMPARE(panel.stateTitle(), QStringLiteral("No trades"));
    }
};

MAKER_APP_TEST(tst_trades_panel, QApplication)

#include "tst_trades_panel.moc"
