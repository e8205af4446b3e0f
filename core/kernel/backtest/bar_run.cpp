#include "kernel/backtest/bar_run.h"

#include "kernel/backtest/fee_grid.h"
#include "kernel/model/written_money.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace maker::backtest {

namespace {

constexpr AccountId kAccount{1};
constexpr StrategyId kStrategy{1};

/// The next multiple of the interval after `time`.
Timestamp boundaryAfter(Timestamp time, Duration interval) noexcept
{
    return Timestamp{time.ns / interval.ns * interval.ns} + interval;
}

/// A point is at the close of a bar and at least an interval behind the one before; two more are begin and end. Times that
/// are not in order give a wrong number, not a large one.
std::size_t mostPoints(const std::vector<Candle>& bars, Duration bar, Duration interval) noexcept
{
    const double span = (bars.back().openTime - bars.front().openTime + bar).toSeconds();
    const double points = std::max(0.0, span) / interval.toSeconds();
    return std::min(bars.size(), static_cast<std::size_t>(std::min(points, 1e9)) + 1) + 2;
}

TradeId tradeNumber(std::uint64_t number)
{
    char text[20];
    const auto written = std::to_chars(text, text + sizeof text, number);
    TradeId id;
    id.assign(std::string_view(text, static_cast<std::size_t>(written.ptr - text)));
    return id;
}

} // namespace

std::vector<Violation> BarModels::validate() const
{
    if (onFeeGrid(takerFee))
        return {};
    return {{"taker_fee", "The taker fee must be a whole number of hundredths of a basis point."}};
}

Result<std::unique_ptr<BarRun>> BarRun::make(BarSequence sequence, const BarSetup& setup)
{
    const BarStrategyKind* const kind = findBarStrategyKind(setup.strategy);
    if (kind == nullptr)
        return fail(ErrorCode::NotFound, "There is no strategy over bars named \"" + setup.strategy + "\".");
    if (!sequence.instrument || !sequence.bars || sequence.bars->empty())
        return fail(ErrorCode::InvalidArgument, "There are no bars to run over.");
    const Instrument& instrument = *sequence.instrument;
    if (instrument.kind() != InstrumentKind::Spot)
        return fail(ErrorCode::Unsupported, "Bars of " + instrument.symbol().str() + " cannot be traded: it is not a spot pair.");
    if (instrument.quote().empty() || instrument.quote() == instrument.base())
        return fail(ErrorCode::InvalidArgument, "The symbol " + instrument.symbol().str() + " does not say its quote asset.");
    if (sequence.interval.ns < 0)
        return fail(ErrorCode::InvalidArgument, "The length of the bars is negative.");
    if (const auto wrong = schemaOf<BarModels>().validate(writeParams(setup.models)); !wrong.empty())
        return fail(ErrorCode::InvalidArgument, joinSentences(wrong));
    auto strategy = kind->make(setup.params.empty() ? kind->schema->defaults() : setup.params, instrument);
    if (!strategy)
        return tl::unexpected(strategy.error());
    std::unique_ptr<BarRun> run(new BarRun(std::move(sequence), setup.models, std::move(*strategy)));
    if (!run->begin())
        return fail(ErrorCode::InvalidArgument, "The quote balance cannot be represented.");
    return run;
}

BarRun::BarRun(BarSequence sequence, const BarModels& models, std::unique_ptr<BarStrategy> strategy)
    : m_sequence(std::move(sequence)), m_instrument(*m_sequence.instrument), m_models(models),
      m_strategy(std::move(strategy)), m_portfolio(m_instrument.quote())
{
    m_fees.takerPpm = ppmOf(models.takerFee);
    m_fees.asset = sim::FeeAsset::Quote;
}

bool BarRun::begin()
{
    const auto capital = moneyAsWritten(m_models.quoteBalance);
    if (!capital)
        return false;
    const Candle& first = m_sequence.bars->front();
    m_portfolio.deposit(kAccount, {*capital, m_instrument.quote()});
    readBooks();
    m_record.currency = m_instrument.quote().str();
    m_record.instruments.push_back(m_sequence.instrument);
    m_record.begin = first.openTime;
    m_record.end = first.openTime;
    QuoteActivity& activity = m_record.activity.emplace_back();
    activity.strategy = kStrategy;
    activity.instrument = m_instrument.id();
    m_nextSample = boundaryAfter(first.openTime, m_models.equityInterval);
    m_record.equity.reserve(mostPoints(*m_sequence.bars, m_sequence.interval, m_models.equityInterval));
    sample(first.openTime, first.open);
    return true;
}

Result<bool> BarRun::step(std::uint64_t maxBars)
{
    const std::vector<Candle>& bars = *m_sequence.bars;
    const std::size_t end = m_next + std::min<std::size_t>(maxBars, bars.size() - m_next);
    Timestamp lastOpen = m_next == 0 ? Timestamp{bars.front().openTime.ns - 1} : bars[m_next - 1].openTime;
    for (; m_next < end; ++m_next) {
        const Candle& bar = bars[m_next];
        if (bar.openTime <= lastOpen || bar.open.count <= 0 || bar.close.count <= 0)
            return tl::unexpected(wrongBar(m_next));
        lastOpen = bar.openTime;
        if (!m_order.isZero())
            tradeAtOpen(bar);
        const Timestamp close = bar.openTime + m_sequence.interval;
        m_record.end = close;
        if (close >= m_nextSample) {
            sample(close, bar.close);
            m_nextSample = boundaryAfter(close, m_models.equityInterval);
        }
        const Qty wanted = m_strategy->onBar({.bar = bar, .position = m_position});
        if (wanted != m_position)
            ask(wanted);
    }
    m_record.events = m_next;
    m_record.decisions = m_next;
    return m_next < bars.size();
}

