#include "kernel/base/result.h"

namespace maker {

std::string_view toText(ErrorCode code) noexcept
{
    switch (code) {
    case ErrorCode::InvalidArgument: return "invalid argument";
    case ErrorCode::Parse: return "parse error";
    case ErrorCode::OutOfRange: return "out of range";
    case ErrorCode::NotFound: return "not found";
    case ErrorCode::AlreadyExists: return "already exists";
    case ErrorCode::Unsupported: return "unsupported";
    case ErrorCode::PermissionDenied: return "permission denied";
    case ErrorCode::Io: return "input/output error";
    case ErrorCode::Corrupt: return "corrupt";
    case ErrorCode::Network: return "network error";
    case ErrorCode::Timeout: return "timeout";
    case ErrorCode::RateLimited: return "rate limited";
    case ErrorCode::Rejected: return "rejected";
    case ErrorCode::Canceled: return "canceled";
    case ErrorCode::Busy: return "busy";
    }
    return "unknown error";
}

} // namespace maker
