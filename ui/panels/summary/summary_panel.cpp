#include "ui/panels/summary/summary_panel.h"

#include "ui/base/number_text.h"

namespace maker {

namespace {
constexpr std::int64_t kDayNs = 86'400'000'000'000;
constexpr std::size_t kMaxDays = 30;
} // namespace

SummaryPanel::SummaryPanel(const PanelContext& context)
    : Panel(context, QStringLiteral("summary"), tr("Summary"))
    , m_charts(new SummaryCharts(context.theme, this))
{
    for (const DayPnl& day : session().pastDays())
        m_past[day.day.ns / kDayNs] = day.pnl.dayPnl.toDouble();
    m_days = m_past;
    setContent(m_charts);
    setState(PanelState::Empty, tr("No balances yet"),
        tr("What the account holds appears here once the venue is reconciled."));
}

void SummaryPanel::onRows(std::span<const RowEvent> rows)
{
    for (const RowEvent& row : rows) {
        if (row.kind == RowKind::PnlPoint)
            noteDay(row.time, row.pnl.dayPnl);
    }
    while (m_days.size() > kMaxDays)
        m_days.erase(m_days.begin());
}

/// A session counts its first day from nothing; what earlier ones earned on it comes on top.
void SummaryPanel::noteDay(Timestamp time, Money pnl)
{
    const std::int64_t day = time.ns / kDayNs;
    const auto earlier = m_past.find(day);
    m_days[day] = pnl.toDouble() + (earlier == m_past.end() ? 0.0 : earlier->second);
}

void SummaryPanel::onFrame(const Frame& frame)
{
    if (frame.desk.version == 0 || frame.millis - m_drawnAt < kRedrawMillis)
        return;
    m_drawnAt = frame.millis;
    if (frame.desk.balanceCount == 0)
        return;
    setState(PanelState::Live);
    if (frame.desk.time.valid())
        noteDay(frame.desk.time, frame.desk.pnl.dayPnl);
    showInventory(frame.desk);
    showDays();
}

void SummaryPanel::showInventory(const DeskSnapshot& desk)
{
    std::vector<SummaryCharts::Slice> slices;
    double all = 0.0;
    for (std::size_t i = 0; i < desk.balanceCount; ++i) {
        const double value = desk.balances[i].value.toDouble();
        slices.push_back({ text::fromView(desk.balances[i].asset.view()), value });
        all += std::max(0.0, value);
    }
    QStringList texts;
    for (const SummaryCharts::Slice& slice : slices)
        texts << slice.asset + QLatin1Char(' ')
                + (all > 0 ? text::percent(slice.value / all) : QString(text::kUnknown));
    if (texts == m_inventory)
        return;
    m_inventory = texts;
    m_charts->setInventory(std::move(slices));
}

void SummaryPanel::showDays()
{
    std::vector<SummaryCharts::Day> days;
    for (const auto& [day, pnl] : m_days)
        days.push_back({ text::dateClock(Timestamp { day * kDayNs + 1 }).mid(5, 5), pnl });
    m_charts->setDays(std::move(days));
}

void SummaryPanel::onThemeChanged()
{
    if (m_charts != nullptr)
        m_charts->refreshTheme();
}

std::unique_ptr<Panel> makeSummaryPanel(const PanelContext& context)
{
    return std::make_unique<SummaryPanel>(context);
}

} // namespace maker
