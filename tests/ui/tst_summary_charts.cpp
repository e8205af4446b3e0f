#include "support/maker_test.h"
#include "ui/base/theme.h"
#include "ui/charts/summary_charts.h"

#include <QAbstractAxis>
#include <QApplication>
#include <QChartView>
#include <QPointer>

using namespace maker;

class tst_summary_charts : public QObject {
    Q_OBJECT

private slots:
    void axesOfAnEarlierDrawingAreGone();
};

/// The days are drawn anew all day long: what a drawing leaves behind would add up.
void tst_summary_charts::axesOfAnEarlierDrawingAreGone()
{
    const Theme theme = Theme::load(ThemeTone::Dark);
    SummaryCharts charts(theme);
    std::vector<QPointer<QAbstractAxis>> seen;
    for (int i = 0; i < 3; ++i) {
        charts.setDays({{QStringLiteral("1 Nov"), 10.0 * i}, {QStringLiteral("2 Nov"), -4.0}});
        for (const QPointer<QAbstractAxis>& axis : seen)
            QVERIFY(axis.isNull());
        seen.clear();
        for (const QChartView* view : charts.findChildren<QChartView*>())
            for (QAbstractAxis* axis : view->chart()->axes())
                seen.emplace_back(axis);
        QCOMPARE(seen.size(), std::size_t{2});
    }
}

MAKER_APP_TEST(tst_summary_charts, QApplication)
#include "tst_summary_charts.moc"
