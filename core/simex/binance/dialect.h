#pragma once

#include "simex/binance/streams.h"
#include "simex/binance/ws_api.h"

namespace maker::simex::binance {

/// The Binance spot protocol over one desk: REST, market streams, WebSocket API.
class BinanceDialect final : public Dialect {
public:
    /// What the server lends: the time, and delays for requests and for answers.
    struct Surroundings {
        std::function<Timestamp()> clock;
        Later later;
        Later answerLater;
    };

    BinanceDialect(std::unique_ptr<Desk> desk, Surroundings surroundings);

    Desk& desk() noexcept { return *m_desk; }
    Faults& faults() noexcept { return m_faults; }
    Streams& streams() noexcept { return m_streams; }
    RateLimits& limits() noexcept { return m_limits; }
    void setAnswerDelay(Duration delay) noexcept { m_answerDelay = delay; }
    void announceShutdown();

    /// Moves the market to now and sends what is due.
    void tick();
    /// Sends trades, best prices and user data that have come up.
    void publishNews();

    void onRequest(const HttpRequest& request, Answer answer) override;
    std::optional<SimChannel> channelOf(std::string_view path) const override;
    void onOpen(const std::shared_ptr<Peer>& peer, SimChannel channel, std::string_view target) override;
    void onText(const std::shared_ptr<Peer>& peer, SimChannel channel, std::string_view text) override;
    void onClose(std::uint64_t peerId, SimChannel channel) override;

private:
    void advance();
    void reply(const Answer& answer, const Served& served, bool orders);
    void carryOut(const Operation& operation, const Params& params, const Answer& answer);

    std::unique_ptr<Desk> m_desk;
    Surroundings m_surroundings;
    Faults m_faults;
    RateLimits m_limits;
    Duration m_answerDelay;
    Streams m_streams;
    WsApi m_api;
};

} // namespace maker::simex::binance
