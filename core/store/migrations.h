#pragma once

#include "kernel/base/result.h"

#include <QString>

namespace maker {

class Database;

/// The schema version this build writes.
int schemaVersion();

/// Brings an open store to schemaVersion(), each step in its own transaction after a copy of an older file beside it.
/// Fails and changes nothing where the file is newer than this build.
Result<void> migrate(Database& database, const QString& path);

} // namespace maker
