#include "ui/base/frame_clock.h"

#include <algorithm>

namespace maker {

FrameClock::FrameClock(SessionPort& session, Selection& selection, QObject* parent)
    : QObject(parent), m_session(session), m_selection(selection)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(kFrameMillis);
    connect(&m_timer, &QTimer::timeout, this, &FrameClock::tick);
    m_elapsed.start();
    m_rows.reserve(kMaxRowsPerFrame);
}

void FrameClock::add(FrameListener* listener)
{
    m_listeners.push_back(listener);
}

void FrameClock::remove(FrameListener* listener)
{
    std::erase(m_listeners, listener);
}

void FrameClock::start()
{
    m_timer.start();
}

void FrameClock::stop()
{
    m_timer.stop();
}

void FrameClock::drainRows()
{
    m_rows.clear();
    RowEvent row;
    while (m_rows.size() < kMaxRowsPerFrame && m_session.nextRow(row))
        m_rows.push_back(row);
}

void FrameClock::tick()
{
    QElapsedTimer watch;
    watch.start();
    drainRows();
    if (m_shown != m_selection.instrument()) {
        m_shown = m_selection.instrument();
        m_market = {};
    }
    const bool deskChanged = m_session.desk(m_desk);
    const bool marketChanged = m_shown.valid() && m_session.market(m_shown, m_market);
    const Frame frame{m_session, m_desk, m_market, deskChanged, marketChanged, m_elapsed.elapsed()};
    // A listener may leave while it is served (a dialog closing itself), so walk over a copy.
    const std::vector<FrameListener*> listeners = m_listeners;
    for (FrameListener* listener : listeners) {
        if (std::find(m_listeners.begin(), m_listeners.end(), listener) == m_listeners.end())
            continue;
        if (!m_rows.empty())
            listener->onRows(m_rows);
        if (listener->wantsFrames())
            listener->onFrame(frame);
    }
    ++m_frames;
    m_lastFrameMicros = watch.nsecsElapsed() / 1000;
}

} // namespace maker
