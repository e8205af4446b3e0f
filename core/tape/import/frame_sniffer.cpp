#include "tape/import/frame_sniffer.h"

#include "tape/import/recording_lines.h"

#include <algorithm>
#include <utility>

namespace maker {
namespace {

constexpr std::size_t kLines = 20'000;
constexpr std::size_t kBytes = std::size_t{16} << 20;

} // namespace

std::string_view textBetween(std::string_view text, std::string_view before, char end)
{
    const std::size_t at = text.find(before);
    if (at == std::string_view::npos)
        return {};
    text.remove_prefix(at + before.size());
    return text.substr(0, text.find(end));
}

bool addLevels(std::string_view json, GridSniffer& prices, GridSniffer& quantities)
{
    bool found = false;
    for (std::size_t at = json.find("[\""); at != std::string_view::npos; at = json.find("[\"", at)) {
        at += 2;
        prices.add(json.substr(at, json.find('"', at) - at));
        const std::size_t next = json.find("\",\"", at);
        if (next == std::string_view::npos)
            break;
        quantities.add(json.substr(next + 3, json.find('"', next + 3) - next - 3));
        found = true;
    }
    return found;
}

SniffedInstrument& FrameSniffer::of(std::string_view symbol)
{
    const auto found = std::find_if(m_found.begin(), m_found.end(), [&](const auto& each) { return each.symbol == symbol; });
    if (found != m_found.end())
        return *found;
    m_found.emplace_back().symbol = symbol;
    return m_found.back();
}

void FrameSniffer::add(std::string_view json)
{
    std::string_view symbol = textBetween(json, "\"s\":\"", '"');
    if (symbol.empty())
        symbol = textBetween(json.substr(0, std::min<std::size_t>(json.size(), 512)), "\"symbol\":\"", '"');
    if (symbol.empty()) {
        if (json.starts_with("{\"lastUpdateId\""))
            addLevels(json, m_namelessPrices, m_namelessQuantities);
        return;
    }
    SniffedInstrument& found = of(symbol);
    found.futures = found.futures || json.find("\"pu\":") != std::string_view::npos
        || json.find("\"e\":\"bookTicker\"") != std::string_view::npos;
    if (addLevels(json, found.prices, found.quantities))
        return;
    for (const std::string_view key : {"\"p\":\"", "\"b\":\"", "\"a\":\""})
        found.prices.add(textBetween(json, key, '"'));
    for (const std::string_view key : {"\"q\":\"", "\"B\":\"", "\"A\":\""})
        found.quantities.add(textBetween(json, key, '"'));
}

std::vector<SniffedInstrument> FrameSniffer::take()
{
    if (m_found.size() == 1) {
        m_found.front().prices.add(m_namelessPrices);
        m_found.front().quantities.add(m_namelessQuantities);
    }
    std::erase_if(m_found, [](const SniffedInstrument& each) { return each.prices.count() == 0; });
    return std::move(m_found);
}

Result<std::vector<SniffedInstrument>> FrameSniffer::sniff(const std::string& path)
{
    auto lines = RecordingLines::open(path);
    if (!lines)
        return tl::unexpected(lines.error());
    FrameSniffer sniffer;
    RecordedFrame frame;
    std::size_t bytes = 0;
    while (bytes < kBytes && frame.line < kLines) {
        const auto more = lines->next(frame);
        if (!more)
            return tl::unexpected(more.error());
        if (!*more)
            break;
        bytes += frame.json.size();
        sniffer.add(frame.json);
    }
    if (frame.line == 0)
        return fail(ErrorCode::Corrupt, path + " is empty.");
    auto found = sniffer.take();
    if (found.empty())
        return fail(ErrorCode::NotFound, path + " holds no market frame of Binance.");
    return found;
}

} // namespace maker
