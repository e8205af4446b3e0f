#pragma once

#include "kernel/base/result.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace maker {

/// A file written at offsets and synced on demand, the floor under everything that must survive a power cut.
/// Used by one thread. Move-only; closes itself.
class DurableFile {
public:
    enum class Mode : std::uint8_t { ReadOnly, ReadWrite, Create };

    /// For reading alone, what is neither a file nor a folder is refused with InvalidArgument.
    static Result<DurableFile> open(const std::string& path, Mode mode);

    DurableFile(DurableFile&& other) noexcept;
    DurableFile& operator=(DurableFile&& other) noexcept;
    DurableFile(const DurableFile&) = delete;
    DurableFile& operator=(const DurableFile&) = delete;
    ~DurableFile();

    /// Reserves and zeroes the space, so that a later write changes no metadata and its sync is one journal write less.
    Result<void> preallocate(std::uint64_t bytes);
    Result<void> writeAt(std::uint64_t offset, std::span<const std::byte> bytes);
    /// Bytes read; less than asked only at the end of the file.
    Result<std::size_t> readAt(std::uint64_t offset, std::span<std::byte> bytes) const;
    Result<std::uint64_t> size() const;
    /// Returns when the data is on the device.
    Result<void> sync();
    const std::string& path() const noexcept { return m_path; }

private:
    DurableFile(int descriptor, std::string path) : m_descriptor(descriptor), m_path(std::move(path)) {}
    void close() noexcept;

    int m_descriptor = -1;
    std::string m_path;
};

/// Makes renames and new names in a directory durable.
Result<void> syncDirectory(const std::string& path);

/// Writes the whole content to a neighbour, syncs it and renames it over `path`: the file is the old or the new one, never
/// a part. Where that fails the neighbour is gone again.
Result<void> replaceFileDurably(const std::string& path, std::string_view content);

} // namespace maker
