#pragma once

#include "kernel/statistics/statistics.h"
#include "ui/base/theme.h"

#include <QWidget>

#include <vector>

namespace maker {

/// Mean markout after a fill by horizon, with a band of 90 % around it; the first point is the edge at the fill itself.
class MarkoutChart : public QWidget {
    Q_OBJECT
public:
    struct Curve {
        QString name;
        QColor color;
        SampleMean edge;
        MarkoutCurve after {};
        bool withEdge = true; ///< false where the edge is not known apart: by side, level, hour
    };

    explicit MarkoutChart(const Theme& theme, QWidget* parent = nullptr);
    void setCurves(std::vector<Curve> curves);
    /// "Run 127 at 5 s: +1.22 bp", one line a point; also the accessible description.
    QString description() const;
    QSize minimumSizeHint() const override { return { m_theme.scaled(220), m_theme.scaled(130) }; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Frame;
    void paintAxes(QPainter& painter, const Frame& frame) const;
    void paintSides(QPainter& painter, const Frame& frame) const;
    void paintBand(QPainter& painter, const Frame& frame, const Curve& curve) const;
    void paintCurve(QPainter& painter, const Frame& frame, const Curve& curve) const;
    void paintLegend(QPainter& painter, const Frame& frame) const;

    const Theme& m_theme;
    std::vector<Curve> m_curves;
};

} // namespace maker
