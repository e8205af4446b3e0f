#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <tl/expected.hpp>

namespace maker {

/// What kind of expected failure happened; the detail says the rest in one sentence.
enum class ErrorCode : std::uint8_t {
    InvalidArgument,
    Parse,
    OutOfRange,
    NotFound,
    AlreadyExists,
    Unsupported,
    PermissionDenied,
    Io,
    Corrupt,
    Network,
    Timeout,
    RateLimited,
    Rejected,
    Canceled,
    Busy,
};

std::string_view toText(ErrorCode code) noexcept;

/// An expected failure: a code to branch on and a sentence to show.
struct Error {
    ErrorCode code = ErrorCode::InvalidArgument;
    std::string detail;

    friend bool operator==(const Error&, const Error&) = default;
};

template <typename T>
using Result = tl::expected<T, Error>;

/// An error ready to be returned from a function of any Result type.
inline tl::unexpected<Error> fail(ErrorCode code, std::string detail)
{
    return tl::unexpected<Error>(Error{code, std::move(detail)});
}

} // namespace maker
