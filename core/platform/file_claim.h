#pragma once

#include <string>

namespace maker {

/// Tells every process that a file is being written, as long as it lives; a process that is killed tells it no more.
/// Where the system or the disk has no such locks it tells nothing. Move-only.
class FileClaim {
public:
    /// Nothing is told where another has claimed the file already.
    explicit FileClaim(const std::string& path) noexcept;
    FileClaim(FileClaim&& other) noexcept;
    FileClaim& operator=(FileClaim&& other) noexcept;
    FileClaim(const FileClaim&) = delete;
    FileClaim& operator=(const FileClaim&) = delete;
    ~FileClaim();

    /// Somebody writes the file right now, this process included.
    static bool isTaken(const std::string& path) noexcept;

private:
    int m_descriptor = -1;
};

} // namespace maker
