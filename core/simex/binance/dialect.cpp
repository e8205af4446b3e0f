#include "simex/binance/dialect.h"

#include "simex/binance/authentication.h"

namespace maker::simex::binance {

BinanceDialect::BinanceDialect(std::unique_ptr<Desk> desk, Surroundings surroundings)
    : m_desk(std::move(desk))
    , m_surroundings(std::move(surroundings))
    , m_limits(m_desk->config().limits)
    , m_streams(*m_desk)
    , m_api({.desk = *m_desk,
          .limits = m_limits,
          .faults = m_faults,
          .later = [this](Duration delay, std::function<void()> task) {
              m_surroundings.later(delay, [this, work = std::move(task)] {
                  advance();
                  work();
              });
          },
          .answerLater = m_surroundings.answerLater,
          .served = [this] { publishNews(); },
          .answerDelay = [this] { return m_answerDelay; }})
{
}

void BinanceDialect::advance()
{
    m_desk->advance(m_surroundings.clock());
}

void BinanceDialect::tick()
{
    advance();
    publishNews();
    m_streams.publishDue(m_desk->now());
}

void BinanceDialect::publishNews()
{
    m_streams.publishTrades(m_desk->takeTrades());
    m_streams.publishTops();
    m_api.publish(m_desk->takeUserEvents());
}

void BinanceDialect::announceShutdown()
{
    m_streams.announceShutdown();
    m_api.announceShutdown();
}

void BinanceDialect::onRequest(const HttpRequest& request, Answer answer)
{
    advance();
    Served refused;
    Params params;
    const bool readable = params.addForm(request.query) && params.addForm(request.body);
    bool pathKnown = false;
    const Operation* operation = findRest(request.method, request.path, pathKnown);
    const int weight = operation ? weightOf(*operation, params) : 1;
    refused.failure = m_limits.charge(weight, m_desk->now(), m_desk->shownNow());
    if (!refused.failure && !operation)
        refused.failure = pathKnown ? error(-1000, "Method not allowed.", 405) : error(-1000, "Path not found.", 404);
    if (!refused.failure && !readable)
        refused.failure = error(-1100, "Illegal characters found in a parameter.");
    if (!refused.failure)
        refused.failure = authenticate(*m_desk, operation->security, request, params);
    if (refused.failure) {
        reply(answer, refused, false);
        publishNews();
        return;
    }
    carryOut(*operation, params, answer);
}

void BinanceDialect::carryOut(const Operation& operation, const Params& params, const Answer& answer)
{
    const auto work = [this, &operation, params, answer] {
        advance();
        const Served served = serve(operation, *m_desk, m_limits, params, m_faults);
        if (served.drop)
            answer({.status = 0, .body = {}, .headers = {}, .dropConnection = true});
        else
            reply(answer, served, operation.places);
        publishNews();
    };
    m_surroundings.later(operation.trades ? m_desk->config().latency : Duration{}, work);
}

void BinanceDialect::reply(const Answer& answer, const Served& served, bool orders)
{
    HttpReply out;
    out.status = served.failure ? served.failure->httpStatus : 200;
    out.body = served.failure ? errorJson(*served.failure) : served.body;
    out.headers.emplace_back("X-MBX-USED-WEIGHT", std::to_string(m_limits.usedWeight()));
    out.headers.emplace_back("X-MBX-USED-WEIGHT-1M", std::to_string(m_limits.usedWeight()));
    if (orders) {
        out.headers.emplace_back("X-MBX-ORDER-COUNT-10S", std::to_string(m_limits.orders10s()));
        out.headers.emplace_back("X-MBX-ORDER-COUNT-1D", std::to_string(m_limits.ordersDay()));
    }
    if (served.failure && served.failure->retryAfterSeconds)
        out.headers.emplace_back("Retry-After", std::to_string(*served.failure->retryAfterSeconds));
    m_surroundings.answerLater(m_answerDelay, [answer, out = std::move(out)] { answer(out); });
}

std::optional<SimChannel> BinanceDialect::channelOf(std::string_view path) const
{
    if (path == "/ws-api/v3")
        return SimChannel::WebSocketApi;
    if (path == "/ws" || path.starts_with("/ws/") || path == "/stream" || path.starts_with("/stream/"))
        return SimChannel::Streams;
    return std::nullopt;
}

void BinanceDialect::onOpen(const std::shared_ptr<Peer>& peer, SimChannel channel, std::string_view target)
{
    advance();
    if (channel == SimChannel::WebSocketApi)
        m_api.open(peer);
    else
        m_streams.open(peer, target);
}

void BinanceDialect::onText(const std::shared_ptr<Peer>& peer, SimChannel channel, std::string_view text)
{
    advance();
    if (channel == SimChannel::WebSocketApi)
        m_api.text(peer, text);
    else
        m_streams.text(peer, text);
    publishNews();
}

void BinanceDialect::onClose(std::uint64_t peerId, SimChannel channel)
{
    if (channel == SimChannel::WebSocketApi)
        m_api.close(peerId);
    else
        m_streams.close(peerId);
}

} // namespace maker::simex::binance
