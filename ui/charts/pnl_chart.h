#pragma once

#include "session/views.h"
#include "ui/base/theme.h"

#include <QWidget>

#include <memory>
#include <optional>

namespace maker {

/// PnL by cause over time: positive and negative stacks around zero, the total as a line with a casing.
class PnlChart : public QWidget {
    Q_OBJECT
public:
    explicit PnlChart(const Theme& theme, QWidget* parent = nullptr);
    ~PnlChart() override;

    void add(Timestamp time, const PnlView& pnl);
    /// What the legend and the tag say until the next point: the figures of the newest view.
    void setNow(const PnlView& pnl);
    /// Seconds back from the newest point; empty: all.
    void setSpan(std::optional<double> seconds);
    void setCrosshair(std::optional<double> seconds);
    void refreshTheme();
    void refresh();
    std::size_t points() const;
    QString legendText() const;

Q_SIGNALS:
    void crosshairMoved(std::optional<double> seconds);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    class Plot;
    std::unique_ptr<Plot> m_plot;
};

} // namespace maker
