#pragma once

#include "session/lab/lab.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QThread>

#include <functional>
#include <memory>
#include <string>

namespace maker::test {

inline LabConfig aConfig(const QTemporaryDir& folder)
{
    LabConfig config;
    config.profile = folder.path().toStdString();
    config.threads = 2;
    return config;
}

inline bool until(const std::function<bool()>& done, int seconds = 60)
{
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < seconds * 1000) {
        if (done())
            return true;
        QThread::msleep(5);
    }
    return false;
}

inline JobView jobOf(const Lab& lab, std::uint64_t id)
{
    for (const JobView& job : lab.jobs()) {
        if (job.id == id)
            return job;
    }
    return {};
}

inline bool over(const Lab& lab, std::uint64_t id)
{
    return jobOf(lab, id).state >= JobState::Done;
}

/// A recording of the generated market in the lab's library.
inline std::string aSample(Lab& lab)
{
    const std::uint64_t job = lab.makeSample();
    if (!until([&] { return over(lab, job); }, 120) || jobOf(lab, job).state != JobState::Done)
        return {};
    return jobOf(lab, job).dataSet;
}

inline LabRequest aRequest(const std::string& data)
{
    LabRequest request;
    request.data = {data};
    request.strategy = "pure_market_making";
    request.params = R"({"bid_spread":2,"ask_spread":2,"min_spread":0.5,"order_size":0.01,"refresh_time":1})";
    request.symbol = "BTCUSDT";
    return request;
}

inline std::shared_ptr<const LabResult> resultOf(Lab& lab, std::uint64_t run)
{
    std::shared_ptr<const LabResult> result;
    until([&] { return (result = lab.result(run)) != nullptr; });
    return result;
}

} // namespace maker::test
