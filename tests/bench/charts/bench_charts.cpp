// bench_charts: one frame of the product's charts at 1600 x 900 against a bare QCustomPlot that shows the same series. Each
// frame moves the visible range, so that nothing can be kept from the one before.
#include "bench/support/figure.h"
#include "kernel/model/instrument.h"
#include "ui/charts/candle_chart.h"
#include "ui/charts/chart_overlay.h"
#include "ui/charts/pnl_chart.h"

#include <QApplication>
#include <qcustomplot.h>

#include <cmath>
#include <functional>
#include <random>

namespace {

using namespace maker;

constexpr int kWidth = 1600;
constexpr int kHeight = 900;
constexpr int kFrames = 41;
constexpr int kCandles = 10'000;
constexpr int kLine = 1'000'000;
constexpr std::int64_t kFirstSecond = 1'700'000'040; ///< a whole minute

/// Interleaved frames of two scenes; milliseconds.
struct Pair {
    std::vector<double> ours;
    std::vector<double> bare;
};

double timed(const std::function<void(int)>& frame, int number)
{
    const auto start = bench::Clock::now();
    frame(number);
    const double ms = bench::nanosSince(start) / 1e6;
    QCoreApplication::processEvents(); // what the frame left queued is not part of the next one
    return ms;
}

Pair interleave(const std::function<void(int)>& ours, const std::function<void(int)>& bare)
{
    Pair pair;
    for (int i = 0; i < kFrames; ++i) {
        pair.ours.push_back(timed(ours, i));
        pair.bare.push_back(timed(bare, i));
    }
    return pair;
}

void report(const char* name, const Pair& pair)
{
    const double value = bench::median(pair.ours);
    const double floor = bench::median(pair.bare);
    bench::print({name, value, "ms", floor, "<= 1.3", value <= 1.3 * floor});
    std::fprintf(stderr, "%s: p99 %.1f ms, bare p99 %.1f ms\n", name, bench::quantile(pair.ours, 0.99), bench::quantile(pair.bare, 0.99));
}

void show(QWidget& widget)
{
    widget.resize(kWidth, kHeight);
    widget.show();
    for (int i = 0; i < 5; ++i)
        QCoreApplication::processEvents();
}

std::shared_ptr<const Instrument> bitcoin()
{
    InstrumentSpec spec;
    spec.id = {1};
    spec.venue = {1};
    spec.symbol = "BTCUSDT";
    spec.base = "BTC";
    spec.quote = "USDT";
    spec.tickSize = "0.01";
    spec.lotSize = "0.00001";
    return std::make_shared<const Instrument>(*Instrument::make(spec));
}

std::vector<Candle> randomCandles()
{
    std::mt19937 random(11);
    std::vector<Candle> candles;
    std::int64_t price = 6'000'000;
    for (int i = 0; i < kCandles; ++i) {
        Candle candle;
        candle.openTime = Timestamp::fromMillis((kFirstSecond + 60 * i) * 1'000);
        candle.open = {price};
        price += static_cast<std::int64_t>(random() % 2'001) - 1'000;
        candle.close = {price};
        candle.high = {std::max(candle.open.count, price) + static_cast<std::int64_t>(random() % 300)};
        candle.low = {std::min(candle.open.count, price) - static_cast<std::int64_t>(random() % 300)};
        candle.volume = {static_cast<std::int64_t>(random() % 1'000'000)};
        candles.push_back(candle);
    }
    return candles;
}

/// The same series in a QCustomPlot of nobody's making.
class BareCandles {
public:
    BareCandles(const std::vector<Candle>& candles, const Instrument& instrument)
    {
        m_plot.setNotAntialiasedElements(QCP::aeAll);
        m_plot.yAxis2->setVisible(true);
        QCPBars* volumes[2] = {new QCPBars(m_plot.xAxis, m_plot.yAxis), new QCPBars(m_plot.xAxis, m_plot.yAxis)};
        QCPGraph* line = m_plot.addGraph(m_plot.xAxis, m_plot.yAxis2);
        auto* bars = new QCPFinancial(m_plot.xAxis, m_plot.yAxis2);
        bars->setChartStyle(QCPFinancial::csCandlestick);
        bars->setTwoColored(true);
        bars->setBrushPositive(Qt::green);
        bars->setBrushNegative(Qt::red);
        bars->setWidth(40);
        for (QCPBars* each : volumes) {
            each->setWidth(40);
            each->setPen(Qt::NoPen);
            each->setBrush(Qt::gray);
        }
        for (const Candle& candle : candles) {
            const double key = static_cast<double>(candle.openTime.ns) * 1e-9;
            const double close = instrument.toDouble(candle.close);
            bars->addData(key, instrument.toDouble(candle.open), instrument.toDouble(candle.high), instrument.toDouble(candle.low), close);
            volumes[candle.close >= candle.open ? 0 : 1]->addData(key, instrument.toDouble(candle.volume));
            line->addData(key, close);
        }
        show(m_plot);
    }
    void frame(double from, double to)
    {
        m_plot.xAxis->setRange(from, to);
        m_plot.yAxis2->rescale(true);
        m_plot.yAxis->setRange(0.0, 40.0);
        m_plot.replot(QCustomPlot::rpImmediateRefresh);
    }

private:
    QCustomPlot m_plot;
};

void candles(const Theme& theme)
{
    const auto instrument = bitcoin();
    const auto data = std::make_shared<const std::vector<Candle>>(randomCandles());
    CandleChart chart(theme);
    show(chart);
    chart.setInstrument(instrument);
    chart.setInterval(60);
    CandleSeries series;
    series.version = 1;
    series.closed = data;
    series.live = data->back();
    chart.setCandles(series);
    chart.refresh();
    const double middle = static_cast<double>(kFirstSecond) + 60.0 * kCandles * 0.75;
    for (int i = 0; i < 40; ++i)
        chart.zoomAt(middle, 1.5); // as far out as it goes
    auto* plot = chart.findChild<QCustomPlot*>();
    BareCandles bare(*data, *instrument);
    const Pair pair = interleave(
        [&](int i) {
            chart.zoomAt(middle, i % 2 == 0 ? 0.97 : 1.0 / 0.97);
            plot->replot(QCustomPlot::rpImmediateRefresh);
        },
        [&](int) { bare.frame(chart.firstVisible(), chart.firstVisible() + chart.visibleSeconds()); });
    std::fprintf(stderr, "candles visible: %.0f of %d\n", chart.visibleSeconds() / 60.0, kCandles);
    report("chart 1600x900, 10000 candles, as far out as it zooms", pair);
}

QVector<double> walk(int count)
{
    std::mt19937 random(5);
    QVector<double> values(count);
    double at = 0.0;
    for (double& value : values)
        value = at += (static_cast<double>(random() % 2'001) - 1'000.0) / 1'000.0;
    return values;
}

void addLine(QCustomPlot& plot, QCPAxis* values)
{
    QVector<double> keys(kLine);
    for (int i = 0; i < kLine; ++i)
        keys[i] = i;
    QCPGraph* line = plot.addGraph(plot.xAxis, values);
    line->setData(keys, walk(kLine), true);
    line->setAntialiased(false);
    line->setPen(QPen(Qt::blue, 1));
    line->rescaleAxes();
    show(plot);
}

/// The product's axes, style and overlay around a line; and what the PnL chart makes of as many points.
void lines(const Theme& theme)
{
    QCustomPlot bare;
    bare.setNotAntialiasedElements(QCP::aeAll);
    addLine(bare, bare.yAxis);
    const auto bareFrame = [&](int i) {
        bare.xAxis->setRange(i * 10, kLine - 1 - i * 7);
        bare.replot(QCustomPlot::rpImmediateRefresh);
    };
    OverlayPicture overlay;
    QCustomPlot styled;
    setUpPlot(styled, 70);
    stylePlot(styled, theme);
    addOverlay(styled, theme, overlay);
    addLine(styled, styled.yAxis2);
    report("chart 1600x900, 1 M point line", interleave(
        [&](int i) {
            styled.xAxis->setRange(i * 10, kLine - 1 - i * 7);
            styled.replot(QCustomPlot::rpImmediateRefresh);
        },
        bareFrame));

    PnlChart pnl(theme);
    show(pnl);
    const QVector<double> values = walk(kLine);
    std::int64_t second = kFirstSecond;
    const auto add = [&](double value) {
        PnlView view;
        view.spread = Money::fromUnits(Int128(std::llround(value * 1e6)) * 1'000);
        view.dayPnl = view.spread;
        pnl.add(Timestamp::fromMillis(++second * 1'000), view);
    };
    for (const double value : values)
        add(value);
    auto* plot = pnl.findChild<QCustomPlot*>();
    report("PnL chart 1600x900 after 1 M points, against a bare 1 M point line", interleave(
        [&](int i) {
            add(values[i]);
            pnl.refresh();
            plot->replot(QCustomPlot::rpImmediateRefresh);
        },
        bareFrame));
}

} // namespace

int main(int argc, char** argv)
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    const Theme theme = Theme::load(ThemeTone::Dark);
    candles(theme);
    lines(theme);
    return 0;
}
