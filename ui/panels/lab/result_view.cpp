#include "ui/panels/lab/result_view.h"

#include "ui/base/number_text.h"
#include "ui/base/segments.h"
#include "ui/charts/chart_pane.h"
#include "ui/charts/equity_series.h"
#include "ui/panels/lab_words.h"

#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace maker {

namespace {

constexpr int kOneMinute = 60;
constexpr int kRoomForWords = 800; // px of width where both heads hold all their words

/// The usual distance of two candles in seconds; a run over bars has those of its recording.
int secondsOfBar(const std::vector<Candle>& candles)
{
    std::int64_t least = 0;
    for (std::size_t i = 1; i < candles.size() && i < 100; ++i) {
        const std::int64_t distance = (candles[i].openTime - candles[i - 1].openTime).ns / 1'000'000'000;
        if (distance > 0 && (least == 0 || distance < least))
            least = distance;
    }
    return least == 0 ? kOneMinute : static_cast<int>(least);
}

/// A head over one view, as the panels have it.
QWidget* framed(PanelHead* head, QWidget* view, QWidget* parent)
{
    auto* box = new QWidget(parent);
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(head);
    layout->addWidget(view, 1);
    return box;
}

QSplitter* splitter(Qt::Orientation way, QWidget* parent)
{
    auto* made = new QSplitter(way, parent);
    made->setHandleWidth(4);
    made->setChildrenCollapsible(false);
    return made;
}

} // namespace

ResultView::ResultView(const PanelContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_head(new PanelHead(context.theme, tr("Result"), this))
    , m_choice(new Segments(context.theme, { tr("Curves"), tr("Fills"), tr("Days") }, this))
    , m_pages(new QStackedWidget(this))
    , m_equity(new EquityChart(context.theme, this))
    , m_fillModel(new LabFillModel(this))
    , m_barFillModel(new LabFillModel(this, true))
    , m_dayModel(new DayModel(this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_head);
    layout->addWidget(m_pages, 1);
    m_head->addEnd(m_choice);
    m_choice->setAccessibleName(tr("Curves, fills or days"));
    m_dayTable = new TableView(*m_dayModel, context, this);
    m_dayTable->setAccessibleName(tr("Days of the run"));
    m_pages->addWidget(makeCurves());
    m_pages->addWidget(makeFills());
    m_pages->addWidget(m_dayTable);
    connect(m_choice, &Segments::chosen, this, &ResultView::showPage);
    connect(m_equity, &EquityChart::crosshairMoved, this, [this](std::optional<double> at) { m_candles->setCrosshair(at); });
}

QWidget* ResultView::makeCurves()
{
    auto* down = splitter(Qt::Vertical, this);
    auto* across = splitter(Qt::Horizontal, down);
    m_markoutHead = new PanelHead(m_context.theme, tr("Markout after a fill"), across);
    m_markoutBy = new Segments(m_context.theme, { tr("Runs"), tr("Level"), tr("Side"), tr("Hour") }, across);
    m_markoutHead->addEnd(m_markoutBy);
    m_markouts = new MarkoutChart(m_context.theme, across);
    m_hourHead = new PanelHead(m_context.theme, tr("PnL by hour and weekday"), across);
    m_hours = new HourGrid(m_context.theme, across);
    m_across = across;
    across->addWidget(framed(m_markoutHead, m_markouts, across));
    across->addWidget(framed(m_hourHead, m_hours, across));
    across->setSizes({ 560, 400 });
    down->addWidget(m_equity);
    down->addWidget(across);
    down->setSizes({ 610, 300 });
    down->setStretchFactor(0, 2);
    down->setStretchFactor(1, 1);
    connect(m_markoutBy, &Segments::chosen, this, &ResultView::splitMarkouts);
    return down;
}

QWidget* ResultView::makeFills()
{
    auto* down = splitter(Qt::Vertical, this);
    m_candles = new CandleChart(m_context.theme, down);
    m_fillTables = new QStackedWidget(down);
    m_fillTable = new TableView(*m_fillModel, m_context, m_fillTables);
    m_barFillTable = new TableView(*m_barFillModel, m_context, m_fillTables);
    for (TableView* table : { m_fillTable, m_barFillTable }) {
        table->setAccessibleName(tr("Fills of the run; the chart follows the chosen one"));
        m_fillTables->addWidget(table);
        connect(table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& now) { jumpToFill(now.row()); });
    }
    down->addWidget(m_candles);
    down->addWidget(m_fillTables);
    down->setSizes({ 520, 380 });
    return down;
}

void ResultView::showPage(int page)
{
    m_choice->setCurrent(page);
    m_pages->setCurrentIndex(page);
}

void ResultView::setRuns(const std::vector<ComparedRun>& runs)
{
    const bool newFirst = runs.empty() || m_runs.empty() || runs.front().result != m_runs.front().result;
    m_runs = runs;
    m_equity->setRuns(runs);
    if (newFirst)
        showFirst();
    splitMarkouts(m_markoutBy->current());
}

void ResultView::showFirst()
{
    if (m_runs.empty() || !m_runs.front().result)
        return;
    const LabResult& result = *m_runs.front().result;
    const RunRecord& record = result.record;
    m_across->widget(0)->setVisible(!overBars());
    m_fillTables->setCurrentWidget(fillTable());
    showHeads();
    m_hours->setHours(result.statistics.hourOfWeek, QString::fromStdString(record.currency));
    m_dayModel->setRows(result.statistics.dayTable);
    std::vector<LabFillRow> rows;
    rows.reserve(record.fills.size());
    for (const RunFill& fill : record.fills) {
        LabFillRow row { fill, nullptr };
        for (const auto& instrument : record.instruments) {
            if (instrument->id() == fill.fill.instrument)
                row.instrument = instrument;
        }
        rows.push_back(std::move(row));
    }
    showCandles(result);
    (overBars() ? m_barFillModel : m_fillModel)->setRows(std::move(rows));
}

