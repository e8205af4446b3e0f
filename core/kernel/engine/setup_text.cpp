#include "kernel/engine/setup_text.h"

#include "kernel/engine/field_text.h"
#include "kernel/model/instrument_spec.h"

namespace maker {

namespace {

// A field that is zero is not written, so reading begins with zeros and not with the defaults of the structs.

template <typename Config, typename Visit>
void visitConfig(Config& e, Visit& visit)
{
    visit("currency", e.accountCurrency);
    visit("prefix", e.clientPrefix);
    visit("run", e.run);
    visit("holdsOwn", e.bookHoldsOwn, true);
    visit("stale", e.staleAfter);
    visit("ask", e.askAfter);
    visit("askEvery", e.askEvery);
    visit("differ", e.differAfter);
    visit("limits", e.riskLimits);
}

/// The instrument's numbers travel as the decimal text it was made of.
template <typename Spec, typename Visit>
void visitSpec(Spec& e, Visit& visit)
{
    visit("id", e.id);
    visit("revision", e.revision);
    visit("venue", e.venue);
    visit("symbol", e.symbol);
    visit("base", e.base);
    visit("quote", e.quote);
    visit("kind", e.kind);
    visit("tick", e.tickSize);
    visit("lot", e.lotSize);
    visit("minPrice", e.minPrice);
    visit("maxPrice", e.maxPrice);
    visit("minQty", e.minQty);
    visit("maxQty", e.maxQty);
    visit("minNotional", e.minNotional);
}

template <typename Entry, typename Visit>
void visitEntry(Entry& e, Visit& visit)
{
    visit("account", e.account);
    visit("chain", e.rule.chain);
    visit("crossed", e.rule.crossed);
    visit("dropBelow", e.rule.dropBelow);
    visit("bridge", e.rule.bridge);
}

template <typename Strategy, typename Visit>
void visitStrategy(Strategy& e, Visit& visit)
{
    visit("id", e.id);
    visit("kind", e.kind);
    visit("instrument", e.instrument);
    visit("params", e.params);
}

template <typename Deposit, typename Visit>
void visitDeposit(Deposit& e, Visit& visit)
{
    visit("account", e.account);
    visit("amount", e.amount.money);
    visit("asset", e.amount.currency);
}

template <typename Fill, typename Visit>
void visitFill(Fill& e, Visit& visit)
{
    visit("trade", e.tradeId);
    visit("client", e.clientOrderId);
    visit("venueId", e.venueOrderId);
    visit("instrument", e.instrument);
    visit("account", e.account);
    visit("strategy", e.strategy);
    visit("side", e.side);
    visit("maker", e.isMaker);
    visit("price", e.price);
    visit("qty", e.qty);
    visit("fee", e.fee.money);
    visit("feeAsset", e.fee.currency);
    visit("mid", e.mid);
    visit("venueTime", e.venueTime);
    visit("time", e.localTime);
}

template <typename Order, typename Visit>
void visitOrder(Order& e, Visit& visit)
{
    visit("client", e.clientOrderId);
    visit("venueId", e.venueOrderId);
    visit("instrument", e.instrument);
    visit("account", e.account);
    visit("strategy", e.strategy);
    visit("side", e.side);
    visit("type", e.type);
    visit("tif", e.timeInForce);
    visit("postOnly", e.postOnly);
    visit("foreign", e.foreign);
    visit("state", e.state);
    visit("price", e.price);
    visit("qty", e.qty);
    visit("cum", e.cumQty);
    visit("created", e.created);
    visit("updated", e.updated);
}

/// Reads every key=value of the line with `visitAll`, which offers the fields to the reader.
template <typename VisitAll>
Result<void> readFields(std::string_view rest, VisitAll visitAll)
{
    for (std::string_view word = nextWord(rest); !word.empty(); word = nextWord(rest)) {
        const std::size_t equals = word.find('=');
        if (equals == std::string_view::npos)
            return fail(ErrorCode::Parse, "Expected key=value, found \"" + std::string(word) + "\".");
        FieldReader reader(word.substr(0, equals), word.substr(equals + 1));
        visitAll(reader);
        if (!reader.taken())
            return fail(ErrorCode::Parse, "\"" + std::string(word) + "\" is not known here.");
    }
    return {};
}

Result<void> readInstrument(std::string_view rest, EngineConfig& config)
{
    InstrumentSpec spec;
    EngineInstrument entry{nullptr, {}, {{}, {}, 0, 0}};
    spec.revision = 0;
    auto read = readFields(rest, [&](FieldReader& reader) {
        visitSpec(spec, reader);
        visitEntry(entry, reader);
    });
    if (!read)
        return read;
    auto instrument = Instrument::make(spec);
    if (!instrument)
        return tl::unexpected(instrument.error());
    entry.instrument = std::make_shared<const Instrument>(std::move(*instrument));
    config.instruments.push_back(std::move(entry));
    return {};
}

Result<void> readConfig(std::string_view rest, EngineConfig& config)
{
    config.accountCurrency = {};
    config.clientPrefix.clear();
    config.run = 0;
    config.staleAfter = config.askAfter = config.askEvery = config.differAfter = {};
    return readFields(rest, [&](FieldReader& reader) { visitConfig(config, reader); });
}

Result<void> readHistoryLine(std::string_view kind, std::string_view rest, EngineHistory& history)
{
    if (kind == "deposit") {
        LedgerDeposit& deposit = history.deposits.emplace_back();
        return readFields(rest, [&](FieldReader& reader) { visitDeposit(deposit, reader); });
    }
    if (kind == "fill") {
        Fill& fill = history.fills.emplace_back();
        fill.isMaker = false;
        return readFields(rest, [&](FieldReader& reader) { visitFill(fill, reader); });
    }
    if (kind == "order") {
        Order& order = history.orders.emplace_back();
        return readFields(rest, [&](FieldReader& reader) { visitOrder(order, reader); });
    }
    if (kind == "since")
        return readFields(rest, [&](FieldReader& reader) { reader("time", history.since); });
    return fail(ErrorCode::Parse, "Nothing of a setup is called \"" + std::string(kind) + "\".");
}

template <typename Value, typename VisitAll>
void addLine(std::vector<std::string>& lines, std::string_view kind, const Value& value, VisitAll visitAll)
{
    std::string& line = lines.emplace_back(kind);
    FieldWriter writer(line);
    visitAll(value, writer);
}

} // namespace

std::vector<std::string> setupLines(const EngineSetup& setup)
{
    std::vector<std::string> lines;
    addLine(lines, "engine", setup.config, [](const auto& e, auto& visit) { visitConfig(e, visit); });
    for (const EngineInstrument& entry : setup.config.instruments) {
        const InstrumentSpec spec = specOf(*entry.instrument);
        addLine(lines, "instrument", entry, [&](const auto& e, auto& visit) {
            visitSpec(spec, visit);
            visitEntry(e, visit);
        });
    }
    for (const EngineStrategy& strategy : setup.config.strategies)
        addLine(lines, "strategy", strategy, [](const auto& e, auto& visit) { visitStrategy(e, visit); });
    for (const LedgerDeposit& deposit : setup.history.deposits)
        addLine(lines, "deposit", deposit, [](const auto& e, auto& visit) { visitDeposit(e, visit); });
    for (const Fill& fill : setup.history.fills)
        addLine(lines, "fill", fill, [](const auto& e, auto& visit) { visitFill(e, visit); });
    for (const Order& order : setup.history.orders)
        addLine(lines, "order", order, [](const auto& e, auto& visit) { visitOrder(e, visit); });
    addLine(lines, "since", setup.history.since, [](const auto& e, auto& visit) { visit("time", e); });
    return lines;
}

Result<void> readSetupLine(std::string_view line, EngineSetup& setup)
{
    std::string_view rest = line;
    const std::string_view kind = nextWord(rest);
    if (kind == "engine")
        return readConfig(rest, setup.config);
    if (kind == "instrument")
        return readInstrument(rest, setup.config);
    if (kind == "strategy") {
        EngineStrategy& strategy = setup.config.strategies.emplace_back();
        return readFields(rest, [&](FieldReader& reader) { visitStrategy(strategy, reader); });
    }
    return readHistoryLine(kind, rest, setup.history);
}

} // namespace maker