Error BarRun::wrongBar(std::size_t at) const
{
    return {ErrorCode::Corrupt, "Bar " + std::to_string(at + 1) + " is not later than the one before it or has no positive price."};
}

/// Whole lots, toward the present position.
void BarRun::ask(Qty wanted)
{
    const Qty change = wanted - m_position;
    m_order = {change.count - change.count % m_instrument.lotSize().count};
    if (!m_order.isZero())
        ++m_record.activity.front().placed;
}

void BarRun::tradeAtOpen(const Candle& bar)
{
    const Side side = m_order.count > 0 ? Side::Buy : Side::Sell;
    const Qty qty = side == Side::Buy ? m_order : -m_order;
    m_order = {};
    Money notional;
    Money fee;
    if (allowed(side, qty, bar.open, notional, fee))
        book(side, qty, bar, notional, fee);
    else
        ++m_record.activity.front().refused;
}

bool BarRun::allowed(Side side, Qty qty, Price price, Money& notional, Money& fee) const
{
    const auto worth = m_instrument.tryNotional(price, qty);
    const bool tooMuch = m_instrument.maxQty().count > 0 && qty > m_instrument.maxQty();
    if (!worth || tooMuch || qty < m_instrument.minQty() || *worth < m_instrument.minNotional())
        return false;
    notional = *worth;
    fee = m_fees.fee(notional, false);
    if (side == Side::Sell)
        return qty <= m_position;
    return notional + fee <= m_cash;
}

void BarRun::book(Side side, Qty qty, const Candle& bar, Money notional, Money fee)
{
    RunFill& entry = m_record.fills.emplace_back();
    Fill& fill = entry.fill;
    fill.tradeId = tradeNumber(m_record.fills.size());
    fill.clientOrderId.assign(fill.tradeId.view());
    fill.instrument = m_instrument.id();
    fill.account = kAccount;
    fill.strategy = kStrategy;
    fill.side = side;
    fill.isMaker = false;
    fill.price = bar.open;
    fill.qty = qty;
    fill.fee = {fee, m_instrument.quote()};
    fill.mid = m_instrument.toMoney(bar.open); // bars know no spread: nothing is captured or paid but the fee
    fill.venueTime = bar.openTime;
    fill.localTime = bar.openTime;
    entry.notional = notional;
    m_portfolio.mark(m_instrument, fill.mid);
    m_portfolio.book(fill, m_instrument);
    readBooks();
    m_position += side == Side::Buy ? qty : -qty;
    ++m_record.activity.front().filledOrders;

    m_row.kind = JournalKind::FillBooked;
    m_row.time = bar.openTime;
    m_row.fill = fill;
    ++m_row.sequence;
    m_digest.add(m_row, m_record.fills.size());
}

void BarRun::readBooks()
{
    m_parts = m_portfolio.pnl();
    m_cash = m_portfolio.balance(kAccount, m_instrument.quote());
    const PositionState* const state = m_portfolio.positionState(StrategyId{}, m_instrument.id());
    m_cost = state == nullptr ? Money{} : state->position.cost;
}

/// What Portfolio::pnl() would say at this mark, to the last digit: between fills only the value of what is held moves,
/// and of the parts that is inventory.
void BarRun::sample(Timestamp time, Price mark)
{
    const Money value = m_instrument.notional(mark, m_position);
    EquityPoint& point = m_record.equity.emplace_back();
    point.time = time;
    point.pnl = m_parts;
    point.pnl.equity = m_cash + value;
    point.pnl.total = point.pnl.equity - m_parts.capital;
    point.pnl.inventory = point.pnl.total - m_parts.spread - m_parts.fees - m_parts.rebates;
    point.pnl.unrealized = value - m_cost;
    point.positions.assign(1, m_position);

    m_row.kind = JournalKind::Equity;
    m_row.time = time;
    m_row.equity = point.pnl.equity;
    m_row.realized = point.pnl.realized;
    m_row.unrealized = point.pnl.unrealized;
    m_row.spread = point.pnl.spread;
    m_row.inventory = point.pnl.inventory;
    m_row.fees = point.pnl.fees;
    m_row.rebates = point.pnl.rebates;
    ++m_row.sequence;
    m_digest.add(m_row, 0);
}

RunProgress BarRun::progress() const
{
    RunProgress progress;
    progress.events = m_next;
    progress.expected = m_sequence.bars->size();
    progress.now = m_record.end;
    progress.fills = m_record.fills.size();
    return progress;
}

RunRecord BarRun::finish()
{
    if (!m_order.isZero()) {
        ++m_record.activity.front().canceled;
        m_order = {};
    }
    m_portfolio.mark(m_instrument, m_instrument.toMoney((*m_sequence.bars)[m_next == 0 ? 0 : m_next - 1].close));
    if (m_next > 0 && m_record.equity.back().time < m_record.end)
        sample(m_record.end, (*m_sequence.bars)[m_next - 1].close);
    m_record.digest = m_digest.text();
    return std::move(m_record);
}

} // namespace maker::backtest
