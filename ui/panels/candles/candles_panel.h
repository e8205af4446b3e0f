#pragma once

#include "ui/base/panel.h"
#include "ui/base/segments.h"
#include "ui/charts/candle_chart.h"

#include <QDialog>
#include <QPointer>

#include <deque>
#include <memory>
#include <vector>

namespace maker {

/// The candle chart of the selected instrument with its interval choice and the way back to now.
class CandlesPanel : public Panel {
    Q_OBJECT
public:
    explicit CandlesPanel(const PanelContext& context);

    void onRows(std::span<const RowEvent> rows) override;
    void onFrame(const Frame& frame) override;
    void onThemeChanged() override;
    /// Index into kCandleSeconds.
    void chooseInterval(int index);
    CandleChart& chart() { return *m_chart; }
    bool perform(const QString& key) override;
    void resetView();
    void toggleLog();
    void togglePercent();
    /// An alert at the pointed price; where one is already it goes.
    void toggleAlert();
    /// Asks for a moment and shows it.
    void askForDate();
    QDialog* dateDialog() const { return m_dates; }

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    /// Tells of a price once and forgets it.
    struct PriceAlert {
        InstrumentId instrument;
        Price price;
        bool above = false;
        bool beyond = false; ///< set at the last price itself: only a price past it speaks
    };
    void loadAlerts();
    void saveAlerts() const;
    QString alertFile() const; ///< empty: nothing is kept
    void watchAlerts(const Frame& frame);
    void showAlerts();

    void showInstrument(InstrumentId id);
    /// A demo that has not traded yet begins with short bars: its first quotes and fills are then seen within seconds.
    void chooseFirstInterval(const DeskSnapshot& desk);

    static constexpr qint64 kRedrawMillis = 100;
    CandleChart* m_chart;
    Segments* m_intervals;
    QToolButton* m_now;
    std::deque<Fill> m_fills; ///< of all instruments, so that another choice finds its own
    std::vector<PriceAlert> m_alerts;
    std::vector<MarketSnapshot> m_watched; ///< of instruments with alerts that are not shown
    QPointer<QDialog> m_dates;
    CandleSeries m_series;
    InstrumentId m_shown;
    std::int32_t m_seconds = 60;
    bool m_chosen = false;
    qint64 m_drawnAt = -kRedrawMillis;
};

std::unique_ptr<Panel> makeCandlesPanel(const PanelContext& context);

} // namespace maker
