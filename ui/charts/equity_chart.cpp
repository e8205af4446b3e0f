#include "ui/charts/equity_chart.h"

#include "ui/base/number_text.h"
#include "ui/charts/equity_panes.h"

#include <qcustomplot.h>

#include <QHelpEvent>
#include <QToolTip>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace maker {

namespace {
constexpr std::array<int, 4> kHeights { 17, 8, 11, 10 };
constexpr double kLeastSpan = 300.0; // seconds
constexpr double kReach = 5.0;       // pixels from a mark to the pointer that means it

QString textOf(const LookAheadCut& cut)
{
    const bool fine = cut.verdict.starts_with("ok");
    const QString sentence = QString::fromStdString(cut.verdict);
    return EquityChart::tr("Look-ahead check, %1 UTC\n%2")
        .arg(text::dateClock(cut.time), fine ? EquityChart::tr("Passed: %1").arg(sentence.mid(4)) : sentence);
}
} // namespace

EquityChart::EquityChart(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_panes(std::make_unique<Panes>(theme, this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    for (std::size_t i = 0; i < m_panes->all.size(); ++i) {
        layout->addWidget(m_panes->all[i]->plot, kHeights[i]);
        m_panes->all[i]->plot->installEventFilter(this);
    }
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Equity, drawdown, PnL by cause and inventory over time"));
}

EquityChart::~EquityChart() = default;

void EquityChart::setRuns(const std::vector<ComparedRun>& runs)
{
    const bool same = runs.size() == m_panes->curves.size()
        && std::equal(runs.begin(), runs.end(), m_panes->curves.begin(), [](const ComparedRun& run, const Panes::Curve& curve) {
               return run.result == curve.result && run.name == curve.name;
           });
    if (same)
        return;
    m_panes->load(runs);
    setAccessibleDescription(cutTexts().join(QLatin1Char('\n')));
    refresh();
}

void EquityChart::setCrosshair(std::optional<double> seconds)
{
    if (m_panes->crosshair == seconds)
        return;
    m_panes->crosshair = seconds;
    m_panes->composeLegends();
    for (ChartPane* pane : m_panes->all)
        pane->replotOverlay();
}

void EquityChart::refreshTheme()
{
    m_panes->restyle();
    refresh();
}

void EquityChart::refresh()
{
    m_panes->composeLegends(); // first: they take room from the curves
    m_panes->fit();
    m_panes->replot();
}

void EquityChart::showAll()
{
    m_panes->from = m_panes->first;
    m_panes->to = m_panes->last;
    refresh();
}

void EquityChart::zoomAt(double seconds, double factor)
{
    Panes& p = *m_panes;
    const double whole = p.last - p.first;
    const double span = std::clamp((p.to - p.from) * factor, std::min(kLeastSpan, whole), whole);
    const double share = (std::clamp(seconds, p.from, p.to) - p.from) / (p.to - p.from);
    p.from = std::clamp(seconds - share * span, p.first, p.last - span);
    p.to = p.from + span;
    refresh();
}

void EquityChart::panBy(double share)
{
    Panes& p = *m_panes;
    const double span = p.to - p.from;
    p.from = std::clamp(p.from + share * span, p.first, p.last - span);
    p.to = p.from + span;
    refresh();
}

QStringList EquityChart::legendTexts() const
{
    QStringList texts;
    for (const ChartPane* pane : m_panes->all)
        texts << pane->legendText();
    return texts;
}

double EquityChart::visibleSeconds() const
{
    return m_panes->to - m_panes->from;
}

std::size_t EquityChart::points() const
{
    return m_panes->curves.empty() ? 0 : m_panes->curves.front().samples.size();
}

std::size_t EquityChart::shades() const
{
    return m_panes->equity.shades.size();
}

QStringList EquityChart::cutTexts() const
{
    QStringList texts;
    for (const LookAheadCut& cut : m_panes->cuts)
        texts << textOf(cut);
    return texts;
}

QString EquityChart::cutTextAt(double seconds) const
{
    const QCPAxis& axis = *m_panes->equity.plot->xAxis;
    const double at = axis.coordToPixel(seconds);
    const LookAheadCut* nearest = nullptr;
    double reach = kReach;
    for (std::size_t i = 0; i < m_panes->cuts.size(); ++i) {
        const double distance = std::abs(axis.coordToPixel(m_panes->equity.marks[i].key) - at);
        if (distance > reach)
            continue;
        reach = distance;
        nearest = &m_panes->cuts[i];
    }
    return nearest == nullptr ? QString() : textOf(*nearest);
}

void EquityChart::showCut(QObject* plot, const QHelpEvent& help)
{
    QWidget* widget = m_panes->equity.plot;
    const QString words = plot == widget ? cutTextAt(m_panes->equity.plot->xAxis->pixelToCoord(help.pos().x())) : QString();
    if (words.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(help.globalPos(), words, widget);
}

void EquityChart::movePointer(QObject* plot, double x)
{
    Panes& p = *m_panes;
    const double key = qobject_cast<QCustomPlot*>(plot)->xAxis->pixelToCoord(x);
    if (p.dragKey && *p.dragKey != key) {
        panBy((*p.dragKey - key) / (p.to - p.from));
        return;
    }
    setCrosshair(key);
    Q_EMIT crosshairMoved(key);
}

bool EquityChart::eventFilter(QObject* watched, QEvent* event)
{
    auto* plot = qobject_cast<QCustomPlot*>(watched);
    if (plot == nullptr)
        return QWidget::eventFilter(watched, event);
    switch (event->type()) {
    case QEvent::MouseMove:
        movePointer(watched, static_cast<QMouseEvent*>(event)->position().x());
        break;
    case QEvent::Leave:
        setCrosshair(std::nullopt);
        Q_EMIT crosshairMoved(std::nullopt);
        break;
    case QEvent::MouseButtonPress:
        setFocus(Qt::MouseFocusReason);
        m_panes->dragKey = plot->xAxis->pixelToCoord(static_cast<QMouseEvent*>(event)->position().x());
        break;
    case QEvent::MouseButtonRelease:
        m_panes->dragKey.reset();
        break;
    case QEvent::ToolTip:
        showCut(watched, *static_cast<QHelpEvent*>(event));
        return true;
    case QEvent::MouseButtonDblClick:
        showAll();
        break;
    case QEvent::Wheel: {
        const auto* wheel = static_cast<QWheelEvent*>(event);
        zoomAt(plot->xAxis->pixelToCoord(wheel->position().x()), std::pow(0.85, wheel->angleDelta().y() / 120.0));
        return true;
    }
    default:
        break;
    }
    return QWidget::eventFilter(watched, event);
}

void EquityChart::keyPressEvent(QKeyEvent* event)
{
    const double middle = (m_panes->from + m_panes->to) / 2.0;
    switch (event->key()) {
    case Qt::Key_Left:
        panBy(-0.1);
        break;
    case Qt::Key_Right:
        panBy(0.1);
        break;
    case Qt::Key_Plus:
        zoomAt(middle, 0.8);
        break;
    case Qt::Key_Minus:
        zoomAt(middle, 1.25);
        break;
    case Qt::Key_Home:
        showAll();
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

void EquityChart::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    refresh();
}

} // namespace maker
