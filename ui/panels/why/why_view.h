#pragma once

#include "ui/base/painters.h"
#include "ui/panels/painted_rows.h"
#include "ui/panels/why/why_steps.h"

#include <QWidget>

namespace maker {

/// The waterfall: one row a step, cumulative bars between the fair value and the sent price.
class WhyView : public QWidget, public PaintedRows {
    Q_OBJECT
public:
    explicit WhyView(const Theme& theme, QWidget* parent = nullptr);

    void show(const Instrument* instrument, WhyChain chain);
    const WhyChain& chain() const { return m_chain; }
    void refreshTheme();

    int rowCount() const override;
    QString rowText(int row) const override;
    QSize minimumSizeHint() const override { return { 320, 120 }; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Layout {
        double left, right;   ///< of the waterfall
        double low, high;     ///< prices at its ends
        double change, from;  ///< left edges of the last two columns
        double x(double price) const { return left + (price - low) / (high - low) * (right - left); }
    };
    Layout layout() const;
    double rowHeight() const;
    void paintHead(QPainter& painter, const Layout& at);
    void paintStep(QPainter& painter, std::size_t index, double top, const Layout& at);
    void paintBar(QPainter& painter, const WhyStep& step, double middle, const Layout& at);
    void paintSent(QPainter& painter, double top, const Layout& at);
    void paintFoot(QPainter& painter, double top);
    double changeBps(double before, double after) const { return (after - before) / m_chain.fair * 1e4; }

    const Theme& m_theme;
    NumberPainter m_numbers;
    NumberPainter m_small;
    const Instrument* m_instrument = nullptr;
    WhyChain m_chain;
};

} // namespace maker
