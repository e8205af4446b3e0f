#include "ui/panels/candles/candles_panel.h"

#include "ui/base/key_map.h"
#include "ui/base/number_text.h"

#include <QKeyEvent>
#include <QToolButton>

namespace maker {

namespace {

constexpr std::size_t kMaxFills = 5'000;
constexpr int kFirstInterval = 3; // one minute
constexpr int kDemoInterval = 1;  // five seconds

QStringList intervalTexts()
{
    QStringList texts;
    for (const std::int32_t seconds : kCandleSeconds)
        texts << (seconds < 60   ? QStringLiteral("%1s").arg(seconds)
                : seconds < 3600 ? QStringLiteral("%1m").arg(seconds / 60)
                                 : QStringLiteral("%1h").arg(seconds / 3600));
    return texts;
}

} // namespace

CandlesPanel::CandlesPanel(const PanelContext& context)
    : Panel(context, QStringLiteral("candles"), tr("Candles"))
    , m_chart(new CandleChart(context.theme, this))
    , m_intervals(new Segments(context.theme, intervalTexts(), this))
{
    head().setLinked(true);
    head().addControl(m_intervals);
    m_now = head().addIcon(QStringLiteral("now"), tr("Jump to now (Space)"));
    m_now->setVisible(false);
    setContent(m_chart);
    chooseInterval(kFirstInterval);
    loadAlerts();
    setState(PanelState::Empty, tr("No candles yet"), tr("They appear with the first trades of the instrument."));
    connect(m_intervals, &Segments::chosen, this, [this](int index) {
        m_chosen = true;
        chooseInterval(index);
    });
    connect(m_now, &QToolButton::clicked, m_chart, &CandleChart::jumpToNow);
    connect(m_chart, &CandleChart::followChanged, m_now, [this](bool follows) { m_now->setVisible(!follows); });
    connect(m_chart, &CandleChart::crosshairMoved, this,
        [this](std::optional<double> at) { selection().setCrosshair(at); });
    connect(&selection(), &Selection::crosshairMoved, this, [this] {
        m_chart->setCrosshair(selection().crosshair());
        m_chart->refresh();
    });
}

void CandlesPanel::chooseInterval(int index)
{
    m_seconds
        = kCandleSeconds[static_cast<std::size_t>(std::clamp(index, 0, static_cast<int>(kCandleSeconds.size()) - 1))];
    m_intervals->setCurrent(index);
    m_series = {};
    m_chart->setInterval(m_seconds);
}

void CandlesPanel::showInstrument(InstrumentId id)
{
    m_shown = id;
    m_series = {};
    for (const std::shared_ptr<const Instrument>& entry : session().catalog().instruments) {
        if (entry->id() != id)
            continue;
        head().setTitle(text::pair(*entry));
        const auto venue = static_cast<std::size_t>(entry->venue().value);
        const auto& names = session().catalog().venueNames;
        head().setContext(venue >= 1 && venue <= names.size() ? QString::fromStdString(names[venue - 1]) : QString());
        m_chart->setInstrument(entry);
        m_chart->setPastQuotes(session().pastQuotes(id));
        for (const Fill& fill : m_fills)
            m_chart->addFill(fill);
    }
    showAlerts();
}

void CandlesPanel::onRows(std::span<const RowEvent> rows)
{
    for (const RowEvent& row : rows) {
        if (row.kind != RowKind::Fill)
            continue;
        m_fills.push_back(row.fill);
        if (m_fills.size() > kMaxFills)
            m_fills.pop_front();
        m_chart->addFill(row.fill);
    }
}

void CandlesPanel::chooseFirstInterval(const DeskSnapshot& desk)
{
    if (desk.version == 0)
        return;
    m_chosen = true;
    if (desk.mode == TradingMode::Demo && desk.fills == 0)
        chooseInterval(kDemoInterval);
}

void CandlesPanel::onFrame(const Frame& frame)
{
    if (!m_chosen)
        chooseFirstInterval(frame.desk);
    const InstrumentId wanted = selection().instrument();
    if (wanted != m_shown)
        showInstrument(wanted);
    if (!wanted.valid())
        return;
    if (session().candles(wanted, m_seconds, m_series))
        m_chart->setCandles(m_series);
    if (frame.marketChanged)
        m_chart->setMarket(frame.market);
    if (!m_alerts.empty())
        watchAlerts(frame);
    const bool any = m_series.closed && (!m_series.closed->empty() || m_series.live.openTime.valid());
    const BookHealth health = frame.market.health;
    if (!any)
        setState(PanelState::Empty, tr("No candles yet"), tr("They appear with the first trades of the instrument."));
    else if (frame.market.version != 0 && health == BookHealth::Disconnected)
        setState(PanelState::Stale, tr("The venue is not connected; the chart shows what was last known"));
    else
        setState(PanelState::Live);
    // Ten times a second is as fast as an eye reads a chart; the ladder shows every frame.
    if (frame.millis - m_drawnAt >= kRedrawMillis) {
        m_drawnAt = frame.millis;
        m_chart->refresh();
    }
}

void CandlesPanel::onThemeChanged()
{
    if (m_chart != nullptr)
        m_chart->refreshTheme();
}

void CandlesPanel::keyPressEvent(QKeyEvent* event)
{
    const int digit = event->key() - Qt::Key_1;
    if (KeyMap::instance().is("chart.now", *event))
        m_chart->jumpToNow();
    else if (event->modifiers() == Qt::NoModifier && digit >= 0 && digit < static_cast<int>(kCandleSeconds.size()))
        chooseInterval(digit);
    else
        Panel::keyPressEvent(event);
}

std::unique_ptr<Panel> makeCandlesPanel(const PanelContext& context)
{
    return std::make_unique<CandlesPanel>(context);
}

} // namespace maker
