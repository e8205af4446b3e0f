#pragma once

#include "kernel/backtest/backtest_run.h"
#include "kernel/backtest/bar_strategy.h"
#include "kernel/backtest/row_digest.h"
#include "kernel/model/candle.h"
#include "kernel/params/params.h"
#include "kernel/portfolio/portfolio.h"
#include "kernel/sim/fees.h"
#include "kernel/statistics/run_record.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace maker::backtest {

/// What a backtest over bars assumes. Fees in basis points of the notional, charged in the quote asset; negative is a
/// rebate.
struct BarModels {
    double takerFee = 10.0;
    double quoteBalance = 100'000.0;
    Duration equityInterval = Duration::seconds(3600);

    friend bool operator==(const BarModels&, const BarModels&) = default;
    /// The rules beyond the range of a field.
    std::vector<Violation> validate() const;

    static constexpr std::string_view kName = "bar_models";
    static constexpr auto fields()
    {
        using M = BarModels;
        return std::tuple{
            field(&M::takerFee,
                  {.key = "taker_fee", .text = MAKER_TEXT("Taker fee"), .help = MAKER_TEXT("Every fill at an open takes."),
                   .unit = "bp", .group = MAKER_TEXT("Costs"), .min = -100, .max = 1000, .step = 0.1, .decimals = 2}),
            field(&M::quoteBalance,
                  {.key = "quote_balance", .text = MAKER_TEXT("Quote balance"),
                   .help = MAKER_TEXT("What the account owns of the quote asset in the beginning."),
                   .group = MAKER_TEXT("Account"), .min = 0, .max = 1e12, .step = 1000, .decimals = 2}),
            field(&M::equityInterval,
                  {.key = "equity_interval", .text = MAKER_TEXT("Equity sampling"),
                   .help = MAKER_TEXT("The equity curve has a point this often, at the close of a bar."), .unit = "s",
                   .group = MAKER_TEXT("Account"), .min = 1, .max = 31'536'000, .step = 60}),
        };
    }
};

/// Bars of one instrument in the order of time; several runs may read the same.
struct BarSequence {
    std::shared_ptr<const Instrument> instrument;
    Duration interval; ///< from the open of a bar to its close
    std::shared_ptr<const std::vector<Candle>> bars;
};

/// What to run over the bars.
struct BarSetup {
    std::string strategy; ///< a name of barStrategyKinds()
    std::string params;   ///< JSON; empty: the defaults
    BarModels models;
};

/// A strategy over bars, bar by bar: what it wants after a close is bought or sold at the next open, whenever that is,
/// and pays the taker fee. What the account cannot pay, and what is below the instrument's least order, is refused; an
/// order after the last bar never trades. The portfolio is that of live trading. Deterministic; used by one thread.
class BarRun {
public:
    /// Fails with the first sentence that says why this cannot run.
    static Result<std::unique_ptr<BarRun>> make(BarSequence sequence, const BarSetup& setup);

    /// Goes on by so many bars; false: they are at their end. Fails at a bar that is not later than the one before it or
    /// has a price that is not positive.
    Result<bool> step(std::uint64_t maxBars);
    RunProgress progress() const;
    /// What happened so far; the run is over.
    RunRecord finish();

    /// For looking at between two steps; its marks are those of the last fill, after finish() those of the last close.
    const Portfolio& portfolio() const noexcept { return m_portfolio; }

private:
    BarRun(BarSequence sequence, const BarModels& models, std::unique_ptr<BarStrategy> strategy);

    bool begin();
    Error wrongBar(std::size_t at) const;
    void tradeAtOpen(const Candle& bar);
    bool allowed(Side side, Qty qty, Price price, Money& notional, Money& fee) const;
    void book(Side side, Qty qty, const Candle& bar, Money notional, Money fee);
    void ask(Qty wanted);
    void readBooks();
    void sample(Timestamp time, Price mark);

    BarSequence m_sequence;
    const Instrument& m_instrument;
    BarModels m_models;
    std::unique_ptr<BarStrategy> m_strategy;
    sim::FeeModel m_fees;
    Portfolio m_portfolio;
    PnlParts m_parts; ///< after the last fill
    Money m_cash;     ///< quote
    Money m_cost;     ///< of the position
    Qty m_position;
    Qty m_order; ///< signed; waits for the next open
    std::size_t m_next = 0; ///< bar
    Timestamp m_nextSample;
    RunRecord m_record;
    JournalRow m_row;
    RowDigest m_digest;
};

} // namespace maker::backtest
