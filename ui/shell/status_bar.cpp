#include "ui/shell/status_bar.h"

#include "ui/base/number_text.h"

#include <QCoreApplication>
#include <QFile>
#include <QPainter>

#include <cmath>

namespace maker {

namespace {

/// Resident memory in MB where the system tells it; 0 elsewhere.
int residentMegabytes()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QList<QByteArray> words = file.readAll().split(' ');
    return words.size() < 2 ? 0 : static_cast<int>(words.at(1).toLongLong() * 4096 / (1024 * 1024));
}

} // namespace

StatusBar::StatusBar(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setFixedHeight(m_theme.scaled(22));
}

void StatusBar::setDesk(const DeskSnapshot& desk, qint64 frameMicros)
{
    m_left.clear();
    m_right.clear();
    if (desk.mode == TradingMode::Paper)
        m_left.push_back({ tr("PAPER"), tr("nothing is sent to the venue"), false, {}, false });
    m_left.push_back({ desk.journalHealthy ? tr("Journal written") : tr("Journal stopped, trading paused"), {}, true,
        desk.journalHealthy ? LampShape::Running : LampShape::Error, false });
    if (desk.tickToOrderP50.ns > 0)
        m_left.push_back({ tr("Tick to order"),
            text::latency(desk.tickToOrderP50) + QStringLiteral(" / ") + text::latency(desk.tickToOrderP99), false, {},
            false });
    if (desk.venueCount > 0 && desk.venues[0].ackP50.ns > 0)
        m_left.push_back({ tr("Quote to ack"),
            text::latency(desk.venues[0].ackP50) + QStringLiteral(" / ") + text::latency(desk.venues[0].ackP99), false,
            {}, false });
    m_left.push_back({ tr("Fills"), text::number(static_cast<double>(desk.fills), 0), false, {}, false });
    m_left.push_back({ tr("Open orders"), QString::number(desk.openOrders), false, {}, false });
    for (std::size_t i = 0; i < desk.venueCount; ++i) {
        if (!desk.venues[i].trouble.empty())
            m_left.push_back({ text::fromView(desk.venues[i].trouble.view()), {}, false, {}, true });
    }
    if (desk.risk.state != RiskState::Active && !desk.risk.killed)
        m_left.push_back(
            { desk.risk.state == RiskState::Halted ? tr("Trading is halted") : tr("Only orders that reduce are sent"),
                {}, false, {}, true });
    m_right.push_back({ tr("Frame"), text::latency(Duration::micros(frameMicros)), false, {}, false });
    if (const int memory = residentMegabytes(); memory > 0)
        m_right.push_back({ tr("Memory"), QString::number(memory) + QStringLiteral(" MB"), false, {}, false });
    if (const QString version = QCoreApplication::applicationVersion(); !version.isEmpty())
        m_right.push_back({ {}, version, false, {}, false });
    m_right.push_back({ {}, text::dateClock(desk.time) + QStringLiteral(" UTC"), false, {}, false });
    update();
}

double StatusBar::paintPart(QPainter& painter, double x, const Part& part, bool dry) const
{
    const QFont label = m_theme.font(TypeRole::Small);
    const QFont value = m_theme.numberFont(TypeRole::Micro);
    const double from = x;
    const double all = height();
    const double lamp = m_theme.scaled(8);
    const double icon = m_theme.scaled(14);
    if (part.lamp) {
        if (!dry)
            drawLamp(painter, QRectF(x, (all - lamp) / 2, lamp, lamp), part.shape, m_theme);
        x += lamp + 5;
    }
    if (part.warning) {
        if (!dry)
            drawIcon(painter, QStringLiteral("warning"), QRectF(x, (all - icon) / 2, icon, icon), m_theme.status.warn);
        x += icon + 5;
    }
    if (!part.label.isEmpty()) {
        const double wide = std::ceil(QFontMetricsF(label).horizontalAdvance(part.label));
        if (!dry)
            drawText(painter, QRectF(x, 0, wide + 1, all), part.label, label,
                part.warning ? m_theme.status.warn : m_theme.text.secondary);
        x += wide + 5;
    }
    if (!part.value.isEmpty()) {
        const double wide = std::ceil(QFontMetricsF(value).horizontalAdvance(part.value));
        if (!dry)
            drawText(painter, QRectF(x, 0, wide + 1, all), part.value, value, m_theme.text.primary);
        x += wide;
    }
    return x - from;
}

void StatusBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.bg.header);
    painter.fillRect(QRectF(0, 0, width(), 1), m_theme.line.normal);
    double right = width() - 10.0;
    for (std::size_t i = m_right.size(); i-- > 0;) {
        const double wide = paintPart(painter, 0, m_right[i], true);
        paintPart(painter, right - wide, m_right[i], false);
        right -= wide + 14;
    }
    double x = 10.0;
    for (const Part& part : m_left) {
        const double wide = paintPart(painter, x, part, true);
        if (x + wide > right)
            return;
        paintPart(painter, x, part, false);
        x += wide + 14;
    }
}

} // namespace maker
