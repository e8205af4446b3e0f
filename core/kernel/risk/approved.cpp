#include "kernel/risk/approved.h"

namespace maker {

std::string_view toText(RefusalCode code) noexcept
{
    switch (code) {
    case RefusalCode::None: return "None";
    case RefusalCode::Killed: return "Killed";
    case RefusalCode::Halted: return "Halted";
    case RefusalCode::ReducingOnly: return "ReducingOnly";
    case RefusalCode::NotReconciled: return "NotReconciled";
    case RefusalCode::OffTick: return "OffTick";
    case RefusalCode::OffLot: return "OffLot";
    case RefusalCode::QtyTooSmall: return "QtyTooSmall";
    case RefusalCode::QtyTooLarge: return "QtyTooLarge";
    case RefusalCode::PriceOutOfRange: return "PriceOutOfRange";
    case RefusalCode::MinNotional: return "MinNotional";
    case RefusalCode::Collar: return "Collar";
    case RefusalCode::MaxOrderNotional: return "MaxOrderNotional";
    case RefusalCode::MaxPosition: return "MaxPosition";
    case RefusalCode::MaxOpenOrders: return "MaxOpenOrders";
    case RefusalCode::OrderRate: return "OrderRate";
    case RefusalCode::Balance: return "Balance";
    case RefusalCode::StaleBook: return "StaleBook";
    case RefusalCode::CrossedBook: return "CrossedBook";
    case RefusalCode::DayLoss: return "DayLoss";
    case RefusalCode::Drawdown: return "Drawdown";
    case RefusalCode::UnknownInstrument: return "UnknownInstrument";
    case RefusalCode::ProductionReadOnly: return "ProductionReadOnly";
    case RefusalCode::SelfTrade: return "SelfTrade";
    }
    return "None";
}

std::string_view toText(RiskState state) noexcept
{
    switch (state) {
    case RiskState::Active: return "Active";
    case RiskState::Reducing: return "Reducing";
    case RiskState::Halted: return "Halted";
    }
    return "Halted";
}

} // namespace maker
