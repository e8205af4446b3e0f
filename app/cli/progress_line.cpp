#include "app/cli/progress_line.h"

#include "platform/process.h"

#include <algorithm>
#include <cstdio>

namespace maker::cli {

namespace {

constexpr auto kShowEvery = std::chrono::milliseconds(200);

} // namespace

ProgressLine::ProgressLine(std::string_view unit) : m_unit(unit), m_shown(standardErrorIsTerminal()) {}

void ProgressLine::show(const backtest::RunProgress& progress, double seconds)
{
    if (!m_shown || Clock::now() - m_last < kShowEvery)
        return;
    m_last = Clock::now();
    const double rate = seconds > 0.0 ? static_cast<double>(progress.events) / seconds : 0.0;
    const int unitSize = static_cast<int>(m_unit.size());
    char text[160];
    int size = 0;
    if (progress.expected > 0 && rate > 0.0) {
        const double share = static_cast<double>(progress.events) / static_cast<double>(progress.expected);
        const double left = std::max(0.0, static_cast<double>(progress.expected) - static_cast<double>(progress.events)) / rate;
        size = std::snprintf(text, sizeof text, "%3.0f %%  %.2f M %.*s/s  %llu fills  %.0f s left", share * 100.0, rate * 1e-6,
                             unitSize, m_unit.data(), static_cast<unsigned long long>(progress.fills), left);
    } else {
        size = std::snprintf(text, sizeof text, "%llu %.*s  %.2f M %.*s/s  %llu fills",
                             static_cast<unsigned long long>(progress.events), unitSize, m_unit.data(), rate * 1e-6, unitSize,
                             m_unit.data(), static_cast<unsigned long long>(progress.fills));
    }
    write({text, static_cast<std::size_t>(std::clamp<int>(size, 0, sizeof text - 1))});
}

void ProgressLine::say(std::string_view sentence, std::optional<double> share)
{
    if (!m_shown || (share && Clock::now() - m_last < kShowEvery))
        return;
    m_last = Clock::now();
    char text[160];
    const int length = static_cast<int>(sentence.size());
    const int size = share ? std::snprintf(text, sizeof text, "%3.0f %%  %.*s", *share * 100.0, length, sentence.data())
                           : std::snprintf(text, sizeof text, "%.*s", length, sentence.data());
    write({text, static_cast<std::size_t>(std::clamp<int>(size, 0, sizeof text - 1))});
}

void ProgressLine::write(std::string_view text)
{
    std::fprintf(stderr, "\r%-70.*s", static_cast<int>(text.size()), text.data());
    std::fflush(stderr);
    m_dirty = true;
}

void ProgressLine::clear()
{
    if (m_dirty)
        std::fprintf(stderr, "\r%70s\r", "");
    m_dirty = false;
}

} // namespace maker::cli
