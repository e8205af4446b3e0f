#pragma once

#include "kernel/engine/engine.h"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <functional>
#include <random>
#include <string>
#include <vector>

namespace maker::test {

/// What goes wrong between the engine and the venue, as shares of all messages.
struct VenueFaults {
    double losesRequest = 0.0; ///< it never arrives; the engine hears that the outcome is ambiguous, or nothing
    double losesAnswer = 0.0;  ///< it arrives, its answer does not
    double repeatsFill = 0.0;  ///< a fill is reported a second time
    double swapsAnswers = 0.0; ///< an answer is overtaken by the next one
};

/// A venue in memory that knows what really happened: orders, trades and balances of one account and one instrument. Its
/// answers wait in a queue until the test delivers them.
class FakeVenue final : public OrderGateway, public FeedControl {
public:
    struct VenueOrder {
        NewOrder order;
        VenueOrderId venueOrderId;
        OrderState state = OrderState::Accepted;
        Qty cumQty;
        bool foreign = false;

        Qty leaves() const noexcept { return order.qty - cumQty; }
        bool open() const noexcept { return !isTerminal(state); }
    };

    struct VenueTrade {
        ExecEvent event;
        bool foreign = false;
    };

    FakeVenue(std::shared_ptr<const Instrument> instrument, AccountId account)
        : m_instrument(std::move(instrument)), m_account(account)
    {
    }

    // what tests look at
    std::vector<VenueOrder> orders;
    std::vector<VenueTrade> trades;
    std::deque<ExecEvent> answers;
    std::vector<std::string> wire; ///< one word and the id per call, in order
    VenueFaults faults;
    std::mt19937_64 random{1};
    Timestamp now;
    std::int64_t feeBps = 10; ///< of the quote amount, paid in quote currency
    bool silent = false;      ///< requests arrive, nothing is ever answered
    std::uint64_t snapshotsAsked = 0;
    RejectReason rejectNext = RejectReason::None;

    Money base() const { return m_base; }
    Money quote() const { return m_quote; }
    void fund(Money base, Money quote)
    {
        m_base += base;
        m_quote += quote;
    }
    Qty position() const noexcept { return m_position; }

    std::size_t openCount(bool foreign = false) const
    {
        return static_cast<std::size_t>(std::ranges::count_if(
            orders, [foreign](const VenueOrder& each) { return each.open() && each.foreign == foreign; }));
    }
    std::size_t calls(std::string_view word) const
    {
        return static_cast<std::size_t>(
            std::ranges::count_if(wire, [&](const std::string& line) { return line.starts_with(word); }));
    }
    const VenueOrder* best(Side side) const
    {
        const VenueOrder* found = nullptr;
        for (const VenueOrder& each : orders) {
            if (!each.open() || each.order.side != side)
                continue;
            const bool better = found == nullptr
                || (side == Side::Buy ? each.order.price > found->order.price : each.order.price < found->order.price);
            found = better ? &each : found;
        }
        return found;
    }

    /// An order of the same account that the engine did not send; `client` decides whose it looks like.
    void rest(std::string_view client, Side side, Price price, Qty qty, bool foreign)
    {
        NewOrder order;
        order.clientOrderId = ClientOrderId(client);
        order.instrument = m_instrument->id();
        order.account = m_account;
        order.side = side;
        order.price = price;
        order.qty = qty;
        orders.push_back({order, nextVenueId(), OrderState::Accepted, {}, foreign});
    }

    /// Someone trades against our best order of a side; returns what was filled.
    Qty hit(Side restingSide, Qty qty)
    {
        Qty done;
        while (done < qty) {
            auto* target = const_cast<VenueOrder*>(best(restingSide));
            if (target == nullptr)
                break;
            const Qty part = std::min(qty - done, target->leaves());
            fill(*target, target->order.price, part, true);
            done += part;
        }
        return done;
    }

    // the gateway
    void place(const Approved<NewOrder>& approved) override
    {
        const NewOrder order = approved.request();
        wire.push_back("place " + order.clientOrderId.str());
        if (lost(order.clientOrderId))
            return;
        accept(order);
    }
    void replace(const Approved<ReplaceOrder>& approved) override
    {
        const ReplaceOrder request = approved.request();
        wire.push_back("replace " + request.cancel.clientOrderId.str() + " " + request.order.clientOrderId.str());
        if (chance(faults.losesRequest)) {
            tell(ambiguous(request.cancel.clientOrderId));
            tell(ambiguous(request.order.clientOrderId));
            return;
        }
        if (withdraw(request.cancel.clientOrderId, true)) {
            accept(request.order);
            return;
        }
        ExecEvent event = about(request.order.clientOrderId, ExecKind::OrderReject);
        event.fromReplace = true;
        event.reason = RejectReason::UnknownOrder;
        answer(event);
    }
    void cancel(const CancelOrder& request) override
    {
        wire.push_back("cancel " + request.clientOrderId.str());
        if (!lost(request.clientOrderId))
            withdraw(request.clientOrderId, false);
    }
    void cancelAll(AccountId, InstrumentId) override
    {
        wire.push_back("cancelAll");
        for (VenueOrder& each : orders) {
            if (each.open() && !each.foreign)
                withdraw(each.order.clientOrderId, false);
        }
    }
    void query(const CancelOrder& request) override
    {
        wire.push_back("query " + request.clientOrderId.str());
        if (silent)
            return;
        VenueOrder* found = find(request.clientOrderId);
        if (found == nullptr) {
            tell(about(request.clientOrderId, ExecKind::OrderUnknown));
            return;
        }
        tell(status(*found));
        for (const VenueTrade& trade : trades) {
            if (trade.event.clientOrderId == request.clientOrderId)
                tell(trade.event);
        }
    }
    void reconcile(AccountId, Timestamp since) override
    {
        wire.push_back("reconcile");
        for (const VenueOrder& each : orders) {
            if (each.open())
                tell(status(each));
        }
        for (const VenueTrade& trade : trades) {
            if (trade.event.venueTime >= since)
                tell(trade.event);
        }
        tellBalances();
        tell(about({}, ExecKind::ReconcileDone));
    }
    void requestSnapshot(InstrumentId) override { ++snapshotsAsked; }

