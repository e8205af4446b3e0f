#pragma once

#include "kernel/base/timestamp.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace maker {

/// A row that could not be used, with its line number from 1 and the reason.
struct WrongRow {
    std::uint64_t line = 0;
    std::string sentence;
};

/// What reading a recording showed.
struct ImportReport {
    static constexpr std::size_t kKept = 20;

    std::uint64_t rows = 0;   ///< read, wrong ones included, headers not
    std::uint64_t events = 0; ///< market events or bars they gave
    std::uint64_t wrong = 0;
    std::vector<WrongRow> firstWrong; ///< the first kKept
    std::uint64_t duplicates = 0; ///< rows that were there already, left out
    std::uint64_t outOfOrder = 0; ///< rows older than the one before; put in order, or given the later time
    std::uint64_t offGrid = 0;    ///< numbers finer than the instrument, see MarketParser
    Timestamp from;
    Timestamp to;

    void addWrong(std::uint64_t line, std::string sentence)
    {
        ++wrong;
        if (firstWrong.size() < kKept)
            firstWrong.push_back({line, std::move(sentence)});
    }
};

/// How far reading has come.
struct ImportProgress {
    std::uint64_t bytes = 0;
    std::uint64_t totalBytes = 0; ///< 0: not known
    std::uint64_t rows = 0;
    std::uint64_t events = 0;
};

/// Called now and then from the importing thread; false cancels.
using OnImportProgress = std::function<bool(const ImportProgress&)>;

} // namespace maker
