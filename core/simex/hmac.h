#pragma once

#include <string>
#include <string_view>

namespace maker::simex {

/// Lower-case hexadecimal HMAC-SHA256.
std::string hmacSha256Hex(std::string_view secret, std::string_view payload);

/// Compares in a time that depends on the lengths only; hexadecimal digits of either case are equal.
bool sameSignature(std::string_view expected, std::string_view given);

} // namespace maker::simex
