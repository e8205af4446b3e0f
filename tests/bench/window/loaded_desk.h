#pragma once

#include "session/engine_loop.h"
#include "session/port.h"
#include "session/trade_pump.h"

#include <QThread>

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace bench {

/// The ladder of the made-up market: its mid walks up and down over kSteps prices, ten ticks apart.
struct Ladder {
    static constexpr std::int64_t kBase = 6'000'000; ///< ticks
    static constexpr std::int64_t kStep = 10;
    static constexpr int kSteps = 100;
    static constexpr int kAround = 150; ///< levels beyond both ends of the walk

    /// When the mid last came to each step, local time in ns.
    std::array<std::atomic<std::int64_t>, kSteps> cameAt{};
};

/// A session as the window sees it, made of the terminal's engine, store and order threads; its market is a thread that
/// pushes 20,000 messages a second, its venue acknowledges everything at once and notes how old the tick behind each order is.
class LoadedDesk final : public maker::SessionPort {
public:
    static constexpr int kMessagesPerSecond = 20'000;

    /// Null and a sentence on stderr where the folder cannot be used.
    static std::unique_ptr<LoadedDesk> start(const std::string& folder);
    ~LoadedDesk() override;

    /// From tick to the venue's gateway in ns, since the last call.
    std::vector<double> takeLatencies();
    std::uint64_t overflows() const noexcept { return m_overflows.load(); }

    bool market(maker::InstrumentId instrument, maker::MarketSnapshot& out) override { return m_engine->market(instrument, out); }
    bool desk(maker::DeskSnapshot& out) override { return m_engine->desk(out); }
    bool candles(maker::InstrumentId instrument, std::int32_t seconds, maker::CandleSeries& out) override
    {
        return m_candles->read(instrument, seconds, out);
    }
    bool quotes(maker::StrategyId strategy, maker::QuotesSnapshot& out) override { return m_engine->quotes().read(strategy, out); }
    void previewQuotes(maker::StrategyId strategy, std::string json) override { m_engine->quotes().ask(strategy, std::move(json)); }
    bool preview(maker::QuotesSnapshot& out) override { return m_engine->quotes().readDraft(out); }
    std::string params(maker::StrategyId strategy) override { return m_engine->params(strategy); }
    const std::vector<maker::DayPnl>& pastDays() const override { return m_pastDays; }
    const std::vector<maker::RestedSpan>& pastQuotes(maker::InstrumentId) const override { return m_pastQuotes; }
    bool nextRow(maker::RowEvent& out) override { return m_rows.next(out); }
    const maker::Catalog& catalog() const override { return m_catalog; }
    void post(maker::Command command) override { m_engine->offerCommand(std::move(command)); }

private:
    class Venue;

    LoadedDesk() = default;
    bool bringUp(const std::string& folder);
    void feed();
    void note(const maker::NewOrder& order);

    Ladder m_ladder;
    maker::Catalog m_catalog;
    maker::Doorbell m_bell;
    maker::RowLane m_rows;
    std::unique_ptr<maker::CandleLane> m_candles;
    std::unique_ptr<Venue> m_venue;
    std::unique_ptr<maker::TradePump> m_pump;
    std::unique_ptr<maker::StoreLoop> m_store;
    std::unique_ptr<maker::EngineLoop> m_engine;
    QThread m_tradeThread;
    std::thread m_feedThread;
    std::atomic<bool> m_stop{false};
    std::atomic<std::uint64_t> m_overflows{0};
    std::mutex m_mutex;
    std::vector<double> m_latencies;
    std::vector<maker::DayPnl> m_pastDays;
    std::vector<maker::RestedSpan> m_pastQuotes;
};

} // namespace bench
