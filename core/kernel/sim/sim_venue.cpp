#include "kernel/sim/sim_venue.h"

#include "kernel/base/assert.h"
#include "kernel/base/checked.h"
#include "kernel/sim/sim_venue_parts.h"

namespace maker::sim {

SimVenue::SimVenue(const SimVenueConfig& config)
    : m_parts(std::make_unique<Parts>(config))
{
}

SimVenue::~SimVenue() = default;

void SimVenue::setArrivalListener(ArrivalListener* listener) noexcept
{
    m_parts->arrivals = listener;
}

void SimVenue::addInstrument(std::shared_ptr<const Instrument> instrument, AccountId account)
{
    MAKER_ASSERT(instrument != nullptr);
    const SimVenueConfig& config = m_parts->config;
    TapeMarket::Config market;
    market.queue = config.queue;
    market.queue.unit = static_cast<double>(pow10(instrument->qtyDecimals()));
    market.fills = config.fills;
    market.windowLevels = config.bookWindow;
    m_parts->exchange.addTape(*instrument, market);
    m_parts->listed.push_back({instrument->id(), instrument->venue(), m_parts->insideOf(account)});
}

void SimVenue::deposit(AccountId account, const Amount& amount)
{
    m_parts->exchange.deposit(m_parts->insideOf(account), amount.currency, amount.money, m_parts->now);
}

Timestamp SimVenue::onMarket(std::span<const MarketEvent> events, Timestamp at)
{
    m_parts->now = at;
    m_parts->exchange.onMarket(events, at);
    return nextAnswer();
}

Timestamp SimVenue::onMarket(const BookChange& change, Timestamp at)
{
    m_parts->now = at;
    m_parts->exchange.onMarket(change, at);
    return nextAnswer();
}

Timestamp SimVenue::nextArrival() const noexcept
{
    return m_parts->requests.empty() ? Parts::kNever : m_parts->requests.front().arrival;
}

void SimVenue::carryOut(Timestamp at)
{
    m_parts->carryOutUntil(at);
}

void SimVenue::place(const NewOrder& order, Timestamp sent)
{
    m_parts->send(Parts::RequestKind::Place, sent).order = order;
}

void SimVenue::replace(const ReplaceOrder& order, Timestamp sent)
{
    Parts::Request& request = m_parts->send(Parts::RequestKind::Replace, sent);
    request.order = order.order;
    request.target = order.cancel;
}

void SimVenue::cancel(const CancelOrder& order, Timestamp sent)
{
    m_parts->send(Parts::RequestKind::Cancel, sent).target = order;
}

void SimVenue::cancelAll(AccountId account, InstrumentId instrument, Timestamp sent)
{
    m_parts->send(Parts::RequestKind::CancelAll, sent).target = {{}, {}, instrument, account};
}

void SimVenue::query(const CancelOrder& order, Timestamp sent)
{
    m_parts->send(Parts::RequestKind::Query, sent).target = order;
}

void SimVenue::reconcile(AccountId account, Timestamp since, Timestamp sent)
{
    Parts::Request& request = m_parts->send(Parts::RequestKind::Reconcile, sent);
    request.target = {{}, {}, {}, account};
    request.since = since;
}

Timestamp SimVenue::nextAnswer() const noexcept
{
    return m_parts->answers.empty() ? Parts::kNever : m_parts->answers.front().localTime;
}

std::optional<ExecEvent> SimVenue::takeAnswer(Timestamp until)
{
    const ExecEvent* oldest = answer(until);
    if (oldest == nullptr)
        return std::nullopt;
    std::optional<ExecEvent> taken(*oldest);
    dropAnswer();
    return taken;
}

const ExecEvent* SimVenue::answer(Timestamp until) const noexcept
{
    const GrowingRing<ExecEvent>& answers = m_parts->answers;
    return answers.empty() || answers.front().localTime > until ? nullptr : &answers.front();
}

void SimVenue::dropAnswer() noexcept
{
    m_parts->answers.pop();
}

std::optional<SimVenue::QueueView> SimVenue::queue(const ClientOrderId& order) const
{
    for (const Parts::Listed& market : m_parts->listed) {
        for (const Parts::Account& account : m_parts->accounts) {
            if (const QueuePosition* position = m_parts->exchange.queueOf(account.inside, market.instrument, order))
                return QueueView{position->ahead, position->behind};
        }
    }
    return std::nullopt;
}

} // namespace maker::sim
