#include "ui/panels/lab/result_view.h"

#include "ui/base/number_text.h"
#include "ui/base/segments.h"
#include "ui/charts/chart_pane.h"
#include "ui/panels/lab_words.h"

#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace maker {

namespace {

constexpr int kOneMinute = 60;

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
    m_candles->setInterval(kOneMinute);
    m_fillTable = new TableView(*m_fillModel, m_context, down);
    m_fillTable->setAccessibleName(tr("Fills of the run; the chart follows the chosen one"));
    down->addWidget(m_candles);
    down->addWidget(m_fillTable);
    down->setSizes({ 520, 380 });
    connect(m_fillTable->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        [this](const QModelIndex& now) { jumpToFill(now.row()); });
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
    const QString currency = QString::fromStdString(record.currency);
    QString what = minuteText(record.begin) + QStringLiteral(" \u2026 ") + minuteText(record.end);
    if (!record.instruments.empty())
        what = text::pair(*record.instruments.front()) + QStringLiteral(", ") + what;
    if (!result.outOfSample.empty())
        what += tr(", out of sample shaded");
    m_head->setContext(what);
    showHeads();
    m_hours->setHours(result.statistics.hourOfWeek, currency);
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
    if (!record.instruments.empty()) {
        CandleSeries series;
        series.version = 1;
        series.closed = std::make_shared<const std::vector<Candle>>(result.candles);
        m_candles->setInstrument(record.instruments.front());
        m_candles->setCandles(series);
        for (RunFill fill : record.fills) {
            fill.fill.localTime = fill.fill.venueTime; // the axis is the market's time
            m_candles->addFill(fill.fill);
        }
        m_candles->refresh();
    }
    m_fillModel->setRows(std::move(rows));
}

void ResultView::showHeads()
{
    // In a narrow window the titles keep their room, what is said beside them goes.
    const bool narrow = width() < 800;
    const bool known = !m_runs.empty() && m_runs.front().result;
    const QString currency = known ? QString::fromStdString(m_runs.front().result->record.currency) : QString();
    m_markoutHead->setTitle(narrow ? tr("Markout") : tr("Markout after a fill"));
    m_markoutHead->setContext(narrow ? tr("bp") : tr("bp, mean and 90 % band"));
    m_hourHead->setTitle(narrow ? tr("PnL by hour") : tr("PnL by hour and weekday"));
    m_hourHead->setContext(narrow || currency.isEmpty() ? tr("UTC") : tr("UTC, %1").arg(currency));
}

void ResultView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    showHeads();
}

void ResultView::jumpToFill(int row)
{
    if (row < 0 || row >= m_fillModel->rowCount())
        return;
    m_candles->jumpTo(static_cast<double>(m_fillModel->row(row).fill.fill.venueTime.ns) * 1e-9);
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
    m_dayTable->refreshTheme();
    splitMarkouts(m_markoutBy->current());
    m_hours->update();
}

} // namespace maker