/// "out of sample", "out of sample shaded" or nothing.
QString ResultView::partText() const
{
    if (m_runs.empty() || !m_runs.front().result || m_runs.front().result->outOfSample.empty())
        return {};
    switch (m_runs.front().sample) {
    case Sample::Out:
        return tr("out of sample");
    case Sample::In:
        return tr("in sample");
    case Sample::All:
        break;
    }
    return tr("out of sample shaded");
}

/// "SOL/USDT, 2026-11-01 00:00 … 2026-11-25 00:00, out of sample".
QString ResultView::whatText() const
{
    if (m_runs.empty() || !m_runs.front().result)
        return {};
    const RunRecord& record = m_runs.front().result->record;
    QStringList words;
    if (const auto quoted = quotedInstrument(*m_runs.front().result))
        words << text::pair(*quoted);
    words << minuteText(record.begin) + QStringLiteral(" \u2026 ") + minuteText(record.end);
    if (const QString part = partText(); !part.isEmpty())
        words << part;
    return words.join(QStringLiteral(", "));
}

void ResultView::showCandles(const LabResult& result)
{
    const RunRecord& record = result.record;
    const auto quoted = quotedInstrument(result);
    if (!quoted)
        return;
    CandleSeries series;
    series.version = 1;
    series.closed = std::make_shared<const std::vector<Candle>>(result.candles);
    m_candles->setInterval(secondsOfBar(result.candles));
    m_candles->setInstrument(quoted);
    m_candles->setCandles(series);
    for (RunFill fill : record.fills) {
        fill.fill.localTime = fill.fill.venueTime; // the axis is the market's time
        m_candles->addFill(fill.fill);
    }
    m_candles->refresh();
}

bool ResultView::showsMarkouts() const
{
    return !m_across->widget(0)->isHidden();
}

void ResultView::showHeads()
{
    // In a narrow window the titles keep their room, what is said beside them goes.
    const bool narrow = width() < m_context.theme.scaled(kRoomForWords);
    const bool known = !m_runs.empty() && m_runs.front().result;
    const QString currency = known ? QString::fromStdString(m_runs.front().result->record.currency) : QString();
    m_head->setToolTip(whatText());
    m_head->setContext(narrow ? partText() : whatText());
    m_markoutHead->setTitle(narrow ? tr("Markout") : tr("Markout after a fill"));
    m_markoutHead->setContext(narrow ? tr("bp") : tr("bp, mean and 90 % band"));
    m_hourHead->setTitle(narrow ? tr("PnL by hour") : tr("PnL by hour and weekday"));
    m_hourHead->setContext(narrow || currency.isEmpty() ? tr("UTC") : tr("UTC, %1").arg(currency));
    // No choice of a head is cut: its half of the pane is at least as wide as the head.
    for (int half = 0; half < m_across->count(); ++half) {
        const QWidget* head = half == 0 ? m_markoutHead : m_hourHead;
        const QWidget* chart = half == 0 ? static_cast<QWidget*>(m_markouts) : m_hours;
        m_across->widget(half)->setMinimumWidth(std::max(head->sizeHint().width(), chart->minimumSizeHint().width()));
    }
}

void ResultView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    showHeads();
}

void ResultView::jumpToFill(int row)
{
    if (row < 0 || row >= fills().rowCount())
        return;
    m_candles->jumpTo(static_cast<double>(fills().row(row).fill.fill.venueTime.ns) * 1e-9);
}

void ResultView::splitMarkouts(int by)
{
    m_markoutBy->setCurrent(by);
    m_markouts->setCurves(markoutCurves());
}

std::vector<MarkoutChart::Curve> ResultView::markoutCurves() const
{
    std::vector<MarkoutChart::Curve> curves;
    const Theme& theme = m_context.theme;
    if (m_runs.empty() || !m_runs.front().result)
        return curves;
    const MarkoutTable& table = m_runs.front().result->statistics.markouts;
    const auto add = [&](const QString& name, const MarkoutCurve& curve) {
        curves.push_back({ name, compareColor(theme, curves.size()), {}, curve, false });
    };
    switch (m_markoutBy->current()) {
    case 1:
        for (std::size_t level = 0; level < table.byLevel.size() && level < 4; ++level)
            add(tr("Level %1").arg(level + 1), table.byLevel[level]);
        break;
    case 2:
        add(tr("Buys"), table.bySide[0]);
        add(tr("Sells"), table.bySide[1]);
        break;
    case 3:
        for (std::size_t hour = 0; hour < 24; hour += 6)
            add(tr("%1 h UTC").arg(hour), table.byHour[hour]);
        break;
    default:
        for (std::size_t i = 0; i < m_runs.size(); ++i) {
            if (!m_runs[i].result)
                continue;
            const MarkoutTable& of = m_runs[i].result->statistics.markouts;
            curves.push_back({ m_runs[i].name, compareColor(theme, i), of.edge, of.all, true });
        }
    }
    return curves;
}

void ResultView::refreshTheme()
{
    for (PanelHead* head : { m_head, m_markoutHead, m_hourHead })
        head->refresh();
    m_equity->refreshTheme();
    m_candles->refreshTheme();
    m_fillTable->refreshTheme();
    m_barFillTable->refreshTheme();
    m_dayTable->refreshTheme();
    splitMarkouts(m_markoutBy->current());
    showHeads();
    m_hours->update();
}

} // namespace maker
