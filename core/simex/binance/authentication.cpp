#include "simex/binance/authentication.h"

#include "simex/hmac.h"

#include <algorithm>

namespace maker::simex::binance {

namespace {

constexpr std::int64_t kWindow = 5000;
constexpr std::int64_t kWidestWindow = 60000;
constexpr std::int64_t kMayBeAhead = 1000;
/// Times of sixteen digits are microseconds.
constexpr std::int64_t kLeastMicros = 1'000'000'000'000'000;

Failure checkKey(const Desk& desk, std::string_view key)
{
    if (key.empty())
        return error(-2014, "API-key format invalid.", 401);
    if (key != desk.key())
        return error(-2015, "Invalid API-key, IP, or permissions for action.", 401);
    return std::nullopt;
}

Failure checkAge(const Desk& desk, const Params& params)
{
    const auto given = params.find("timestamp");
    if (!given)
        return missingParameter("timestamp");
    const auto sent = parseInteger(*given);
    if (!sent || *sent < 0)
        return illegalCharacters("timestamp", "^[0-9]{1,20}$");
    std::int64_t window = kWindow;
    if (const auto wanted = params.find("recvWindow")) {
        const std::size_t whole = std::min(wanted->find('.'), wanted->size()); // thousandths are allowed and ignored
        const auto parsed = parseInteger(wanted->substr(0, whole));
        if (!parsed || *parsed < 0)
            return illegalCharacters("recvWindow", R"(^[0-9]{1,5}(\.[0-9]{1,3})?$)");
        if (*parsed > kWidestWindow)
            return error(-1131, "recvWindow must be less than 60000.");
        window = *parsed;
    }
    const std::int64_t millis = *sent >= kLeastMicros ? *sent / 1000 : *sent;
    const std::int64_t now = desk.shownNow();
    if (millis > now + kMayBeAhead)
        return error(-1021, "Timestamp for this request was 1000ms ahead of the server's time.");
    if (now - millis > window)
        return error(-1021, "Timestamp for this request is outside of the recvWindow.");
    return std::nullopt;
}

/// Takes "signature=..." off the end of one part; false where it is not the last parameter.
bool cutSignature(std::string_view& part)
{
    constexpr std::string_view kName = "signature=";
    const std::size_t at = part.rfind(kName);
    if (at == std::string_view::npos || (at > 0 && part[at - 1] != '&'))
        return false;
    if (part.find('&', at) != std::string_view::npos)
        return false;
    part = part.substr(0, at > 0 ? at - 1 : 0);
    return true;
}

VenueError badSignature()
{
    return error(-1022, "Signature for this request is not valid.");
}

} // namespace

Failure authenticate(const Desk& desk, Security security, const HttpRequest& request, const Params& params)
{
    if (security == Security::None)
        return std::nullopt;
    if (auto failure = checkKey(desk, request.apiKey))
        return failure;
    if (security == Security::Key)
        return std::nullopt;
    if (!params.find("timestamp"))
        return missingParameter("timestamp");
    const auto given = params.find("signature");
    if (!given)
        return missingParameter("signature");
    std::string_view query = request.query;
    std::string_view body = request.body;
    if (!cutSignature(body) && !cutSignature(query))
        return badSignature();
    if (!sameSignature(hmacSha256Hex(desk.secret(), std::string(query) + std::string(body)), *given))
        return badSignature();
    return checkAge(desk, params);
}

Failure authenticate(const Desk& desk, Security security, const Params& params)
{
    if (security == Security::None)
        return std::nullopt;
    const auto key = params.find("apiKey");
    if (!key)
        return missingParameter("apiKey");
    if (auto failure = checkKey(desk, *key))
        return failure;
    if (security == Security::Key)
        return std::nullopt;
    if (!params.find("timestamp"))
        return missingParameter("timestamp");
    const auto given = params.find("signature");
    if (!given)
        return missingParameter("signature");
    auto sorted = params.pairs();
    std::sort(sorted.begin(), sorted.end());
    std::string payload;
    for (const auto& [name, value] : sorted) {
        if (name == "signature")
            continue;
        if (!payload.empty())
            payload += '&';
        payload += name;
        payload += '=';
        payload += value;
    }
    if (!sameSignature(hmacSha256Hex(desk.secret(), payload), *given))
        return badSignature();
    return checkAge(desk, params);
}

} // namespace maker::simex::binance
