#pragma once

#include "kernel/engine/engine.h"
#include "kernel/engine/event_script.h"
#include "kernel/engine/journal_text.h"
#include "tests/support/fake_venue.h"

#include <memory>
#include <string>
#include <vector>

namespace maker::test {

/// A journal in memory that may be told to refuse.
class MemoryJournal final : public JournalSink {
public:
    bool record(const JournalRow& row) override
    {
        if (!accepts)
            return false;
        if (keeps)
            rows.push_back(row);
        return true;
    }
    std::size_t count(JournalKind kind) const
    {
        return static_cast<std::size_t>(
            std::ranges::count_if(rows, [kind](const JournalRow& row) { return row.kind == kind; }));
    }
    bool says(JournalKind kind, std::string_view part) const
    {
        return std::ranges::any_of(rows, [&](const JournalRow& row) {
            return row.kind == kind && row.text.view().find(part) != std::string_view::npos;
        });
    }

    std::vector<JournalRow> rows;
    bool accepts = true;
    bool keeps = true;
};

inline std::shared_ptr<const Instrument> btcUsdt()
{
    InstrumentSpec spec;
    spec.id = InstrumentId{1};
    spec.venue = VenueId{1};
    spec.symbol = "BTCUSDT";
    spec.base = "BTC";
    spec.quote = "USDT";
    spec.tickSize = std::string("0.01");
    spec.lotSize = std::string("0.0001");
    spec.minQty = std::string("0.0001");
    spec.minNotional = std::string("5");
    return std::make_shared<const Instrument>(*Instrument::make(spec));
}

/// An engine with one strategy on one instrument, its venue and its journal; time moves only when a test moves it.
class EngineRig {
public:
    static constexpr AccountId kAccount{1};
    static constexpr StrategyId kStrategy{1};
    static constexpr InstrumentId kInstrument{1};

