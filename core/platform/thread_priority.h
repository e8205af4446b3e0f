#pragma once

namespace maker {

/// The calling thread gives way to every ordinary one from now on: for work in the background that may take all cores but
/// must not be felt. Cannot fail in a way that matters.
void yieldToOthers() noexcept;

} // namespace maker
