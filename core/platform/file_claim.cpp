#include "platform/file_claim.h"

#include <utility>

#ifndef _WIN32
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#endif

namespace maker {

namespace {

#ifdef _WIN32
// Windows refuses what a writer would be disturbed by, and names no writer.
int lockedDescriptor(const std::string&, int, bool&) noexcept { return -1; }
constexpr int kShared = 0;
constexpr int kAlone = 0;
void closeDescriptor(int) noexcept {}
#else
constexpr int kShared = LOCK_SH;
constexpr int kAlone = LOCK_EX;

/// A descriptor of its own, as the lock belongs to it; -1: none, and whether because another holds the lock.
int lockedDescriptor(const std::string& path, int kind, bool& taken) noexcept
{
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
        return -1;
    if (::flock(descriptor, kind | LOCK_NB) == 0)
        return descriptor;
    taken = errno == EWOULDBLOCK;
    ::close(descriptor);
    return -1;
}

void closeDescriptor(int descriptor) noexcept
{
    ::close(descriptor);
}
#endif

} // namespace

FileClaim::FileClaim(const std::string& path) noexcept
{
    bool taken = false;
    m_descriptor = lockedDescriptor(path, kAlone, taken);
}

FileClaim::FileClaim(FileClaim&& other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) {}

FileClaim& FileClaim::operator=(FileClaim&& other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

FileClaim::~FileClaim()
{
    if (m_descriptor >= 0)
        closeDescriptor(m_descriptor);
}

bool FileClaim::isTaken(const std::string& path) noexcept
{
    bool taken = false;
    const int descriptor = lockedDescriptor(path, kShared, taken);
    if (descriptor >= 0)
        closeDescriptor(descriptor);
    return taken;
}

} // namespace maker
