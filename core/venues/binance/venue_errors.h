#pragma once

#include "kernel/model/exec_event.h"

#include <cstdint>
#include <string_view>

namespace maker::binance {

/// The venue's error code and sentence in our words.
RejectReason rejectReason(std::int32_t code, std::string_view message) noexcept;

/// True where the answer proves that the request had no effect. Everything else (5xx, -1000, -1001, -1006, -1007, an
/// answer without a code) leaves the outcome unknown: only a query can tell.
bool provesRefusal(int status, std::int32_t code) noexcept;

} // namespace maker::binance
