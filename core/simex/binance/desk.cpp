#include "simex/binance/desk.h"

#include "simex/binance/format.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace maker::simex::binance {

namespace {

constexpr VenueId kVenue{1};
/// What the passer-by owns of everything, so that a test never runs out of fills.
constexpr std::int64_t kPasserByFunds = 1'000'000'000;

/// A market at another speed: rates scale with time, the deviation of a random walk with its root.
sim::MarketProfile atSpeed(sim::MarketProfile profile, double speed)
{
    if (speed <= 0.0)
        return profile;
    profile.volatilityBps *= std::sqrt(speed);
    profile.jumpRate *= speed;
    profile.makerRate *= speed;
    profile.takerRate *= speed;
    profile.excitementDecay *= speed;
    return profile;
}

sim::SimExchange::Config exchangeConfig(const SimServerConfig& config)
{
    sim::SimExchange::Config result;
    result.fees.makerPpm = static_cast<std::int32_t>(std::lround(config.makerFeeBps * 100.0));
    result.fees.takerPpm = static_cast<std::int32_t>(std::lround(config.takerFeeBps * 100.0));
    result.maxOpenOrders = static_cast<std::size_t>(config.limits.openOrdersPerSymbol);
    return result;
}

Result<void> checkFigures(const SimServerConfig& config)
{
    if (!(config.informed >= 0.0 && config.informed <= 1.0))
        return fail(ErrorCode::InvalidArgument, "the informed share must lie in 0 .. 1");
    if (!(config.speed >= 0.0 && config.speed <= 1000.0))
        return fail(ErrorCode::InvalidArgument, "the speed must lie in 0 .. 1000");
    if (!(config.replaySpeed >= 0.0 && config.replaySpeed <= 1e6) || config.replayLoops < 0)
        return fail(ErrorCode::InvalidArgument, "the speed of the replay must lie in 0 .. 1,000,000, its loops not below 0");
    for (const double fee : {config.makerFeeBps, config.takerFeeBps}) {
        if (!(std::abs(fee) <= 1000.0))
            return fail(ErrorCode::InvalidArgument, "fees must lie within 1000 basis points");
        if (std::abs(fee * 100.0 - std::round(fee * 100.0)) > 1e-6)
            return fail(ErrorCode::InvalidArgument, "fees must be whole hundredths of a basis point");
    }
    if (config.makerFeeBps + config.takerFeeBps < 0.0)
        return fail(ErrorCode::InvalidArgument, "a rebate cannot exceed the other side's fee");
    if (config.key.empty() || config.secret.empty())
        return fail(ErrorCode::InvalidArgument, "the API key and its secret must not be empty");
    return {};
}

} // namespace

Desk::Desk(const SimServerConfig& config, Timestamp now)
    : m_config(config)
    , m_exchange(exchangeConfig(config))
    , m_now(now)
{
}

Result<std::unique_ptr<Desk>> Desk::open(const SimServerConfig& config, Timestamp now)
{
    if (auto checked = checkFigures(config); !checked)
        return tl::unexpected(checked.error());
    std::unique_ptr<Desk> desk(new Desk(config, now));
    if (auto opened = config.replay ? desk->openReplay() : desk->openMarkets(now - config.history); !opened)
        return tl::unexpected(opened.error());
    if (auto funded = desk->fund(); !funded)
        return tl::unexpected(funded.error());
    desk->m_exchange.setListener(desk.get());
    return desk;
}

Result<void> Desk::openMarkets(Timestamp start)
{
    sim::MarketGenerator::Config crowd{.seed = m_config.seed, .informed = m_config.informed, .profiles = {}};
    const std::vector<sim::MarketProfile> known = sim::demoProfiles(kVenue);
    for (const std::string& symbol : m_config.symbols) {
        const auto found = std::find_if(known.begin(), known.end(),
            [&symbol](const sim::MarketProfile& profile) { return profile.spec.symbol.view() == symbol; });
        if (found == known.end())
            return fail(ErrorCode::InvalidArgument, "no simulated market named \"" + symbol + "\"");
        crowd.profiles.push_back(atSpeed(*found, m_config.speed));
    }
    if (crowd.profiles.empty())
        return fail(ErrorCode::InvalidArgument, "at least one symbol is needed");
    m_crowd = std::make_unique<sim::MarketGenerator>(m_exchange, std::move(crowd), start);
    for (const std::string& symbol : m_config.symbols) {
        const Instrument* instrument = m_exchange.findInstrument(symbol);
        if (std::find(m_instruments.begin(), m_instruments.end(), instrument) != m_instruments.end())
            return fail(ErrorCode::InvalidArgument, "the symbol " + symbol + " is named twice");
        m_instruments.push_back(instrument);
    }
    m_crowd->advance(m_now);
    return {};
}

