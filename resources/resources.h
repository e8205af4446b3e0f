#pragma once

namespace maker {

/// Registers the embedded fonts (:/fonts), icons (:/icons) and theme tokens (:/theme); a static library needs the call.
void registerResources();

} // namespace maker