    void tellBalances()
    {
        tellBalance(m_instrument->base(), m_base);
        tellBalance(m_instrument->quote(), m_quote);
    }
    void tell(ExecEvent event)
    {
        event.localTime = now;
        answers.push_back(event);
    }
    ExecEvent about(const ClientOrderId& id, ExecKind kind) const
    {
        ExecEvent event;
        event.kind = kind;
        event.account = m_account;
        event.instrument = m_instrument->id();
        event.clientOrderId = id;
        event.venueTime = now;
        event.localTime = now;
        return event;
    }

private:
    bool chance(double share) { return share > 0.0 && std::uniform_real_distribution<>(0.0, 1.0)(random) < share; }
    VenueOrderId nextVenueId() { return VenueOrderId(std::to_string(++m_lastId)); }
    VenueOrder* find(const ClientOrderId& id)
    {
        auto found = std::ranges::find_if(orders, [&](const VenueOrder& each) { return each.order.clientOrderId == id; });
        return found != orders.end() ? &*found : nullptr;
    }

    ExecEvent ambiguous(const ClientOrderId& id) const { return about(id, ExecKind::RequestAmbiguous); }
    bool lost(const ClientOrderId& id)
    {
        if (!chance(faults.losesRequest))
            return false;
        if (chance(0.5))
            tell(ambiguous(id));
        return true;
    }
    /// An answer that may get lost or be overtaken.
    void answer(const ExecEvent& event)
    {
        if (silent)
            return;
        if (chance(faults.losesAnswer)) {
            if (event.kind != ExecKind::Fill && chance(0.5))
                tell(ambiguous(event.clientOrderId));
            return;
        }
        tell(event);
        if (answers.size() > 1 && chance(faults.swapsAnswers))
            std::swap(answers[answers.size() - 1], answers[answers.size() - 2]);
    }

    void accept(const NewOrder& order)
    {
        if (rejectNext != RejectReason::None) {
            ExecEvent event = about(order.clientOrderId, ExecKind::OrderReject);
            event.reason = std::exchange(rejectNext, RejectReason::None);
            event.detail = "Refused by the venue.";
            answer(event);
            return;
        }
        orders.push_back({order, nextVenueId(), OrderState::Accepted, {}, false});
        VenueOrder& placed = orders.back();
        ExecEvent event = status(placed);
        event.kind = ExecKind::OrderAck;
        answer(event);
        if (order.timeInForce == TimeInForce::Ioc)
            fill(placed, order.price, order.qty, false);
    }

    bool withdraw(const ClientOrderId& id, bool forReplace)
    {
        VenueOrder* found = find(id);
        if (found == nullptr || !found->open()) {
            ExecEvent event = about(id, ExecKind::CancelReject);
            event.reason = RejectReason::UnknownOrder;
            event.fromReplace = forReplace;
            answer(event);
            return false;
        }
        found->state = OrderState::Canceled;
        answer(status(*found));
        return true;
    }

    ExecEvent status(const VenueOrder& order) const
    {
        ExecEvent event = about(order.order.clientOrderId, ExecKind::OrderStatus);
        event.state = order.state;
        event.side = order.order.side;
        event.postOnly = order.order.postOnly;
        event.timeInForce = order.order.timeInForce;
        event.venueOrderId = order.venueOrderId;
        event.price = order.order.price;
        event.qty = order.order.qty;
        event.cumQty = order.cumQty;
        return event;
    }

    void fill(VenueOrder& order, Price price, Qty qty, bool isMaker)
    {
        order.cumQty += qty;
        order.state = order.leaves().isZero() ? OrderState::Filled : OrderState::PartiallyFilled;
        const Money notional = m_instrument->notional(price, qty);
        const Money fee = Money::fromUnits(mulDiv(notional.units(), feeBps, 10'000, Rounding::HalfEven));
        ExecEvent event = status(order);
        event.kind = ExecKind::Fill;
        event.isMaker = isMaker;
        event.tradeId = TradeId(std::to_string(++m_lastTrade));
        event.price = price;
        event.qty = qty;
        event.fee = {fee, m_instrument->quote()};
        const bool buys = order.order.side == Side::Buy;
        m_base += buys ? m_instrument->toMoney(qty) : -m_instrument->toMoney(qty);
        m_quote += (buys ? -notional : notional) - fee;
        if (!order.foreign)
            m_position += buys ? qty : -qty;
        trades.push_back({event, order.foreign});
        answer(event);
        if (chance(faults.repeatsFill))
            answer(event);
        tellBalances();
    }

    void tellBalance(const Currency& asset, Money total)
    {
        if (silent)
            return;
        ExecEvent event = about({}, ExecKind::Balance);
        event.asset = asset;
        event.free = total;
        tell(event);
    }

    std::shared_ptr<const Instrument> m_instrument;
    AccountId m_account;
    Money m_base;
    Money m_quote;
    Qty m_position;
    std::uint64_t m_lastId = 1000;
    std::uint64_t m_lastTrade = 5000;
};

} // namespace maker::test
