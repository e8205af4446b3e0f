#pragma once

#include "session/port.h"

#include <cstdint>
#include <deque>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace maker {

/// A session that plays a seeded, realistic picture: books, candles, strategies, orders, fills and PnL of six
/// instruments. Views can be edited; `touch` moves their versions. Commands are kept for inspection.
class FakeSession : public SessionPort {
public:
    enum class Content : std::uint8_t { Full, Empty };

    explicit FakeSession(Content content = Content::Full, std::uint32_t seed = 7);

    bool market(InstrumentId instrument, MarketSnapshot& out) override;
    bool desk(DeskSnapshot& out) override;
    bool candles(InstrumentId instrument, std::int32_t seconds, CandleSeries& out) override;
    bool quotes(StrategyId strategy, QuotesSnapshot& out) override;
    void previewQuotes(StrategyId strategy, std::string json) override;
    bool preview(QuotesSnapshot& out) override;
    const std::vector<DayPnl>& pastDays() const override { return days; }
    const std::vector<PastFill>& pastFills() const override { return past; }
    const std::vector<RestedSpan>& pastQuotes(InstrumentId) const override { return rested; }
    std::string params(StrategyId strategy) override;
    std::string riskLimits(InstrumentId id) override { return ownLimits[id.value]; }
    bool nextRow(RowEvent& out) override;
    const Catalog& catalog() const override { return m_catalog; }
    void post(Command command) override { posted.push_back(std::move(command)); }

    const Instrument& instrument(InstrumentId id) const;
    MarketSnapshot& editMarket(InstrumentId id) { return m_markets.at(id.value); }
    DeskSnapshot& editDesk() { return m_desk; }
    void touch();
    void push(const RowEvent& row) { m_rows.push_back(row); }
    /// One step of a random walk on every market with a trade or two each.
    void step();
    /// An own fill row at the market's own bid or ask.
    RowEvent fillRow(InstrumentId id, Side side, int number);

    static constexpr InstrumentId kSol { 1 };
    static constexpr InstrumentId kBtc { 2 };
    static constexpr std::int64_t kNowSeconds = 1'795'357'928; ///< 2026-11-22 14:32:08 UTC

    /// Quotes of SOL's strategy: two a side with whole reason chains. Editable; touch() moves the version.
    QuotesSnapshot& editQuotes() { return m_quotes; }

    std::vector<Command> posted;
    std::map<std::uint32_t, std::string> ownLimits;
    std::pair<StrategyId, std::string> asked; ///< the newest preview
    std::vector<DayPnl> days;
    std::vector<RestedSpan> rested;
    std::vector<PastFill> past;

private:
    void addInstrument(const char* base, const char* tick, const char* lot, double price);
    void addStrategies();
    void buildBook(InstrumentId id, double mid);
    void buildCandles(InstrumentId id, double last);
    void buildDesk();
    void buildQuotes();
    void fillOwn(MarketSnapshot& book);
    void buildRows();
    void pushTrades();
    void pushOrdersAndFills();
    void pushMarkouts(const Fill& fill, int number);
    void pushPnl();
    void pushLog();
    double uniform() { return std::uniform_real_distribution<double>(0.0, 1.0)(m_random); }
    double gauss() { return std::normal_distribution<double>(0.0, 1.0)(m_random); }

    std::mt19937 m_random;
    Catalog m_catalog;
    std::map<std::uint32_t, MarketSnapshot> m_markets;
    std::map<std::uint32_t, double> m_mids;
    std::map<std::pair<std::uint32_t, std::int32_t>, CandleSeries> m_candles;
    DeskSnapshot m_desk;
    QuotesSnapshot m_quotes;
    QuotesSnapshot m_preview;
    std::deque<RowEvent> m_rows;
    Timestamp m_now;
    int m_steps = 0;
};

} // namespace maker
