#pragma once

#include "kernel/model/money.h"

namespace maker {

/// The amount that was meant by a number which a person wrote into a form, a plan or a command line: the shortest decimal
/// that reads as this double. 0.1 is a tenth, and not the binary fraction beside it, so balances, prices and limits
/// are what stands in the field. Errors as Money::fromDouble().
Result<Money> moneyAsWritten(double number);

} // namespace maker
