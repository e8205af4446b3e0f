#include "session/log_files.h"

#include "kernel/base/log.h"
#include "venues/api/venue_clock.h"

#include <spdlog/async.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/spdlog.h>

#include <filesystem>
#include <memory>
#include <mutex>
#include <utility>

namespace maker {

namespace {

std::mutex g_rowsMutex;
RowLane* g_rows = nullptr;
std::shared_ptr<spdlog::async_logger> g_logger;

void write(LogLevel level, std::string_view category, std::string_view sentence)
{
    static constexpr spdlog::level::level_enum kLevels[]{
        spdlog::level::debug, spdlog::level::info, spdlog::level::warn, spdlog::level::err};
    static constexpr Severity kSeverities[]{Severity::Debug, Severity::Info, Severity::Warning, Severity::Danger};
    const auto index = static_cast<std::size_t>(level);
    if (g_logger)
        g_logger->log(kLevels[index], "{} {}", category, sentence);
    if (level == LogLevel::Debug)
        return;
    const std::lock_guard lock(g_rowsMutex);
    if (g_rows != nullptr)
        g_rows->pushSentence(kSeverities[index], RowKind::Log, category, sentence, localNow());
}

} // namespace

Result<LogFiles> LogFiles::open(const std::string& directory)
{
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    if (error)
        return fail(ErrorCode::Io, "Making the directory " + directory + " failed: " + error.message());
    try {
        spdlog::init_thread_pool(8192, 1);
        auto sink = std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
            directory + "/makerdesk.log", std::size_t{10} << 20U, 5);
        g_logger = std::make_shared<spdlog::async_logger>(
            "makerdesk", sink, spdlog::thread_pool(), spdlog::async_overflow_policy::overrun_oldest);
        g_logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
        g_logger->flush_on(spdlog::level::warn);
        spdlog::flush_every(std::chrono::seconds(1));
    } catch (const spdlog::spdlog_ex& exception) {
        return fail(ErrorCode::Io, std::string("The log cannot be written: ") + exception.what());
    }
    setLogWriter(write);
    return LogFiles();
}

LogFiles::LogFiles(LogFiles&& other) noexcept : m_open(std::exchange(other.m_open, false)) {}

LogFiles::~LogFiles()
{
    if (!m_open)
        return;
    setLogWriter(nullptr);
    attach(nullptr);
    if (g_logger)
        g_logger->flush();
    g_logger.reset();
    spdlog::shutdown();
}

void LogFiles::attach(RowLane* rows)
{
    const std::lock_guard lock(g_rowsMutex);
    g_rows = rows;
}

} // namespace maker
