#include "ui/shell/risk_strip.h"

#include "kernel/model/instrument.h"
#include "ui/base/number_text.h"

#include <QHBoxLayout>

namespace maker {

RiskStrip::RiskStrip(const Theme& theme, QWidget* parent) : QWidget(parent)
{
    setFixedHeight(theme.scaled(40));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    const std::array<Gauge::Style, 5> styles{{{tr("Position"), GaugeUnit::Qty, true, {}},
                                              {tr("Exposure"), GaugeUnit::Whole, false, {}},
                                              {tr("Day loss"), GaugeUnit::Whole, false, {}},
                                              {tr("Drawdown"), GaugeUnit::Whole, false, {}},
                                              {tr("Order rate"), GaugeUnit::PerSecond, false, {}}}};
    for (std::size_t i = 0; i < styles.size(); ++i) {
        m_gauges[i] = new Gauge(theme, styles[i], this);
        layout->addWidget(m_gauges[i], 1);
    }
}

void RiskStrip::setDesk(const DeskSnapshot& desk, const Instrument* selected)
{
    const QString currency = text::fromView(desk.accountCurrency.view());
    m_gauges[0]->setSuffix(selected != nullptr ? text::fromView(selected->base().view()) : QString());
    for (std::size_t i = 1; i <= 3; ++i)
        m_gauges[i]->setSuffix(currency);
    GaugeView position = desk.risk.position;
    for (std::size_t i = 0; selected != nullptr && i < desk.positionCount; ++i) {
        if (desk.positions[i].instrument == selected->id())
            position = desk.positions[i].gauge;
    }
    m_gauges[0]->setValue(position, selected != nullptr ? selected->qtyDecimals() : 2);
    m_gauges[1]->setValue(desk.risk.exposure, 0);
    m_gauges[2]->setValue(desk.risk.dayLoss, 0);
    m_gauges[3]->setValue(desk.risk.drawdown, 0);
    m_gauges[4]->setValue(desk.risk.orderRate, 0);
}

} // namespace maker
