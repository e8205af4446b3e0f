#include "ui/base/painters.h"

#include "ui/base/number_text.h"

#include <QPainter>
#include <QTextLayout>
#include <QPainterPath>
#include <QSvgRenderer>

#include <algorithm>
#include <cmath>
#include <memory>

namespace maker {

namespace {

/// The pixmap of an icon in one colour at one device size.
QPixmap tinted(const QString& name, const QColor& color, const QSizeF& size, double ratio)
{
    QSvgRenderer renderer(QStringLiteral(":/icons/%1.svg").arg(name));
    QPixmap pixmap((size * ratio).toSize());
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    renderer.render(&painter, QRectF(QPointF(0, 0), QSizeF(pixmap.size())));
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(pixmap.rect(), color);
    painter.end();
    pixmap.setDevicePixelRatio(ratio);
    return pixmap;
}

void strokeLamp(QPainter& painter, const QColor& color, double width)
{
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(color, width));
}

} // namespace

QColor lampColor(LampShape shape, const Theme& theme)
{
    switch (shape) {
    case LampShape::Running:
        return theme.status.ok;
    case LampShape::Paused:
    case LampShape::Stale:
        return theme.status.warn;
    case LampShape::Stopped:
        return theme.status.idle;
    case LampShape::WarmUp:
        return theme.status.info;
    case LampShape::Error:
        return theme.status.danger;
    case LampShape::NotSetUp:
        return theme.line.strong;
    }
    return theme.status.idle;
}

void drawLamp(QPainter& painter, const QRectF& rect, LampShape shape, const Theme& theme)
{
    const QColor color = lampColor(shape, theme);
    const double size = std::min({ rect.width(), rect.height(), 10.0 * std::max(1.0, theme.textScale) });
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(rect.center());
    painter.scale(size / 12.0, size / 12.0);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    switch (shape) {
    case LampShape::Running:
        painter.drawEllipse(QPointF(0, 0), 5.0, 5.0);
        break;
    case LampShape::Paused:
        strokeLamp(painter, color, 1.5);
        painter.drawEllipse(QPointF(0, 0), 5.0, 5.0);
        painter.drawLine(QPointF(-1.5, -2), QPointF(-1.5, 2));
        painter.drawLine(QPointF(1.5, -2), QPointF(1.5, 2));
        break;
    case LampShape::Stopped:
        painter.drawRect(QRectF(-4, -4, 8, 8));
        break;
    case LampShape::WarmUp: {
        QColor faint = color;
        faint.setAlphaF(0.3F);
        strokeLamp(painter, faint, 1.8);
        painter.drawEllipse(QPointF(0, 0), 4.6, 4.6);
        strokeLamp(painter, color, 1.8);
        painter.drawArc(QRectF(-4.6, -4.6, 9.2, 9.2), 90 * 16, -115 * 16);
        break;
    }
    case LampShape::Stale: {
        QPen pen(color, 1.8);
        pen.setDashPattern({ 1.33, 1.1 });
        pen.setCapStyle(Qt::FlatCap);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(pen);
        painter.drawEllipse(QPointF(0, 0), 4.5, 4.5);
        break;
    }
    case LampShape::Error:
        painter.drawPolygon(QPolygonF { QPointF(0, -5.2), QPointF(5.6, 5.0), QPointF(-5.6, 5.0) });
        break;
    case LampShape::NotSetUp:
        strokeLamp(painter, color, 1.5);
        painter.drawEllipse(QPointF(0, 0), 4.5, 4.5);
        break;
    }
    painter.restore();
}

void drawSideArrow(QPainter& painter, const QPointF& centre, Side side, double size, const QColor& color)
{
    const double up = side == Side::Buy ? -1.0 : 1.0;
    const double half = size / 2.0;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawPolygon(QPolygonF { centre + QPointF(0, up * half * 0.9), centre + QPointF(half, -up * half * 0.8),
        centre + QPointF(-half, -up * half * 0.8) });
    painter.restore();
}

void drawShareBar(QPainter& painter, const QRectF& rect, double share, bool fromRight, const QColor& color)
{
    const double width = rect.width() * std::clamp(share, 0.0, 1.0);
    if (width > 0)
        painter.fillRect(
            QRectF(fromRight ? rect.right() - width : rect.left(), rect.top(), width, rect.height()), color);
}

void drawCheckBox(QPainter& painter, const QRectF& rect, const QColor& tick, const Theme& theme)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(tick.isValid() ? tick : theme.line.strong, 1));
    painter.setBrush(tick.isValid() ? QBrush(tick) : QBrush(theme.bg.sunken));
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2);
    if (tick.isValid()) {
        painter.setPen(QPen(theme.text.inverse, 1.6));
        painter.drawPolyline(QPolygonF{ QPointF(rect.left() + 3, rect.top() + 6.2), QPointF(rect.left() + 5.2, rect.top() + 8.6),
            QPointF(rect.left() + 9.2, rect.top() + 3.8) });
    }
    painter.restore();
}

void drawQueueBar(QPainter& painter, const QRectF& rect, double ahead, double ours, const Theme& theme)
{
    const double first = std::clamp(ahead, 0.0, 1.0) * rect.width();
    const double second = std::clamp(ours, 0.0, 1.0 - std::clamp(ahead, 0.0, 1.0)) * rect.width();
    painter.fillRect(rect, theme.line.normal);
    painter.fillRect(QRectF(rect.left(), rect.top(), first, rect.height()), theme.text.secondary);
    // Ours is always seen: at the end of a long queue it gets the last two pixels.
    const double wide = std::min(std::max(second, 2.0), rect.width());
    painter.fillRect(
        QRectF(rect.left() + std::min(first, rect.width() - wide), rect.top(), wide, rect.height()), theme.own.text);
}

