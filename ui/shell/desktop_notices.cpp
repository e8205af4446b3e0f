#include "ui/shell/desktop_notices.h"

#include "ui/base/number_text.h"

#include <QIcon>
#include <QMenu>
#include <QSystemTrayIcon>

#include <utility>

namespace maker {

DesktopNotices::DesktopNotices(SessionPort& session, FrameClock& clock, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_clock(clock)
{
    if (QSystemTrayIcon::isSystemTrayAvailable()) {
        m_tray = new QSystemTrayIcon(QIcon(QStringLiteral(":/icons/makerdesk.svg")), this);
        auto* menu = new QMenu;
        connect(this, &QObject::destroyed, menu, &QObject::deleteLater);
        menu->addAction(tr("Kill: cancel everything"), this, &DesktopNotices::killAsked);
        m_tray->setContextMenu(menu);
        m_tray->show();
    }
    clock.add(this);
}

DesktopNotices::~DesktopNotices()
{
    m_clock.remove(this);
}

void DesktopNotices::announce(const QString& event, const QString& detail)
{
    const QString title = titleOf(event);
    if (m_tray != nullptr && QSystemTrayIcon::supportsMessages())
        m_tray->showMessage(title, detail, m_tray->icon(), 6'000);
    Q_EMIT noticed(title, detail);
}

void DesktopNotices::notice(Severity severity, const QString& title, const QString& detail)
{
    announce(title, detail);
    Q_EMIT told(severity, titleOf(title), detail);
}

void DesktopNotices::onRows(std::span<const RowEvent> rows)
{
    if (!m_seen) // what happened before the window opened is no news
        return;
    for (const RowEvent& row : rows) {
        if (row.kind != RowKind::Fill)
            continue;
        ++m_fills;
        m_lastFill = row.fill;
    }
}

void DesktopNotices::flushFills(qint64 now)
{
    if (m_fills == 0 || now - m_shownAt < kGroupMillis)
        return;
    m_shownAt = now;
    const Instrument* traits = nullptr;
    for (const std::shared_ptr<const Instrument>& entry : m_session.catalog().instruments) {
        if (entry->id() == m_lastFill.instrument)
            traits = entry.get();
    }
    const QString what = traits == nullptr
        ? QString()
        : tr("%1 %2 %3 at %4")
              .arg(m_lastFill.side == Side::Buy ? tr("Bought") : tr("Sold"), text::qty(*traits, m_lastFill.qty),
                  text::fromView(traits->base().view()), text::price(*traits, m_lastFill.price));
    const QString title = m_fills == 1 ? tr("Fill") : tr("%1 fills").arg(m_fills);
    const QString detail = m_fills == 1 ? what : tr("The last: %1").arg(what);
    m_fills = 0;
    // Who looks at the window sees the fills in it; only the first of a session is worth a word there.
    if (std::exchange(m_toldFirst, true))
        announce(title, detail);
    else
        notice(Severity::Info, title, detail);
}

void DesktopNotices::onFrame(const Frame& frame)
{
    flushFills(frame.millis);
    if (!frame.deskChanged)
        return;
    for (std::size_t i = 0; i < frame.desk.strategyCount; ++i) {
        const StrategyView& view = frame.desk.strategies[i];
        const bool worked = m_states[i] == StrategyState::Running || m_states[i] == StrategyState::Pulled
            || m_states[i] == StrategyState::Starting;
        const bool stopped = view.state == StrategyState::Stopped && !frame.desk.risk.killed; // a kill says it for all
        if (m_seen && worked && (stopped || view.state == StrategyState::Failed))
            notice(Severity::Info, tr("%1 stopped").arg(text::fromView(view.title.view())), text::fromView(view.reason.view()));
        m_states[i] = view.state;
    }
    if (m_seen && frame.desk.risk.killed && !m_killed) // the window's own toast is the alert of the risk desk
        announce(tr("Kill switch"), tr("Every order is cancelled and nothing is sent until you re-arm."));
    m_killed = frame.desk.risk.killed;
    m_seen = true;
}

} // namespace maker
