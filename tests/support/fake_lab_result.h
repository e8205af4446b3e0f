#pragma once

#include "session/lab_port.h"

namespace maker {

/// A seeded run of `days`: fills around a random walk, PnL whose parts add up, an inventory that returns to zero.
std::shared_ptr<const LabResult> fakeResult(std::uint64_t id, int days);
/// The two sides of a what-if of ten minutes; equal sides where `same`.
WhatIfView fakeWhatIf(std::uint64_t id, bool same);

} // namespace maker
