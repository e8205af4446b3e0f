#include "app/cli/verify_report.h"

#include "kernel/params/param_json.h"

namespace maker::cli {
namespace {

std::string jsonLevels(const std::vector<VerifyReport::TextLevel>& levels)
{
    std::string out = "[";
    for (const auto& level : levels) {
        out += out.size() > 1 ? ", [" : "[";
        out += jsonString(level.price) + ", " + jsonString(level.qty) + ']';
    }
    return out + ']';
}

std::string jsonSamples(const std::vector<VerifyReport::BestSample>& samples)
{
    std::string out = "[";
    for (const auto& sample : samples) {
        out += out.size() > 1 ? ", " : "";
        out += "{\"u\": " + std::to_string(sample.id) + ", \"bid\": " + jsonString(sample.bid.price) + ", \"bidQty\": "
            + jsonString(sample.bid.qty) + ", \"ask\": " + jsonString(sample.ask.price) + ", \"askQty\": "
            + jsonString(sample.ask.qty) + '}';
    }
    return out + ']';
}

} // namespace

std::string VerifyReport::toJson() const
{
    const auto number = [](auto value) { return std::to_string(value); };
    std::string out = "{\n";
    const auto add = [&out](const char* key, const std::string& value) {
        out += out.size() > 2 ? ",\n  \"" : "  \"";
        out += key;
        out += "\": " + value;
    };
    add("snapshot_lastUpdateId", number(snapshotId));
    add("buffered_dropped", number(dropped));
    add("applied", number(applied));
    add("first_applied_U_u", '[' + number(firstFirstId) + ", " + number(firstLastId) + ']');
    add("final_u", number(finalId));
    add("bookTicker_equal_at_same_u", number(quotesEqual));
    add("bookTicker_msgs", number(quotes));
    add("levels", '[' + number(levels[0]) + ", " + number(levels[1]) + ']');
    add("final_top10_bids", jsonLevels(topBids));
    add("final_top10_asks", jsonLevels(topAsks));
    add("trades", number(trades));
    add("trade_volume", jsonString(tradeVolume));
    add("taker_buy_volume", jsonString(takerBuyVolume));
    add("bbo_samples", jsonSamples(samples));
    add("mismatches", number(mismatches));
    return out + "\n}\n";
}

std::string VerifyReport::toText() const
{
    std::string out = symbol + " (" + rule + "): " + (good() ? "the book is right" : "NOT verified") + ", state " + state + '\n';
    out += "  snapshot " + std::to_string(snapshotId) + ", dropped " + std::to_string(dropped) + ", applied "
        + std::to_string(applied) + ", gaps " + std::to_string(gaps) + ", bad frames " + std::to_string(badFrames) + '\n';
    out += "  first applied " + std::to_string(firstFirstId) + ".." + std::to_string(firstLastId) + ", final "
        + std::to_string(finalId) + '\n';
    out += "  best quotes " + std::to_string(quotes) + ", equal at the same id " + std::to_string(quotesEqual)
        + ", mismatches " + std::to_string(mismatches) + '\n';
    out += "  trades " + std::to_string(trades) + ", volume " + tradeVolume + ", bought by takers " + takerBuyVolume + '\n';
    out += "  levels " + std::to_string(levels[0]) + " bids, " + std::to_string(levels[1]) + " asks; the top:\n";
    for (std::size_t i = 0; i < topBids.size() || i < topAsks.size(); ++i) {
        const TextLevel bid = i < topBids.size() ? topBids[i] : TextLevel{};
        const TextLevel ask = i < topAsks.size() ? topAsks[i] : TextLevel{};
        out += "    " + bid.qty + " @ " + bid.price + " | " + ask.price + " @ " + ask.qty + '\n';
    }
    if (!firstTrouble.empty())
        out += "  first trouble: " + firstTrouble + '\n';
    return out;
}

} // namespace maker::cli
