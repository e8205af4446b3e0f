#pragma once

#include "session/views.h"
#include "ui/base/theme.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace maker {

class CandlePlot;
struct PriceLine;
class Instrument;

/// Candles with volume, own quotes band, own fills, VWAP, price tags and a crosshair; the wheel zooms at the cursor, a
/// drag pans and stops following the market until jumpToNow().
class CandleChart : public QWidget {
    Q_OBJECT
public:
    explicit CandleChart(const Theme& theme, QWidget* parent = nullptr);
    ~CandleChart() override;

    /// Forgets everything shown; the interval is kept.
    void setInstrument(std::shared_ptr<const Instrument> instrument);
    void setInterval(std::int32_t seconds);
    void setCandles(const CandleSeries& series);
    /// Last price, own quotes and the countdown of the open bar.
    void setMarket(const MarketSnapshot& market);
    void addFill(const Fill& fill);
    void setCrosshair(std::optional<double> seconds);
    bool follows() const;
    void jumpToNow();
    /// Puts the moment into the middle, with the crosshair on it, and stops following.
    void jumpTo(double seconds);
    /// Scales the visible span by `factor` and keeps the moment `seconds` where it is.
    void zoomAt(double seconds, double factor);
    /// The span and the scale that it starts with, back at now.
    void resetView();
    void setLogScale(bool on);
    bool logScale() const;
    /// Labels as change from the first visible bar.
    void setPercentScale(bool on);
    bool percentScale() const;
    /// The price under the crosshair, else the last price; none without either.
    std::optional<double> pointedPrice() const;
    /// The own band of the time before the window opened; after setInstrument.
    void setPastQuotes(std::span<const RestedSpan> rested);
    /// Dotted lines at the prices of alerts.
    void setAlerts(std::vector<PriceLine> alerts);
    void refreshTheme();
    /// Repaints what changed since the last call.
    void refresh();

    double visibleSeconds() const;
    double firstVisible() const; ///< seconds since 1970 at the left edge
    QString legendText() const;
    QStringList tagTexts() const;

Q_SIGNALS:
    void crosshairMoved(std::optional<double> seconds);
    void followChanged(bool follows);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    std::unique_ptr<CandlePlot> m_plot;
};

} // namespace maker
