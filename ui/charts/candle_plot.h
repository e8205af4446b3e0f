#pragma once

#include "kernel/model/instrument.h"
#include "session/views.h"
#include "ui/base/theme.h"
#include "ui/charts/chart_overlay.h"

#include <QSharedPointer>

#include <memory>
#include <optional>
#include <vector>

class QCPAxisTicker;
class QCPAxisTickerDateTime;
class QCPBars;
class QCPFinancial;
class QCPFinancialData;
class QCPGraph;
class QCustomPlot;
class QWidget;

namespace maker {

/// Bars shown at first and the room kept free right of the newest one, in bars.
inline constexpr double kVisibleBars = 150.0;
inline constexpr double kBarsRightOfNow = 7.0;

double secondsOf(Timestamp time);

/// The plot behind CandleChart: what it holds and how its data become graphs; declared without QCustomPlot's header.
class CandlePlot {
public:
    CandlePlot(const Theme& look, QWidget* parent);

    void clear();
    void restyle();
    void loadClosed(const CandleSeries& series);
    void loadLive(const Candle& live);
    void noteQuotes(const MarketSnapshot& market);
    void fitRanges();
    void widenForQuotes(double& low, double& high) const;
    void composeTags();
    void composeLegend();
    void chooseScale();
    const QCPFinancialData* barAt(double seconds) const;

    const Theme& theme;
    QCustomPlot* plot;
    QCPFinancial* bars;
    QCPBars* volumeUp;
    QCPBars* volumeDown;
    QCPGraph* bandLow;
    QCPGraph* bandHigh;
    QCPGraph* vwap;
    QSharedPointer<QCPAxisTickerDateTime> timeTicks;
    OverlayPicture overlay;
    std::vector<FillMark> fills;
    std::shared_ptr<const Instrument> instrument;
    std::shared_ptr<const std::vector<Candle>> closed;
    MarketSnapshot market;
    std::int32_t interval = 60;
    Candle live;
    double liveKey = 0.0;
    double volumeOfVwap = 0.0;
    double moneyOfVwap = 0.0;
    double span = kVisibleBars * 60;
    double rightRoom = kBarsRightOfNow * 60;
    QSharedPointer<QCPAxisTicker> priceTicks;
    QSharedPointer<QCPAxisTicker> percentTicks;
    double percentBase = 0.0; ///< what is 0 % of the per cent scale
    bool percent = false;
    bool logarithmic = false;
    bool follow = true;
    bool dirty = true;
    bool overlayDirty = true;
    std::optional<double> crosshair;
    bool crosshairIsOurs = false;
    double crosshairY = 0.0;
    std::optional<double> dragKey;
};

} // namespace maker
