#include "ui/panels/why/why_view.h"

#include "ui/base/number_text.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace maker {

namespace {
constexpr Qt::Alignment kRight = Qt::AlignRight | Qt::AlignVCenter;
constexpr Qt::Alignment kLeft = Qt::AlignLeft | Qt::AlignVCenter;
constexpr double kTitles = 176.0;
constexpr double kChange = 84.0;
constexpr double kFrom = 208.0;
constexpr double kPad = 10.0;
} // namespace

WhyView::WhyView(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_numbers(theme.numberFont(TypeRole::Body))
    , m_small(theme.numberFont(TypeRole::Small))
{
    installPaintedRowsAccessibility();
    setAccessibleName(tr("Why this quote"));
    setAttribute(Qt::WA_OpaquePaintEvent);
}

void WhyView::show(const Instrument* instrument, WhyChain chain)
{
    m_instrument = instrument;
    m_chain = std::move(chain);
    update();
}

void WhyView::refreshTheme()
{
    m_numbers.setFont(m_theme.numberFont(TypeRole::Body));
    m_small.setFont(m_theme.numberFont(TypeRole::Small));
    update();
}

double WhyView::rowHeight() const
{
    const double rows = static_cast<double>(m_chain.steps.size()) + 2.0; // the sent price and the foot
    return std::clamp((height() - m_theme.scaled(rows::kTableHead)) / std::max(rows, 1.0), m_theme.scaled(16) * 1.0,
        m_theme.scaled(25) * 1.0);
}

WhyView::Layout WhyView::layout() const
{
    Layout at {};
    const double scale = m_theme.textScale;
    at.left = kPad + kTitles * scale + 70 * scale; // a figure stands left of the first bar
    at.from = width() - kFrom * scale;
    at.change = at.from - kChange * scale;
    if (width() < 760 * scale) { // the origin of the figures goes first
        at.from = width();
        at.change = at.from - kChange * scale;
    }
    at.right = std::max(at.left + 40.0, at.change - 78 * scale);
    at.low = at.high = m_instrument != nullptr ? m_instrument->toDouble(m_chain.price) : 0.0;
    for (const WhyStep& step : m_chain.steps) {
        at.low = std::min({ at.low, step.after, step.before > 0.0 ? step.before : step.after });
        at.high = std::max({ at.high, step.after, step.before });
    }
    const double least = m_instrument != nullptr ? m_instrument->toDouble(m_instrument->tickSize()) : 1.0;
    const double margin = std::max(least, (at.high - at.low) * 0.08);
    at.low -= margin;
    at.high += margin;
    return at;
}

void WhyView::paintHead(QPainter& painter, const Layout& at)
{
    const double tall = m_theme.scaled(rows::kTableHead);
    const QFont font = m_theme.font(TypeRole::Micro);
    drawText(painter, QRectF(kPad, 0, kTitles, tall), tr("Step"), font, m_theme.text.muted);
    drawText(painter, QRectF(at.change, 0, at.from - at.change - 12, tall), tr("Change, bp"), font, m_theme.text.muted, kRight);
    if (at.from < width())
        drawText(painter, QRectF(at.from, 0, width() - at.from, tall), tr("From"), font, m_theme.text.muted);
    // Round prices as the axis: as many as have room for their figures.
    const double tick = m_instrument->toDouble(m_instrument->tickSize());
    const double room = m_small.width(text::price(*m_instrument, m_chain.price).size() + 2);
    double step = tick;
    for (int i = 0; step * (at.right - at.left) / (at.high - at.low) < room && i < 40; ++i)
        step *= i % 3 == 1 ? 2.5 : 2.0;
    for (double price = std::ceil(at.low / step) * step; price <= at.high; price += step) {
        const double x = at.x(price);
        painter.fillRect(QRectF(std::round(x), tall, hairline(painter), height() - tall), m_theme.line.subtle);
        m_small.draw(painter, QRectF(x - room, 0, 2 * room, tall), text::number(price, m_instrument->priceDecimals()),
            m_theme.text.muted, Qt::AlignCenter, false);
    }
    drawHairline(painter, 0, width(), tall - 1, m_theme.line.normal);
}

void WhyView::paintBar(QPainter& painter, const WhyStep& step, double middle, const Layout& at)
{
    const double from = at.x(step.before);
    const double to = at.x(step.after);
    const double half = std::min(6.0, rowHeight() * 0.28);
    const QString figure = text::number(step.after, m_instrument->priceDecimals() + 2);
    const double room = m_small.width(figure.size()) + 8;
    if (!step.bound) {
        painter.setPen(QPen(m_theme.text.muted, 1.2));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(QPointF(to, middle), 3.0, 3.0);
        return;
    }
    const QColor color = m_theme.side(step.after > step.before ? Side::Buy : Side::Sell).fill;
    painter.fillRect(QRectF(std::min(from, to), middle - half, std::max(2.0, std::abs(to - from)), 2 * half), color);
    const bool falls = to < from;
    const QRectF beside(falls ? to - room : to + 6, middle - 10, room - 6, 20);
    m_small.draw(painter, beside, figure, m_theme.text.secondary, falls ? kRight : kLeft, false);
}

void WhyView::paintStep(QPainter& painter, std::size_t index, double top, const Layout& at)
{
    const WhyStep& step = m_chain.steps[index];
    const double tall = rowHeight();
    const bool first = index == 0;
    if (first)
        painter.fillRect(QRectF(0, top, width(), tall), m_theme.bg.stripe);
    const bool idle = !first && !step.bound;
    drawText(painter, QRectF(kPad, top, at.left - kPad - 6, tall), step.title,
        m_theme.font(first ? TypeRole::Strong : TypeRole::Body), idle ? m_theme.text.muted : m_theme.text.primary);
    const double middle = top + tall / 2.0;
    const double x = at.x(step.after);
    if (first) {
        painter.fillRect(QRectF(x - 1.5, top + 3, 3, tall - 6), m_theme.chart.fair);
        const QString figure = text::number(step.after, m_instrument->priceDecimals() + 2);
        const double room = m_small.width(figure.size()) + 10;
        const bool left = x - room > at.left - 60;
        m_small.draw(painter, QRectF(left ? x - room : x + 6, top, room - 6, tall), figure, m_theme.chart.fair,
            left ? kRight : kLeft, false);
    } else {
        paintBar(painter, step, middle, at);
        m_numbers.draw(painter, QRectF(at.change, top, at.from - at.change - 12, tall),
            text::signedNumber(changeBps(step.before, step.after), 1), idle ? m_theme.text.muted : m_theme.text.primary,
            kRight, false);
    }
    if (at.from < width())
        drawText(painter, QRectF(at.from, top, width() - at.from - kPad, tall), step.from, m_theme.font(TypeRole::Small),
            m_theme.text.muted);
    drawHairline(painter, 0, width(), top + tall - 1, m_theme.line.subtle);
}

void WhyView::paintSent(QPainter& painter, double top, const Layout& at)
{
    const double tall = rowHeight();
    painter.fillRect(QRectF(0, top, width(), tall), m_theme.bg.stripe);
    drawText(painter, QRectF(kPad, top, at.left - kPad, tall), tr("Quote"), m_theme.font(TypeRole::Strong),
        m_theme.text.primary);
    const double sent = m_instrument->toDouble(m_chain.price);
    const double x = at.x(sent);
    painter.fillRect(QRectF(x - 1.5, top + 3, 3, tall - 6), m_theme.own.text);
    m_numbers.draw(painter, QRectF(x + 7, top, 120, tall), text::price(*m_instrument, m_chain.price), m_theme.own.text,
        kLeft);
    m_numbers.draw(painter, QRectF(at.change, top, at.from - at.change - 12, tall),
        text::signedNumber(changeBps(m_chain.fair, sent), 1), m_theme.own.text, kRight, false);
    if (at.from < width())
        drawText(painter, QRectF(at.from, top, width() - at.from - kPad, tall),
            tr("%1 %2").arg(text::qty(*m_instrument, m_chain.qty), text::fromView(m_instrument->base().view())),
            m_theme.font(TypeRole::Small), m_theme.text.muted);
}

void WhyView::paintFoot(QPainter& painter, double top)
{
    const bool wrong = !m_chain.trouble.isEmpty();
    const QString sentence
        = wrong ? m_chain.trouble : tr("The steps add up to the sent price.") + QLatin1Char(' ') + m_chain.budget;
    drawText(painter, QRectF(kPad, top, width() - 2 * kPad, rowHeight()), sentence, m_theme.font(TypeRole::Small),
        wrong ? m_theme.status.danger : m_theme.text.muted);
}

void WhyView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), m_theme.bg.panel);
    if (m_instrument == nullptr || m_chain.steps.empty())
        return;
    const Layout at = layout();
    paintHead(painter, at);
    double top = m_theme.scaled(rows::kTableHead);
    for (std::size_t i = 0; i < m_chain.steps.size(); ++i, top += rowHeight())
        paintStep(painter, i, top, at);
    paintSent(painter, top, at);
    paintFoot(painter, top + rowHeight());
}

int WhyView::rowCount() const
{
    return m_chain.steps.empty() ? 0 : static_cast<int>(m_chain.steps.size()) + 1;
}

QString WhyView::rowText(int row) const
{
    if (row >= static_cast<int>(m_chain.steps.size()))
        return tr("Quote %1").arg(text::price(*m_instrument, m_chain.price));
    const WhyStep& step = m_chain.steps[static_cast<std::size_t>(row)];
    const QString figure = text::number(step.after, m_instrument->priceDecimals() + 2);
    if (row == 0)
        return step.title + QLatin1Char(' ') + figure;
    return tr("%1 %2 bp to %3, %4").arg(step.title, text::signedNumber(changeBps(step.before, step.after), 1), figure, step.from);
}

} // namespace maker
