#include "tape/import/tape_target.h"

#include <filesystem>

namespace maker {

namespace fs = std::filesystem;

namespace {

std::string partOf(const std::string& path)
{
    return path + ".part";
}

} // namespace

Result<TapeTarget> TapeTarget::create(const std::string& path, TapeHeader header, TapeWriting writing)
{
    std::error_code ignored;
    if (fs::exists(path, ignored))
        return fail(ErrorCode::AlreadyExists, path + " exists already.");
    fs::create_directories(fs::path(path).parent_path(), ignored);
    fs::remove(partOf(path), ignored); // of an import that was killed
    auto writer = TapeWriter::create(partOf(path), std::move(header), writing);
    if (!writer)
        return tl::unexpected(writer.error());
    return TapeTarget(path, std::move(*writer));
}

TapeTarget::~TapeTarget()
{
    if (m_path.empty())
        return;
    m_writer.reset();
    std::error_code ignored;
    fs::remove(partOf(m_path), ignored);
}

Result<void> TapeTarget::finish()
{
    if (auto closed = m_writer->close(); !closed)
        return closed;
    m_writer.reset();
    std::error_code error;
    fs::rename(partOf(m_path), m_path, error);
    if (error)
        return fail(ErrorCode::Io, "Cannot rename " + partOf(m_path) + ": " + error.message() + '.');
    const auto synced = syncDirectory(fs::path(m_path).parent_path().string());
    m_path.clear();
    return synced;
}

} // namespace maker
