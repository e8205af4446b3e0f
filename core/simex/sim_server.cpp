#include "simex/sim_server.h"

#include "simex/binance/dialect.h"
#include "simex/delay_line.h"
#include "simex/http_server.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <chrono>
#include <future>
#include <thread>

namespace maker {

namespace asio = boost::asio;
using simex::binance::BinanceDialect;
using simex::binance::Desk;

namespace {

/// How often the market moves: fine enough for the crowd, cheap enough for an idle core.
constexpr std::chrono::milliseconds kTick{2};

/// Wall time at start plus the steady clock since, so that a step of the wall clock does not move the venue.
class VenueClock {
public:
    Timestamp now() const
    {
        const auto since = std::chrono::steady_clock::now() - m_steady;
        return m_wall + Duration{std::chrono::duration_cast<std::chrono::nanoseconds>(since).count()};
    }

private:
    static Timestamp wall()
    {
        const auto since = std::chrono::system_clock::now().time_since_epoch();
        return {std::chrono::duration_cast<std::chrono::nanoseconds>(since).count()};
    }

    Timestamp m_wall = wall();
    std::chrono::steady_clock::time_point m_steady = std::chrono::steady_clock::now();
};

} // namespace

struct SimServer::Parts {
    Parts(const SimServerConfig& config, std::unique_ptr<Desk> desk, VenueClock venueClock)
        : clock(venueClock)
        , requests(io)
        , answers(io)
        , dialect(std::move(desk),
              {.clock = [this] { return clock.now(); },
                  .later = [this](Duration delay, std::function<void()> task) { requests.run(delay, std::move(task)); },
                  .answerLater = [this](Duration delay, std::function<void()> task) { answers.run(delay, std::move(task)); }})
        , server(io, dialect, {.pingInterval = config.pingInterval})
        , ticker(io)
        , guard(io.get_executor())
    {
    }

    void tick()
    {
        dialect.tick();
        refused429.store(dialect.limits().refused429(), std::memory_order_relaxed);
        refused418.store(dialect.limits().refused418(), std::memory_order_relaxed);
        ordersPlaced.store(static_cast<std::uint64_t>(dialect.limits().ordersDay()), std::memory_order_relaxed);
        ticker.expires_after(kTick);
        ticker.async_wait([this](const boost::system::error_code& error) {
            if (!error)
                tick();
        });
    }

    void run()
    {
        tick();
        thread = std::thread([this] { io.run(); });
    }

    void stop()
    {
        if (!thread.joinable())
            return;
        asio::post(io, [this] {
            ticker.cancel();
            requests.clear();
            answers.clear();
            server.close();
            guard.reset();
            io.stop();
        });
        thread.join();
    }

    /// Has the task done on the server's thread before it returns; without one there is nothing left to do it to.
    void onThread(std::function<void()> task)
    {
        if (!thread.joinable())
            return;
        std::promise<void> done;
        asio::post(io, [&] {
            task();
            done.set_value();
        });
        done.get_future().wait();
    }

