#pragma once

#include "kernel/base/timestamp.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <deque>
#include <functional>

namespace maker::simex {

/// Tasks that wait, first in first out: a later task never overtakes an earlier one, even where its delay is shorter.
class DelayLine {
public:
    explicit DelayLine(boost::asio::io_context& io) : m_timer(io) {}

    /// Runs the task at once where there is nothing to wait for.
    void run(Duration delay, std::function<void()> task);
    void clear();

private:
    using Clock = std::chrono::steady_clock;
    struct Waiting {
        Clock::time_point due;
        std::function<void()> task;
    };

    void arm();

    boost::asio::steady_timer m_timer;
    std::deque<Waiting> m_waiting;
};

} // namespace maker::simex
