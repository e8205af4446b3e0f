#include "app/cli/backtest_request.h"

#include "kernel/backtest/venue_config.h"
#include "kernel/risk/risk_limits.h"
#include "kernel/strategy/strategy.h"
#include "platform/utc_text.h"
#include "search/latency_file.h"
#include "session/lab/open_sources.h"
#include "tape/library.h"

#include <charconv>
#include <filesystem>
#include <initializer_list>
#include <limits>
#include <optional>
#include <utility>

namespace maker::cli {

namespace {

using backtest::BacktestModels;

std::optional<double> numberOf(std::string_view text)
{
    double value = 0.0;
    const auto [last, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc{} || last != text.data() + text.size())
        return std::nullopt;
    return value;
}

/// "MAKER,TAKER" or "MAKER,TAKER,TOKEN@PRICE" as settings of the models; false: it is neither.
bool addFees(const std::string& text, std::vector<std::string>& settings)
{
    const std::size_t first = text.find(',');
    const std::size_t second = first == std::string::npos ? first : text.find(',', first + 1);
    const std::string maker = text.substr(0, first);
    const std::string taker = first == std::string::npos ? "" : text.substr(first + 1, second - first - 1);
    if (!numberOf(maker) || !numberOf(taker))
        return false;
    settings.push_back("maker_fee=" + maker);
    settings.push_back("taker_fee=" + taker);
    if (second == std::string::npos)
        return true;
    const std::string token = text.substr(second + 1);
    const std::size_t at = token.find('@');
    if (at == std::string::npos || at == 0 || !numberOf(token.substr(at + 1)))
        return false;
    settings.push_back("fee_token=" + token.substr(0, at));
    settings.push_back("fee_token_price=" + token.substr(at + 1));
    return true;
}

/// "A,B" as two numbers.
std::optional<std::pair<double, double>> pairOf(std::string_view text)
{
    const std::size_t comma = text.find(',');
    if (comma == std::string_view::npos)
        return std::nullopt;
    const auto first = numberOf(text.substr(0, comma));
    const auto second = numberOf(text.substr(comma + 1));
    if (!first || !second)
        return std::nullopt;
    return std::pair{*first, *second};
}

/// The short options as settings of the models.
Result<std::vector<std::string>> modelSettings(const BacktestRequest& request)
{
    std::vector<std::string> settings = request.models;
    if (!request.queue.empty()) {
        for (std::string& setting : backtest::queueSettings(request.queue))
            settings.push_back(std::move(setting));
    }
    if (!request.fees.empty() && !addFees(request.fees, settings)) {
        return fail(ErrorCode::InvalidArgument, "--fees needs two numbers of basis points, such as 1,5, and may name a token with "
                                                "its price in the quote currency, such as 1,5,BNB@600.");
    }
    if (pairOf(request.latency)) {
        const std::size_t comma = request.latency.find(',');
        settings.push_back("entry_latency=" + request.latency.substr(0, comma));
        settings.push_back("response_latency=" + request.latency.substr(comma + 1));
    } else if (!request.latency.empty()) {
        settings.push_back("latency_table=" + request.latency);
    }
    return settings;
}

/// A path that leads to the file of one before it.
std::optional<std::string> namedTwice(const std::vector<std::string>& paths)
{
    std::error_code ignored; // a file that is not there is not the same as any
    for (std::size_t i = 1; i < paths.size(); ++i) {
        for (std::size_t k = 0; k < i; ++k) {
            if (std::filesystem::equivalent(paths[i], paths[k], ignored))
                return paths[i];
        }
    }
    return std::nullopt;
}

Result<std::string> withPrefix(std::string_view where, Result<std::string> set)
{
    if (set)
        return set;
    return fail(ErrorCode::InvalidArgument, std::string(where) + ": " + set.error().detail);
}

/// The settings of each strategy: "2.levels=3" is the second's.
Result<std::vector<std::vector<std::string>>> settingsByStrategy(const BacktestRequest& request)
{
    std::vector<std::vector<std::string>> sorted(request.strategies.size());
    for (const std::string& setting : request.settings) {
        const std::size_t point = setting.find('.');
        std::size_t number = 1;
        const auto [last, error] = std::from_chars(setting.data(), setting.data() + setting.size(), number);
        const bool numbered = error == std::errc{} && point < setting.size() && last == setting.data() + point;
        if ((!numbered && sorted.size() != 1) || (numbered && (number == 0 || number > sorted.size())))
            return fail(ErrorCode::InvalidArgument, "--set " + setting + ": say of which strategy it is, such as 1." + setting.substr(numbered ? point + 1 : 0)
                            + "; there are " + std::to_string(sorted.size()) + '.');
        sorted[numbered ? number - 1 : 0].push_back(numbered ? setting.substr(point + 1) : setting);
    }
    return sorted;
}

Result<std::vector<backtest::RunStrategy>> strategiesOf(const BacktestRequest& request)
{
    const auto settings = settingsByStrategy(request);
    if (!settings)
        return tl::unexpected(settings.error());
    std::vector<backtest::RunStrategy> strategies;
    for (std::size_t i = 0; i < request.strategies.size(); ++i) {
        const std::string& text = request.strategies[i];
        const std::size_t at = text.find('@');
        const std::string name = text.substr(0, at);
        const StrategyKind* kind = findStrategyKind(name);
        if (kind == nullptr) {
            std::string names;
            for (const StrategyKind& known : strategyKinds())
                names += (names.empty() ? "" : ", ") + std::string(known.name);
            return fail(ErrorCode::NotFound, "There is no strategy \"" + name + "\"; there are: " + names + '.');
        }
        const auto params = withPrefix("--set", withSettings(*kind->schema, kind->schema->defaults(), (*settings)[i]));
        if (!params)
            return tl::unexpected(params.error());
        strategies.push_back({name, *params, at == std::string::npos ? request.symbol : text.substr(at + 1)});
    }
    return strategies;
}

} // namespace

Result<Timestamp> parseMoment(const std::string& text)
{
    if (text.empty())
        return Timestamp{};
    std::int64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [last, error] = std::from_chars(text.data(), end, number);
    if (error == std::errc{} && last == end && number > 0) {
        // Only numbers as long as those of this century: 2024 and 20240808 are dates that were cut short, not seconds.
        for (const auto& [digits, unit] : std::initializer_list<std::pair<std::size_t, std::int64_t>>{
                 {10, 1'000'000'000}, {13, 1'000'000}, {16, 1'000}, {19, 1}}) {
            if (text.size() == digits && number <= std::numeric_limits<std::int64_t>::max() / unit)
                return Timestamp{number * unit};
        }
    }
    if (const auto moment = parseUtc(text))
        return *moment;
    return fail(ErrorCode::InvalidArgument, '"' + text
            + "\" is no moment from 1970 to 2261; write 2024-08-08, 2024-08-08T12:30:00 (UTC), or seconds, milliseconds, "
              "microseconds or nanoseconds since 1970.");
}

Result<backtest::RunSetup> backtestSetup(const BacktestRequest& request)
{
    backtest::RunSetup setup;
    if (const auto twice = namedTwice(request.data))
        return fail(ErrorCode::InvalidArgument, *twice + " is given twice; every trade in it would count twice.");
    auto strategies = strategiesOf(request);
    if (!strategies)
        return tl::unexpected(strategies.error());
    setup.strategies = std::move(*strategies);
    const auto settings = modelSettings(request);
    if (!settings)
        return tl::unexpected(settings.error());
    const auto& schema = schemaOf<BacktestModels>();
    const auto models = withPrefix("Models", withSettings(schema, schema.defaults(), *settings));
    if (!models)
        return tl::unexpected(models.error());
    const auto& limits = schemaOf<RiskLimits>();
    const auto risk = withPrefix("--risk", withSettings(limits, limits.defaults(), request.limits));
    if (!risk)
        return tl::unexpected(risk.error());
    setup.riskLimits = *risk;
    setup.models = *readParams<BacktestModels>(*models);
    if (auto read = readLatencyFile(setup); !read)
        return tl::unexpected(read.error());
    const auto from = parseMoment(request.from);
    const auto to = parseMoment(request.to);
    if (!from || !to)
        return tl::unexpected(from ? to.error() : from.error());
    if (to->valid() && *to <= *from)
        return fail(ErrorCode::InvalidArgument, "--to must be later than --from.");
    setup.from = *from;
    setup.to = *to;
    return setup;
}

OpenSources recordingsOf(const BacktestRequest& request)
{
    MarketFileOptions options;
    options.symbol = request.symbol;
    options.exchangeInfo = request.exchangeInfo;
    return openPaths(request.data, options);
}

std::vector<std::string> lacksOf(const BacktestRequest& request)
{
    std::vector<std::string> sentences;
    for (const std::string& path : request.data) {
        if (!TapeReader::isTape(path))
            continue;
        const TapeEntry entry = TapeLibrary::describe(path);
        if (entry.growing)
            sentences.push_back(path + " is being recorded: the run ends where it is now.");
        else if (!entry.trouble.empty())
            sentences.push_back(path + ": " + entry.trouble);
    }
    return sentences;
}

} // namespace maker::cli
