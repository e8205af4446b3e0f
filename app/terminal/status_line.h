#pragma once

#include "session/session.h"

#include <string>

namespace maker {

/// The state of the desk as key=value pairs, for logs and programs.
std::string statusPairs(const Session& session, const DeskSnapshot& desk);

/// The same for a person: what matters most first, cut to `columns` characters so that it stays on one line.
std::string statusSentence(const Session& session, const DeskSnapshot& desk, int columns);

} // namespace maker
