#include "platform/random_bytes.h"

#include "kernel/base/assert.h"

#include <openssl/rand.h>

#include <vector>

namespace maker {

std::string randomHex(std::size_t bytes)
{
    std::vector<unsigned char> raw(bytes);
    MAKER_ASSERT(RAND_bytes(raw.data(), static_cast<int>(raw.size())) == 1);
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string text;
    text.reserve(bytes * 2);
    for (const unsigned char byte : raw) {
        text.push_back(kDigits[byte >> 4U]);
        text.push_back(kDigits[byte & 15U]);
    }
    return text;
}

} // namespace maker
