#pragma once

#include "kernel/base/result.h"
#include "kernel/book/queue_model.h"
#include "kernel/model/money.h"
#include "kernel/model/order.h"
#include "kernel/sim/latency.h"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maker {

/// What became of an order.
enum class OrderFate : std::uint8_t { Open, Filled, Canceled, Rejected };
std::string_view toText(OrderFate fate) noexcept;

/// Why replay and recording differ.
enum class TruthCause : std::uint8_t {
    Latency,     ///< an answer came earlier or later than recorded and moved a decision
    Queue,       ///< filled in one and not in the other, or at another time or in another quantity
    MissedData,  ///< the recording has no market at that moment
    Rejected,    ///< the venue refused it in one of the two
    Unexplained, ///< none of these
};
inline constexpr std::size_t kTruthCauses = 5;
std::string_view toText(TruthCause cause) noexcept;

/// One order from its request to its end, as one of the two runs saw it.
struct OrderTale {
    struct Fill {
        TradeId tradeId;
        Timestamp venueTime;
        Timestamp localTime;
        Price price;
        Qty qty;
        Amount fee;
        bool isMaker = true;
    };

    ClientOrderId id;
    StrategyId strategy;
    InstrumentId instrument;
    AccountId account;
    Side side = Side::Buy;
    Price price;
    Qty qty;
    OrderFate fate = OrderFate::Open;
    Qty filled;
    Timestamp sent;       ///< local
    Timestamp acked;      ///< local; zero: never
    Timestamp restedAt;   ///< venue; zero: never
    Timestamp cancelSent; ///< local; zero: never
    Timestamp ended;      ///< local; zero: open
    Timestamp endedAt;    ///< venue
    std::vector<Fill> fills;
};

/// One line of the comparison. Either side may be absent: an order that only one of the two sent.
struct TruthDifference {
    std::optional<OrderTale> live;
    std::optional<OrderTale> replayed;
    Timestamp time;    ///< of the first thing that differs
    TruthCause cause = TruthCause::Unexplained;
    bool follows = false; ///< an earlier difference led to it
    std::string what;  ///< a sentence
    double gap = 0.0;  ///< PnL of the live side less that of the replay, in the quote currency, at the last mid price
};

/// How a recorded run is replayed.
struct TruthOptions {
    std::optional<QueueModel> queue;               ///< nothing: the one of several that leaves the least gap
    std::vector<sim::LatencyRow> latencies;        ///< empty: measured in the recording
    Duration tolerance = Duration::millis(20);     ///< times that differ by less are equal
    Duration pairWithin = Duration::seconds(1);    ///< orders farther apart are never the same one
    std::function<bool()> canceled;
    std::function<void(std::uint64_t done, std::uint64_t whole)> progress;
};

/// A recorded run beside its replay against the simulated venue.
struct TruthReport {
    std::string path;
    std::string currency;
    std::string note; ///< why the recording ends early
    Timestamp from;
    Timestamp to;
    std::uint64_t events = 0;
    std::uint64_t liveOrders = 0;
    std::uint64_t replayedOrders = 0;
    std::uint64_t compared = 0;  ///< pairs, and orders without one
    std::uint64_t identical = 0; ///< pairs with equal price, quantity, times, fate and fills
    std::uint64_t liveFills = 0;
    std::uint64_t replayedFills = 0;
    double livePnl = 0.0;
    double replayedPnl = 0.0;
    std::array<std::uint64_t, kTruthCauses> count{};
    std::array<double, kTruthCauses> gap{};
    std::vector<TruthDifference> differences; ///< in the order of time
    std::size_t latencyRows = 0;
    Duration entryMedian;
    Duration responseMedian;
    Duration clockShift; ///< added to the venue's times
    QueueModel queue;
    Duration missing; ///< without a good book, summed over the instruments

    double identicalShare() const { return compared == 0 ? 1.0 : static_cast<double>(identical) / static_cast<double>(compared); }
    /// Fills of the recording for each fill of the replay; nothing where the replay has none.
    std::optional<double> fillRatio() const
    {
        if (replayedFills == 0)
            return std::nullopt;
        return static_cast<double>(liveFills) / static_cast<double>(replayedFills);
    }
    /// One sentence.
    std::string summary() const;
};

/// Replays a recorded run (directory below <profile>/recordings) with its own parameters, commands and timers, but with
/// executions by the simulated venue, and compares order by order. Fails where the recording is damaged or has no market.
Result<TruthReport> truthReport(const std::string& path, const TruthOptions& options = {});

} // namespace maker
