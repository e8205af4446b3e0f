#include "session/lab/truth_recording.h"

#include "kernel/book/order_book.h"
#include "store/recorded_run.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace maker {

namespace {

constexpr std::uint64_t kLook = 4096; // events between two looks at cancel and progress
constexpr Duration kFar{std::numeric_limits<std::int64_t>::max() / 4};

/// Sends nothing, but tells what the engine asked for and when.
class Witness final : public OrderGateway, public FeedControl {
public:
    explicit Witness(OrderTales& tales) : m_tales(tales) {}
    void setEngine(const Engine& engine) noexcept { m_engine = &engine; }

    void place(const Approved<NewOrder>& order) override { m_tales.onSent(order.request(), m_engine->now()); }
    void replace(const Approved<ReplaceOrder>& replace) override
    {
        m_tales.onCancel(replace.request().cancel.clientOrderId, m_engine->now());
        m_tales.onSent(replace.request().order, m_engine->now());
    }
    void cancel(const CancelOrder& cancel) override { m_tales.onCancel(cancel.clientOrderId, m_engine->now()); }
    void cancelAll(AccountId, InstrumentId) override {}
    void query(const CancelOrder&) override {}
    void reconcile(AccountId, Timestamp) override {}
    void requestSnapshot(InstrumentId) override {}

private:
    OrderTales& m_tales;
    const Engine* m_engine = nullptr;
};

/// Answers each row as the journal of the run did.
class Answers final : public JournalSink {
public:
    void expect(const std::vector<JournalAnswer>& answers)
    {
        for (const JournalAnswer& answer : answers)
            m_refused.insert(answer.sequence);
    }
    bool record(const JournalRow& row) override { return !m_refused.contains(row.sequence); }

private:
    std::set<std::uint64_t> m_refused;
};

class FirstPassage {
public:
    explicit FirstPassage(const TruthOptions& options) : m_options(options), m_witness(m_truth.orders) {}

    Result<RecordedTruth> run(const std::string& path)
    {
        auto recording = RecordedRun::open(path);
        if (!recording)
            return tl::unexpected(recording.error());
        auto engine = Engine::make(recording->setup().config, {m_witness, m_journal, m_witness});
        if (!engine)
            return tl::unexpected(engine.error());
        m_engine = std::move(*engine);
        m_witness.setEngine(*m_engine);
        if (auto restored = m_engine->restore(recording->setup().history); !restored)
            return tl::unexpected(restored.error());
        RecordedEvent next;
        for (;;) {
            const auto more = recording->next(next);
            if (!more)
                return tl::unexpected(more.error());
            if (!*more)
                break;
            m_journal.expect(next.answers);
            take(next.event);
            if (m_truth.events % kLook == 0 && m_options.canceled && m_options.canceled())
                return fail(ErrorCode::Canceled, "The truth check was canceled.");
        }
        m_truth.note = recording->note();
        finish();
        return std::move(m_truth);
    }

private:
    void take(const Event& event)
    {
        ++m_truth.events;
        if (const auto* exec = std::get_if<ExecEvent>(&event))
            onExec(*exec);
        if (const auto* market = std::get_if<MarketEvent>(&event); market != nullptr && market->venueTime.valid())
            m_leastFeed = std::min(m_leastFeed, market->localTime - market->venueTime);
        m_engine->process(event);
        if (std::holds_alternative<Timer>(event))
            watchBooks();
        const Timestamp now = m_engine->now();
        if (!m_truth.from.valid())
            m_truth.from = now;
        m_truth.to = now;
    }

    void onExec(const ExecEvent& event)
    {
        m_truth.orders.onAnswer(event);
        if (event.kind == ExecKind::Fill)
            onFill(event);
        if (event.kind != ExecKind::Balance)
            return;
        const bool known = std::ranges::any_of(m_truth.balances, [&](const auto& balance) {
            return balance.first == event.account && balance.second.currency == event.asset;
        });
        if (!known)
            m_truth.balances.emplace_back(event.account, Amount{event.free + event.locked, event.asset});
    }

    void onFill(const ExecEvent& event)
    {
        std::int64_t id = 0;
        const std::string_view text = event.tradeId.view();
        if (!event.isMaker && std::from_chars(text.data(), text.data() + text.size(), id).ec == std::errc{})
            m_truth.taken.emplace(event.instrument, id);
        for (const EngineInstrument& entry : m_engine->instruments()) {
            const Instrument& instrument = *entry.instrument;
            if (instrument.id() != event.instrument)
                continue;
            const bool inBase = event.fee.currency == instrument.base();
            if (!inBase && event.fee.currency != instrument.quote())
                continue;
            const double whole = inBase ? instrument.toMoney(event.qty).toDouble()
                                        : instrument.notional(event.price, event.qty).toDouble();
            const double ppm = whole > 0.0 ? event.fee.money.toDouble() / whole * 1e6 : 0.0;
            (event.isMaker ? m_truth.fees.makerPpm : m_truth.fees.takerPpm) = static_cast<std::int32_t>(std::lround(ppm));
            if (event.side == Side::Buy)
                m_truth.fees.asset = inBase ? sim::FeeAsset::Received : sim::FeeAsset::Quote;
        }
    }

