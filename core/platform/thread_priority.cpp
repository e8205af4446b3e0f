#include "platform/thread_priority.h"

#ifdef _WIN32
#include <windows.h>
#elif defined(__APPLE__)
#include <pthread.h>
#include <sys/qos.h>
#else
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>
#endif

namespace maker {

#if !defined(_WIN32) && !defined(__APPLE__)
namespace {

/// The kernel's sched_attr in its first version, which the C library does not declare.
struct SchedAttr {
    std::uint32_t size = sizeof(SchedAttr);
    std::uint32_t policy = 0; ///< the ordinary one
    std::uint64_t flags = 0;
    std::int32_t nice = 0;
    std::uint32_t priority = 0;
    std::uint64_t runtime = 0; ///< the slice asked for, in nanoseconds; kernels before 6.12 take no notice
    std::uint64_t deadline = 0;
    std::uint64_t period = 0;
};
static_assert(sizeof(SchedAttr) == 48);

/// On Linux a nice value belongs to the thread whose number is given.
id_t thisThread() noexcept
{
    return static_cast<id_t>(::gettid());
}

void askForSlice(std::uint64_t nanoseconds) noexcept
{
    SchedAttr attributes;
    attributes.nice = ::getpriority(PRIO_PROCESS, thisThread());
    attributes.runtime = nanoseconds;
    ::syscall(SYS_sched_setattr, 0, &attributes, 0U);
}

} // namespace
#endif

void yieldToOthers() noexcept
{
#ifdef _WIN32
    ::SetThreadPriority(::GetCurrentThread(), THREAD_PRIORITY_LOWEST);
#elif defined(__APPLE__)
    ::pthread_set_qos_class_self_np(QOS_CLASS_UTILITY, 0);
#else
    constexpr int kNice = 15; // of 19: about a thirtieth of the weight of an ordinary thread
    ::setpriority(PRIO_PROCESS, thisThread(), kNice);
#endif
}

void answerSoon() noexcept
{
#ifdef _WIN32
    ::SetThreadPriority(::GetCurrentThread(), THREAD_PRIORITY_ABOVE_NORMAL);
#elif defined(__APPLE__)
    ::pthread_set_qos_class_self_np(QOS_CLASS_USER_INTERACTIVE, 0);
#else
    askForSlice(100'000); // the least: a waking thread with a shorter slice need not wait for the end of a longer one
#endif
}

void paintBehindTrading() noexcept
{
#ifdef _WIN32
    ::SetThreadPriority(::GetCurrentThread(), THREAD_PRIORITY_BELOW_NORMAL);
#elif defined(__APPLE__)
    ::pthread_set_qos_class_self_np(QOS_CLASS_USER_INITIATED, 0);
#else
    constexpr int kNice = 5; // about a third of the weight of an ordinary thread
    ::setpriority(PRIO_PROCESS, thisThread(), kNice);
#endif
}

} // namespace maker
