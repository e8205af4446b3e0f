#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>

namespace maker {

/// Wakes one consumer that sleeps over any number of rings. A producer pushes, then rings; ringing costs a fence and a
/// load while the consumer is awake, and a wake-up only when it sleeps. The consumer looks at its rings once more between
/// saying that it sleeps and sleeping, so no push is slept through.
class Doorbell {
public:
    /// Called by the thread that rings, instead of waking park(): for a consumer that sleeps in an event loop of its own.
    using Waker = void (*)(void* context);

    Doorbell() = default;
    Doorbell(const Doorbell&) = delete;
    Doorbell& operator=(const Doorbell&) = delete;

    /// Before any thread uses the bell.
    void setWaker(Waker waker, void* context) noexcept
    {
        m_waker = waker;
        m_context = context;
    }

    /// Producer, after its push.
    void ring() noexcept
    {
        if (consumerSleeps())
            wake();
    }

    /// Consumer: sleeps until rung or until `timeout` has passed, unless ready() already. True: there may be work.
    template <typename Ready>
    bool park(Ready&& ready, std::chrono::nanoseconds timeout)
    {
        if (!arm(ready))
            return true;
        std::unique_lock lock(m_mutex);
        const bool rung =
            m_condition.wait_for(lock, timeout, [this] { return m_sleeping.load(std::memory_order_acquire) == 0; });
        m_sleeping.store(0, std::memory_order_relaxed);
        return rung || ready();
    }

    /// Consumer with a waker: says that it sleeps. False: ready() is true, do not sleep (a call may come all the same). The
    /// first ring() after true calls the waker, once; the consumer drains its rings and arms again.
    template <typename Ready>
    bool arm(Ready&& ready)
    {
        announceSleep();
        if (!ready())
            return true;
        m_sleeping.store(0, std::memory_order_relaxed);
        return false;
    }

private:
    // The push and the look at m_sleeping here, the store to m_sleeping and the look at the rings there: one of the two
    // must see the other. ThreadSanitizer does not know fences, so it is shown the same order by read-modify-writes.
#if defined(__SANITIZE_THREAD__)
    bool consumerSleeps() noexcept { return m_sleeping.fetch_or(0, std::memory_order_acq_rel) != 0; }
    void announceSleep() noexcept { m_sleeping.exchange(1, std::memory_order_acq_rel); }
#else
    bool consumerSleeps() noexcept
    {
        std::atomic_thread_fence(std::memory_order_seq_cst);
        return m_sleeping.load(std::memory_order_relaxed) != 0;
    }
    void announceSleep() noexcept
    {
        m_sleeping.store(1, std::memory_order_relaxed);
        std::atomic_thread_fence(std::memory_order_seq_cst);
    }
#endif

    void wake() noexcept
    {
        if (m_waker != nullptr) {
            if (m_sleeping.exchange(0, std::memory_order_acq_rel) != 0)
                m_waker(m_context);
            return;
        }
        const std::lock_guard lock(m_mutex);
        m_sleeping.store(0, std::memory_order_release);
        m_condition.notify_one();
    }

    std::atomic<unsigned char> m_sleeping{0};
    std::mutex m_mutex;
    std::condition_variable m_condition;
    Waker m_waker = nullptr;
    void* m_context = nullptr;
};

} // namespace maker
