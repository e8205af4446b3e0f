#include "terminal/run_until.h"

#include "platform/process.h"

#include <QCoreApplication>

#include <atomic>
#include <chrono>
#include <cmath>

namespace maker {

namespace {

std::atomic<bool> g_stop{false};

} // namespace

RunUntil::RunUntil(double seconds)
{
    if (seconds > 0.0)
        m_deadline.setRemainingTime(std::chrono::milliseconds(std::llround(seconds * 1000.0)));
    onStopSignal([] { g_stop.store(true); });
    QObject::connect(&m_look, &QTimer::timeout, &m_look, [this] {
        if (g_stop.load() || m_deadline.hasExpired())
            QCoreApplication::quit();
    });
    m_look.start(20);
}

} // namespace maker
