#pragma once

#include "venues/api/instrument_loader.h"
#include "venues/api/venue_context.h"
#include "venues/binance/rest_client.h"

namespace maker::binance {

/// Asks GET exchangeInfo once.
class Listing final : public InstrumentLoader {
public:
    explicit Listing(const VenueContext& context);

    void load(const Request& request, Done done) override;

private:
    QUrl m_rest;
    ProxyRules m_proxies;
    std::unique_ptr<RestClient> m_client;
};

} // namespace maker::binance
