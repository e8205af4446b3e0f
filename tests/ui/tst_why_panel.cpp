#include "support/maker_test.h"
#include "support/panel_rig.h"
#include "ui/base/number_text.h"
#include "ui/base/segments.h"
#include "ui/panels/why/why_panel.h"

#include <QAccessible>

using namespace maker;

class tst_why_panel : public QObject {
    Q_OBJECT
private slots:
    void theStepsEndAtTheSentPrice()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<WhyPanel>(rig.context()), 1128, 208);
        QCOMPARE(panel.state(), PanelState::Live);
        const WhyChain& chain = panel.view().chain();
        const Quote& quote = rig.session.editQuotes().target.quotes[0];
        QCOMPARE(chain.price.count, quote.price.count);
        QCOMPARE(chain.steps.size(), std::size_t { 5 });
        QVERIFY2(chain.trouble.isEmpty(), qPrintable(chain.trouble));
        QCOMPARE(chain.steps.back().after, rig.session.instrument(FakeSession::kSol).toDouble(quote.price));
        for (std::size_t i = 1; i < chain.steps.size(); ++i)
            QCOMPARE(chain.steps[i].before, chain.steps[i - 1].after);
        QVERIFY(!chain.steps[3].bound); // the floor
    }
    void stepsThatDoNotAddUpAreSaid()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<WhyPanel>(rig.context()), 1128, 208);
        const QImage before = rig.picture();
        rig.session.editQuotes().target.quotes[0].chain[2].after += 0.004;
        rig.session.touch();
        QTest::qWait(220);
        rig.frame();
        QVERIFY2(panel.view().chain().trouble.contains(QStringLiteral("was quoted")), qPrintable(panel.view().chain().trouble));
        QVERIFY(rig.picture() != before);
    }
    void anOrderLeftWithinItsToleranceHasAStepForIt()
    {
        FakeSession session;
        const Instrument& sol = session.instrument(FakeSession::kSol);
        const Quote& quote = session.editQuotes().target.quotes[0];
        Order order;
        order.price = { quote.price.count - sol.tickSize().count };
        order.qty = quote.qty;
        const WhyChain chain = whyChain(sol, quote, order);
        QVERIFY(chain.trouble.isEmpty());
        QCOMPARE(chain.steps.size(), std::size_t { 6 });
        QCOMPARE(chain.steps.back().after, sol.toDouble(order.price));
        QCOMPARE(chain.price.count, order.price.count);
    }
    void thePickedOrderIsTheOneExplained()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<WhyPanel>(rig.context()), 1128, 208);
        rig.selection.setOrder(ClientOrderId("mk-1-504"));
        QTest::qWait(220);
        rig.frame();
        QCOMPARE(panel.view().chain().side, Side::Sell);
        QCOMPARE(panel.view().chain().price.count, rig.session.editMarket(FakeSession::kSol).asks[5].price.count);
        QCOMPARE(panel.sides().current(), 1);
    }
    void frozenItStaysWhileTheMarketMoves()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<WhyPanel>(rig.context()), 1128, 208);
        const std::int64_t before = panel.view().chain().price.count;
        panel.setFrozen(true);
        rig.session.editQuotes().target.quotes[0].price.count += 3;
        rig.session.touch();
        QTest::qWait(220);
        rig.frame();
        QCOMPARE(panel.view().chain().price.count, before);
    }
    void aReaderHearsEachStep()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<WhyPanel>(rig.context()), 1128, 208);
        QAccessibleInterface* list = QAccessible::queryAccessibleInterface(&panel.view());
        QVERIFY(list != nullptr);
        QCOMPARE(list->childCount(), 6);
        QVERIFY(list->child(0)->text(QAccessible::Name).startsWith(QStringLiteral("Fair value")));
        QVERIFY(list->child(5)->text(QAccessible::Name).startsWith(QStringLiteral("Quote")));
    }
    void aStrategyWithOneSideIsNotToldToStart()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<WhyPanel>(rig.context()), 1128, 208);
        QVERIFY(panel.state() == PanelState::Live);
        auto& target = rig.session.editQuotes().target;
        for (std::size_t i = 0; i < target.count; ++i)
            target.quotes[i].side = Side::Sell;
        rig.session.touch();
        QTest::qWait(220);
        rig.frame();
        QCOMPARE(panel.state(), PanelState::Empty);
        QCOMPARE(panel.stateTitle(), QStringLiteral("No bid"));
    }
    void withoutQuotesItSaysWhatToDo()
    {
        PanelRig rig(FakeSession::Content::Empty);
        auto& panel = rig.open(std::make_unique<WhyPanel>(rig.context()), 1128, 208);
        QCOMPARE(panel.state(), PanelState::Empty);
        QVERIFY(!panel.stateDetail().isEmpty());
    }
};

MAKER_APP_TEST(tst_why_panel, QApplication)
#include "tst_why_panel.moc"
