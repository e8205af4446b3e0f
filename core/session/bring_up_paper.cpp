#include "session/session_parts.h"

#include "kernel/backtest/venue_config.h"
#include "session/paper/paper_account.h"

// The parts of a session whose orders stay on paper.

namespace maker {

std::string Session::Parts::tradingRefusal() const
{
    if (config.paper)
        return {};
    if (const char* refusal = venue->tradingRefusal(config.environment))
        return refusal;
    return config.credentials ? std::string() : "No API key was given: market data only.";
}

std::unique_ptr<TradeGateway> Session::Parts::makePaper(std::uint32_t run)
{
    backtest::RunSetup setup;
    setup.models = config.paperModels;
    setup.latencies = config.paperLatencies;
    PaperGateway::Config paperConfig;
    paperConfig.account = context.account;
    paperConfig.instruments = catalog.instruments;
    paperConfig.venue = backtest::venueConfigOf(setup);
    paperConfig.leastFeedLatency = backtest::durationOf(config.paperModels.feedLatency);
    if (config.paperRing != 0)
        paperConfig.ring = config.paperRing;
    paperConfig.idMark = "paper-" + std::to_string(run) + "-";
    paperConfig.status = context.status;
    paperConfig.requestSnapshot = [this](InstrumentId instrument) {
        feedThread.post([this, instrument] { feed->requestSnapshot(instrument); });
    };
    auto made = std::make_unique<PaperGateway>(std::move(paperConfig));
    paper = made.get();
    return made;
}

/// The simulated venue forgets at the end of a run what rested in it; what the account owns goes on from its ledger.
void Session::Parts::fundPaper()
{
    if (!history.orders.empty())
        notes.push_back("Paper orders of the last run that rested at its end are gone: " + std::to_string(history.orders.size()) + '.');
    paper->fund(paperBalances(history, catalog.instruments, config.paperModels));
}

} // namespace maker
