#pragma once

#include "kernel/base/result.h"
#include "tape/import/sniffed_instrument.h"

#include <string>
#include <string_view>
#include <vector>

namespace maker {

/// Learns from raw Binance frames which instruments they are of, and how fine their numbers are written.
class FrameSniffer {
public:
    void add(std::string_view json);
    /// In the order in which they came; only those whose prices were seen.
    std::vector<SniffedInstrument> take();

    /// Of the beginning of a recording.
    static Result<std::vector<SniffedInstrument>> sniff(const std::string& path);

private:
    SniffedInstrument& of(std::string_view symbol);

    std::vector<SniffedInstrument> m_found;
    GridSniffer m_namelessPrices; ///< snapshots do not always say whose they are
    GridSniffer m_namelessQuantities;
};

/// The text between `before` and the next `end`; empty: not there.
std::string_view textBetween(std::string_view text, std::string_view before, char end);

/// Adds every ["price","qty"] of a frame; false: it has none.
bool addLevels(std::string_view json, GridSniffer& prices, GridSniffer& quantities);

} // namespace maker
