#include "kernel/backtest/venue_config.h"

#include "kernel/backtest/fee_grid.h"
#include "kernel/backtest/fee_tiers.h"
#include "kernel/model/written_money.h"

#include <array>
#include <charconv>
#include <cmath>

namespace maker::backtest {

namespace {

std::string_view trimmed(std::string_view text) noexcept
{
    constexpr std::string_view kBlank = " \t\r";
    const std::size_t first = text.find_first_not_of(kBlank);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

/// False where the line is not three whole numbers.
bool readRow(std::string_view line, sim::LatencyRow& row) noexcept
{
    const std::array<Timestamp*, 3> targets{&row.request, &row.exchange, &row.response};
    for (std::size_t i = 0; i < targets.size(); ++i) {
        const std::size_t comma = line.find(',');
        if ((comma == std::string_view::npos) != (i + 1 == targets.size()))
            return false;
        const std::string_view field = trimmed(line.substr(0, comma));
        const auto [last, error] = std::from_chars(field.data(), field.data() + field.size(), targets[i]->ns);
        if (field.empty() || error != std::errc{} || last != field.data() + field.size())
            return false;
        line.remove_prefix(comma == std::string_view::npos ? line.size() : comma + 1);
    }
    return true;
}

std::string sentenceAt(std::size_t number, std::string_view what)
{
    return "Line " + std::to_string(number) + " of the latency table " + std::string(what);
}

} // namespace

sim::FeeToken feeTokenOf(const BacktestModels& models)
{
    sim::FeeToken token;
    if (models.feeToken.empty())
        return token;
    token.asset = Currency(models.feeToken);
    token.price = moneyAsWritten(models.feeTokenPrice).value_or(Money{});
    token.discountPpm = static_cast<std::int32_t>(std::lround(models.feeTokenDiscount * 10'000.0));
    return token;
}

sim::SimVenueConfig venueConfigOf(const RunSetup& setup)
{
    const BacktestModels& models = setup.models;
    const auto seed = static_cast<std::uint64_t>(models.seed);
    sim::SimVenueConfig config;
    config.queue.kind = models.queueModel;
    config.queue.n = models.queuePower;
    config.fills = models.partialFills ? sim::FillMode::Partial : sim::FillMode::Whole;
    config.latency.entry = {.base = durationOf(models.entryLatency), .meanJitter = {}, .seed = seed};
    config.latency.response = {.base = durationOf(models.responseLatency), .meanJitter = {}, .seed = seed + 1};
    config.latency.table = setup.latencies;
    config.fees.makerPpm = ppmOf(models.makerFee);
    config.fees.takerPpm = ppmOf(models.takerFee);
    config.fees.asset = models.feeAsset == FeeChoice::Quote ? sim::FeeAsset::Quote : sim::FeeAsset::Received;
    config.schedule.tiers = readFeeTiers(models.feeTiers).value_or(std::vector<sim::FeeTier>{}); // validated with the models
    config.schedule.windowDays = static_cast<int>(models.feeTierDays);
    config.schedule.token = feeTokenOf(models);
    config.maxOpenOrders = static_cast<std::size_t>(models.maxOpenOrders);
    return config;
}

std::vector<std::string> queueSettings(std::string_view text)
{
    const std::size_t colon = text.find(':');
    std::vector<std::string> settings{"queue_model=" + std::string(text.substr(0, colon))};
    if (colon != std::string_view::npos)
        settings.push_back("queue_power=" + std::string(text.substr(colon + 1)));
    return settings;
}

Result<QueueModel> readQueueModel(std::string_view text)
{
    const ParamSchema& schema = schemaOf<BacktestModels>();
    const auto set = withSettings(schema, schema.defaults(), queueSettings(text));
    if (!set)
        return tl::unexpected(set.error());
    const auto models = readParams<BacktestModels>(*set);
    if (!models)
        return tl::unexpected(models.error());
    return QueueModel{.kind = models->queueModel, .n = models->queuePower};
}

Result<std::vector<sim::LatencyRow>> readLatencyTable(std::string_view text)
{
    std::vector<sim::LatencyRow> rows;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::size_t end = text.find('\n');
        const std::string_view line = trimmed(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (line.empty() || line.front() == '#')
            continue;
        sim::LatencyRow row;
        if (!readRow(line, row)) {
            if (number == 1)
                continue; // titles
            return fail(ErrorCode::Parse, sentenceAt(number, "is not three whole numbers of nanoseconds."));
        }
        if (row.exchange < row.request || row.response < row.exchange)
            return fail(ErrorCode::Parse, sentenceAt(number, "runs backwards: sent, exchange and answer must follow each other."));
        if (!rows.empty() && (row.request < rows.back().request || row.exchange < rows.back().exchange))
            return fail(ErrorCode::Parse, sentenceAt(number, "is older than the line before it."));
        rows.push_back(row);
    }
    if (rows.empty())
        return fail(ErrorCode::Parse, "The latency table holds no line.");
    return rows;
}

} // namespace maker::backtest
