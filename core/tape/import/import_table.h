#pragma once

#include "tape/import/importer.h"

#include <string>

namespace maker {

/// Imports a table of rows: plain, gzip, or the first file of a zip archive. See importFile().
Result<ImportReport> importTable(const std::string& source, const std::string& target, const ImportOptions& options);

} // namespace maker
