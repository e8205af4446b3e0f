#include "support/maker_test.h"
#include "support/panel_rig.h"
#include "ui/panels/candles/candles_panel.h"

#include <QSignalSpy>

using namespace maker;

class tst_candles_panel : public QObject {
    Q_OBJECT
private slots:
    void showsInstrumentLegendAndTags()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<CandlesPanel>(rig.context()));
        QCOMPARE(panel.head().title(), QStringLiteral("SOL/USDT"));
        QCOMPARE(panel.state(), PanelState::Live);
        QVERIFY2(panel.chart().legendText().contains(QStringLiteral("VWAP")), qPrintable(panel.chart().legendText()));
        const MarketSnapshot& market = rig.session.editMarket(FakeSession::kSol);
        const Instrument& sol = rig.session.instrument(FakeSession::kSol);
        QCOMPARE(panel.chart().tagTexts().value(0), QString::fromStdString(sol.format(market.lastPrice)));
        QCOMPARE(panel.chart().tagTexts().value(1), QString::fromStdString(sol.format(market.ownAsk)));
        QCOMPARE(panel.chart().tagTexts().value(2), QString::fromStdString(sol.format(market.ownBid)));
    }
    void twoPricesDrawTwoImages()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<CandlesPanel>(rig.context()));
        QTest::qWait(150);
        rig.frame();
        const QImage before = rig.picture();
        rig.session.editMarket(FakeSession::kSol).lastPrice.count += 37;
        rig.session.touch();
        QTest::qWait(150);
        rig.frame();
        panel.chart().refresh();
        QTest::qWait(50);
        QVERIFY(rig.picture() != before);
    }
    void intervalsChangeTheSpanShown()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<CandlesPanel>(rig.context()));
        const double minutes = panel.chart().visibleSeconds();
        panel.chooseInterval(0);
        QTest::qWait(120);
        rig.frame();
        QCOMPARE(panel.chart().visibleSeconds() * 60.0, minutes);
    }
    void zoomKeepsTheMomentUnderTheCursor()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<CandlesPanel>(rig.context()));
        CandleChart& chart = panel.chart();
        const double span = chart.visibleSeconds();
        const double moment = chart.firstVisible() + span * 0.97;
        chart.zoomAt(moment, 0.5);
        QCOMPARE(chart.visibleSeconds(), span * 0.5);
        QVERIFY(std::abs(chart.firstVisible() + chart.visibleSeconds() * 0.97 - moment) < 1.0);
        QVERIFY(chart.follows());
        chart.zoomAt(chart.firstVisible(), 0.5); // the newest bar leaves the picture, so the chart stays where it is
        QVERIFY(!chart.follows());
    }
    void dragStopsFollowingUntilNowIsAskedFor()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<CandlesPanel>(rig.context()), 900, 500);
        QSignalSpy changes(&panel.chart(), &CandleChart::followChanged);
        QWidget* plot = panel.chart().findChildren<QWidget*>().value(0);
        QVERIFY(plot != nullptr);
        QTest::mousePress(plot, Qt::LeftButton, {}, QPoint(300, 200));
        QTest::mouseMove(plot, QPoint(420, 200));
        QMouseEvent move(QEvent::MouseMove, QPointF(420, 200), plot->mapToGlobal(QPointF(420, 200)), Qt::NoButton,
            Qt::LeftButton, {});
        QApplication::sendEvent(plot, &move);
        QTest::mouseRelease(plot, Qt::LeftButton, {}, QPoint(420, 200));
        QVERIFY(!panel.chart().follows());
        QVERIFY(changes.count() >= 1);
        const double left = panel.chart().firstVisible();
        rig.session.step();
        QTest::qWait(120);
        rig.frame();
        QCOMPARE(panel.chart().firstVisible(), left);
        QTest::keyClick(&panel, Qt::Key_Space);
        QVERIFY(panel.chart().follows());
    }
    void anEmptyMarketSaysWhatWillAppear()
    {
        PanelRig rig(FakeSession::Content::Empty);
        auto& panel = rig.open(std::make_unique<CandlesPanel>(rig.context()));
        QCOMPARE(panel.state(), PanelState::Empty);
        QVERIFY(!panel.stateDetail().isEmpty());
    }
};

MAKER_APP_TEST(tst_candles_panel, QApplication)
#include "tst_candles_panel.moc"
