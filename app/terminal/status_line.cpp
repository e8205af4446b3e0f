#include "terminal/status_line.h"

#include <algorithm>

namespace maker {

namespace {

std::string positionText(const Session& session, const DeskSnapshot& desk)
{
    for (const auto& instrument : session.catalog().instruments) {
        if (desk.positionCount > 0 && instrument->id() == desk.positions[0].instrument)
            return instrument->format(desk.positions[0].position);
    }
    return "0";
}

std::string riskText(const RiskView& risk)
{
    return std::string(risk.killed ? "killed" : toText(risk.state));
}

std::string_view modeText(TradingMode mode)
{
    switch (mode) {
    case TradingMode::Demo: return "demo";
    case TradingMode::Paper: return "paper";
    case TradingMode::Live: break;
    }
    return "live";
}

} // namespace

std::string statusPairs(const Session& session, const DeskSnapshot& desk)
{
    const VenueView& venue = desk.venues[0];
    const StrategyView& strategy = desk.strategies[0];
    std::string line = "time=" + std::to_string(desk.time.millis());
    line += " mode=" + std::string(modeText(desk.mode));
    line += " feed=" + std::string(venue.feed == VenueLink::Live ? "live" : "waiting");
    line += " trading=" + std::string(venue.trading == VenueLink::Live ? "live" : "waiting");
    line += " risk=" + riskText(desk.risk);
    line += " book_age_ms=" + std::to_string(venue.bookAge.ns / 1'000'000);
    line += " gaps=" + std::to_string(venue.gaps);
    line += " quotes=" + std::to_string(desk.openOrders);
    line += " fills=" + std::to_string(desk.fills);
    line += " inventory=" + positionText(session, desk);
    line += " pnl=" + desk.pnl.dayPnl.toString(2);
    line += " equity=" + desk.pnl.equity.toString(2);
    line += " ack_p99_us=" + std::to_string(venue.ackP99.ns / 1000);
    line += " refused=" + std::to_string(desk.risk.refused);
    line += " strategy=\"" + strategy.reason.str() + "\"";
    return line;
}

std::string statusSentence(const Session& session, const DeskSnapshot& desk, int columns)
{
    const VenueView& venue = desk.venues[0];
    const bool up = venue.feed == VenueLink::Live && venue.trading == VenueLink::Live;
    const bool gains = desk.pnl.dayPnl >= Money{};
    std::string line = std::string(desk.mode == TradingMode::Paper ? "PAPER " : "") + (up ? "live" : "waiting");
    if (desk.risk.killed || desk.risk.state != RiskState::Active)
        line += "  " + riskText(desk.risk);
    line += "  PnL " + std::string(gains ? "+" : "") + desk.pnl.dayPnl.toString(2) + " " + desk.accountCurrency.str();
    line += "  inventory " + positionText(session, desk);
    line += "  quotes " + std::to_string(desk.openOrders) + "  fills " + std::to_string(desk.fills);
    line += "  book " + std::to_string(venue.bookAge.ns / 1'000'000) + " ms";
    line += "  " + desk.strategies[0].reason.str();
    line.resize(std::min(line.size(), static_cast<std::size_t>(std::max(columns, 1))));
    return line;
}

} // namespace maker
