#include "session/market_recorder.h"

#include "kernel/base/log.h"

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <utility>

namespace maker {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kDay = 86'400'000'000'000;
constexpr auto kPause = std::chrono::milliseconds(100);
constexpr std::size_t kMostLevels = 65'535;
constexpr Duration kFlushEvery = Duration::seconds(30);

/// "binance-20240808T235413Z": sorts by time.
std::string nameOf(const std::string& venue, Timestamp time)
{
    const std::chrono::sys_seconds moment{std::chrono::seconds(time.ns / 1'000'000'000)};
    const auto day = std::chrono::floor<std::chrono::days>(moment);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(moment - day);
    char text[40];
    std::snprintf(text, sizeof(text), "-%04d%02u%02uT%02d%02d%02dZ", static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
        static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
    return venue + text;
}

} // namespace

MarketRecorder::MarketRecorder(Config config) : m_config(std::move(config))
{
    for (const TapeInstrument& each : m_config.instruments)
        m_books.push_back({each.instrument, BookSync(each.instrument->tickSize(), each.rule)});
}

MarketRecorder::~MarketRecorder()
{
    stop();
}

Result<void> MarketRecorder::start()
{
    std::error_code error;
    fs::create_directories(m_config.folder, error);
    if (error)
        return fail(ErrorCode::Io, "Cannot make the folder " + m_config.folder + ": " + error.message() + '.');
    m_thread = std::thread([this] { run(); });
    return {};
}

void MarketRecorder::stop()
{
    if (!m_thread.joinable())
        return;
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

void MarketRecorder::run()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        // The engine never wakes this thread: a ring holds many times what a pause brings.
        const bool stopping = m_wake.wait_for(lock, kPause, [this] { return m_stop; });
        lock.unlock();
        while (drain()) {
        }
        if (stopping) {
            if (auto ended = endTape(); !ended)
                giveUp(ended.error());
            return;
        }
        lock.lock();
    }
}

bool MarketRecorder::drain()
{
    constexpr int kBatch = 4096;
    MarketEvent event;
    int count = 0;
    while (count < kBatch && m_ring.tryPop(event)) {
        ++count;
        if (m_broken)
            continue;
        if (auto done = write(event); !done)
            giveUp(done.error());
    }
    return count == kBatch;
}

Result<void> MarketRecorder::write(const MarketEvent& event)
{
    const bool full = m_tape && (event.localTime.ns / kDay != m_day || m_tape->bytes() >= m_config.maxBytes);
    if (full && m_between) {
        if (auto ended = endTape(); !ended)
            return ended;
    }
    if (!m_tape) {
        if (auto begun = begin(event); !begun)
            return begun;
    }
    if (auto told = tellLoss(event); !told)
        return told;
    m_between = event.last;
    m_lastTime = event.localTime;
    if (auto added = add(event); !added)
        return added;
    m_written.fetch_add(1, std::memory_order_relaxed);
    if (event.localTime - m_flushed < kFlushEvery)
        return {};
    m_flushed = event.localTime;
    return m_tape->flush();
}

/// What was lost is told as what it means to a reader: the books cannot be believed until their next snapshot.
Result<void> MarketRecorder::tellLoss(const MarketEvent& next)
{
    const std::uint64_t lost = m_lost.load(std::memory_order_relaxed);
    if (lost == m_lossTold)
        return {};
    log(LogLevel::Warning, "recorder", std::to_string(lost - m_lossTold) + " market events were not recorded: the ring was full.");
    m_lossTold = lost;
    MarketEvent down;
    down.kind = MarketKind::FeedDown;
    down.venue = next.venue;
    down.localTime = m_lastTime.valid() ? m_lastTime : next.localTime;
    if (auto added = add(down); !added)
        return added;
    down.kind = MarketKind::FeedUp;
    down.localTime = next.localTime;
    return add(down);
}

Result<void> MarketRecorder::add(const MarketEvent& event)
{
    for (Book& book : m_books) {
        if (!event.instrument.valid() || event.instrument == book.instrument->id())
            book.sync.process(event);
    }
    return m_tape->add(event);
}

/// The books as they are before `next`, as snapshots that its sequence goes on from.
Result<void> MarketRecorder::addBooks(const MarketEvent& next)
{
    std::vector<MarketEvent> message;
    for (const Book& book : m_books) {
        if (!book.sync.live())
            continue;
        MarketEvent record;
        record.kind = MarketKind::BookSnapshot;
        record.last = false;
        record.instrument = book.instrument->id();
        record.venue = book.instrument->venue();
        record.localTime = next.localTime;
        record.firstId = record.lastId = book.sync.lastId();
        message.assign(1, record);
        record.kind = MarketKind::BookLevel;
        record.firstId = record.lastId = 0;
        for (const Side side : {Side::Buy, Side::Sell}) {
            auto levels = book.sync.book().cursor(side);
            for (auto level = levels.next(); level && message.size() < kMostLevels; level = levels.next()) {
                record.side = side;
                record.price = level->price;
                record.qty = level->qty;
                message.push_back(record);
            }
        }
        message.front().levels = static_cast<std::uint16_t>(message.size() - 1);
        message.back().last = true;
        for (const MarketEvent& each : message) {
            if (auto added = m_tape->add(each); !added)
                return added;
        }
    }
    return {};
}

Result<void> MarketRecorder::begin(const MarketEvent& first)
{
    TapeHeader header;
    header.venueName = m_config.venueName;
    header.source = "recorded";
    header.instruments = m_config.instruments;
    const std::string name = nameOf(m_config.venueName, first.localTime);
    std::string path;
    std::error_code ignored;
    for (int i = 1; path.empty() || fs::exists(path, ignored); ++i)
        path = (fs::path(m_config.folder) / (i == 1 ? name + ".tape" : name + '-' + std::to_string(i) + ".tape")).string();
    auto tape = TapeWriter::create(path, std::move(header), {.compression = 1});
    if (!tape)
        return tl::unexpected(tape.error());
    m_tape.emplace(std::move(*tape));
    m_day = first.localTime.ns / kDay;
    m_flushed = first.localTime;
    return addBooks(first);
}

Result<void> MarketRecorder::endTape()
{
    if (!m_tape)
        return {};
    const auto closed = m_tape->close();
    m_tape.reset();
    return closed;
}

void MarketRecorder::giveUp(const Error& error)
{
    m_broken = true;
    m_tape.reset();
    log(LogLevel::Warning, "recorder", "The recording of the market ends, trading goes on: " + error.detail);
}

} // namespace maker
