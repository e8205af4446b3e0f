#pragma once

#include "session/views.h"
#include "ui/base/painters.h"

#include <QWidget>

namespace maker {

enum class GaugeUnit : std::uint8_t { Qty, Whole, PerSecond };

/// One cell of the risk strip: label, value, limit and a bar with its rungs; symmetric around zero on request.
class Gauge : public QWidget {
    Q_OBJECT
public:
    struct Style {
        QString label;
        GaugeUnit unit = GaugeUnit::Whole;
        bool symmetric = false;
        QString suffix; ///< unit text after the limit
    };

    Gauge(const Theme& theme, Style style, QWidget* parent = nullptr);
    void setValue(const GaugeView& view, int decimals);
    void setSuffix(const QString& suffix);
    QString valueText() const { return m_valueText; }
    QString limitText() const { return m_limitText; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QColor barColor() const;
    void paintBar(QPainter& painter, const QRectF& rect) const;

    const Theme& m_theme;
    Style m_style;
    GaugeView m_view;
    QString m_valueText;
    QString m_limitText;
    QString m_bareLimit; ///< without its unit
};

} // namespace maker
