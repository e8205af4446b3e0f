#pragma once

#include "session/lab_port.h"

#include <string>

namespace maker {

/// A result as one HTML page that needs nothing else: style and charts are inline, there is no script and no link, light
/// or dark as the reader's system is. All texts are escaped.
std::string reportHtml(const LabResult& result);

} // namespace maker
