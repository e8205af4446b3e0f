#include "ui/base/selection.h"

namespace maker {

Selection::Selection(QObject* parent) : QObject(parent) {}

void Selection::setInstrument(InstrumentId instrument)
{
    if (instrument == m_instrument)
        return;
    m_instrument = instrument;
    Q_EMIT instrumentChanged(instrument);
}

void Selection::setStrategy(StrategyId strategy)
{
    if (strategy == m_strategy)
        return;
    m_strategy = strategy;
    Q_EMIT strategyChanged(strategy);
}

void Selection::setCrosshair(std::optional<double> seconds)
{
    if (seconds == m_crosshair)
        return;
    m_crosshair = seconds;
    Q_EMIT crosshairMoved();
}

void Selection::setOrder(const ClientOrderId& order)
{
    if (order == m_order)
        return;
    m_order = order;
    Q_EMIT orderChanged();
}

} // namespace maker
