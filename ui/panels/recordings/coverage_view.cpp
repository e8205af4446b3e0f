#include "ui/panels/recordings/recordings_panel.h"

#include "ui/base/number_text.h"
#include "ui/panels/lab_words.h"

#include <QPainter>

#include <algorithm>

namespace maker {

namespace {
constexpr double kLeft = 210.0;
constexpr double kRight = 16.0;
constexpr double kTop = 8.0;
constexpr double kRow = 22.0;
constexpr double kFoot = 22.0;
constexpr double kLeastGap = 2.0; // a gap of a second in a month can still be seen
} // namespace

CoverageView::CoverageView(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setAccessibleName(tr("What the recordings cover"));
}

void CoverageView::setDataSets(std::vector<DataSetView> sets, int chosen)
{
    m_sets = std::move(sets);
    m_chosen = chosen;
    m_from = {};
    m_to = {};
    for (const DataSetView& set : m_sets) {
        if (!set.from.valid())
            continue;
        m_from = m_from.valid() ? std::min(m_from, set.from) : set.from;
        m_to = std::max(m_to, set.to);
    }
    setFixedHeight(static_cast<int>(kTop + kFoot) + static_cast<int>(std::min<std::size_t>(m_sets.size(), 12)) * m_theme.scaled(static_cast<int>(kRow)));
    update();
}

void CoverageView::setChosen(int row)
{
    m_chosen = row;
    update();
}

double CoverageView::x(const QRectF& area, Timestamp time) const
{
    const double whole = std::max(1.0, (m_to - m_from).toSeconds());
    return area.left() + (time - m_from).toSeconds() / whole * area.width();
}

void CoverageView::paintRow(QPainter& painter, const DataSetView& set, const QRectF& bar, bool chosen) const
{
    const QColor fill = !set.trouble.empty() ? m_theme.status.danger : chosen ? m_theme.accent.text : m_theme.accent.fill;
    const double left = x(bar, set.from);
    const double right = std::max(left + 2.0, x(bar, set.to));
    painter.fillRect(QRectF(left, bar.top(), right - left, bar.height()), fill);
    for (const DataSetView::Gap& gap : set.gaps) {
        const double from = x(bar, gap.from);
        const double wide = std::max(kLeastGap, x(bar, gap.to) - from);
        const QRectF hole(from, bar.top(), wide, bar.height());
        painter.fillRect(hole, m_theme.bg.panel);
        painter.fillRect(hole, QBrush(m_theme.status.warn, Qt::BDiagPattern));
    }
}

void CoverageView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.bg.panel);
    drawHairline(painter, 0, width(), 0, m_theme.line.normal);
    if (m_sets.empty() || !m_from.valid())
        return;
    const double row = m_theme.scaled(static_cast<int>(kRow));
    const QRectF area(kLeft, kTop, width() - kLeft - kRight, row);
    const QFont micro = m_theme.numberFont(TypeRole::Micro);
    const int labels = std::clamp(static_cast<int>(area.width() / 130.0), 2, 9);
    const double foot = height() - kFoot;
    for (int i = 0; i < labels; ++i) {
        const double share = static_cast<double>(i) / (labels - 1);
        const double at = area.left() + share * area.width();
        painter.fillRect(QRectF(at, kTop, 1, foot - kTop), m_theme.chart.grid);
        const Timestamp time { m_from.ns + static_cast<std::int64_t>(share * static_cast<double>((m_to - m_from).ns)) };
        const QString words = (m_to - m_from) > Duration::seconds(2 * 86'400) ? minuteText(time).left(10) : minuteText(time).mid(5);
        const Qt::Alignment side = i == 0 ? Qt::AlignLeft : i + 1 == labels ? Qt::AlignRight : Qt::AlignHCenter;
        const double shift = i == 0 ? 0.0 : i + 1 == labels ? 120.0 : 60.0;
        drawText(painter, QRectF(at - shift, foot + 2, 120, 16), words, micro, m_theme.chart.axisText, side | Qt::AlignVCenter);
    }
    for (std::size_t i = 0; i < std::min<std::size_t>(m_sets.size(), 12); ++i) {
        const double top = kTop + static_cast<double>(i) * row;
        const bool chosen = static_cast<int>(i) == m_chosen;
        drawText(painter, QRectF(10, top, kLeft - 20, row), dataSetText(m_sets[i]), m_theme.font(TypeRole::Small),
            chosen ? m_theme.text.primary : m_theme.text.secondary);
        paintRow(painter, m_sets[i], QRectF(area.left(), top + row / 2 - 4, area.width(), 8), chosen);
    }
}

} // namespace maker
