#include "bench/tick_to_order/desk_rig.h"

#include <string>

namespace bench {

using namespace maker;

namespace {

constexpr AccountId kAccount{1};
constexpr StrategyId kStrategy{1};
constexpr Duration kBetweenFrames = Duration::millis(100);

std::shared_ptr<const Instrument> bitcoin()
{
    InstrumentSpec spec;
    spec.id = {1};
    spec.venue = {1};
    spec.symbol = "BTCUSDT";
    spec.base = "BTC";
    spec.quote = "USDT";
    spec.tickSize = "0.01000000";
    spec.lotSize = "0.00001000";
    spec.minQty = std::string("0.00001");
    spec.minNotional = std::string("5");
    return std::make_shared<const Instrument>(Instrument::make(spec).value());
}

Credentials keys()
{
    return {Secret(std::string(64, 'k')), Secret(std::string(64, 's'))};
}

} // namespace

SigningVenue::SigningVenue(const Instrument& instrument, const Credentials& credentials)
    : m_instrument(instrument), m_writer(credentials, Duration::seconds(5))
{
}

void SigningVenue::beginFrame(FrameTimes& times, bool stages, Timestamp now)
{
    m_times = &times;
    m_stages = stages;
    m_now = now;
    m_start = Clock::now();
}

void SigningVenue::begin()
{
    if (m_stages)
        m_asked = Clock::now();
    m_writer.begin(binance::Transport::WebSocketApi, ++m_id, m_now);
}

void SigningVenue::note(std::string_view bytes)
{
    if (m_times == nullptr || bytes.empty())
        return;
    const Clock::time_point now = Clock::now();
    m_times->last = std::chrono::duration<double, std::nano>(now - m_start).count();
    if (m_times->requests++ == 0) {
        m_times->first = m_times->last;
        m_times->signedBytes = m_writer.payload().size();
    }
    if (m_stages)
        m_times->writing += std::chrono::duration<double, std::nano>(now - m_asked).count();
}

void SigningVenue::place(const Approved<NewOrder>& order)
{
    begin();
    note(m_writer.place(m_instrument, order.request()));
    answer(order.request(), ExecKind::OrderAck, OrderState::Accepted);
}

void SigningVenue::replace(const Approved<ReplaceOrder>& replace)
{
    begin();
    note(m_writer.replace(m_instrument, replace.request()));
    NewOrder old;
    old.clientOrderId = replace.request().cancel.clientOrderId;
    old.instrument = replace.request().cancel.instrument;
    old.account = replace.request().cancel.account;
    answer(old, ExecKind::OrderStatus, OrderState::Canceled);
    answer(replace.request().order, ExecKind::OrderAck, OrderState::Accepted);
}

void SigningVenue::cancel(const CancelOrder& cancel)
{
    begin();
    note(m_writer.cancel(m_instrument, cancel));
    NewOrder old;
    old.clientOrderId = cancel.clientOrderId;
    old.instrument = cancel.instrument;
    old.account = cancel.account;
    answer(old, ExecKind::OrderStatus, OrderState::Canceled);
}

void SigningVenue::reconcile(AccountId account, Timestamp)
{
    NewOrder none;
    none.account = account;
    answer(none, ExecKind::Balance, OrderState::Accepted);
    m_answers[m_answerCount - 1].asset = "BTC";
    m_answers[m_answerCount - 1].free = Money::fromInt(1);
    answer(none, ExecKind::Balance, OrderState::Accepted);
    m_answers[m_answerCount - 1].asset = "USDT";
    m_answers[m_answerCount - 1].free = Money::fromInt(67'000);
    answer(none, ExecKind::ReconcileDone, OrderState::Accepted);
}

void SigningVenue::answer(const NewOrder& order, ExecKind kind, OrderState state)
{
    ExecEvent& event = m_answers.at(m_answerCount++);
    event = {};
    event.kind = kind;
    event.state = state;
    event.account = order.account;
    event.instrument = order.instrument;
    event.clientOrderId = order.clientOrderId;
    event.side = order.side;
    event.price = order.price;
    event.qty = order.qty;
    event.localTime = m_now;
}

void SigningVenue::deliver(Engine& engine)
{
    m_times = nullptr;
    for (std::size_t i = 0; i < m_answerCount; ++i)
        engine.process(m_answers[i]);
    m_answerCount = 0;
}

void RingJournal::empty()
{
    while (m_ring.front() != nullptr)
        m_ring.pop();
}

DeskRig::DeskRig(const std::string& folder)
    : m_instrument(bitcoin()), m_instruments({m_instrument}),
      m_parser([this](std::string_view symbol) { return m_instruments.findSymbol(symbol); }),
      m_venue(*m_instrument, keys()), m_recorder(RunRecording::Config{folder + "/recordings", true, {}}),
      m_tapes({.folder = folder + "/tapes", .venueName = "bench", .instruments = {{m_instrument, kBinanceSpotRule}}})
{
    EngineConfig config;
    config.instruments.push_back({m_instrument, kAccount, kBinanceSpotRule});
    config.strategies.push_back({kStrategy, "pure_market_making", m_instrument->id(),
                                 R"({"order_size": 0.01, "refresh_time": 0, "refresh_tolerance": 0, "filled_order_delay": 0})"});
    config.riskLimits = R"({"order_rate": 1000})";
    m_engine = std::move(*Engine::make(config, {m_venue, m_journal, m_venue}));
    MAKER_ASSERT(m_recorder.begin({config, {}}).has_value() && m_tapes.start().has_value());
}

void DeskRig::begin(const Frames& snapshot)
{
    FrameTimes unused;
    m_venue.beginFrame(unused, false, m_now);
    ExecEvent up;
    up.kind = ExecKind::TradingUp;
    up.account = kAccount;
    up.localTime = m_now;
    m_engine->process(up);
    settle();
    MarketEvent feed;
    feed.kind = MarketKind::FeedUp;
    feed.venue = VenueId{1};
    feed.localTime = m_now;
    m_engine->process(feed);
    for (const Frames::Frame& frame : snapshot.all()) {
        const auto parsed = m_parser.parseSnapshot({frame.data, frame.size, frame.size + Frames::kRoom}, *m_instrument, m_now);
        for (const MarketEvent& event : parsed.events)
            m_engine->process(event);
    }
    m_engine->process(Command{.kind = CommandKind::StartStrategy, .strategy = kStrategy});
    settle();
}

void DeskRig::process(const MarketEvent& event)
{
    if (m_recording)
        m_recorder.record(event);
    if (m_taping)
        m_tapes.record(event);
    m_engine->process(event);
}

FrameTimes DeskRig::onFrame(const char* data, std::size_t size, bool stages)
{
    FrameTimes times;
    m_now = m_now + kBetweenFrames;
    m_venue.beginFrame(times, stages, m_now);
    const auto start = Clock::now();
    const auto parsed = m_parser.parseStream({data, size, size + Frames::kRoom}, m_now);
    if (stages) {
        times.parsed = nanosSince(start);
        if (parsed.events.empty())
            return times;
        for (const MarketEvent& event : parsed.events.first(parsed.events.size() - 1))
            m_engine->process(event);
        times.booked = nanosSince(start);
        m_engine->process(parsed.events.back());
        return times;
    }
    for (const MarketEvent& event : parsed.events)
        process(event);
    return times;
}

void DeskRig::settle()
{
    m_venue.deliver(*m_engine);
    m_journal.empty();
    while (m_recorder.drain()) { // by the store's thread in the terminal
    }
}

bool DeskRig::quoting() const
{
    return m_engine->strategy(kStrategy).run == StrategyRun::Running;
}

} // namespace bench
