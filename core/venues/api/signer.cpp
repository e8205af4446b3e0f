#include "venues/api/signer.h"

#include "kernel/base/assert.h"

#include <array>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

namespace maker {

struct HmacSigner::Context {
    EVP_MAC* mac = nullptr;
    EVP_MAC_CTX* keyed = nullptr;

    Context() = default;
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
    ~Context()
    {
        EVP_MAC_CTX_free(keyed);
        EVP_MAC_free(mac);
    }
};

HmacSigner::HmacSigner(const Secret& secret) : m_context(std::make_unique<Context>())
{
    m_context->mac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    MAKER_ASSERT(m_context->mac != nullptr);
    m_context->keyed = EVP_MAC_CTX_new(m_context->mac);
    MAKER_ASSERT(m_context->keyed != nullptr);
    std::array<char, 7> digest{'S', 'H', 'A', '2', '5', '6', '\0'};
    const OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
        OSSL_PARAM_construct_end(),
    };
    // An empty key must not be a null pointer, which would mean "keep the key there is".
    const std::string_view key = secret.reveal();
    const auto* bytes = reinterpret_cast<const unsigned char*>(key.empty() ? "" : key.data());
    MAKER_ASSERT(EVP_MAC_init(m_context->keyed, bytes, key.size(), params) == 1);
}

HmacSigner::~HmacSigner() = default;
HmacSigner::HmacSigner(HmacSigner&&) noexcept = default;
HmacSigner& HmacSigner::operator=(HmacSigner&&) noexcept = default;

char* HmacSigner::signHex(std::string_view payload, char* out) noexcept
{
    constexpr std::size_t kDigest = kHexSize / 2;
    std::array<unsigned char, kDigest> digest;
    std::size_t size = 0;
    EVP_MAC_CTX* context = m_context->keyed;
    const auto* bytes = reinterpret_cast<const unsigned char*>(payload.data());
    MAKER_ASSERT(EVP_MAC_init(context, nullptr, 0, nullptr) == 1);
    MAKER_ASSERT(EVP_MAC_update(context, bytes, payload.size()) == 1);
    MAKER_ASSERT(EVP_MAC_final(context, digest.data(), &size, digest.size()) == 1 && size == kDigest);
    constexpr char kHex[] = "0123456789abcdef";
    for (const unsigned char byte : digest) {
        *out++ = kHex[byte >> 4U];
        *out++ = kHex[byte & 15U];
    }
    return out;
}

} // namespace maker