Result<void> Desk::openReplay()
{
    if (m_config.replayQueue.kind == QueueKind::Exact && !m_config.replay->orderByOrder()) {
        return fail(ErrorCode::InvalidArgument,
            "the recording does not tell every order, so queue positions cannot be exact; choose another queue model");
    }
    sim::TapeMarket::Config market;
    market.fills = m_config.replayFills;
    market.publishes = true;
    for (const auto& instrument : m_config.replay->instruments()) {
        market.queue = m_config.replayQueue;
        market.queue.unit = std::pow(10.0, instrument->qtyDecimals());
        m_exchange.addTape(*instrument, market);
        m_instruments.push_back(m_exchange.findInstrument(instrument->id()));
    }
    if (m_instruments.empty())
        return fail(ErrorCode::InvalidArgument, "the recording names no instrument");
    m_replay = std::make_unique<ReplayFeed>(
        m_exchange, ReplayFeed::Config{m_config.replay, m_config.replaySpeed, m_config.replayLoops});
    m_replay->begin(m_now);
    return {};
}

Result<void> Desk::fund()
{
    m_account = m_exchange.openAccount();
    m_passerBy = m_exchange.openBackgroundAccount();
    for (const maker::SimBalance& balance : m_config.balances) {
        Currency currency;
        const Result<Money> amount = Money::parse(balance.amount);
        if (!amount || amount->sign() < 0)
            return fail(ErrorCode::InvalidArgument, "\"" + balance.amount + "\" is no amount of " + balance.asset);
        if (balance.asset.empty() || !currency.assign(balance.asset))
            return fail(ErrorCode::InvalidArgument, "\"" + balance.asset + "\" is no asset");
        m_exchange.deposit(m_account, currency, *amount, m_now);
    }
    for (const Instrument* instrument : m_instruments) {
        m_exchange.deposit(m_passerBy, instrument->base(), Money::fromInt(kPasserByFunds), m_now);
        m_exchange.deposit(m_passerBy, instrument->quote(), Money::fromInt(kPasserByFunds), m_now);
    }
    return {};
}

const Instrument* Desk::find(std::string_view symbol) const noexcept
{
    return m_exchange.findInstrument(symbol);
}

void Desk::advance(Timestamp now)
{
    m_now = std::max(m_now, now);
    if (!m_paused && m_replay)
        m_replay->advance(m_now);
    else if (!m_paused && m_config.speed > 0.0)
        m_crowd->advance(m_now);
    flushBalances();
}

void Desk::stepReplay(std::uint64_t records)
{
    if (m_replay)
        m_replay->step(records, m_now);
    flushBalances();
}

sim::SimOutcome Desk::place(const sim::SimOrderRequest& request)
{
    m_placedFills.clear();
    return m_exchange.place(m_account, request, m_now);
}

void Desk::tradeCrowd(const Instrument& instrument, Side side, Qty qty)
{
    sim::SimOrderRequest request;
    request.instrument = instrument.id();
    request.side = side;
    request.type = OrderType::Market;
    request.timeInForce = TimeInForce::Ioc;
    request.qty = qty;
    m_exchange.place(m_passerBy, request, m_now);
    flushBalances();
}

ClientOrderId Desk::makeClientId()
{
    static constexpr char kLetters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    // Spread by a multiplicative hash, so that ids made by the venue do not look like a sequence.
    std::uint64_t value = ++m_madeIds * 0x9E3779B97F4A7C15ULL;
    std::string id;
    for (int i = 0; i < 22; ++i) {
        id += kLetters[value % 62U];
        value = value / 62U + m_madeIds * 0xD1B54A32D192ED03ULL * static_cast<std::uint64_t>(i + 1);
    }
    return ClientOrderId(id);
}

std::vector<Desk::UserEvent> Desk::takeUserEvents()
{
    flushBalances();
    return std::exchange(m_userEvents, {});
}

std::vector<sim::SimTrade> Desk::takeTrades()
{
    return std::exchange(m_trades, {});
}

void Desk::onExecution(const sim::SimExecution& execution)
{
    const sim::SimOrder& order = *execution.order;
    if (order.account != m_account)
        return;
    if (execution.fill && !execution.fill->isMaker)
        m_placedFills.push_back(*execution.fill);
    const Instrument& instrument = *m_exchange.findInstrument(order.instrument);
    m_userEvents.push_back({executionReport(*this, instrument, execution), execution.fill != nullptr});
}

void Desk::onBalance(AccountId account, const sim::SimBalance& balance, Timestamp)
{
    if (account == m_account)
        m_changedBalances[balance.currency] = balance;
}

void Desk::onTrade(const sim::SimTrade& trade)
{
    m_trades.push_back(trade);
}

void Desk::flushBalances()
{
    if (m_changedBalances.empty())
        return;
    std::string out;
    JsonWriter json(out);
    json.beginObject().field("e", "outboundAccountPosition").field("E", shownNow()).field("u", shownNow());
    json.key("B").beginArray();
    for (const auto& [currency, balance] : m_changedBalances) {
        json.beginObject().field("a", currency.view());
        json.field("f", text(balance.free)).field("l", text(balance.locked)).endObject();
    }
    json.endArray().endObject();
    m_changedBalances.clear();
    m_userEvents.push_back({std::move(out), false});
}

} // namespace maker::simex::binance
