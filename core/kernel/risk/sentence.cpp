#include "kernel/risk/sentence.h"

#include <algorithm>
#include <charconv>

namespace maker {

Sentence& Sentence::operator<<(std::string_view text) noexcept
{
    const std::size_t count = std::min(text.size(), m_bytes.size() - m_size);
    std::copy_n(text.data(), count, m_bytes.data() + m_size);
    m_size += count;
    return *this;
}

Sentence& Sentence::operator<<(std::int64_t number) noexcept
{
    std::array<char, 24> digits{};
    const char* end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    return *this << std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

Sentence& Sentence::operator<<(double number) noexcept
{
    std::array<char, 64> digits{};
    const auto [end, error] =
        std::to_chars(digits.data(), digits.data() + digits.size(), number, std::chars_format::fixed, 2);
    if (error != std::errc{})
        return *this << std::string_view("beyond measure");
    return *this << std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

Sentence& Sentence::operator<<(Price price) noexcept
{
    if (m_instrument == nullptr || price.count < 0)
        return *this << price.count;
    std::array<char, 32> digits{};
    const char* end = m_instrument->formatTo(digits.data(), price);
    return *this << std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

Sentence& Sentence::operator<<(Qty qty) noexcept
{
    if (m_instrument == nullptr)
        return *this << qty.count;
    std::array<char, 32> digits{};
    const bool negative = qty.count < 0;
    const char* end = m_instrument->formatTo(digits.data(), negative ? -qty : qty);
    if (negative)
        *this << std::string_view("-");
    return *this << std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

} // namespace maker
