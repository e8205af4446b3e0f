#pragma once

#include "tape/tape_writer.h"

#include <optional>
#include <string>

namespace maker {

/// A tape that appears under its name only when it is whole; before, it is called <name>.part and goes away with this.
class TapeTarget {
public:
    static Result<TapeTarget> create(const std::string& path, TapeHeader header, TapeWriting writing = {});
    TapeTarget(TapeTarget&&) noexcept = default;
    TapeTarget& operator=(TapeTarget&&) = delete;
    ~TapeTarget();

    TapeWriter& writer() noexcept { return *m_writer; }
    Result<void> finish();

private:
    TapeTarget(std::string path, TapeWriter writer) : m_path(std::move(path)), m_writer(std::move(writer)) {}

    std::string m_path;
    std::optional<TapeWriter> m_writer;
};

} // namespace maker
