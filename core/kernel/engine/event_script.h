#pragma once

#include "kernel/engine/engine.h"

#include <string>
#include <string_view>
#include <vector>

namespace maker {

/// One event as one line without its line end: its kind, then key=value for every field that is not default.
std::string eventLine(const Event& event);

/// The inverse of eventLine; an unknown key or kind is a Parse error that names it.
Result<Event> parseEventLine(std::string_view line);

/// A whole script; empty lines and lines that begin with '#' say nothing. The error names the line.
Result<std::vector<Event>> parseEventScript(std::string_view script);

} // namespace maker
