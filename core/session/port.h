#pragma once

#include "kernel/engine/command.h"
#include "kernel/model/instrument.h"
#include "kernel/params/param_spec.h"
#include "session/views.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace maker {

/// What exists in this session; fixed once it has started.
struct Catalog {
    struct StrategyEntry {
        StrategyId id;
        std::string name;
        std::string title;
        std::string help;
        InstrumentId instrument;
        const ParamSchema* schema = nullptr;
    };

    std::vector<std::shared_ptr<const Instrument>> instruments;
    std::vector<StrategyEntry> strategies;
    std::vector<std::string> venueNames;
    const ParamSchema* riskSchema = nullptr;
    std::span<const std::string_view> instrumentLimits; ///< keys of it that an instrument may have of its own
};

/// All that a window may see and do. Called from one thread (the window's); nothing here blocks on another thread.
class SessionPort {
public:
    virtual ~SessionPort() = default;

    // views: each copies the newest into `out` and returns true when it is newer than out.version
    virtual bool market(InstrumentId instrument, MarketSnapshot& out) = 0;
    virtual bool desk(DeskSnapshot& out) = 0;
    virtual bool candles(InstrumentId instrument, std::int32_t seconds, CandleSeries& out) = 0;
    virtual bool quotes(StrategyId strategy, QuotesSnapshot& out) = 0;
    /// Asks what the strategy would quote with these parameters, from now on and until the next call; empty ends it.
    virtual void previewQuotes(StrategyId strategy, std::string json) = 0;
    /// The answer, renewed a few times a second.
    virtual bool preview(QuotesSnapshot& out) = 0;
    /// Applied parameters as JSON; strategyId invalid asks for the risk limits.
    virtual std::string params(StrategyId strategy) = 0;
    /// Risk limits that the instrument has of its own, whole, as JSON; empty: those of all hold.
    virtual std::string riskLimits(InstrumentId) { return {}; }

    // what the store knows of the time before this session; does not change while it runs
    virtual const std::vector<DayPnl>& pastDays() const = 0;      ///< oldest first
    virtual const std::vector<RestedSpan>& pastQuotes(InstrumentId instrument) const = 0; ///< oldest first

    /// The newest of the account's fills, oldest first; what became of them since comes as rows.
    virtual const std::vector<PastFill>& pastFills() const
    {
        static const std::vector<PastFill> kNone;
        return kNone;
    }

    // events: the next row, false when there is none
    virtual bool nextRow(RowEvent& out) = 0;

    virtual const Catalog& catalog() const = 0;
    virtual void post(Command command) = 0;
};

} // namespace maker
