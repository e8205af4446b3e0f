#pragma once

#include "kernel/book/queue_model.h"
#include "kernel/params/params.h"
#include "kernel/sim/fees.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace maker::backtest {

/// In which asset fees are charged.
enum class FeeChoice : std::uint8_t { Received, Quote };

/// What a backtest assumes of venue, connection and account. Fees in basis points of the amount traded, negative is a
/// rebate; latencies in milliseconds.
struct BacktestModels {
    QueueKind queueModel = QueueKind::Power3;
    double queuePower = 3.0;
    bool partialFills = true;
    double entryLatency = 10.0;
    double responseLatency = 10.0;
    std::string latencyTable;
    double feedLatency = 0.0;
    double makerFee = 1.0;
    double takerFee = 5.0;
    std::string feeTiers; ///< as readFeeTiers() takes them
    std::int64_t feeTierDays = 30;
    FeeChoice feeAsset = FeeChoice::Received;
    std::string feeToken;
    double feeTokenPrice = 0.0;
    double feeTokenDiscount = 25.0;
    double feeTokenBalance = 100.0;
    double quoteBalance = 100'000.0;
    double baseBalance = 1.0;
    std::int64_t maxOpenOrders = 200;
    Duration equityInterval = Duration::seconds(60);
    std::int64_t seed = 1;

    friend bool operator==(const BacktestModels&, const BacktestModels&) = default;

    static constexpr std::string_view kName = "backtest_models";
    static constexpr std::array<ParamChoice, 7> kQueueModels{{
        {"risk_averse", MAKER_TEXT("Risk averse")},
        {"power", MAKER_TEXT("Power")},
        {"power2", MAKER_TEXT("Power, second form")},
        {"power3", MAKER_TEXT("Power, third form")},
        {"log", MAKER_TEXT("Logarithm")},
        {"log2", MAKER_TEXT("Logarithm, second form")},
        {"exact", MAKER_TEXT("Exact, of order-by-order data")},
    }};
    static constexpr std::array<ParamChoice, 2> kFeeAssets{{
        {"received", MAKER_TEXT("The asset received")},
        {"quote", MAKER_TEXT("The quote asset")},
    }};

    static constexpr auto fields();
    /// The rules between fields.
    std::vector<Violation> validate() const;
};

