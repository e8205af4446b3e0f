#include "support/maker_test.h"
#include "support/panel_rig.h"
#include "ui/panels/pnl/pnl_panel.h"
#include "ui/panels/summary/summary_panel.h"

using namespace maker;

namespace {

RowEvent pnlPoint(std::int64_t seconds, const char* spread, const char* inventory, const char* fees)
{
    RowEvent row;
    row.kind = RowKind::PnlPoint;
    row.time = Timestamp::fromMillis((FakeSession::kNowSeconds + seconds) * 1000);
    row.pnl.spread = Money::parse(spread).value();
    row.pnl.inventory = Money::parse(inventory).value();
    row.pnl.fees = Money::parse(fees).value();
    row.pnl.dayPnl = row.pnl.spread + row.pnl.inventory + row.pnl.fees;
    return row;
}

} // namespace

class tst_pnl_panel : public QObject {
    Q_OBJECT
private slots:
    void theLegendAddsUpToTheTotal()
    {
        PanelRig rig(FakeSession::Content::Empty);
        rig.session.push(pnlPoint(1, "10.00", "-4.50", "-1.25"));
        rig.session.push(pnlPoint(2, "20.00", "-4.50", "-1.25"));
        auto& panel = rig.open(std::make_unique<PnlPanel>(rig.context()));
        QCOMPARE(panel.state(), PanelState::Live);
        QCOMPARE(panel.chart().points(), std::size_t(2));
        const QString minus(QChar(0x2212));
        QCOMPARE(panel.chart().legendText(),
            QStringLiteral("Spread +20.00 Rebates 0.00 Inventory ") + minus + QStringLiteral("4.50 Fees ") + minus
                + QStringLiteral("1.25 Total +14.25"));
    }
    void roundedPartsStillAddUpToTheTotal()
    {
        PanelRig rig(FakeSession::Content::Empty);
        // Alone they round to 0.00, 0.00 and 0.01, together they are a cent and a half.
        rig.session.push(pnlPoint(1, "0.004", "0.0045", "0.0065"));
        auto& panel = rig.open(std::make_unique<PnlPanel>(rig.context()));
        QCOMPARE(panel.chart().legendText(),
            QStringLiteral("Spread 0.00 Rebates 0.00 Inventory +0.01 Fees +0.01 Total +0.02"));
    }
    void twoTotalsDrawTwoImages()
    {
        PanelRig rig;
        rig.open(std::make_unique<PnlPanel>(rig.context()));
        QTest::qWait(300);
        rig.frame();
        const QImage before = rig.picture();
        rig.session.push(pnlPoint(60, "900.00", "-4.50", "-1.25"));
        QTest::qWait(300);
        rig.frame();
        QTest::qWait(30);
        QVERIFY(rig.picture() != before);
    }
    void beforeTheFirstFillThePanelSaysWhatWillAppear()
    {
        PanelRig rig(FakeSession::Content::Empty);
        auto& panel = rig.open(std::make_unique<PnlPanel>(rig.context()));
        QCOMPARE(panel.state(), PanelState::Empty);
        QCOMPARE(panel.stateTitle(), QStringLiteral("No PnL yet"));
    }
    void theSummaryShowsSharesOfTheInventory()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<SummaryPanel>(rig.context()));
        QTest::qWait(20);
        QCOMPARE(panel.state(), PanelState::Live);
        QCOMPARE(panel.inventoryTexts().value(0), QStringLiteral("USDT 56\u2009%"));
        const QImage before = rig.picture();
        rig.session.editDesk().balances[1].value = Money::fromInt(900'000);
        rig.session.touch();
        QTest::qWait(1'050);
        rig.frame();
        QVERIFY(rig.picture() != before);
        QVERIFY(panel.inventoryTexts().value(0) != QStringLiteral("USDT 56\u2009%"));
    }
};

MAKER_APP_TEST(tst_pnl_panel, QApplication)
#include "tst_pnl_panel.moc"
