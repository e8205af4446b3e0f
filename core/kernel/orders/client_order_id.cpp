#include "kernel/orders/client_order_id.h"

#include <array>
#include <charconv>
#include <string>

namespace maker {
namespace {

constexpr std::size_t kMinSequenceDigits = 6;

bool isPrefixCharacter(char c) noexcept
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

template <typename Int>
std::optional<Int> parseWhole(std::string_view text, int base) noexcept
{
    Int value{};
    const char* end = text.data() + text.size();
    const auto [last, error] = std::from_chars(text.data(), end, value, base);
    if (text.empty() || error != std::errc{} || last != end)
        return std::nullopt;
    return value;
}

} // namespace

ClientOrderId formatClientOrderId(const ClientIdPrefix& prefix, ClientOrderIdParts parts) noexcept
{
    std::array<char, ClientOrderId::capacity()> text{};
    char* at = text.data();
    for (const char c : prefix.view())
        *at++ = c;
    *at++ = '-';
    at = std::to_chars(at, at + 8, parts.run, 16).ptr;
    *at++ = '-';
    std::array<char, 20> digits{};
    const char* end = std::to_chars(digits.data(), digits.data() + digits.size(), parts.sequence).ptr;
    const auto count = static_cast<std::size_t>(end - digits.data());
    for (std::size_t i = count; i < kMinSequenceDigits; ++i)
        *at++ = '0';
    for (std::size_t i = 0; i < count; ++i)
        *at++ = digits[i];
    return ClientOrderId(std::string_view(text.data(), static_cast<std::size_t>(at - text.data())));
}

std::optional<ClientOrderIdParts> parseClientOrderId(const ClientIdPrefix& prefix, std::string_view text) noexcept
{
    const std::string_view mark = prefix.view();
    if (text.size() <= mark.size() || !text.starts_with(mark) || text[mark.size()] != '-')
        return std::nullopt;
    const std::string_view rest = text.substr(mark.size() + 1);
    const std::size_t dash = rest.find('-');
    if (dash == std::string_view::npos)
        return std::nullopt;
    const auto run = parseWhole<std::uint32_t>(rest.substr(0, dash), 16);
    const auto sequence = parseWhole<std::uint64_t>(rest.substr(dash + 1), 10);
    if (!run || !sequence)
        return std::nullopt;
    // Only the one spelling which we print is ours: "MK-1F-12" may be somebody else's.
    const ClientOrderIdParts parts{*run, *sequence};
    if (formatClientOrderId(prefix, parts).view() != text)
        return std::nullopt;
    return parts;
}

Result<ClientOrderIds> ClientOrderIds::make(std::string_view prefix, std::uint32_t run)
{
    ClientIdPrefix mark;
    if (prefix.empty() || !mark.assign(prefix))
        return fail(ErrorCode::InvalidArgument,
                    "A client id prefix has 1 to 6 characters, not " + std::to_string(prefix.size()) + ".");
    for (const char c : prefix) {
        if (!isPrefixCharacter(c))
            return fail(ErrorCode::InvalidArgument, "A client id prefix has letters, digits and underscores only.");
    }
    return ClientOrderIds(mark, run);
}

/// Counts on in the digits of the one before, because most of a text stays what it was.
ClientOrderId ClientOrderIds::next() noexcept
{
    ++m_sequence;
    if (m_last.empty() || !m_last.countOn())
        m_last = formatClientOrderId(m_prefix, {m_run, m_sequence});
    return m_last;
}

} // namespace maker