    void watchBooks()
    {
        for (const EngineInstrument& entry : m_engine->instruments()) {
            const InstrumentId id = entry.instrument->id();
            const bool good = m_engine->market(id).health == SyncState::Live;
            const auto open = m_open.find(id);
            if (good) {
                const OrderBook& book = *m_engine->book(id);
                const auto bid = book.bestBid();
                const auto ask = book.bestAsk();
                if (bid && ask)
                    m_truth.marks[id] = (entry.instrument->toMoney(bid->price) + entry.instrument->toMoney(ask->price)).toDouble() / 2.0;
                if (open != m_open.end()) {
                    m_truth.gaps.push_back({id, open->second, m_engine->now()});
                    m_open.erase(open);
                }
            } else if (open == m_open.end() && m_truth.marks.contains(id)) {
                m_open.emplace(id, m_engine->now());
            }
        }
    }

    void finish()
    {
        for (const auto& [id, from] : m_open)
            m_truth.gaps.push_back({id, from, m_truth.to});
        m_truth.clockShift = shift();
        for (const OrderTale& tale : m_truth.orders.tales()) {
            addOwn(tale);
            if (tale.acked.valid() && tale.restedAt.valid())
                addLatency(tale.sent, tale.restedAt, tale.acked);
            if (tale.cancelSent.valid() && tale.fate == OrderFate::Canceled)
                addLatency(tale.cancelSent, tale.endedAt, tale.ended);
        }
        std::ranges::stable_sort(m_truth.own, {}, &RecordedTruth::OwnChange::at);
        auto& rows = m_truth.latencies;
        std::ranges::stable_sort(rows, {}, [](const sim::LatencyRow& row) { return std::pair(row.request, row.exchange); });
        std::vector<sim::LatencyRow> ascending;
        for (const sim::LatencyRow& row : rows) {
            if (ascending.empty() || (row.request > ascending.back().request && row.exchange >= ascending.back().exchange))
                ascending.push_back(row);
        }
        rows = std::move(ascending);
    }

    /// The venue's clock may be ahead of ours or behind it: moved by no more than makes every cause precede its effect.
    Duration shift() const
    {
        Duration least = kFar;
        Duration most = m_leastFeed;
        for (const OrderTale& tale : m_truth.orders.tales()) {
            if (!tale.acked.valid() || !tale.restedAt.valid())
                continue;
            least = std::min(least, tale.restedAt - tale.sent);
            most = std::min(most, tale.acked - tale.restedAt);
        }
        if (most.ns < 0)
            return most;
        return least != kFar && least.ns < 0 ? std::min(Duration{-least.ns}, most) : Duration{};
    }

    void addLatency(Timestamp sent, Timestamp at, Timestamp answered)
    {
        const Timestamp exchange = std::max(at + m_truth.clockShift, sent);
        m_truth.latencies.push_back({sent, exchange, std::max(answered, exchange)});
    }

    void addOwn(const OrderTale& tale)
    {
        if (!tale.restedAt.valid())
            return;
        Qty resting = tale.qty;
        for (const OrderTale::Fill& fill : tale.fills) {
            if (!fill.isMaker)
                resting = resting - fill.qty;
        }
        if (resting.count <= 0)
            return;
        m_truth.own.push_back({tale.restedAt, tale.instrument, tale.side, tale.price, resting});
        for (const OrderTale::Fill& fill : tale.fills) {
            if (!fill.isMaker)
                continue;
            m_truth.own.push_back({fill.venueTime, tale.instrument, tale.side, tale.price, Qty{-fill.qty.count}});
            resting = resting - fill.qty;
        }
        if (tale.fate == OrderFate::Canceled && resting.count > 0)
            m_truth.own.push_back({tale.endedAt, tale.instrument, tale.side, tale.price, Qty{-resting.count}});
    }

    const TruthOptions& m_options;
    RecordedTruth m_truth;
    Witness m_witness;
    Answers m_journal;
    std::unique_ptr<Engine> m_engine;
    std::map<InstrumentId, Timestamp> m_open; ///< gaps
    Duration m_leastFeed = kFar;
};

} // namespace

Result<RecordedTruth> readTruth(const std::string& path, const TruthOptions& options)
{
    return FirstPassage(options).run(path);
}

} // namespace maker