constexpr auto BacktestModels::fields()
{
    using M = BacktestModels;
    return std::tuple{
        field(&M::queueModel,
              {.key = "queue_model", .text = MAKER_TEXT("Queue model"),
               .help = MAKER_TEXT("How the place in the queue moves when a level shrinks without a trade. Risk averse: "
                                  "only trades move it. Exact: the recording tells every order, so the place is known."),
               .group = MAKER_TEXT("Fills"), .choices = kQueueModels}),
        field(&M::queuePower,
              {.key = "queue_power", .text = MAKER_TEXT("Queue power"),
               .help = MAKER_TEXT("Exponent of the power models: higher means that more is canceled behind the order."),
               .group = MAKER_TEXT("Fills"), .searchable = true, .min = 0.1, .max = 20, .step = 0.5, .decimals = 2}),
        field(&M::partialFills,
              {.key = "partial_fills", .text = MAKER_TEXT("Partial fills"),
               .help = MAKER_TEXT("An order at the front gets no more than the trade's quantity; off: it is filled whole."),
               .group = MAKER_TEXT("Fills")}),
        field(&M::maxOpenOrders,
              {.key = "max_open_orders", .text = MAKER_TEXT("Most open orders"),
               .help = MAKER_TEXT("The venue refuses orders beyond this many in one instrument."),
               .group = MAKER_TEXT("Fills"), .min = 1, .max = 10'000, .step = 1}),
        field(&M::entryLatency,
              {.key = "entry_latency", .text = MAKER_TEXT("Entry latency"),
               .help = MAKER_TEXT("From the decision to the matching engine."), .unit = "ms",
               .group = MAKER_TEXT("Latency"), .searchable = true, .min = 0, .max = 60'000, .step = 1, .decimals = 3}),
        field(&M::responseLatency,
              {.key = "response_latency", .text = MAKER_TEXT("Response latency"),
               .help = MAKER_TEXT("From the matching engine back to us."), .unit = "ms",
               .group = MAKER_TEXT("Latency"), .searchable = true, .min = 0, .max = 60'000, .step = 1, .decimals = 3}),
        field(&M::latencyTable,
              {.key = "latency_table", .text = MAKER_TEXT("Latency table"),
               .help = MAKER_TEXT("A file of measured latencies in place of the two constants, one a line: time sent, time "
                                  "at the exchange, time answered, in nanoseconds, separated by commas."),
               .group = MAKER_TEXT("Latency"), .max = 4096}),
        field(&M::feedLatency,
              {.key = "feed_latency", .text = MAKER_TEXT("Least feed latency"),
               .help = MAKER_TEXT("Market data arrives at least this long after it happened; recordings whose clocks differ "
                                  "are moved until this holds."),
               .unit = "ms", .group = MAKER_TEXT("Latency"), .min = 0, .max = 60'000, .step = 1, .decimals = 3}),
        field(&M::makerFee,
              {.key = "maker_fee", .text = MAKER_TEXT("Maker fee"), .help = MAKER_TEXT("Negative is a rebate."),
               .unit = "bp", .group = MAKER_TEXT("Costs"), .searchable = true, .min = -100, .max = 1000, .step = 0.1,
               .decimals = 2}),
        field(&M::takerFee,
              {.key = "taker_fee", .text = MAKER_TEXT("Taker fee"), .help = MAKER_TEXT("For orders that trade at once."),
               .unit = "bp", .group = MAKER_TEXT("Costs"), .min = -100, .max = 1000, .step = 0.1, .decimals = 2}),
        field(&M::feeTiers,
              {.key = "fee_tiers", .text = MAKER_TEXT("Fee tiers"),
               .help = MAKER_TEXT("Fees by traded volume: VOLUME:MAKER:TAKER with commas between, such as 1000000:0.5:4, "
                                  "5000000:0:3.5. From that volume in quote currency on these fees hold, in basis points; below "
                                  "the first the two above."),
               .group = MAKER_TEXT("Costs"), .max = 400}),
        field(&M::feeTierDays,
              {.key = "fee_tier_days", .text = MAKER_TEXT("Fee tier days"),
               .help = MAKER_TEXT("The volume that decides the tier is that of the last days, today among them; zero: of the whole "
                                  "run."),
               .group = MAKER_TEXT("Costs"), .min = 0, .max = sim::TradedVolume::kMaxDays, .step = 1}),
        field(&M::feeAsset,
              {.key = "fee_asset", .text = MAKER_TEXT("Fee asset"),
               .help = MAKER_TEXT("What buyers pay fees in; sellers always pay in the quote asset."),
               .group = MAKER_TEXT("Costs"), .choices = kFeeAssets}),
        field(&M::feeToken,
              {.key = "fee_token", .text = MAKER_TEXT("Fee token"),
               .help = MAKER_TEXT("A third asset that fees are paid in while the account holds enough of it, such as BNB; empty: "
                                  "none. Rebates are never paid in it."),
               .group = MAKER_TEXT("Costs"), .max = 15}),
        field(&M::feeTokenPrice,
              {.key = "fee_token_price", .text = MAKER_TEXT("Fee token price"),
               .help = MAKER_TEXT("Of one token in the quote currency, the same for the whole run: what fees in it cost and "
                                  "what the account's tokens are worth."),
               .group = MAKER_TEXT("Costs"), .min = 0, .max = 1e9, .step = 1, .decimals = 8}),
        field(&M::feeTokenDiscount,
              {.key = "fee_token_discount", .text = MAKER_TEXT("Fee token discount"),
               .help = MAKER_TEXT("How much less a fee is that is paid in the token."), .unit = "%",
               .group = MAKER_TEXT("Costs"), .min = 0, .max = 100, .step = 1, .decimals = 2}),
        field(&M::feeTokenBalance,
              {.key = "fee_token_balance", .text = MAKER_TEXT("Fee token balance"),
               .help = MAKER_TEXT("Tokens that the account owns in the beginning; when they are used up, fees are paid in the "
                                  "fee asset."),
               .group = MAKER_TEXT("Account"), .min = 0, .max = 1e9, .step = 1, .decimals = 8}),
        field(&M::quoteBalance,
              {.key = "quote_balance", .text = MAKER_TEXT("Quote balance"),
               .help = MAKER_TEXT("What the account owns of each quote asset in the beginning."),
               .group = MAKER_TEXT("Account"), .min = 0, .max = 1e12, .step = 1000, .decimals = 2}),
        field(&M::baseBalance,
              {.key = "base_balance", .text = MAKER_TEXT("Base balance"),
               .help = MAKER_TEXT("What the account owns of each base asset in the beginning."),
               .group = MAKER_TEXT("Account"), .min = 0, .max = 1e12, .step = 0.1, .decimals = 8}),
        field(&M::equityInterval,
              {.key = "equity_interval", .text = MAKER_TEXT("Equity sampling"),
               .help = MAKER_TEXT("The equity curve has a point this often, in market time."), .unit = "s",
               .group = MAKER_TEXT("Account"), .min = 1, .max = 86'400, .step = 10}),
        field(&M::seed,
              {.key = "seed", .text = MAKER_TEXT("Seed"), .help = MAKER_TEXT("Of every random draw of the models."),
               .group = MAKER_TEXT("Account"), .min = 0, .max = 9e15, .step = 1}),
    };
}

/// Milliseconds of the models as a time span.
constexpr Duration durationOf(double milliseconds) noexcept
{
    return {static_cast<std::int64_t>(milliseconds * 1e6 + (milliseconds < 0.0 ? -0.5 : 0.5))};
}

} // namespace maker::backtest
