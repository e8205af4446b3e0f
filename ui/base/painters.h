#pragma once

#include "ui/base/theme.h"

#include <QFontMetricsF>
#include <QHash>
#include <QIcon>
#include <QRectF>
#include <QStaticText>

class QPainter;

namespace maker {

enum class LampShape : std::uint8_t { Running, Paused, Stopped, WarmUp, Stale, Error, NotSetUp };

/// A state lamp: told apart by shape as well as colour; centred in `rect`, at most 10 px at the usual size of text.
void drawLamp(QPainter& painter, const QRectF& rect, LampShape shape, const Theme& theme);
QColor lampColor(LampShape shape, const Theme& theme);
/// A filled triangle of `size` px, pointing up for a buy.
void drawSideArrow(QPainter& painter, const QPointF& centre, Side side, double size, const QColor& color);
/// A bar of `share` (0..1) of the rectangle, growing from its left or right edge.
void drawShareBar(QPainter& painter, const QRectF& rect, double share, bool fromRight, const QColor& color);
/// A box of 12 px: filled with `tick` and a tick in it, or empty where that colour is not valid.
void drawCheckBox(QPainter& painter, const QRectF& rect, const QColor& tick, const Theme& theme);
/// Queue position: ahead grey, ours violet, behind dark; shares of the whole level, 0..1.
void drawQueueBar(QPainter& painter, const QRectF& rect, double ahead, double ours, const Theme& theme);
/// Text in one line, elided at the right end.
void drawText(QPainter& painter, const QRectF& rect, const QString& text, const QFont& font, const QColor& color,
    Qt::Alignment align = Qt::AlignLeft | Qt::AlignVCenter);
/// Text in as many whole lines as the rectangle holds, elided at the end of the last.
void drawWrapped(QPainter& painter, const QRectF& rect, const QString& text, const QFont& font, const QColor& color);
/// A small rounded pill with 5 px of padding; returns its width.
double drawBadge(QPainter& painter, const QPointF& leftCentre, const QString& text, const QFont& font,
    const QColor& fill, const QColor& color);
/// An icon of resources/icons tinted with `color`, sharp at every scale factor.
void drawIcon(QPainter& painter, const QString& name, const QRectF& rect, const QColor& color);
QIcon makeIcon(const QString& name, const Theme& theme);
/// Width of a hairline in logical pixels: one device pixel below 200 %, two from there.
double hairline(const QPainter& painter);
/// A horizontal hairline aligned to device pixels.
void drawHairline(QPainter& painter, double x1, double x2, double y, const QColor& color);

/// Paints numerals of one font, right or left aligned, with trailing zeros at 55 %; keeps laid-out text per distinct
/// string.
class NumberPainter {
public:
    explicit NumberPainter(const QFont& font) { setFont(font); }
    void setFont(const QFont& font);
    const QFont& font() const { return m_font; }
    double width(qsizetype characters) const { return m_advance * static_cast<double>(characters); }
    double height() const { return m_height; }
    void draw(QPainter& painter, const QRectF& rect, const QString& text, const QColor& color,
        Qt::Alignment align = Qt::AlignRight | Qt::AlignVCenter, bool dimZeros = true);

private:
    const QStaticText& laidOut(const QString& text);

    static constexpr qsizetype kMaxCached = 4096;
    QFont m_font;
    double m_advance = 0.0;
    double m_height = 0.0;
    QHash<QString, QStaticText> m_cache;
};

} // namespace maker
