#include "kernel/sim/market_crowd.h"

#include <algorithm>
#include <cmath>

namespace maker::sim {

namespace {

constexpr double kBp = 1e-4;
constexpr std::size_t kStaleAtOnce = 4; ///< orders that one maker pulls in one decision

const Instrument& listed(SimExchange& exchange, const MarketProfile& profile)
{
    if (!exchange.findInstrument(profile.spec.id)) {
        const Result<Instrument> made = Instrument::make(profile.spec);
        MAKER_ASSERT(made.has_value());
        exchange.addInstrument(*made);
    }
    return *exchange.findInstrument(profile.spec.id);
}

AccountId funded(SimExchange& exchange, const Instrument& instrument, Timestamp now)
{
    const AccountId account = exchange.openBackgroundAccount();
    exchange.deposit(account, instrument.base(), Money::fromInt(1'000'000'000), now);
    exchange.deposit(account, instrument.quote(), Money::fromInt(1'000'000'000'000), now);
    return account;
}

} // namespace

MarketCrowd::MarketCrowd(SimExchange& exchange, const MarketProfile& profile, std::uint64_t seed, Timestamp start)
    : m_exchange(exchange)
    , m_profile(profile)
    , m_instrument(listed(exchange, profile))
    , m_makers(funded(exchange, m_instrument, start))
    , m_takers(funded(exchange, m_instrument, start))
    , m_random(seed)
    , m_fair(profile, m_random.next())
    , m_arrivals({.base = profile.takerRate, .excitement = profile.excitement, .decay = profile.excitementDecay},
          m_random.next(), start)
    , m_nextStep(start + FairValuePath::kStep)
    , m_nextMaker(start + Duration::millis(50))
{
    buildLadder(start);
}

Timestamp MarketCrowd::nextAction() const noexcept
{
    return std::min({m_nextStep, m_nextMaker, m_arrivals.nextTime()});
}

void MarketCrowd::act(double informed)
{
    const Timestamp now = nextAction();
    if (now == m_nextStep) {
        m_fair.advance();
        m_nextStep = now + FairValuePath::kStep;
    } else if (now == m_nextMaker) {
        makerActs(now);
        m_nextMaker = now + Duration{static_cast<std::int64_t>(m_random.exponential(1e9 / m_profile.makerRate)) + 1};
    } else {
        const Side side = m_arrivals.nextSide();
        m_arrivals.pop();
        takerActs(now, side, informed);
    }
}

void MarketCrowd::buildLadder(Timestamp now)
{
    for (const Side side : {Side::Buy, Side::Sell}) {
        double distance = m_profile.halfSpreadBps;
        for (std::size_t i = 0; i < m_profile.levelsPerSide; ++i) {
            quote(side, distance, now);
            distance += m_profile.levelGapBps * (0.5 + m_random.uniform());
        }
    }
}

void MarketCrowd::makerActs(Timestamp now)
{
    pickOff(now);
    const Side side = m_random.chance(0.5) ? Side::Buy : Side::Sell;
    forgetDone(side);
    const bool pulled = cancelStale(side, now);
    std::vector<SimOrderId>& orders = ladder(side);
    const double reach = m_profile.levelGapBps * static_cast<double>(m_profile.levelsPerSide);
    if (nearestGapBps(side) > m_profile.halfSpreadBps + 1.5 * m_profile.levelGapBps) {
        quote(side, m_profile.halfSpreadBps + m_random.exponential(0.5 * m_profile.levelGapBps), now);
    } else if (!pulled || orders.size() + kStaleAtOnce < m_profile.levelsPerSide) {
        const double depth = m_random.uniform();
        quote(side, m_profile.halfSpreadBps + reach * depth * std::sqrt(depth), now);
    }
    if (orders.size() > m_profile.levelsPerSide) {
        // The farthest of three goes: the ladder follows the fair value without losing its depth.
        std::size_t worst = m_random.below(orders.size());
        for (int i = 0; i < 2; ++i) {
            const std::size_t other = m_random.below(orders.size());
            const SimOrder& a = *m_exchange.order(m_makers, instrument(), orders[worst]);
            const SimOrder& b = *m_exchange.order(m_makers, instrument(), orders[other]);
            if (distanceBps(b) > distanceBps(a))
                worst = other;
        }
        cancelAt(side, worst, now);
    }
}

void MarketCrowd::pickOff(Timestamp now)
{
    // Someone else's price that lies clearly beyond the fair value is worth taking for any maker.
    const double margin = 2.0 * m_profile.halfSpreadBps * kBp;
    const auto bid = m_exchange.book(instrument()).bestBid();
    const auto ask = m_exchange.book(instrument()).bestAsk();
    const double fair = m_fair.now();
    const double most = 4.0 * m_profile.levelQty;
    if (ask && m_instrument.toDouble(ask->price) < fair * (1.0 - margin))
        take(Side::Buy, fair * (1.0 - margin), std::min(most, m_instrument.toDouble(ask->qty)), now);
    else if (bid && m_instrument.toDouble(bid->price) > fair * (1.0 + margin))
        take(Side::Sell, fair * (1.0 + margin), std::min(most, m_instrument.toDouble(bid->qty)), now);
}

void MarketCrowd::takerActs(Timestamp now, Side side, double informed)
{
    if (m_random.chance(informed))
        informedTakes(now);
    else
        sweepOrNibble(now, side);
}

void MarketCrowd::informedTakes(Timestamp now)
{
    const double ahead = m_fair.ahead();
    const double qty = 20.0 * randomQty(m_profile.levelQty, 0.5);
    const auto bid = m_exchange.book(instrument()).bestBid();
    const auto ask = m_exchange.book(instrument()).bestAsk();
    if (ask && m_instrument.toDouble(ask->price) < ahead)
        take(Side::Buy, ahead, qty, now);
    else if (bid && m_instrument.toDouble(bid->price) > ahead)
        take(Side::Sell, ahead, qty, now);
}

void MarketCrowd::sweepOrNibble(Timestamp now, Side side)
{
    const auto best = side == Side::Buy ? m_exchange.book(instrument()).bestAsk() : m_exchange.book(instrument()).bestBid();
    if (!best)
        return;
    const bool sweep = m_random.chance(m_profile.sweepShare);
    const double reach = sweep ? 1.0 + m_random.exponential(m_profile.sweepBps) : 1.0;
    const double limit = m_instrument.toDouble(best->price) * (1.0 + sign(side) * std::min(reach, 15.0) * kBp);
    const double qty = sweep ? 60.0 * m_profile.levelQty : randomQty(0.3 * m_profile.levelQty, 1.0);
    take(side, limit, qty, now);
}

void MarketCrowd::forgetDone(Side side)
{
    std::erase_if(ladder(side), [this](SimOrderId id) { return m_exchange.order(m_makers, instrument(), id) == nullptr; });
}

double MarketCrowd::distanceBps(const SimOrder& order) const noexcept
{
    return sign(order.side) * (m_fair.now() - m_instrument.toDouble(order.price)) / m_fair.now() / kBp;
}

double MarketCrowd::nearestGapBps(Side side) const
{
    const auto best = side == Side::Buy ? m_exchange.book(instrument()).bestBid() : m_exchange.book(instrument()).bestAsk();
    if (!best)
        return 1e9;
    return sign(side) * (m_fair.now() - m_instrument.toDouble(best->price)) / m_fair.now() / kBp;
}

bool MarketCrowd::cancelStale(Side side, Timestamp now)
{
    std::vector<SimOrderId>& orders = ladder(side);
    std::size_t pulled = 0;
    for (std::size_t i = 0; i < orders.size() && pulled < kStaleAtOnce;) {
        if (distanceBps(*m_exchange.order(m_makers, instrument(), orders[i])) < 0.5 * m_profile.halfSpreadBps) {
            cancelAt(side, i, now);
            ++pulled;
        } else {
            ++i;
        }
    }
    return pulled > 0;
}

void MarketCrowd::cancelAt(Side side, std::size_t index, Timestamp now)
{
    std::vector<SimOrderId>& orders = ladder(side);
    m_exchange.cancel(m_makers, instrument(), orders[index], now);
    orders[index] = orders.back();
    orders.pop_back();
}

void MarketCrowd::quote(Side side, double distance, Timestamp now)
{
    const double value = m_fair.now() * (1.0 - sign(side) * distance * kBp);
    const auto price = side == Side::Buy ? m_instrument.priceDown(value) : m_instrument.priceUp(value);
    // Deeper levels hold more, as in real books.
    const double depth = distance / (m_profile.levelGapBps * static_cast<double>(m_profile.levelsPerSide));
    const auto qty = m_instrument.qtyDown(randomQty(m_profile.levelQty * (1.0 + 4.0 * depth), 0.6));
    if (!price || !qty)
        return;
    SimOrderRequest request;
    request.instrument = instrument();
    request.side = side;
    request.postOnly = true;
    request.price = *price;
    request.qty = *qty;
    const SimOutcome placed = m_exchange.place(m_makers, request, now);
    if (placed.ok())
        ladder(side).push_back(placed.orderId);
}

void MarketCrowd::take(Side side, double limit, double qty, Timestamp now)
{
    const auto price = side == Side::Buy ? m_instrument.priceDown(limit) : m_instrument.priceUp(limit);
    const auto lots = m_instrument.qtyDown(std::max(qty, 1.5 * m_instrument.minNotional().toDouble() / limit));
    if (!price || !lots)
        return;
    SimOrderRequest request;
    request.instrument = instrument();
    request.side = side;
    request.timeInForce = TimeInForce::Ioc;
    request.price = *price;
    request.qty = *lots;
    m_exchange.place(m_takers, request, now);
}

double MarketCrowd::randomQty(double median, double spread) noexcept
{
    return median * std::exp(spread * m_random.normal());
}

} // namespace maker::sim
