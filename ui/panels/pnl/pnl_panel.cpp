#include "ui/panels/pnl/pnl_panel.h"

#include "ui/base/number_text.h"
#include "ui/base/segments.h"

#include <array>

namespace maker {

namespace {
constexpr std::array<double, 3> kSpans { 900.0, 3600.0, 0.0 }; // 0: all
} // namespace

PnlPanel::PnlPanel(const PanelContext& context)
    : Panel(context, QStringLiteral("pnl"), tr("PnL by cause"))
    , m_chart(new PnlChart(context.theme, this))
    , m_span(new Segments(context.theme, { tr("15m"), tr("1h"), tr("Today") }, this))
{
    head().setLinked(true);
    head().setContext(tr("Today, all strategies"));
    head().addControl(m_span);
    m_span->setCurrent(2);
    setContent(m_chart);
    setState(PanelState::Empty, tr("No PnL yet"),
        tr("The first fill starts the curve: spread, rebates, inventory and fees."));
    connect(m_span, &Segments::chosen, this, [this](int index) {
        const double seconds = kSpans[static_cast<std::size_t>(index)];
        m_chart->setSpan(seconds > 0 ? std::optional<double>(seconds) : std::nullopt);
    });
    connect(
        m_chart, &PnlChart::crosshairMoved, this, [this](std::optional<double> at) { selection().setCrosshair(at); });
    connect(&selection(), &Selection::crosshairMoved, this, [this] {
        m_chart->setCrosshair(selection().crosshair());
        m_chart->refresh();
    });
}

void PnlPanel::onRows(std::span<const RowEvent> rows)
{
    for (const RowEvent& row : rows) {
        if (row.kind == RowKind::PnlPoint)
            m_chart->add(row.time, row.pnl);
    }
}

void PnlPanel::onFrame(const Frame& frame)
{
    if (frame.deskChanged && frame.desk.accountCurrency != m_currency) {
        m_currency = frame.desk.accountCurrency;
        head().setContext(tr("Today, all strategies, %1").arg(text::fromView(m_currency.view())));
    }
    if (m_chart->points() > 0)
        setState(PanelState::Live);
    if (frame.millis - m_drawnAt < kRedrawMillis)
        return;
    m_drawnAt = frame.millis;
    if (frame.desk.pnl.dayPnl.sign() != 0 || frame.desk.fills > 0)
        m_chart->setNow(frame.desk.pnl);
    m_chart->refresh();
}

void PnlPanel::onThemeChanged()
{
    if (m_chart != nullptr)
        m_chart->refreshTheme();
}

std::unique_ptr<Panel> makePnlPanel(const PanelContext& context)
{
    return std::make_unique<PnlPanel>(context);
}

} // namespace maker
