#include "venues/binance/feed.h"

#include "kernel/base/log.h"
#include "venues/api/venue_clock.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace maker::binance {

namespace {

constexpr std::string_view kCategory = "venues.binance.feed";
constexpr int kTickMillis = 20;
constexpr std::size_t kStreamsPerInstrument = 3;
constexpr std::size_t kStreamsPerConnection = 1'024;

/// A printable piece of a frame for the log.
std::string excerpt(std::string_view frame)
{
    std::string text(frame.substr(0, 120));
    for (char& c : text)
        c = std::isprint(static_cast<unsigned char>(c)) != 0 ? c : '.';
    return text;
}

std::string lowerCase(std::string_view symbol)
{
    std::string text(symbol); // ASCII only: other letters are spelled as the venue spells them
    for (char& c : text)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

} // namespace

Feed::Feed(const VenueContext& context)
    : m_context(context),
      m_parser([instruments = context.instruments](std::string_view symbol) { return instruments->findSymbol(symbol); }),
      m_limiter(context.limits)
{
}

Feed::~Feed() = default;

void Feed::start(std::vector<InstrumentId> instruments)
{
    m_instruments = std::move(instruments);
    if (m_instruments.size() * kStreamsPerInstrument > kStreamsPerConnection) {
        log(LogLevel::Error, kCategory,
            "More instruments than one connection carries; the last are left out. asked=" + std::to_string(m_instruments.size()));
        m_instruments.resize(kStreamsPerConnection / kStreamsPerInstrument);
    }
    m_rest = std::make_unique<RestClient>(m_context.endpoints.rest, m_context.proxies);
    WsLink::Options options;
    options.name = kCategory;
    options.url = m_context.endpoints.streams;
    options.proxies = m_context.proxies;
    options.seed = m_context.seed;
    options.pingEvery = m_context.linkTimes.pingEvery;
    options.deadAfter = m_context.linkTimes.deadAfter;
    options.silentAfter = m_context.linkTimes.silentAfter;
    options.rotateAfter = m_context.linkTimes.rotateAfter;
    WsLink::Callbacks callbacks;
    callbacks.up = [this] { onUp(); };
    callbacks.down = [this](std::string_view reason) { onDown(reason); };
    callbacks.text = [this](const char* data, std::size_t size, std::size_t capacity) { onText(data, size, capacity); };
    callbacks.badFrame = [this](std::string_view why) { noteBadFrame(why, {}); };
    m_link = std::make_unique<WsLink>(std::move(options), std::move(callbacks));
    m_tick = std::make_unique<QTimer>();
    m_tick->setInterval(kTickMillis);
    connect(m_tick.get(), &QTimer::timeout, this, [this] { onTick(); });
    m_tick->start();
    m_context.status->market = LinkState::Connecting;
    m_link->open();
}

void Feed::stop()
{
    if (m_link != nullptr)
        m_link->close();
    if (m_rest != nullptr)
        m_rest->abandon();
    m_tick.reset();
    m_link.reset();
    m_rest.reset();
    m_wishes.clear();
    m_context.status->market = LinkState::Down;
}

void Feed::onUp()
{
    std::string request = R"({"method":"SUBSCRIBE","params":[)";
    bool first = true;
    for (const InstrumentId id : m_instruments) {
        const Instrument* instrument = m_context.instruments->find(id);
        if (instrument == nullptr)
            continue;
        for (const char* stream : {"@depth@100ms", "@trade", "@bookTicker"}) {
            request += first ? "\"" : ",\"";
            request += lowerCase(instrument->symbol().view()) + stream + "\"";
            first = false;
        }
    }
    m_announced = false;
    m_link->sendText(request + R"(],"id":1})");
}

void Feed::onDown(std::string_view /*reason*/)
{
    m_context.status->market = m_tick != nullptr ? LinkState::Connecting : LinkState::Down;
    m_context.status->reconnects.fetch_add(1, std::memory_order_relaxed);
    m_wishes.clear();
    if (m_rest != nullptr)
        m_rest->abandon();
    if (std::exchange(m_announced, false) || m_upOwed) {
        m_downOwed = true;
        m_upOwed = false;
        onTick();
    }
}

void Feed::announceUp()
{
    if (m_announced || m_downOwed)
        return;
    m_announced = true;
    m_link->proved();
    m_context.status->market = LinkState::Up;
    if (!offerState(MarketKind::FeedUp))
        m_upOwed = true;
}

void Feed::onText(const char* data, std::size_t size, std::size_t capacity)
{
    const Timestamp now = localNow();
    m_context.status->messages.fetch_add(1, std::memory_order_relaxed);
    m_context.status->lastMessageNs.store(now.ns, std::memory_order_relaxed);
    const ParsedFrame frame = m_parser.parseStream({data, size, capacity}, now);
    switch (frame.kind) {
    case FrameKind::Bad:
        noteBadFrame(toText(frame.fault), {data, size});
        return;
    case FrameKind::Other:
        onControl({data, size});
        return;
    default:
        announceUp();
        if (!m_downOwed && !m_upOwed && !offer(frame.events.data(), frame.events.size()))
            overflow();
    }
}

/// Rare frames: the answer to our subscription, the venue's farewell, and what we did not ask for.
void Feed::onControl(std::string_view frame)
{
    const auto has = [frame](std::string_view words) { return frame.find(words) != std::string_view::npos; };
    if (has("\"serverShutdown\"")) {
        m_link->reconnect("the venue shuts this server down");
    } else if (has("\"error\"") && has("\"id\"")) {
        log(LogLevel::Error, kCategory, "The subscription was refused. answer=" + excerpt(frame));
        m_link->reconnect("subscription refused");
    } else if (has("\"result\"")) {
        announceUp();
    }
}

void Feed::noteBadFrame(std::string_view why, std::string_view frame)
{
    m_context.status->badFrames.fetch_add(1, std::memory_order_relaxed);
    ++m_badSinceLogged;
    const Timestamp now = localNow();
    if (m_badLogged.valid() && now - m_badLogged < Duration::seconds(60))
        return;
    m_badLogged = now;
    log(LogLevel::Warning, kCategory,
        "A frame was not understood and is not used. why=" + std::string(why) + " count="
            + std::to_string(std::exchange(m_badSinceLogged, 0)) + " bytes=" + std::to_string(frame.size()) + " example="
            + excerpt(frame));
}

bool Feed::offer(const MarketEvent* events, std::size_t count)
{
    return m_sink(events, count);
}

bool Feed::offerState(MarketKind kind)
{
    MarketEvent event;
    event.kind = kind;
    event.venue = m_context.venue;
    event.localTime = localNow();
    return offer(&event, 1);
}

void Feed::overflow()
{
    m_context.status->overflows.fetch_add(1, std::memory_order_relaxed);
    m_downOwed = m_upOwed = true;
}

void Feed::onTick()
{
    if (m_downOwed && offerState(MarketKind::FeedDown))
        m_downOwed = false;
    if (!m_downOwed && m_upOwed && offerState(MarketKind::FeedUp))
        m_upOwed = false;
    if (m_rest != nullptr && m_tick != nullptr)
        askSnapshots();
}

Feed::SnapshotWish* Feed::wishOf(InstrumentId id)
{
    const auto it = std::find_if(m_wishes.begin(), m_wishes.end(), [id](const SnapshotWish& w) { return w.instrument == id; });
    return it == m_wishes.end() ? nullptr : &*it;
}

void Feed::requestSnapshot(InstrumentId instrument)
{
    if (m_rest == nullptr || m_context.instruments->find(instrument) == nullptr || wishOf(instrument) != nullptr)
        return;
    m_wishes.push_back({instrument, false, Timestamp(), Backoff(m_context.seed + instrument.value)});
    askSnapshots();
}

void Feed::askSnapshots()
{
    const Timestamp now = localNow();
    const Timestamp blocked{m_context.status->blockedUntilNs.load(std::memory_order_relaxed)};
    for (SnapshotWish& wish : m_wishes) {
        if (wish.underWay || now < wish.notBefore || now < blocked)
            continue;
        if (!m_limiter.tryTake(RequestClass::Query, kSnapshotWeight, now)) {
            wish.notBefore = m_limiter.nextChance(RequestClass::Query, kSnapshotWeight, now);
            continue;
        }
        wish.underWay = true;
        const Instrument* instrument = m_context.instruments->find(wish.instrument);
        const QByteArray symbol = QByteArray::fromStdString(instrument->symbol().str()).toPercentEncoding();
        const std::string query = "symbol=" + symbol.toStdString() + "&limit=" + std::to_string(kSnapshotLevels);
        m_rest->send("GET", "/api/v3/depth", query, {},
            [this, id = wish.instrument](const RestAnswer& answer) { onSnapshot(id, answer); });
    }
}

void Feed::retrySnapshot(SnapshotWish& wish, Timestamp now)
{
    wish.underWay = false;
    wish.notBefore = now + wish.backoff.next();
}

void Feed::onSnapshot(InstrumentId id, const RestAnswer& answer)
{
    SnapshotWish* wish = wishOf(id);
    if (wish == nullptr)
        return;
    if (answer.weightUsed > 0) {
        m_limiter.observeWeight(answer.weightUsed, answer.received);
        m_context.status->weightUsed = answer.weightUsed;
    }
    if (answer.status == 429 || answer.status == 418) {
        const Duration wait = answer.retryAfter.ns > 0 ? answer.retryAfter : Duration::seconds(60);
        m_limiter.blockFor(wait, answer.received);
        m_context.status->blockedUntilNs.store((answer.received + wait).ns, std::memory_order_relaxed);
        log(LogLevel::Warning, kCategory, "The venue asks us to wait. seconds=" + std::to_string(wait.ns / 1'000'000'000));
    }
    if (answer.status != 200)
        return retrySnapshot(*wish, answer.received);
    const Instrument* instrument = m_context.instruments->find(id);
    const ParsedFrame frame = m_parser.parseSnapshot({answer.body.data(), answer.body.size(), answer.capacity}, *instrument, localNow());
    if (frame.kind != FrameKind::Snapshot) {
        noteBadFrame(toText(frame.fault), answer.body);
        return retrySnapshot(*wish, answer.received);
    }
    if (m_downOwed || m_upOwed)
        return retrySnapshot(*wish, answer.received);
    m_wishes.erase(m_wishes.begin() + (wish - m_wishes.data()));
    if (!offer(frame.events.data(), frame.events.size()))
        overflow();
}

} // namespace maker::binance
