#include "kernel/model/written_money.h"

#include <array>
#include <charconv>

namespace maker {

Result<Money> moneyAsWritten(double number)
{
    const auto nearest = Money::fromDouble(number);
    if (!nearest)
        return nearest;
    // Below 1.7e20 there are 21 digits before the point, and a fraction that can be written ends long before the buffer.
    std::array<char, 64> text;
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    if (error != std::errc{})
        return nearest;
    // What is finer than an amount can be stays rounded.
    const auto written = Money::parse({text.data(), static_cast<std::size_t>(end - text.data())});
    return written ? written : nearest;
}

} // namespace maker
