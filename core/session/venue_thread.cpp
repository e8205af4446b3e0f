#include "platform/thread_priority.h"
#include "session/session_parts.h"

namespace maker {

VenueThread::VenueThread() = default;

VenueThread::~VenueThread()
{
    stop();
}

void VenueThread::start(const QString& name)
{
    m_thread.setObjectName(name);
    m_context = std::make_unique<QObject>();
    m_context->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::started, m_context.get(), [] { answerSoon(); });
    m_thread.start();
}

void VenueThread::call(std::function<void()> work)
{
    if (m_thread.isRunning())
        QMetaObject::invokeMethod(m_context.get(), std::move(work), Qt::BlockingQueuedConnection);
}

void VenueThread::post(std::function<void()> work)
{
    if (m_context)
        QMetaObject::invokeMethod(m_context.get(), std::move(work), Qt::QueuedConnection);
}

void VenueThread::stop()
{
    if (!m_thread.isRunning())
        return;
    m_thread.quit();
    m_thread.wait();
    m_context.reset();
}

} // namespace maker