    asio::io_context io{1};
    VenueClock clock;
    simex::DelayLine requests;
    simex::DelayLine answers;
    BinanceDialect dialect;
    simex::HttpServer server;
    asio::steady_timer ticker;
    asio::executor_work_guard<asio::io_context::executor_type> guard;
    std::thread thread;
    std::uint16_t port = 0;
    std::atomic<std::uint64_t> refused429{0};
    std::atomic<std::uint64_t> refused418{0};
    std::atomic<std::uint64_t> ordersPlaced{0};
};

Result<std::unique_ptr<SimServer>> SimServer::start(const SimServerConfig& config)
{
    if (config.pingInterval.ns <= 0)
        return fail(ErrorCode::InvalidArgument, "the ping interval must be positive");
    const VenueClock clock;
    auto desk = Desk::open(config, clock.now());
    if (!desk)
        return tl::unexpected(desk.error());
    auto parts = std::make_unique<Parts>(config, std::move(*desk), clock);
    const auto port = parts->server.listen(config.port);
    if (!port)
        return tl::unexpected(port.error());
    parts->port = *port;
    parts->run();
    return std::unique_ptr<SimServer>(new SimServer(std::move(parts)));
}

SimServer::SimServer(std::unique_ptr<Parts> parts)
    : m_parts(std::move(parts))
{
}

SimServer::~SimServer()
{
    stop();
}

std::uint16_t SimServer::port() const noexcept
{
    return m_parts->port;
}

void SimServer::stop()
{
    m_parts->stop();
}

void SimServer::dropConnections(SimChannel channel)
{
    m_parts->onThread([&] { m_parts->server.drop(channel); });
}

void SimServer::refuseConnections(bool refuse)
{
    m_parts->onThread([&] { m_parts->server.refuse(refuse); });
}

void SimServer::delayAnswers(Duration delay)
{
    m_parts->onThread([&] { m_parts->dialect.setAnswerDelay(delay); });
}

void SimServer::failAfterAccept(int count)
{
    m_parts->onThread([&] { m_parts->dialect.faults().failAfterAccept = count; });
}

void SimServer::failBeforeAccept(int count)
{
    m_parts->onThread([&] { m_parts->dialect.faults().failBeforeAccept = count; });
}

void SimServer::dropBeforeAnswer(int count)
{
    m_parts->onThread([&] { m_parts->dialect.faults().dropBeforeAnswer = count; });
}

void SimServer::skipDepthUpdates(int count)
{
    m_parts->onThread([&] { m_parts->dialect.streams().skipDepthUpdates(count); });
}

void SimServer::sendFrame(SimChannel channel, std::string bytes)
{
    const auto frame = std::make_shared<const std::string>(std::move(bytes));
    m_parts->onThread([&] { m_parts->server.inject(channel, frame); });
}

void SimServer::sendHugeFrame(SimChannel channel, std::size_t bytes)
{
    sendFrame(channel, std::string(bytes, 'x'));
}

void SimServer::announceShutdown()
{
    m_parts->onThread([&] { m_parts->dialect.announceShutdown(); });
}

void SimServer::duplicateFillReports(int count)
{
    m_parts->onThread([&] { m_parts->dialect.faults().duplicateFills = count; });
}

void SimServer::holdUserData(bool hold)
{
    m_parts->onThread([&] { m_parts->dialect.faults().holdUserData = hold; });
}

void SimServer::forceRateLimit(Duration time)
{
    m_parts->onThread([&] { m_parts->dialect.limits().force(time, m_parts->clock.now()); });
}

void SimServer::setClockOffset(Duration offset)
{
    m_parts->onThread([&] { m_parts->dialect.desk().setClockOffset(offset); });
}

void SimServer::tradeMarket(std::string_view symbol, bool buy, std::string_view qty)
{
    m_parts->onThread([&] {
        Desk& desk = m_parts->dialect.desk();
        const Instrument* instrument = desk.find(symbol);
        const auto amount = instrument ? instrument->tryQty(qty) : std::nullopt;
        if (amount)
            desk.tradeCrowd(*instrument, buy ? Side::Buy : Side::Sell, *amount);
        m_parts->dialect.publishNews();
    });
}

void SimServer::pauseMarket(bool paused)
{
    m_parts->onThread([&] { m_parts->dialect.desk().pause(paused); });
}

void SimServer::stepReplay(std::uint64_t records)
{
    m_parts->onThread([&] { m_parts->dialect.desk().stepReplay(records); });
}

std::uint64_t SimServer::replayed()
{
    std::uint64_t played = 0;
    m_parts->onThread([&] { played = m_parts->dialect.desk().replayed(); });
    return played;
}

SimServer::Counters SimServer::counters() const
{
    const auto& transport = m_parts->server.counters();
    const auto open = [&transport](SimChannel channel) {
        return transport.connections[static_cast<int>(channel)].load(std::memory_order_relaxed);
    };
    return {.restConnections = open(SimChannel::Rest),
        .streamConnections = open(SimChannel::Streams),
        .apiConnections = open(SimChannel::WebSocketApi),
        .requests = transport.requests.load(std::memory_order_relaxed),
        .refused429 = m_parts->refused429.load(std::memory_order_relaxed),
        .refused418 = m_parts->refused418.load(std::memory_order_relaxed),
        .framesSent = transport.framesSent.load(std::memory_order_relaxed),
        .ordersPlaced = m_parts->ordersPlaced.load(std::memory_order_relaxed)};
}

} // namespace maker
