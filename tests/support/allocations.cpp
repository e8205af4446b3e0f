#include "support/allocations.h"

#include <cstddef>
#include <cstdlib>
#include <new>

#include <openssl/crypto.h>

namespace {

thread_local bool g_counting = false;
thread_local std::uint64_t g_count = 0;

void noteOne() noexcept
{
    g_count += g_counting ? 1 : 0;
}

// Not inlined: the compiler would take the pair of new and free for a mistake.
[[gnu::noinline]] void* counted(std::size_t size) noexcept
{
    noteOne();
    return std::malloc(size == 0 ? 1 : size);
}

[[gnu::noinline]] void* counted(std::size_t size, std::align_val_t align) noexcept
{
    noteOne();
    const auto step = static_cast<std::size_t>(align);
    return std::aligned_alloc(step, (size + step - 1) / step * step);
}

void* orThrow(void* bytes)
{
    if (bytes == nullptr)
        throw std::bad_alloc();
    return bytes;
}

void* cryptoMalloc(std::size_t size, const char*, int)
{
    return counted(size);
}

void* cryptoRealloc(void* bytes, std::size_t size, const char*, int)
{
    noteOne();
    return std::realloc(bytes, size);
}

void cryptoFree(void* bytes, const char*, int)
{
    std::free(bytes);
}

// Before main, because OpenSSL takes its allocators only before its first allocation.
const int g_cryptoIsCounted = CRYPTO_set_mem_functions(cryptoMalloc, cryptoRealloc, cryptoFree);

} // namespace

// All forms: what a library gets from one that is not ours would be freed by one that is.
void* operator new(std::size_t size) { return orThrow(counted(size)); }
void* operator new[](std::size_t size) { return orThrow(counted(size)); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return counted(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return counted(size); }
void* operator new(std::size_t size, std::align_val_t align) { return orThrow(counted(size, align)); }
void* operator new[](std::size_t size, std::align_val_t align) { return orThrow(counted(size, align)); }
void* operator new(std::size_t size, std::align_val_t align, const std::nothrow_t&) noexcept { return counted(size, align); }
void* operator new[](std::size_t size, std::align_val_t align, const std::nothrow_t&) noexcept { return counted(size, align); }
void operator delete(void* bytes) noexcept { std::free(bytes); }
void operator delete[](void* bytes) noexcept { std::free(bytes); }
void operator delete(void* bytes, std::size_t) noexcept { std::free(bytes); }
void operator delete[](void* bytes, std::size_t) noexcept { std::free(bytes); }
void operator delete(void* bytes, const std::nothrow_t&) noexcept { std::free(bytes); }
void operator delete[](void* bytes, const std::nothrow_t&) noexcept { std::free(bytes); }
void operator delete(void* bytes, std::align_val_t) noexcept { std::free(bytes); }
void operator delete[](void* bytes, std::align_val_t) noexcept { std::free(bytes); }
void operator delete(void* bytes, std::size_t, std::align_val_t) noexcept { std::free(bytes); }
void operator delete[](void* bytes, std::size_t, std::align_val_t) noexcept { std::free(bytes); }
void operator delete(void* bytes, std::align_val_t, const std::nothrow_t&) noexcept { std::free(bytes); }
void operator delete[](void* bytes, std::align_val_t, const std::nothrow_t&) noexcept { std::free(bytes); }

namespace maker::test {

void countAllocations(bool on) noexcept
{
    g_counting = on;
}

std::uint64_t allocations() noexcept
{
    return g_count;
}

bool openSslIsCounted() noexcept
{
    return g_cryptoIsCounted == 1;
}

} // namespace maker::test
