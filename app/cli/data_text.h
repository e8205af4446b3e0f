#pragma once

#include "tape/import/import_report.h"
#include "tape/library.h"

#include <string>
#include <vector>

namespace maker::cli {

/// Where recordings are kept: makerdesk/tapes below the user's data.
std::string defaultFolder();

/// A moment as ISO 8601 in UTC with milliseconds; "-" for none.
std::string timeText(Timestamp time);

/// What an import did, in lines.
std::string toText(const ImportReport& report);
std::string toJson(const ImportReport& report, const std::string& source, const std::string& target);

/// The library as a table, or as one JSON array.
std::string toText(const std::vector<TapeEntry>& entries);
std::string toJson(const std::vector<TapeEntry>& entries);

} // namespace maker::cli
