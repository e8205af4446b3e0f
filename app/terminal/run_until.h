#pragma once

#include <QDeadlineTimer>
#include <QTimer>

namespace maker {

/// Ends the event loop when a signal asks for it or the time is over; a second signal ends the process at once.
class RunUntil {
public:
    /// `seconds`: 0 is for ever.
    explicit RunUntil(double seconds);

private:
    QDeadlineTimer m_deadline{QDeadlineTimer::Forever}; // a QTimer ends after 24 days
    QTimer m_look;
};

} // namespace maker
