// The low-level SHA-256 calls are deprecated in favour of EVP, but EVP (OpenSSL 3.0) allocates twice per signature, and a
// signature lies between a decision and its order. Their state is a plain value, so a keyed one can simply be copied.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "venues/api/signer.h"

#include "kernel/base/assert.h"

#include <array>
#include <cstring>

#include <openssl/sha.h>

namespace maker {

namespace {

constexpr std::size_t kBlock = 64;
using Block = std::array<unsigned char, kBlock>;

SHA256_CTX begun(const Block& key, unsigned char pad)
{
    Block padded;
    for (std::size_t i = 0; i < kBlock; ++i)
        padded[i] = static_cast<unsigned char>(key[i] ^ pad);
    SHA256_CTX state;
    MAKER_ASSERT(SHA256_Init(&state) == 1 && SHA256_Update(&state, padded.data(), kBlock) == 1);
    wipeBytes(padded.data(), kBlock);
    return state;
}

} // namespace

/// HMAC (RFC 2104) with the key's first blocks already hashed.
struct HmacSigner::Context {
    SHA256_CTX inner;
    SHA256_CTX outer;

    Context() = default;
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
    ~Context() { wipeBytes(this, sizeof *this); }
};

HmacSigner::HmacSigner(const Secret& secret) : m_context(std::make_unique<Context>())
{
    const std::string_view text = secret.reveal();
    Block key{};
    if (text.size() > kBlock)
        SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), key.data());
    else if (!text.empty())
        std::memcpy(key.data(), text.data(), text.size());
    m_context->inner = begun(key, 0x36);
    m_context->outer = begun(key, 0x5C);
    wipeBytes(key.data(), kBlock);
}

HmacSigner::~HmacSigner() = default;
HmacSigner::HmacSigner(HmacSigner&&) noexcept = default;
HmacSigner& HmacSigner::operator=(HmacSigner&&) noexcept = default;

char* HmacSigner::signHex(std::string_view payload, char* out) noexcept
{
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest;
    SHA256_CTX state = m_context->inner;
    MAKER_ASSERT(SHA256_Update(&state, payload.data(), payload.size()) == 1);
    MAKER_ASSERT(SHA256_Final(digest.data(), &state) == 1);
    state = m_context->outer;
    MAKER_ASSERT(SHA256_Update(&state, digest.data(), digest.size()) == 1);
    MAKER_ASSERT(SHA256_Final(digest.data(), &state) == 1);
    constexpr char kHex[] = "0123456789abcdef";
    for (const unsigned char byte : digest) {
        *out++ = kHex[byte >> 4U];
        *out++ = kHex[byte & 15U];
    }
    return out;
}

} // namespace maker
