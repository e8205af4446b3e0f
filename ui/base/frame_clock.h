#pragma once

#include "session/port.h"
#include "ui/base/selection.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <span>
#include <vector>

namespace maker {

/// What one tick of the frame clock saw: read once, shown by every panel.
struct Frame {
    SessionPort& session;
    const DeskSnapshot& desk;
    const MarketSnapshot& market; ///< of the selected instrument; version 0 until its first view
    bool deskChanged = false;
    bool marketChanged = false;
    qint64 millis = 0;            ///< since the clock was made; for flashes and ages
};

/// Something drawn from frames. Rows are handed to all listeners, frames only to those that can be seen.
class FrameListener {
public:
    virtual ~FrameListener() = default;
    virtual void onRows(std::span<const RowEvent> rows) { Q_UNUSED(rows); }
    virtual void onFrame(const Frame& frame) = 0;
    virtual bool wantsFrames() const { return true; }
};

/// The one timer of a window: every 33 ms it drains the session's rows, reads the newest views and hands both on.
class FrameClock : public QObject {
    Q_OBJECT
public:
    static constexpr int kFrameMillis = 33;
    static constexpr std::size_t kMaxRowsPerFrame = 4096;

    FrameClock(SessionPort& session, Selection& selection, QObject* parent = nullptr);

    void add(FrameListener* listener);
    void remove(FrameListener* listener);
    void start();
    void stop();
    /// One frame now; tests and screenshots call it instead of waiting.
    void tick();

    const DeskSnapshot& desk() const { return m_desk; }
    const MarketSnapshot& market() const { return m_market; }
    qint64 millis() const { return m_elapsed.elapsed(); }
    /// How long the last frame took, in microseconds.
    qint64 lastFrameMicros() const { return m_lastFrameMicros; }
    std::uint64_t frames() const { return m_frames; }

private:
    void drainRows();

    SessionPort& m_session;
    Selection& m_selection;
    QTimer m_timer;
    QElapsedTimer m_elapsed;
    std::vector<FrameListener*> m_listeners;
    std::vector<RowEvent> m_rows;
    DeskSnapshot m_desk;
    MarketSnapshot m_market;
    InstrumentId m_shown;
    qint64 m_lastFrameMicros = 0;
    std::uint64_t m_frames = 0;
};

} // namespace maker
