#include "venues/api/secret.h"

#include <cstring>
#include <mutex>
#include <new>
#include <ostream>
#include <utility>

#include <openssl/crypto.h>

namespace maker {

namespace {

constexpr std::size_t kLockedHeap = 65'536;
constexpr std::size_t kSmallestBlock = 32;

/// OpenSSL's locked heap: kept out of swap and core files where the system allows. Without it allocations come from the
/// ordinary heap and are still wiped.
void prepareLockedHeap()
{
    static std::once_flag once;
    std::call_once(once, [] {
        if (CRYPTO_secure_malloc_initialized() == 0)
            CRYPTO_secure_malloc_init(kLockedHeap, kSmallestBlock);
    });
}

} // namespace

Secret::Secret(std::string_view text)
{
    if (text.empty())
        return;
    prepareLockedHeap();
    m_bytes = static_cast<char*>(OPENSSL_secure_malloc(text.size()));
    if (m_bytes == nullptr)
        throw std::bad_alloc();
    std::memcpy(m_bytes, text.data(), text.size());
    m_size = text.size();
}

Secret::Secret(Secret&& other) noexcept
    : m_bytes(std::exchange(other.m_bytes, nullptr)), m_size(std::exchange(other.m_size, 0))
{
}

Secret& Secret::operator=(Secret&& other) noexcept
{
    if (this != &other) {
        wipe();
        m_bytes = std::exchange(other.m_bytes, nullptr);
        m_size = std::exchange(other.m_size, 0);
    }
    return *this;
}

Secret::~Secret()
{
    wipe();
}

void Secret::wipe() noexcept
{
    if (m_bytes == nullptr)
        return;
    OPENSSL_cleanse(m_bytes, m_size);
    OPENSSL_secure_clear_free(m_bytes, m_size);
    m_bytes = nullptr;
    m_size = 0;
}

std::ostream& operator<<(std::ostream& out, const Secret& /*secret*/)
{
    return out << "***";
}

void wipeBytes(void* bytes, std::size_t size) noexcept
{
    OPENSSL_cleanse(bytes, size);
}

} // namespace maker
