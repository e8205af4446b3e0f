#include "kernel/backtest/models.h"

#include "kernel/backtest/fee_grid.h"
#include "kernel/backtest/fee_tiers.h"

namespace maker::backtest {

std::vector<Violation> BacktestModels::validate() const
{
    std::vector<Violation> violations;
    if (makerFee > takerFee)
        violations.push_back({"maker_fee", "The maker fee must not exceed the taker fee."});
    if (!onFeeGrid(makerFee))
        violations.push_back({"maker_fee", "The maker fee must be a whole number of hundredths of a basis point."});
    if (!onFeeGrid(takerFee))
        violations.push_back({"taker_fee", "The taker fee must be a whole number of hundredths of a basis point."});
    if (const auto tiers = readFeeTiers(feeTiers); !tiers)
        violations.push_back({"fee_tiers", tiers.error().detail});
    if (quoteBalance <= 0.0 && baseBalance <= 0.0)
        violations.push_back({"quote_balance", "One of the balances must be above zero, else nothing can be traded."});
    if (!feeToken.empty() && feeTokenPrice <= 0.0)
        violations.push_back({"fee_token_price", "A fee token needs a price in the quote currency."});
    return violations;
}

} // namespace maker::backtest
