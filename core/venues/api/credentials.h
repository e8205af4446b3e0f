#pragma once

#include "kernel/base/result.h"
#include "venues/api/secret.h"

#include <string>

namespace maker {

/// An API key and its secret, typed for this session or read from a file; never written anywhere by us.
struct Credentials {
    Secret apiKey;
    Secret secret;

    bool present() const noexcept { return !apiKey.empty() && !secret.empty(); }
    Credentials clone() const { return {apiKey.clone(), secret.clone()}; }
};

/// Reads `key=...` and `secret=...` lines (# starts a comment). A file that anyone but its owner may read or write is
/// refused with PermissionDenied and the command that mends it.
Result<Credentials> readCredentials(const std::string& path);

} // namespace maker