    explicit EngineRig(std::string params = R"({"bid_spread": 10, "ask_spread": 10, "order_size": 0.01,
                       "refresh_time": 1, "filled_order_delay": 0, "inventory_target": 50})")
        : instrument(btcUsdt()), venue(instrument, kAccount)
    {
        venue.fund(Money::fromInt(1), Money::fromInt(60'000));
        config.instruments.push_back({instrument, kAccount, kBinanceSpotRule});
        config.strategies.push_back({kStrategy, "pure_market_making", kInstrument, std::move(params)});
        makeEngine();
    }

    void makeEngine()
    {
        auto made = Engine::make(config, {venue, journal, venue});
        if (!made)
            qFatal("%s", made.error().detail.c_str());
        engine = std::move(*made);
    }

    /// A later run of the same account: a new engine that knows what the journal says.
    void restart()
    {
        EngineHistory history;
        for (const JournalRow& row : journal.rows) {
            if (row.kind == JournalKind::Deposit)
                history.deposits.push_back({row.account, row.amount});
            else if (row.kind == JournalKind::FillBooked)
                history.fills.push_back(row.fill);
            else if (row.kind == JournalKind::OrderUpdate)
                remember(history.orders, row.order);
        }
        history.since = Timestamp::fromMillis(1);
        ++config.run;
        makeEngine();
        if (!engine->restore(history))
            qFatal("restore refused");
        updateId = 0;
    }

    /// Every event goes this way, so that a run can be recorded.
    void feed(const Event& event)
    {
        if (keepsEvents)
            recording += eventLine(event) + '\n';
        engine->process(event);
    }
    void deliver()
    {
        for (int round = 0; round < 10'000 && !venue.answers.empty(); ++round) {
            const ExecEvent event = venue.answers.front();
            venue.answers.pop_front();
            feed(event);
        }
    }
    void pass(Duration time)
    {
        const Timestamp end = now + time;
        while (now < end) {
            now = std::min(end, now + Duration::millis(100));
            venue.now = now;
            feed(Timer{now});
            deliver();
        }
    }
    void connect()
    {
        venue.now = now;
        feed(venue.about({}, ExecKind::TradingUp));
        deliver();
        MarketEvent up;
        up.kind = MarketKind::FeedUp;
        up.venue = VenueId{1};
        up.localTime = now;
        feed(up);
        updateId = 0; // the next book is a snapshot
    }
    void disconnect()
    {
        feed(venue.about({}, ExecKind::TradingDown));
        deliver();
    }
    /// A book with one level a side; the prices in dollars.
    void book(double bid, double ask)
    {
        now = now + Duration::millis(10);
        venue.now = now;
        const bool snapshot = updateId == 0;
        const std::int64_t first = snapshot ? 100 : updateId + 1;
        std::vector<MarketEvent> records;
        if (!snapshot && (bid != m_bid || ask != m_ask)) {
            records.push_back(level(Side::Buy, m_bid, 0));
            records.push_back(level(Side::Sell, m_ask, 0));
        }
        records.push_back(level(Side::Buy, bid, 30'000));
        records.push_back(level(Side::Sell, ask, 30'000));
        send(snapshot ? MarketKind::BookSnapshot : MarketKind::BookDelta, first, first, records);
        m_bid = bid;
        m_ask = ask;
    }
    /// An update whose predecessor never came.
    void bookWithGap()
    {
        now = now + Duration::millis(10);
        venue.now = now;
        send(MarketKind::BookDelta, updateId + 50, updateId + 51, {level(Side::Buy, m_bid, 20'000)});
        updateId = 0;
    }
    void command(CommandKind kind, std::string text = {})
    {
        feed(Command{.kind = kind, .strategy = kStrategy, .instrument = kInstrument, .text = std::move(text)});
        deliver();
    }
    /// Limits of the whole desk.
    void limits(std::string json)
    {
        feed(Command{.kind = CommandKind::SetRiskLimits, .text = std::move(json)});
        deliver();
    }
    /// Connected, reconciled, started and quoting around 60,000.
    void startQuoting()
    {
        connect();
        book(59'999.0, 60'001.0);
        command(CommandKind::StartStrategy);
        book(59'999.0, 60'001.0);
        deliver();
    }

    Money ledger(const Currency& asset) const
    {
        std::array<BalanceStatus, 8> rows;
        const std::size_t count = engine->balances(rows);
        for (std::size_t i = 0; i < count; ++i) {
            if (rows[i].asset == asset)
                return rows[i].total;
        }
        return {};
    }
    StrategyStatus status() const { return engine->strategy(kStrategy); }
    std::string digest() const
    {
        JournalDigest sum;
        for (const JournalRow& row : journal.rows)
            sum.add(journalLine(row));
        return sum.text();
    }

    std::shared_ptr<const Instrument> instrument;
    FakeVenue venue;
    MemoryJournal journal;
    EngineConfig config;
    std::unique_ptr<Engine> engine;
    Timestamp now = Timestamp::fromMillis(1'700'000'000'000);
    std::int64_t updateId = 0;
    bool keepsEvents = false;
    std::string recording;

private:
    static void remember(std::vector<Order>& orders, const Order& order)
    {
        std::erase_if(orders, [&](const Order& each) { return each.clientOrderId == order.clientOrderId; });
        if (!isTerminal(order.state))
            orders.push_back(order);
    }
    MarketEvent level(Side side, double price, std::int64_t qty) const
    {
        MarketEvent event;
        event.kind = MarketKind::BookLevel;
        event.side = side;
        event.price = *instrument->priceDown(price);
        event.qty = {qty};
        return event;
    }
    void send(MarketKind kind, std::int64_t first, std::int64_t last, std::vector<MarketEvent> levels)
    {
        MarketEvent header;
        header.kind = kind;
        header.firstId = first;
        header.lastId = last;
        header.levels = static_cast<std::uint16_t>(levels.size());
        levels.insert(levels.begin(), header);
        for (std::size_t i = 0; i < levels.size(); ++i) {
            levels[i].instrument = kInstrument;
            levels[i].venue = VenueId{1};
            levels[i].localTime = now;
            levels[i].last = i + 1 == levels.size();
            feed(levels[i]);
        }
        updateId = last;
        deliver();
    }

    double m_bid = 0.0;
    double m_ask = 0.0;
};

} // namespace maker::test
