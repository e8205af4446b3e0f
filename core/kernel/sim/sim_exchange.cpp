#include "kernel/sim/sim_exchange.h"

#include "kernel/sim/sim_market.h"

namespace maker::sim {

SimExchange::SimExchange(const Config& config)
    : m_config(config)
    , m_orders(config.keptOrders)
{
    m_feeAccount = openBackgroundAccount();
    m_highestFees = highestRates(config.fees, config.schedule);
    if (config.tellsTotalsOnly)
        m_accounts.tellTotalsOnly();
}

SimExchange::~SimExchange() = default;

void SimExchange::addInstrument(const Instrument& instrument)
{
    MAKER_ASSERT(instrument.id().valid() && !marketOf(instrument.id()));
    MatchSink& sink = *this; // the base is private, so make_unique could not convert
    addMarket(std::make_unique<Market>(instrument, sink, m_config.selfTrade));
}

void SimExchange::addTape(const Instrument& instrument, TapeMarket::Config config)
{
    MAKER_ASSERT(instrument.id().valid() && !marketOf(instrument.id()));
    if (!m_tapeAccount.valid())
        m_tapeAccount = openBackgroundAccount();
    config.tickSize = instrument.tickSize();
    config.lotSize = instrument.lotSize();
    config.selfTrade = m_config.selfTrade;
    MatchSink& sink = *this;
    addMarket(std::make_unique<Market>(instrument, sink, config));
    Market* market = m_markets.back().get();
    m_tapes.push_back({instrument.id(), config.publishes, market->tape, market});
}

void SimExchange::addMarket(std::unique_ptr<Market> market)
{
    market->base = m_accounts.currencyIndex(market->instrument.base());
    market->quote = m_accounts.currencyIndex(market->instrument.quote());
    m_markets.push_back(std::move(market));
}

void SimExchange::onOtherMarket(const MarketEvent& event, Timestamp now)
{
    for (const Tape& tape : m_tapes) {
        if (event.instrument != tape.instrument && event.instrument.valid())
            continue;
        if (!tape.publishes)
            m_tape = tape;
        m_market = tape.market;
        tape.core->onMarket(event);
        if (tape.publishes && event.kind == MarketKind::Trade)
            publishTapeTrade(*tape.core, event, now);
    }
    tellBalances(now);
}

void SimExchange::publishTapeTrade(const TapeMarket& tape, const MarketEvent& event, Timestamp now)
{
    const TapeMarket::TapeTrade rest = tape.lastTapeTrade();
    if (rest.qty.isZero())
        return;
    const SimTrade trade{rest.tradeId, m_market->instrument.id(), event.price, rest.qty, now, event.side, 0, 0};
    m_market->history.add(trade);
    if (m_listener)
        m_listener->onTrade(trade);
}

const TapeMarket* SimExchange::tape(InstrumentId instrument) const noexcept
{
    const Market* market = marketOf(instrument);
    return market ? market->tape : nullptr;
}

const Instrument& SimExchange::instrumentAt(std::size_t index) const
{
    MAKER_ASSERT(index < m_markets.size());
    return m_markets[index]->instrument;
}

const Instrument* SimExchange::findInstrument(std::string_view symbol) const noexcept
{
    for (const auto& market : m_markets) {
        if (market->instrument.symbol().view() == symbol)
            return &market->instrument;
    }
    return nullptr;
}

const Instrument* SimExchange::findInstrument(InstrumentId id) const noexcept
{
    const Market* market = marketOf(id);
    return market ? &market->instrument : nullptr;
}

SimExchange::Market* SimExchange::marketOf(InstrumentId id) const noexcept
{
    for (const auto& market : m_markets) {
        if (market->instrument.id() == id)
            return market.get();
    }
    return nullptr;
}

AccountId SimExchange::openAccount()
{
    m_orders.openAccount(false);
    return m_accounts.open();
}

AccountId SimExchange::openBackgroundAccount()
{
    m_orders.openAccount(true);
    const AccountId account = m_accounts.open();
    m_accounts.setBackground(account);
    return account;
}

void SimExchange::deposit(AccountId account, const Currency& currency, Money amount, Timestamp now)
{
    m_accounts.deposit(account, m_accounts.currencyIndex(currency), amount);
    tellBalances(now);
}

SimOutcome SimExchange::place(AccountId account, const SimOrderRequest& request, Timestamp now)
{
    Market* market = marketOf(request.instrument);
    Admitted admitted;
    const SimReject reject = admit(market, account, request, admitted);
    if (reject != SimReject::None)
        return {reject, 0};
    m_now = now;
    m_market = market;
    const CurrencyIndex paidIn = request.side == Side::Buy ? market->quote : market->base;
    const bool locked = m_accounts.lock(account, paidIn, admitted.locked);
    MAKER_ASSERT(locked);
    const SimOrderId id = m_nextOrderId++;
    SimOrder& order = m_orders.make(account, request.instrument, request.clientOrderId, id, admitted.named);
    if (!m_orderIdText.countOn())
        m_orderIdText.assignNumber(id);
    order.idText = m_orderIdText;
    order.side = request.side;
    order.type = request.type;
    order.timeInForce = request.timeInForce;
    order.postOnly = request.postOnly;
    order.price = request.type == OrderType::Market ? Price{} : request.price;
    order.qty = admitted.qty;
    order.quoteQty = request.quoteQty;
    order.locked = admitted.locked;
    order.created = now;
    order.updated = now;
    m_order = &order;
    market->engine.submit({id, account, order.side, order.type, order.timeInForce, order.postOnly, order.price, order.qty});
    if (tellsResting() && order.open()) // it can be read even where it was done and forgotten
        tellResting(id, order.side, order.price, order.leaves());
    tellBalances(now);
    return {SimReject::None, id};
}

SimOutcome SimExchange::cancel(
    AccountId account, InstrumentId instrument, SimOrderId order, Timestamp now, const ClientOrderId& requestId)
{
    Market* market = marketOf(instrument);
    if (!market)
        return {SimReject::UnknownSymbol, 0};
    SimOrder* record = m_orders.find(order);
    if (record && record->instrument != instrument)
        record = nullptr;
    return cancelRecord(*market, record, account, now, requestId.empty() ? nullptr : &requestId);
}

SimOutcome SimExchange::cancelByClientId(AccountId account, InstrumentId instrument, const ClientOrderId& id, Timestamp now)
{
    Market* market = marketOf(instrument);
    if (!market)
        return {SimReject::UnknownSymbol, 0};
    if (!m_accounts.exists(account))
        return {SimReject::UnknownAccount, 0};
    return cancelRecord(*market, m_orders.findClientId(account, instrument, id), account, now, nullptr);
}

SimOutcome SimExchange::cancelRecord(
    Market& market, SimOrder* record, AccountId account, Timestamp now, const ClientOrderId* requestId)
{
    if (!record || record->account != account || !record->open())
        return {SimReject::UnknownOrder, 0};
    m_now = now;
    m_market = &market;
    m_order = record;
    m_cancelRequestId = requestId;
    const SimOrderId id = record->id;
    const bool canceled = market.engine.cancel(id);
    MAKER_ASSERT(canceled);
    m_cancelRequestId = nullptr;
    tellBalances(now);
    return {SimReject::None, id};
}

std::vector<SimOrderId> SimExchange::cancelAll(AccountId account, InstrumentId instrument, Timestamp now)
{
    std::vector<SimOrderId> ids;
    for (const SimOrder& order : openOrders(account, instrument)) {
        if (cancelRecord(*marketOf(order.instrument), m_orders.find(order.id), account, now, nullptr).ok())
            ids.push_back(order.id);
    }
    return ids;
}

SimOutcome SimExchange::reduce(AccountId account, InstrumentId instrument, SimOrderId order, Qty newQty, Timestamp now)
{
    Market* market = marketOf(instrument);
    if (!market)
        return {SimReject::UnknownSymbol, 0};
    const SimOrder* record = m_orders.find(order);
    if (!record || record->account != account || record->instrument != instrument || !record->open())
        return {SimReject::UnknownOrder, 0};
    if (newQty >= record->qty || newQty <= record->cumQty)
        return {SimReject::AmendMustReduce, order};
    if (!market->instrument.onLot(newQty) || newQty < market->instrument.minQty())
        return {SimReject::BadQty, order};
    m_now = now;
    m_market = market;
    const bool replaced = market->engine.replace(order, record->price, newQty - record->cumQty);
    MAKER_ASSERT(replaced);
    tellBalances(now);
    return {SimReject::None, order};
}

} // namespace maker::sim
