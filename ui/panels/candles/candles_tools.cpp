#include "ui/base/number_text.h"
#include "ui/charts/chart_overlay.h"
#include "ui/panels/candles/candles_panel.h"

#include <QDateTimeEdit>
#include <QDialogButtonBox>
#include <QDir>
#include <QLabel>
#include <QSettings>
#include <QTimeZone>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

// What the chart's keys do: scales, price alerts, a moment to go to.

namespace maker {

bool CandlesPanel::perform(const QString& key)
{
    if (key == QLatin1String("chart.reset"))
        resetView();
    else if (key == QLatin1String("chart.log"))
        toggleLog();
    else if (key == QLatin1String("chart.percent"))
        togglePercent();
    else if (key == QLatin1String("chart.alert"))
        toggleAlert();
    else if (key == QLatin1String("chart.date"))
        askForDate();
    else
        return false;
    return true;
}

void CandlesPanel::resetView()
{
    m_chart->resetView();
}

void CandlesPanel::toggleLog()
{
    m_chart->setLogScale(!m_chart->logScale());
}

void CandlesPanel::togglePercent()
{
    m_chart->setPercentScale(!m_chart->percentScale());
}

void CandlesPanel::toggleAlert()
{
    const Instrument* shown = instrument(m_shown);
    const std::optional<double> pointed = m_chart->pointedPrice();
    const std::optional<Price> price = shown != nullptr && pointed ? shown->priceDown(*pointed + 0.5 * shown->toDouble(shown->tickSize()))
                                                                   : std::nullopt;
    if (!price)
        return;
    const auto near = [&](const PriceAlert& alert) {
        return alert.instrument == m_shown && std::abs(alert.price.count - price->count) <= 2 * shown->tickSize().count;
    };
    if (std::erase_if(m_alerts, near) == 0) {
        const MarketSnapshot& market = clock().market();
        const Price last = market.instrument == m_shown ? market.lastPrice : Price {};
        if (last.count == 0)
            return; // above or below what?
        m_alerts.push_back({ m_shown, *price, *price >= last, *price == last });
    }
    saveAlerts();
    showAlerts();
}

void CandlesPanel::showAlerts()
{
    std::vector<PriceLine> lines;
    const Instrument* shown = instrument(m_shown);
    for (const PriceAlert& alert : m_alerts) {
        if (shown != nullptr && alert.instrument == m_shown)
            lines.push_back({ shown->toDouble(alert.price), alert.above ? tr("alert above") : tr("alert below") });
    }
    m_chart->setAlerts(std::move(lines));
}

void CandlesPanel::watchAlerts(const Frame& frame)
{
    const auto last = [&](InstrumentId id) {
        if (frame.market.instrument == id)
            return frame.market.lastPrice;
        auto at = std::find_if(
            m_watched.begin(), m_watched.end(), [id](const MarketSnapshot& known) { return known.instrument == id; });
        if (at == m_watched.end()) {
            m_watched.push_back({});
            at = m_watched.end() - 1;
            at->instrument = id;
        }
        session().market(id, *at);
        return at->lastPrice;
    };
    const auto reached = [&](const PriceAlert& alert) {
        const Price now = last(alert.instrument);
        if (now.count == 0 || (alert.above ? now < alert.price : now > alert.price) || (alert.beyond && now == alert.price))
            return false;
        if (const Instrument* traits = instrument(alert.instrument))
            selection().tell(Severity::Warning,
                tr("%1 %2 %3").arg(text::pair(*traits), alert.above ? tr("above") : tr("below"), text::price(*traits, alert.price)),
                tr("Last price %1").arg(text::price(*traits, now)));
        return true;
    };
    if (std::erase_if(m_alerts, reached) == 0)
        return;
    saveAlerts();
    showAlerts();
}

QString CandlesPanel::alertFile() const
{
    return context().profileDir.isEmpty() ? QString() : QDir(context().profileDir).filePath(QStringLiteral("alerts.ini"));
}

/// What was reached while nobody looked speaks with the first price.
void CandlesPanel::loadAlerts()
{
    const QString file = alertFile();
    if (file.isEmpty())
        return;
    QSettings settings(file, QSettings::IniFormat);
    const int count = settings.beginReadArray(QStringLiteral("alerts"));
    for (int i = 0; i < count; ++i) {
        settings.setArrayIndex(i);
        const QString symbol = settings.value(QStringLiteral("symbol")).toString();
        for (const std::shared_ptr<const Instrument>& entry : session().catalog().instruments) {
            if (text::pair(*entry) != symbol)
                continue;
            const auto price = entry->parsePrice(settings.value(QStringLiteral("price")).toString().toStdString());
            if (price && price->count > 0)
                m_alerts.push_back({ entry->id(), *price, settings.value(QStringLiteral("above")).toBool(),
                    settings.value(QStringLiteral("beyond")).toBool() });
        }
    }
    settings.endArray();
}

void CandlesPanel::saveAlerts() const
{
    const QString file = alertFile();
    if (file.isEmpty())
        return;
    QSettings settings(file, QSettings::IniFormat);
    settings.remove(QStringLiteral("alerts"));
    settings.beginWriteArray(QStringLiteral("alerts"));
    int index = 0;
    for (const PriceAlert& alert : m_alerts) {
        const Instrument* traits = instrument(alert.instrument);
        if (traits == nullptr)
            continue;
        settings.setArrayIndex(index++);
        settings.setValue(QStringLiteral("symbol"), text::pair(*traits));
        settings.setValue(QStringLiteral("price"), QString::number(traits->toDouble(alert.price), 'f', traits->priceDecimals()));
        settings.setValue(QStringLiteral("above"), alert.above);
        settings.setValue(QStringLiteral("beyond"), alert.beyond);
    }
    settings.endArray();
}

void CandlesPanel::askForDate()
{
    if (m_dates != nullptr) {
        m_dates->raise();
        return;
    }
    m_dates = new QDialog(this);
    m_dates->setAttribute(Qt::WA_DeleteOnClose);
    m_dates->setWindowTitle(tr("Go to a date"));
    auto* layout = new QVBoxLayout(m_dates);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    auto* edit = new QDateTimeEdit(m_dates);
    edit->setTimeSpec(Qt::UTC);
    edit->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    edit->setCalendarPopup(true);
    const double middle = m_chart->firstVisible() + m_chart->visibleSeconds() / 2.0;
    edit->setDateTime(QDateTime::fromSecsSinceEpoch(static_cast<qint64>(middle), Qt::UTC));
    edit->setAccessibleName(tr("Moment, UTC"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, m_dates);
    layout->addWidget(new QLabel(tr("Moment, UTC"), m_dates));
    layout->addWidget(edit);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, m_dates, &QDialog::close);
    connect(buttons, &QDialogButtonBox::accepted, this, [this, edit] {
        m_chart->jumpTo(static_cast<double>(edit->dateTime().toSecsSinceEpoch()));
        m_dates->close();
    });
    m_dates->show();
    edit->setFocus();
}

} // namespace maker
