#include "app/cli/backtest_request.h"

#include "kernel/backtest/venue_config.h"
#include "kernel/risk/risk_limits.h"
#include "kernel/strategy/strategy.h"
#include "platform/utc_text.h"
#include "search/latency_file.h"
#include "session/lab/open_sources.h"

#include <charconv>
#include <limits>
#include <optional>

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

Result<std::string> withPrefix(std::string_view where, Result<std::string> set)
{
    if (set)
        return set;
    return fail(ErrorCode::InvalidArgument, std::string(where) + ": " + set.error().detail);
}

} // namespace

Result<Timestamp> parseMoment(const std::string& text)
{
    if (text.empty())
        return Timestamp{};
    std::int64_t number = 0;
    const char* const end = text.data() + text.size();
    if (const auto [last, error] = std::from_chars(text.data(), end, number); error == std::errc{} && last == end && number > 0) {
        constexpr std::int64_t kLeast = 100'000'000'000'000'000; // the moments of this century in nanoseconds have 19 digits
        while (number < kLeast && number <= std::numeric_limits<std::int64_t>::max() / 1000)
            number *= 1000;
        if (number >= kLeast)
            return Timestamp{number};
    }
    if (const auto moment = parseUtc(text))
        return *moment;
    return fail(ErrorCode::InvalidArgument, "\"" + text + "\" is no moment; write 2024-08-08 or 2024-08-08T12:30:00 (UTC).");
}

Result<backtest::RunSetup> backtestSetup(const BacktestRequest& request)
{
    backtest::RunSetup setup;
    const StrategyKind* kind = findStrategyKind(request.strategy);
    if (kind == nullptr) {
        std::string names;
        for (const StrategyKind& known : strategyKinds())
            names += (names.empty() ? "" : ", ") + std::string(known.name);
        return fail(ErrorCode::NotFound, "There is no strategy \"" + request.strategy + "\"; there are: " + names + '.');
    }
    const auto params = withPrefix("--set", withSettings(*kind->schema, kind->schema->defaults(), request.settings));
    if (!params)
        return tl::unexpected(params.error());
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
    setup.strategies.push_back({request.strategy, *params, request.symbol});
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

} // namespace maker::cli
