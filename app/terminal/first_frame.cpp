#include "terminal/first_frame.h"

#include "kernel/base/log.h"
#include "platform/process.h"

#include <QEvent>
#include <QTimer>

#include <string>

namespace maker {

FirstFrame::FirstFrame(QWidget& window) : QObject(&window), m_window(window)
{
    window.installEventFilter(this);
}

bool FirstFrame::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Paint) {
        m_window.removeEventFilter(this);
        // The panels are painted after their window, in the same turn; the next one comes when the picture is out.
        QTimer::singleShot(0, this, [this] { tell(); });
    }
    return QObject::eventFilter(watched, event);
}

void FirstFrame::tell()
{
    log(LogLevel::Info, "app", "first frame after " + std::to_string(processAge().count()) + " ms");
}

} // namespace maker
