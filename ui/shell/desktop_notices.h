#pragma once

#include "ui/base/frame_clock.h"

#include <QObject>
#include <QString>

#include <array>

class QSystemTrayIcon;

namespace maker {

/// Desktop notifications where the system has a tray: fills (grouped over five seconds), strategies that stop, the kill
/// switch.
class DesktopNotices : public QObject, public FrameListener {
    Q_OBJECT
public:
    static constexpr qint64 kGroupMillis = 5'000;

    DesktopNotices(SessionPort& session, FrameClock& clock, QObject* parent = nullptr);
    ~DesktopNotices() override;

    void onRows(std::span<const RowEvent> rows) override;
    void onFrame(const Frame& frame) override;
    /// Every title says that the orders are on paper.
    void setPaper(bool paper) { m_paper = paper; }
    /// What a message about `event` is headed with, here and in a toast.
    QString titleOf(const QString& event) const { return m_paper ? tr("PAPER: %1").arg(event) : event; }

Q_SIGNALS:
    /// What was or would have been shown.
    void noticed(const QString& title, const QString& detail);
    /// What also deserves a toast in the window: all but the fills after the first, which the window shows anyway.
    void told(maker::Severity severity, const QString& title, const QString& detail);
    /// The tray's own way to the kill switch.
    void killAsked();

private:
    void announce(const QString& event, const QString& detail);
    void notice(Severity severity, const QString& title, const QString& detail);
    void flushFills(qint64 now);

    SessionPort& m_session;
    FrameClock& m_clock;
    QSystemTrayIcon* m_tray = nullptr;
    std::array<StrategyState, DeskSnapshot::kMaxStrategies> m_states {};
    bool m_paper = false;
    bool m_seen = false;
    bool m_killed = false;
    bool m_toldFirst = false;
    int m_fills = 0;
    Fill m_lastFill;
    qint64 m_shownAt = -kGroupMillis;
};

} // namespace maker
