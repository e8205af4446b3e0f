#pragma once

#include "kernel/base/result.h"
#include "tape/import/import_report.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maker {

enum class ImportFormat : std::uint8_t { Auto, BinanceStream, BinanceArchive, Tardis, Candles, Trades, Orders };

/// "auto", "binance-stream", "binance-archive", "tardis", "candles", "trades", "orders".
std::string_view toText(ImportFormat format) noexcept;
std::optional<ImportFormat> importFormat(std::string_view text) noexcept;
std::vector<std::string> importFormatNames();

/// How a file is to be imported.
struct ImportOptions {
    ImportFormat format = ImportFormat::Auto;
    std::string symbol;       ///< empty: as the file or its name says
    std::string venue;        ///< empty: as the format says
    std::string exchangeInfo; ///< path of an exchangeInfo answer for the instruments; empty: they are sniffed
    OnImportProgress onProgress;
};

/// Imports a file into the new tape `target`, streaming. It is written beside and renamed when it is whole: after a
/// failure, or Canceled, nothing is left. Fails with NotFound for an empty table, Unsupported where the format is not the
/// one asked for or none we know, Corrupt where the file is damaged or cut off, Parse where no row is good.
Result<ImportReport> importFile(const std::string& source, const std::string& target, const ImportOptions& options = {});

} // namespace maker
