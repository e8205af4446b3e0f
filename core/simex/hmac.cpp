#include "simex/hmac.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>

namespace maker::simex {

std::string hmacSha256Hex(std::string_view secret, std::string_view payload)
{
    static constexpr char kHex[] = "0123456789abcdef";
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
        reinterpret_cast<const unsigned char*>(payload.data()), payload.size(), digest.data(), &size);
    std::string text;
    text.reserve(2U * size);
    for (unsigned int i = 0; i < size; ++i) {
        text += kHex[digest[i] >> 4U];
        text += kHex[digest[i] & 0xFU];
    }
    return text;
}

bool sameSignature(std::string_view expected, std::string_view given)
{
    if (expected.size() != given.size())
        return false;
    std::string lower(given);
    std::transform(lower.begin(), lower.end(), lower.begin(),
        [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; });
    return CRYPTO_memcmp(expected.data(), lower.data(), expected.size()) == 0;
}

} // namespace maker::simex
