#include "simex/delay_line.h"

#include <algorithm>
#include <chrono>

namespace maker::simex {

void DelayLine::run(Duration delay, std::function<void()> task)
{
    if (delay.ns <= 0 && m_waiting.empty()) {
        task();
        return;
    }
    Clock::time_point due = Clock::now() + std::chrono::nanoseconds(delay.ns);
    if (!m_waiting.empty())
        due = std::max(due, m_waiting.back().due);
    m_waiting.push_back({due, std::move(task)});
    if (m_waiting.size() == 1)
        arm();
}

void DelayLine::arm()
{
    m_timer.expires_at(m_waiting.front().due);
    m_timer.async_wait([this](const boost::system::error_code& error) {
        if (error)
            return;
        while (!m_waiting.empty() && m_waiting.front().due <= Clock::now()) {
            const std::function<void()> task = std::move(m_waiting.front().task);
            // It stays in the line while it runs, so that what it starts queues up behind it.
            task();
            if (!m_waiting.empty())
                m_waiting.pop_front();
        }
        if (!m_waiting.empty())
            arm();
    });
}

void DelayLine::clear()
{
    m_timer.cancel();
    m_waiting.clear();
}

} // namespace maker::simex
