#pragma once

#include "session/lab_port.h"

namespace maker {

/// A seeded run of `days`: fills around a random walk, PnL whose parts add up, an inventory that returns to zero.
std::shared_ptr<const LabResult> fakeResult(std::uint64_t id, int days);
/// The spans of a run that are out of sample, or the others, counted from zero.
std::shared_ptr<const LabResult> fakePart(const LabResult& whole, Sample sample);
/// The two sides of a what-if of ten minutes; equal sides where `same`.
WhatIfView fakeWhatIf(std::uint64_t id, bool same);

} // namespace maker
