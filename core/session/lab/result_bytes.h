#pragma once

#include "session/lab_port.h"

#include <string>
#include <string_view>

namespace maker {

/// A result as bytes for the store: compressed (zstd), with a version, and exact. The statistics are not in it because
/// they follow from the record.
std::string resultBytes(const LabResult& result);

/// The inverse; Corrupt where the bytes are damaged, Unsupported where a newer version wrote them.
Result<LabResult> readResult(std::string_view bytes);

} // namespace maker
