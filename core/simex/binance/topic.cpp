#include "simex/binance/topic.h"

#include "simex/binance/market_json.h"
#include "simex/form.h"

namespace maker::simex::binance {

namespace {

const Instrument* instrumentOfStream(const Desk& desk, std::string_view lower)
{
    for (const Instrument* instrument : desk.instruments()) {
        const std::string_view symbol = instrument->symbol().view();
        if (symbol.size() != lower.size())
            continue;
        bool same = true;
        for (std::size_t i = 0; i < symbol.size(); ++i) {
            const char c = symbol[i];
            same = same && lower[i] == (c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
        }
        if (same)
            return instrument;
    }
    return nullptr;
}

std::optional<Topic> readDepth(Topic topic, std::string_view kind)
{
    constexpr std::string_view kFast = "@100ms";
    constexpr std::string_view kSlow = "@1000ms";
    topic.slow = true;
    if (kind.ends_with(kFast)) {
        kind.remove_suffix(kFast.size());
        topic.slow = false;
    } else if (kind.ends_with(kSlow)) {
        kind.remove_suffix(kSlow.size());
    }
    topic.kind = TopicKind::Depth;
    if (kind == "depth")
        return topic;
    topic.kind = TopicKind::PartialDepth;
    const auto levels = parseInteger(kind.substr(5));
    if (!levels || (*levels != 5 && *levels != 10 && *levels != 20))
        return std::nullopt;
    topic.levels = static_cast<std::size_t>(*levels);
    return topic;
}

} // namespace

std::optional<Topic> readTopic(const Desk& desk, std::string_view name)
{
    Topic topic;
    if (name == "!miniTicker@arr" || name == "!ticker@arr") {
        topic.kind = name == "!ticker@arr" ? TopicKind::AllTickers : TopicKind::AllMiniTickers;
        return topic;
    }
    const std::size_t at = name.find('@');
    if (at == std::string_view::npos)
        return std::nullopt;
    topic.instrument = instrumentOfStream(desk, name.substr(0, at));
    if (!topic.instrument)
        return std::nullopt;
    const std::string_view kind = name.substr(at + 1);
    if (kind.starts_with("depth"))
        return readDepth(topic, kind);
    if (kind.starts_with("kline_")) {
        topic.kind = TopicKind::Kline;
        topic.interval = kind.substr(6);
        return intervalOf(topic.interval) ? std::optional<Topic>(topic) : std::nullopt;
    }
    constexpr std::pair<std::string_view, TopicKind> kPlain[] = {{"trade", TopicKind::Trade}, {"aggTrade", TopicKind::AggTrade},
        {"bookTicker", TopicKind::BookTicker}, {"miniTicker", TopicKind::MiniTicker}, {"ticker", TopicKind::Ticker}};
    for (const auto& [text, plain] : kPlain) {
        if (kind == text) {
            topic.kind = plain;
            return topic;
        }
    }
    return std::nullopt;
}

} // namespace maker::simex::binance
