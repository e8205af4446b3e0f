#include "platform/thread_priority.h"

#ifdef _WIN32
#include <windows.h>
#elif defined(__APPLE__)
#include <pthread.h>
#include <sys/qos.h>
#else
#include <sys/resource.h>
#include <unistd.h>
#endif

namespace maker {

void yieldToOthers() noexcept
{
#ifdef _WIN32
    ::SetThreadPriority(::GetCurrentThread(), THREAD_PRIORITY_LOWEST);
#elif defined(__APPLE__)
    ::pthread_set_qos_class_self_np(QOS_CLASS_UTILITY, 0);
#else
    constexpr int kNice = 15; // of 19: about a thirtieth of the weight of an ordinary thread
    // On Linux a nice value belongs to the thread whose number is given.
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kNice);
#endif
}

} // namespace maker
