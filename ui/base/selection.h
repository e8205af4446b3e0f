#pragma once

#include "session/port.h"

#include <QObject>
#include <QString>

#include <optional>

namespace maker {

/// What the panels of one window share besides data: the selected instrument and strategy, the crosshair's time, and
/// what a panel asks of the window around it. Signals here follow the user's hand, never the market.
class Selection : public QObject {
    Q_OBJECT
public:
    explicit Selection(QObject* parent = nullptr);

    InstrumentId instrument() const { return m_instrument; }
    StrategyId strategy() const { return m_strategy; }
    std::optional<double> crosshair() const { return m_crosshair; } ///< seconds since 1970

    void setInstrument(InstrumentId instrument);
    void setStrategy(StrategyId strategy);
    void setCrosshair(std::optional<double> seconds);
    /// The order of ours that was pointed at last.
    const ClientOrderId& order() const { return m_order; }
    void setOrder(const ClientOrderId& order);

    /// Opens the parameter form of a strategy.
    void askForParameters(StrategyId strategy) { Q_EMIT parametersAsked(strategy); }
    /// Shows a toast.
    void tell(Severity severity, const QString& title, const QString& detail) { Q_EMIT told(severity, title, detail); }

Q_SIGNALS:
    void instrumentChanged(maker::InstrumentId instrument);
    void strategyChanged(maker::StrategyId strategy);
    void crosshairMoved();
    void orderChanged();
    void parametersAsked(maker::StrategyId strategy);
    void told(maker::Severity severity, const QString& title, const QString& detail);

private:
    InstrumentId m_instrument;
    StrategyId m_strategy;
    std::optional<double> m_crosshair;
    ClientOrderId m_order;
};

} // namespace maker
