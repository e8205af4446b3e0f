#pragma once

#include "tape/import/text_lines.h"

#include <memory>
#include <string>

namespace maker {

/// Opens the first file of a zip archive. Fails with Corrupt where the archive is damaged; the entry's own checksum is
/// checked when its last byte is read.
struct ZipEntry {
    std::unique_ptr<ByteStream> bytes;
    std::string name;
};
Result<ZipEntry> openZip(const std::string& path);

/// Whether a neighbour `path`.CHECKSUM was there, and the file has the SHA-256 that it names. Fails with Corrupt, with both
/// sums, where it has not.
Result<bool> verifyChecksum(const std::string& path);

} // namespace maker
