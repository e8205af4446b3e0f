#include "ui/panels/ladder/ladder_parts.h"

#include "ui/base/number_text.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace maker {

DepthBalance::DepthBalance(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setAccessibleName(tr("Depth balance within 10 bp"));
}

void DepthBalance::setShare(std::optional<double> bids)
{
    const QString before = bidText();
    m_bids = bids;
    if (before == bidText())
        return;
    setAccessibleDescription(bidText() + QStringLiteral(", ") + askText());
    update();
}

QString DepthBalance::bidText() const
{
    return tr("Bid %1").arg(m_bids ? text::percent(std::round(*m_bids * 100.0) / 100.0) : QString(text::kUnknown));
}

QString DepthBalance::askText() const
{
    return tr("Ask %1").arg(
        m_bids ? text::percent(1.0 - std::round(*m_bids * 100.0) / 100.0) : QString(text::kUnknown));
}

void DepthBalance::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.bg.header);
    drawHairline(painter, 0, width(), 0, m_theme.line.normal);
    const QFont label = m_theme.font(TypeRole::Small);
    const QFont figures = m_theme.numberFont(TypeRole::Small);
    const QFontMetricsF metrics(figures);
    const double text = metrics.horizontalAdvance(QStringLiteral("Bid 100 %")) + 2;
    const double left = 10 + QFontMetricsF(label).horizontalAdvance(QStringLiteral("±10 bp")) + 10;
    const QRectF area(0, 1, width(), height() - 1);
    drawText(painter, area.adjusted(10, 0, 0, 0), QStringLiteral("±10 bp"), label, m_theme.text.muted);
    drawText(painter, QRectF(left, area.top(), text, area.height()), bidText(), figures, m_theme.bid.text);
    drawText(painter, QRectF(width() - 10 - text, area.top(), text, area.height()), askText(), figures,
        m_theme.ask.text, Qt::AlignRight | Qt::AlignVCenter);
    const QRectF bar(left + text + 6, area.center().y() - 3, width() - 10 - text - 6 - (left + text + 6), 6);
    if (bar.width() <= 4)
        return;
    if (!m_bids) {
        painter.fillRect(bar, m_theme.line.normal);
        return;
    }
    const double split = bar.left() + bar.width() * std::clamp(*m_bids, 0.0, 1.0);
    painter.fillRect(QRectF(bar.left(), bar.top(), split - bar.left() - 0.5, bar.height()), m_theme.bid.fill);
    painter.fillRect(QRectF(split + 0.5, bar.top(), bar.right() - split - 0.5, bar.height()), m_theme.ask.fill);
}

LockButton::LockButton(const Theme& theme, QWidget* parent)
    : QToolButton(parent)
    , m_theme(theme)
{
    setCheckable(true);
    setChecked(true);
    refreshTheme();
    setFocusPolicy(Qt::NoFocus);
    setAccessibleName(tr("One-click trading locked"));
}

void LockButton::refreshTheme()
{
    setFixedSize(m_theme.scaled(22), m_theme.scaled(22));
    update();
}

void LockButton::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    if (underMouse())
        painter.fillRect(rect(), m_theme.bg.hover);
    const double edge = m_theme.scaled(4);
    drawIcon(painter, isChecked() ? QStringLiteral("lock") : QStringLiteral("unlock"),
        QRectF(edge, edge, width() - 2 * edge, height() - 2 * edge),
        isChecked() ? m_theme.status.warn : m_theme.text.secondary);
}

} // namespace maker
