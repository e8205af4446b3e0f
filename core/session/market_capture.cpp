#include "session/market_capture.h"

#include "kernel/book/book_sync.h"
#include "tape/tape_writer.h"
#include "venues/registry.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <utility>

namespace maker {
namespace {

namespace fs = std::filesystem;

constexpr VenueId kVenue{1};
constexpr auto kLook = std::chrono::milliseconds(200);
constexpr qint64 kFlushEvery = 30'000; // ms

std::chrono::milliseconds millisOf(Duration time)
{
    return std::chrono::milliseconds(time.ns / 1'000'000);
}

Timestamp wallClock()
{
    return {std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch()).count()};
}

/// Of a venue at an address: REST there, the streams below /ws.
Endpoints endpointsAt(const QUrl& address)
{
    Endpoints endpoints;
    endpoints.rest = address;
    endpoints.streams = address;
    endpoints.streams.setScheme(address.scheme() == QStringLiteral("https") ? QStringLiteral("wss") : QStringLiteral("ws"));
    endpoints.streams.setPath(QStringLiteral("/ws"));
    return endpoints;
}

/// One capture: made, run once, gone. Everything happens in the thread that runs it.
class Capture {
public:
    explicit Capture(const CaptureConfig& config) : m_config(config) {}

    Result<CaptureProgress> run(const std::function<bool(const CaptureProgress&)>& onLook);

private:
    struct Book {
        std::shared_ptr<const Instrument> instrument;
        BookSync sync;
        bool asked = false; ///< a snapshot, from within the feed's call: passed on when it has returned
    };

    Result<void> chooseVenue();
    Result<void> loadInstruments();
    Result<void> openTape();
    void take(const MarketEvent& event);
    void look();
    void askSnapshots();
    Result<CaptureProgress> finish(CaptureProgress made);
    CaptureProgress progress() const;

