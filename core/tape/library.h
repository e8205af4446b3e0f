#pragma once

#include "tape/tape_reader.h"

#include <string>
#include <string_view>
#include <vector>

namespace maker {

/// A tape as the library lists it.
struct TapeEntry {
    std::string path;
    std::string venue;
    std::string symbols; ///< "BTCUSDT", or several with commas between
    std::string bases;   ///< the currency of each that is traded, in the same order: "BTC"
    std::string kind;    ///< as TapeSummary::kind() says; empty where it holds nothing or cannot be read
    std::string source;
    TapeSummary summary;
    bool growing = false; ///< it is being recorded; what was written until now can be read
    std::string trouble;  ///< a sentence; empty: none is known
};

/// The tapes of one folder. It keeps nothing in memory: what it says is what is on the disk now.
class TapeLibrary {
public:
    static constexpr std::string_view kSuffix = ".tape";

    explicit TapeLibrary(std::string folder) : m_folder(std::move(folder)) {}
    /// Where a profile keeps its tapes: what the lab, the command line and a running session recorded, all in one place.
    static std::string folderOf(const std::string& profile) { return profile + "/tapes"; }

    const std::string& folder() const noexcept { return m_folder; }
    /// By venue, symbol and time. A folder that is not there is empty; Io where it is and cannot be read.
    Result<std::vector<TapeEntry>> list() const;
    /// What one tape is; where it cannot be read its trouble says why.
    static TapeEntry describe(const std::string& path);
    /// Checks every byte; see TapeReader::verify(). That a growing tape has no end yet is no trouble.
    static Result<std::vector<TapeTrouble>> verify(const std::string& path,
        const std::function<bool(std::size_t, std::size_t)>& onBlock = {});
    /// Fails where `path` is not a tape of this folder, or is being recorded.
    Result<void> remove(const std::string& path) const;
    /// The name under which a file is kept: its own, without what tells its format, with the suffix of a tape.
    std::string pathFor(const std::string& source) const;

private:
    std::string m_folder;
};

} // namespace maker
