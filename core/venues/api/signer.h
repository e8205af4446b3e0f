#pragma once

#include "venues/api/secret.h"

#include <cstddef>
#include <memory>
#include <string_view>

namespace maker {

/// Signs text with one HMAC-SHA256 key. The keyed state is made once and copied for each call, so signing allocates
/// nothing. Not shared between threads.
class HmacSigner {
public:
    static constexpr std::size_t kHexSize = 64;

    explicit HmacSigner(const Secret& secret);
    ~HmacSigner();
    HmacSigner(HmacSigner&&) noexcept;
    HmacSigner& operator=(HmacSigner&&) noexcept;

    /// Writes the signature as 64 lower-case hex digits; returns one past the last.
    char* signHex(std::string_view payload, char* out) noexcept;

private:
    struct Context;
    std::unique_ptr<Context> m_context;
};

} // namespace maker