    CaptureConfig m_config;
    const VenueDescriptor* m_venue = nullptr;
    std::unique_ptr<SimServer> m_exchange;
    VenueContext m_context;
    std::vector<Book> m_books;
    std::optional<TapeWriter> m_tape;
    std::unique_ptr<MarketFeed> m_feed;
    QEventLoop m_loop;
    QElapsedTimer m_clock;
    qint64 m_flushed = 0;
    std::uint64_t m_downs = 0;
    bool m_ended = false;
    std::optional<Error> m_failed;
};

Result<void> Capture::chooseVenue()
{
    m_venue = findVenue(m_config.venue);
    if (m_venue == nullptr)
        return fail(ErrorCode::NotFound, "There is no venue named " + m_config.venue + '.');
    if (m_config.symbols.empty())
        return fail(ErrorCode::InvalidArgument, "A recording needs a symbol.");
    const bool given = !m_config.address.isEmpty();
    std::uint16_t port = 0;
    const bool simulated = m_config.environment == Environment::Simulated;
    if (simulated && !given) {
        m_config.embedded.port = 0;
        m_config.embedded.symbols = m_config.symbols;
        auto server = SimServer::start(m_config.embedded);
        if (!server)
            return tl::unexpected(server.error());
        m_exchange = std::move(*server);
        port = m_exchange->port();
    }
    m_context.venue = kVenue;
    m_context.environment = m_config.environment;
    m_context.endpoints = given ? endpointsAt(m_config.address) : m_venue->endpoints(m_config.environment, port);
    m_context.endpoints.trading.clear();
    m_context.status = std::make_shared<VenueStatus>();
    if (simulated)
        return {};
    auto rules = ProxyRules::read(m_config.proxy);
    if (!rules)
        return tl::unexpected(rules.error());
    m_context.proxies = std::move(*rules);
    return {};
}

Result<void> Capture::loadInstruments()
{
    const std::string where = m_context.endpoints.rest.toString().toStdString();
    auto loader = m_venue->makeLoader(m_context);
    Result<InstrumentListing> listing = fail(ErrorCode::Timeout, where + " did not list its instruments in time. Is the network up?");
    QEventLoop loop;
    loader->load({kVenue, 1, m_config.symbols}, [&](Result<InstrumentListing> answer) {
        listing = std::move(answer);
        loop.quit();
    });
    QTimer::singleShot(millisOf(m_config.startTimeout), &loop, &QEventLoop::quit);
    loop.exec();
    if (!listing)
        return fail(listing.error().code, where + ": " + listing.error().detail);
    m_context.instruments = std::make_shared<const InstrumentSet>(listing->instruments);
    m_context.limits = listing->limits;
    for (const std::string& symbol : m_config.symbols) {
        if (m_context.instruments->findSymbol(symbol) != nullptr)
            continue;
        for (const auto& unsupported : listing->unsupported) {
            if (unsupported.symbol == symbol)
                return fail(ErrorCode::NotFound, symbol + " cannot be recorded: " + unsupported.reason);
        }
        return fail(ErrorCode::NotFound, where + " does not list " + symbol + '.');
    }
    for (const auto& instrument : listing->instruments)
        m_books.push_back({instrument, BookSync(instrument->tickSize(), kBinanceSpotRule)});
    return {};
}

Result<void> Capture::openTape()
{
    TapeHeader header;
    header.venueName = m_config.venue;
    if (m_config.environment != Environment::Production)
        header.venueName += '-' + std::string(toText(m_config.environment));
    header.source = "recorded from " + m_context.endpoints.rest.host().toStdString();
    for (const Book& book : m_books)
        header.instruments.push_back({book.instrument, kBinanceSpotRule});
    std::error_code error;
    const fs::path folder = fs::path(m_config.path).parent_path();
    if (!folder.empty())
        fs::create_directories(folder, error);
    if (error)
        return fail(ErrorCode::Io, "Cannot make the folder " + folder.string() + ": " + error.message() + '.');
    auto tape = TapeWriter::create(m_config.path, std::move(header));
    if (!tape)
        return tl::unexpected(tape.error());
    m_tape.emplace(std::move(*tape));
    return {};
}

/// The feed shows its connection by FeedUp; the books say when they lack a snapshot, as the engine's do.
void Capture::take(const MarketEvent& event)
{
    if (m_failed || m_ended)
        return;
    if (auto added = m_tape->add(event); !added) {
        m_failed = added.error();
        m_loop.quit();
        return;
    }
    m_downs += event.kind == MarketKind::FeedDown ? 1 : 0;
    for (Book& book : m_books) {
        if (!event.instrument.valid() || event.instrument == book.instrument->id())
            book.asked |= book.sync.process(event).needSnapshot;
    }
}

void Capture::askSnapshots()
{
    const Timestamp now = wallClock();
    for (Book& book : m_books) {
        book.asked |= book.sync.onTime(now).needSnapshot;
        if (std::exchange(book.asked, false))
            m_feed->requestSnapshot(book.instrument->id());
    }
}

void Capture::look()
{
    askSnapshots();
    if (m_clock.elapsed() - m_flushed < kFlushEvery)
        return;
    m_flushed = m_clock.elapsed();
    if (auto flushed = m_tape->flush(); !flushed && !m_failed) {
        m_failed = flushed.error();
        m_loop.quit();
    }
}

CaptureProgress Capture::progress() const
{
    CaptureProgress progress;
    progress.passed = Duration::millis(m_clock.elapsed());
    progress.events = m_tape->records();
    progress.bytes = m_tape->bytes();
    progress.gaps = m_downs;
    progress.up = true;
    for (const Book& book : m_books) {
        progress.gaps += book.sync.counters().gaps;
        progress.up = progress.up && book.sync.live();
    }
    return progress;
}

Result<CaptureProgress> Capture::run(const std::function<bool(const CaptureProgress&)>& onLook)
{
    for (const auto step : {&Capture::chooseVenue, &Capture::loadInstruments, &Capture::openTape}) {
        if (auto done = (this->*step)(); !done)
            return tl::unexpected(done.error());
    }
    m_feed = m_venue->makeFeed(m_context);
    m_feed->setSink([this](const MarketEvent* events, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i)
            take(events[i]);
        return true;
    });
    m_clock.start();
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, &m_loop, [&] {
        look();
        if (!onLook(progress()))
            m_loop.quit();
    });
    timer.start(kLook);
    if (m_config.length.ns > 0)
        QTimer::singleShot(millisOf(m_config.length), Qt::PreciseTimer, &m_loop, &QEventLoop::quit);
    std::vector<InstrumentId> ids;
    for (const Book& book : m_books)
        ids.push_back(book.instrument->id());
    m_feed->start(ids);
    m_loop.exec();
    timer.stop();
    CaptureProgress made = progress();
    m_ended = true; // that the feed goes down now is no news of the market
    m_feed->stop();
    return finish(made);
}

Result<CaptureProgress> Capture::finish(CaptureProgress made)
{
    if (!m_failed) {
        if (auto closed = m_tape->close(); !closed)
            m_failed = closed.error();
    }
    made.bytes = m_tape->bytes();
    m_tape.reset();
    if (m_failed)
        return fail(m_failed->code, m_failed->detail + " The recording ends; what was written before is in " + m_config.path + '.');
    if (made.events > 0)
        return made;
    std::error_code ignored;
    fs::remove(m_config.path, ignored);
    return fail(ErrorCode::Network, m_context.endpoints.streams.toString().toStdString() + " sent no market data; nothing was kept.");
}

} // namespace

Result<CaptureProgress> captureMarket(const CaptureConfig& config, const std::function<bool(const CaptureProgress&)>& onLook)
{
    return Capture(config).run(onLook);
}

} // namespace maker
