#include "bench/tick_to_order/allocations.h"

#include <cstddef>
#include <cstdlib>
#include <new>

#include <openssl/crypto.h>

namespace {

bool counting = false;
std::uint64_t count = 0;

[[gnu::noinline]] void* counted(std::size_t size)
{
    count += counting;
    return std::malloc(size == 0 ? 1 : size);
}

[[gnu::noinline]] void* countedOrThrow(std::size_t size)
{
    if (void* bytes = counted(size))
        return bytes;
    throw std::bad_alloc();
}

[[gnu::noinline]] void* countedAligned(std::size_t size, std::align_val_t align)
{
    count += counting;
    const auto step = static_cast<std::size_t>(align);
    if (void* bytes = std::aligned_alloc(step, (size + step - 1) / step * step))
        return bytes;
    throw std::bad_alloc();
}

void* cryptoMalloc(std::size_t size, const char*, int)
{
    return counted(size);
}

void* cryptoRealloc(void* bytes, std::size_t size, const char*, int)
{
    count += counting;
    return std::realloc(bytes, size);
}

void cryptoFree(void* bytes, const char*, int)
{
    std::free(bytes);
}

// Before main, because OpenSSL takes its allocators only before its first allocation.
const int cryptoIsCounted = CRYPTO_set_mem_functions(cryptoMalloc, cryptoRealloc, cryptoFree);

} // namespace

void* operator new(std::size_t size) { return countedOrThrow(size); }
void* operator new[](std::size_t size) { return countedOrThrow(size); }
void* operator new(std::size_t size, std::align_val_t align) { return countedAligned(size, align); }
void* operator new[](std::size_t size, std::align_val_t align) { return countedAligned(size, align); }
void operator delete(void* bytes) noexcept { std::free(bytes); }
void operator delete[](void* bytes) noexcept { std::free(bytes); }
void operator delete(void* bytes, std::size_t) noexcept { std::free(bytes); }
void operator delete[](void* bytes, std::size_t) noexcept { std::free(bytes); }
void operator delete(void* bytes, std::align_val_t) noexcept { std::free(bytes); }
void operator delete[](void* bytes, std::align_val_t) noexcept { std::free(bytes); }
void operator delete(void* bytes, std::size_t, std::align_val_t) noexcept { std::free(bytes); }
void operator delete[](void* bytes, std::size_t, std::align_val_t) noexcept { std::free(bytes); }

namespace bench {

void countAllocations(bool on) noexcept
{
    counting = on && cryptoIsCounted == 1;
}

std::uint64_t allocations() noexcept
{
    // Where OpenSSL cannot be watched the figure must not look like a proof.
    return cryptoIsCounted == 1 ? count : 1'000'000;
}

} // namespace bench
