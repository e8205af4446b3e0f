#include "platform/durable_file.h"

#include "platform/read_file.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#ifdef _WIN32
#include <io.h>
#else
#include <unistd.h>
#endif

namespace maker {

namespace {

tl::unexpected<Error> failErrno(std::string_view what, const std::string& path)
{
    const int code = errno;
    std::string sentence(what);
    sentence += " " + path + " failed: " + std::strerror(code);
    return fail(code == ENOENT ? ErrorCode::NotFound
                    : code == EACCES ? ErrorCode::PermissionDenied
                                     : ErrorCode::Io,
        std::move(sentence));
}

#ifdef _WIN32
int openDescriptor(const std::string& path, int flags) { return ::_open(path.c_str(), flags | _O_BINARY, _S_IREAD | _S_IWRITE); }
long long writeSome(int fd, const void* data, std::size_t size, std::uint64_t offset)
{
    if (::_lseeki64(fd, static_cast<long long>(offset), SEEK_SET) < 0)
        return -1;
    return ::_write(fd, data, static_cast<unsigned>(size));
}
long long readSome(int fd, void* data, std::size_t size, std::uint64_t offset)
{
    if (::_lseeki64(fd, static_cast<long long>(offset), SEEK_SET) < 0)
        return -1;
    return ::_read(fd, data, static_cast<unsigned>(size));
}
int syncDescriptor(int fd) { return ::_commit(fd); }
void closeDescriptor(int fd) { ::_close(fd); }
#else
int openDescriptor(const std::string& path, int flags) { return ::open(path.c_str(), flags | O_CLOEXEC, 0600); }
ssize_t writeSome(int fd, const void* data, std::size_t size, std::uint64_t offset)
{
    return ::pwrite(fd, data, size, static_cast<off_t>(offset));
}
ssize_t readSome(int fd, void* data, std::size_t size, std::uint64_t offset)
{
    return ::pread(fd, data, size, static_cast<off_t>(offset));
}
int syncDescriptor(int fd)
{
#ifdef __APPLE__
    return ::fcntl(fd, F_FULLFSYNC);
#else
    return ::fdatasync(fd);
#endif
}
void closeDescriptor(int fd) { ::close(fd); }
#endif

} // namespace

Result<DurableFile> DurableFile::open(const std::string& path, Mode mode)
{
    if (const auto regular = refuseDevices(path); mode == Mode::ReadOnly && !regular)
        return tl::unexpected(regular.error());
    int flags = mode == Mode::ReadOnly ? O_RDONLY : O_RDWR;
    if (mode == Mode::Create)
        flags |= O_CREAT;
    const int descriptor = openDescriptor(path, flags);
    if (descriptor < 0)
        return failErrno("Opening", path);
    return DurableFile(descriptor, path);
}

DurableFile::DurableFile(DurableFile&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1)), m_path(std::move(other.m_path))
{
}

DurableFile& DurableFile::operator=(DurableFile&& other) noexcept
{
    if (this != &other) {
        close();
        m_descriptor = std::exchange(other.m_descriptor, -1);
        m_path = std::move(other.m_path);
    }
    return *this;
}

DurableFile::~DurableFile()
{
    close();
}

void DurableFile::close() noexcept
{
    if (m_descriptor >= 0)
        closeDescriptor(std::exchange(m_descriptor, -1));
}

Result<void> DurableFile::preallocate(std::uint64_t bytes)
{
    // Real zeroes rather than a hole: extents that are only reserved still need a metadata write at their first use.
    const std::vector<std::byte> zeroes(1U << 16U);
    for (std::uint64_t offset = 0; offset < bytes; offset += zeroes.size()) {
        const std::size_t part = static_cast<std::size_t>(std::min<std::uint64_t>(zeroes.size(), bytes - offset));
        if (auto written = writeAt(offset, std::span(zeroes).first(part)); !written)
            return written;
    }
    return sync();
}

Result<void> DurableFile::writeAt(std::uint64_t offset, std::span<const std::byte> bytes)
{
    while (!bytes.empty()) {
        const auto written = writeSome(m_descriptor, bytes.data(), bytes.size(), offset);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return failErrno("Writing", m_path);
        offset += static_cast<std::uint64_t>(written);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return {};
}

Result<std::size_t> DurableFile::readAt(std::uint64_t offset, std::span<std::byte> bytes) const
{
    std::size_t total = 0;
    while (total < bytes.size()) {
        const auto got = readSome(m_descriptor, bytes.data() + total, bytes.size() - total, offset + total);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return failErrno("Reading", m_path);
        if (got == 0)
            break;
        total += static_cast<std::size_t>(got);
    }
    return total;
}

Result<std::uint64_t> DurableFile::size() const
{
    struct stat status = {};
    if (::fstat(m_descriptor, &status) != 0)
        return failErrno("Reading the size of", m_path);
    return static_cast<std::uint64_t>(status.st_size);
}

Result<void> DurableFile::sync()
{
    if (syncDescriptor(m_descriptor) != 0)
        return failErrno("Syncing", m_path);
    return {};
}

Result<void> syncDirectory(const std::string& path)
{
#ifdef _WIN32
    static_cast<void>(path); // NTFS journals names itself
    return {};
#else
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return failErrno("Opening the directory", path);
    const int outcome = ::fsync(descriptor);
    ::close(descriptor);
    if (outcome != 0)
        return failErrno("Syncing the directory", path);
    return {};
#endif
}

namespace {

Result<void> writeWhole(const std::string& path, std::string_view content)
{
    auto file = DurableFile::open(path, DurableFile::Mode::Create);
    if (!file)
        return tl::unexpected(file.error());
    if (auto written = file->writeAt(0, std::as_bytes(std::span(content))); !written)
        return written;
    return file->sync();
}

} // namespace

Result<void> replaceFileDurably(const std::string& path, std::string_view content)
{
    const std::string neighbour = path + ".new";
    std::remove(neighbour.c_str());
    if (auto written = writeWhole(neighbour, content); !written) {
        std::remove(neighbour.c_str());
        return written;
    }
    if (std::rename(neighbour.c_str(), path.c_str()) != 0) {
        const auto failed = failErrno("Renaming to", path);
        std::remove(neighbour.c_str());
        return failed;
    }
    const std::size_t slash = path.find_last_of('/');
    return syncDirectory(slash == std::string::npos ? "." : path.substr(0, slash));
}

} // namespace maker
