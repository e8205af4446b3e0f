#include "venues/binance/listing.h"

#include "venues/binance/exchange_info.h"

#include <utility>

namespace maker::binance {

Listing::Listing(const VenueContext& context) : m_rest(context.endpoints.rest), m_proxies(context.proxies) {}

void Listing::load(const Request& request, Done done)
{
    m_client = std::make_unique<RestClient>(m_rest, m_proxies, Duration::seconds(30));
    m_client->send("GET", "/api/v3/exchangeInfo", {}, {}, [request, done = std::move(done)](const RestAnswer& answer) {
        if (answer.status == 200)
            done(parseExchangeInfo(answer.body, request));
        else if (answer.status == 429 || answer.status == 418)
            done(fail(ErrorCode::RateLimited,
                "The venue asks to wait " + std::to_string(answer.retryAfter.ns / 1'000'000'000) + " s before its list is read."));
        else
            done(fail(ErrorCode::Network, "The venue's list of instruments could not be read: "
                    + (answer.status == 0 ? answer.failure : "status " + std::to_string(answer.status))));
    });
}

} // namespace maker::binance
