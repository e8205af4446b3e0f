#include "kernel/engine/event_script.h"

#include "kernel/engine/field_text.h"

#include <array>
#include <span>

namespace maker {

namespace {

constexpr std::array<std::string_view, 8> kMarketKinds{"BookSnapshot", "BookDelta", "BookLevel", "Trade",
                                                       "BestQuote",    "FeedUp",    "FeedDown",  "BookOrder"};
constexpr std::array<std::string_view, 11> kExecKinds{
    "OrderAck",     "OrderReject",      "OrderStatus", "Fill",      "CancelReject",
    "OrderUnknown", "RequestAmbiguous", "Balance",     "TradingUp", "TradingDown", "ReconcileDone"};
constexpr std::array<std::string_view, 11> kCommandKinds{
    "StartStrategy", "PauseStrategy", "StopStrategy", "SetParams", "CancelOrder",  "CancelAll",
    "PullQuotes",    "RestoreQuotes", "Flatten",      "Kill",      "Rearm"};
constexpr std::string_view kSetRiskLimits = "SetRiskLimits";

// One list of fields an event; Visit is FieldWriter with a const event or FieldReader with a mutable one.
template <typename Event, typename Visit>
void visitMarket(Event& e, Visit& visit)
{
    visit("side", e.side);
    visit("last", e.last, true);
    visit("instrument", e.instrument);
    visit("venue", e.venue);
    visit("levels", e.levels);
    visit("venueTime", e.venueTime);
    visit("time", e.localTime);
    visit("price", e.price);
    visit("qty", e.qty);
    visit("askPrice", e.askPrice);
    visit("askQty", e.askQty);
    visit("firstId", e.firstId);
    visit("lastId", e.lastId);
    visit("prevId", e.prevId);
}

template <typename Event, typename Visit>
void visitExec(Event& e, Visit& visit)
{
    visit("state", e.state, OrderState::Accepted);
    visit("reason", e.reason);
    visit("side", e.side);
    visit("type", e.type);
    visit("tif", e.timeInForce);
    visit("postOnly", e.postOnly);
    visit("maker", e.isMaker);
    visit("fromReplace", e.fromReplace);
    visit("venue", e.venue);
    visit("account", e.account);
    visit("instrument", e.instrument);
    visit("client", e.clientOrderId);
    visit("venueId", e.venueOrderId);
    visit("trade", e.tradeId);
    visit("venueTime", e.venueTime);
    visit("time", e.localTime);
    visit("price", e.price);
    visit("qty", e.qty);
    visit("cum", e.cumQty);
    visit("fee", e.fee.money);
    visit("feeAsset", e.fee.currency);
    visit("asset", e.asset);
    visit("free", e.free);
    visit("locked", e.locked);
    visit("code", e.venueCode);
    visit("detail", e.detail);
}

template <typename Event, typename Visit>
void visitCommand(Event& e, Visit& visit)
{
    visit("strategy", e.strategy);
    visit("instrument", e.instrument);
    visit("client", e.clientOrderId);
    visit("text", e.text);
}

template <typename Kind>
std::optional<Kind> kindOf(std::span<const std::string_view> names, std::string_view name)
{
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i] == name)
            return static_cast<Kind>(i);
    }
    return std::nullopt;
}

template <typename Visit>
void visitEvent(Event& event, Visit& visit)
{
    if (auto* market = std::get_if<MarketEvent>(&event))
        visitMarket(*market, visit);
    else if (auto* exec = std::get_if<ExecEvent>(&event))
        visitExec(*exec, visit);
    else if (auto* command = std::get_if<Command>(&event))
        visitCommand(*command, visit);
    else if (auto* timer = std::get_if<Timer>(&event))
        visit("time", timer->now);
}

std::optional<Event> eventOfKind(std::string_view name)
{
    if (name == "Timer")
        return Timer{};
    if (name == kSetRiskLimits)
        return Command{.kind = CommandKind::SetRiskLimits};
    if (const auto kind = kindOf<CommandKind>(kCommandKinds, name))
        return Command{.kind = *kind};
    if (const auto kind = kindOf<MarketKind>(kMarketKinds, name)) {
        MarketEvent event;
        event.kind = *kind;
        return event;
    }
    if (const auto kind = kindOf<ExecKind>(kExecKinds, name)) {
        ExecEvent event;
        event.kind = *kind;
        return event;
    }
    return std::nullopt;
}

} // namespace

std::string eventLine(const Event& event)
{
    std::string out;
    FieldWriter writer(out);
    if (const auto* market = std::get_if<MarketEvent>(&event)) {
        out = kMarketKinds[static_cast<std::size_t>(market->kind)];
        visitMarket(*market, writer);
    } else if (const auto* exec = std::get_if<ExecEvent>(&event)) {
        out = kExecKinds[static_cast<std::size_t>(exec->kind)];
        visitExec(*exec, writer);
    } else if (const auto* command = std::get_if<Command>(&event)) {
        out = command->kind == CommandKind::SetRiskLimits ? kSetRiskLimits
                                                          : kCommandKinds[static_cast<std::size_t>(command->kind)];
        visitCommand(*command, writer);
    } else {
        out = "Timer";
        writer("time", std::get<Timer>(event).now);
    }
    return out;
}

Result<Event> parseEventLine(std::string_view line)
{
    std::string_view rest = line;
    const std::string_view kind = nextWord(rest);
    std::optional<Event> event = eventOfKind(kind);
    if (!event)
        return fail(ErrorCode::Parse, "No event is called \"" + std::string(kind) + "\".");
    for (std::string_view word = nextWord(rest); !word.empty(); word = nextWord(rest)) {
        const std::size_t equals = word.find('=');
        if (equals == std::string_view::npos)
            return fail(ErrorCode::Parse, "Expected key=value, found \"" + std::string(word) + "\".");
        FieldReader reader(word.substr(0, equals), word.substr(equals + 1));
        visitEvent(*event, reader);
        if (!reader.taken())
            return fail(ErrorCode::Parse, std::string(kind) + " does not take \"" + std::string(word) + "\".");
    }
    return *event;
}

Result<std::vector<Event>> parseEventScript(std::string_view script)
{
    std::vector<Event> events;
    std::size_t number = 0;
    while (!script.empty()) {
        const std::size_t end = std::min(script.find('\n'), script.size());
        const std::string_view line = script.substr(0, end);
        script.remove_prefix(std::min(end + 1, script.size()));
        ++number;
        if (line.empty() || line.front() == '#')
            continue;
        auto event = parseEventLine(line);
        if (!event)
            return fail(ErrorCode::Parse, "Line " + std::to_string(number) + ": " + event.error().detail);
        events.push_back(std::move(*event));
    }
    return events;
}

} // namespace maker