void drawText(QPainter& painter, const QRectF& rect, const QString& text, const QFont& font, const QColor& color,
    Qt::Alignment align)
{
    if (text.isEmpty() || rect.width() <= 0)
        return;
    painter.setFont(font);
    painter.setPen(color);
    const QFontMetricsF metrics(font);
    const QString shown = metrics.horizontalAdvance(text) > rect.width() + 0.5
        ? metrics.elidedText(text, Qt::ElideRight, rect.width())
        : text;
    painter.drawText(rect, static_cast<int>(align) | Qt::TextSingleLine, shown);
}

void drawWrapped(QPainter& painter, const QRectF& rect, const QString& text, const QFont& font, const QColor& color)
{
    const QFontMetricsF metrics(font);
    const int most = std::max(1, static_cast<int>((rect.height() + 0.5) / metrics.lineSpacing()));
    QTextLayout layout(text, font);
    QStringList lines;
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(rect.width());
        const bool last = lines.size() + 1 == most;
        lines << (last ? metrics.elidedText(text.mid(line.textStart()), Qt::ElideRight, rect.width())
                       : text.mid(line.textStart(), line.textLength()).trimmed());
        if (last)
            break;
    }
    layout.endLayout();
    double y = rect.center().y() - metrics.lineSpacing() * static_cast<double>(lines.size()) / 2.0;
    for (const QString& line : std::as_const(lines)) {
        drawText(painter, QRectF(rect.left(), y, rect.width() + 1, metrics.lineSpacing()), line, font, color);
        y += metrics.lineSpacing();
    }
}

double drawBadge(QPainter& painter, const QPointF& leftCentre, const QString& text, const QFont& font,
    const QColor& fill, const QColor& color)
{
    const QFontMetricsF metrics(font);
    const QRectF box(leftCentre.x(), leftCentre.y() - 7, metrics.horizontalAdvance(text) + 10, 14);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawRoundedRect(box, 3, 3);
    painter.restore();
    drawText(painter, box, text, font, color, Qt::AlignCenter);
    return box.width();
}

void drawIcon(QPainter& painter, const QString& name, const QRectF& rect, const QColor& color)
{
    static QHash<QString, QPixmap> cache; // the window's thread only; a few dozen small pixmaps
    const double ratio = painter.device()->devicePixelRatioF();
    const QString key
        = QStringLiteral("%1/%2/%3/%4").arg(name, color.name(QColor::HexArgb)).arg(rect.width()).arg(ratio);
    auto found = cache.find(key);
    if (found == cache.end()) {
        if (cache.size() > 512)
            cache.clear();
        found = cache.insert(key, tinted(name, color, rect.size(), ratio));
    }
    painter.drawPixmap(rect.topLeft(), *found);
}

QIcon makeIcon(const QString& name, const Theme& theme)
{
    QIcon icon;
    for (const double ratio : { 1.0, 2.0, 3.0 }) {
        for (const int size : { 14, 16, theme.scaled(14) }) {
            icon.addPixmap(tinted(name, theme.text.secondary, QSizeF(size, size), ratio));
            icon.addPixmap(tinted(name, theme.text.disabled, QSizeF(size, size), ratio), QIcon::Disabled);
        }
    }
    return icon;
}

double hairline(const QPainter& painter)
{
    const double ratio = painter.device()->devicePixelRatioF();
    return ratio < 2.0 ? 1.0 / ratio : 2.0 / ratio;
}

void drawHairline(QPainter& painter, double x1, double x2, double y, const QColor& color)
{
    const double ratio = painter.device()->devicePixelRatioF();
    painter.fillRect(QRectF(x1, std::round(y * ratio) / ratio, x2 - x1, hairline(painter)), color);
}

void NumberPainter::setFont(const QFont& font)
{
    m_font = font;
    const QFontMetricsF metrics(font);
    m_advance = metrics.horizontalAdvance(QLatin1Char('0'));
    m_height = metrics.height();
    m_cache.clear();
}

const QStaticText& NumberPainter::laidOut(const QString& text)
{
    auto found = m_cache.find(text);
    if (found != m_cache.end())
        return *found;
    if (m_cache.size() >= kMaxCached)
        m_cache.clear();
    QStaticText laid(text);
    laid.setTextFormat(Qt::PlainText);
    laid.setPerformanceHint(QStaticText::AggressiveCaching);
    laid.prepare({}, m_font);
    return *m_cache.insert(text, laid);
}

void NumberPainter::draw(
    QPainter& painter, const QRectF& rect, const QString& text, const QColor& color, Qt::Alignment align, bool dimZeros)
{
    if (text.isEmpty())
        return;
    const double wide = width(text.size());
    double x = rect.left();
    if (align.testFlag(Qt::AlignRight))
        x = rect.right() - wide;
    else if (align.testFlag(Qt::AlignHCenter))
        x = rect.center().x() - wide / 2.0;
    const double y = rect.center().y() - m_height / 2.0;
    painter.setFont(m_font);
    const qsizetype dim = dimZeros ? text::dimFrom(text) : text.size();
    const double ratio = painter.device()->devicePixelRatioF();
    const auto snap = [ratio](double at) { return std::round(at * ratio) / ratio; };
    painter.setPen(color);
    painter.drawStaticText(QPointF(snap(x), snap(y)), dim == text.size() ? laidOut(text) : laidOut(text.left(dim)));
    if (dim < text.size()) {
        QColor faint = color;
        faint.setAlphaF(color.alphaF() * 0.55F);
        painter.setPen(faint);
        painter.drawStaticText(QPointF(snap(x) + width(dim), snap(y)), laidOut(text.mid(dim)));
    }
}

} // namespace maker
