#pragma once

namespace maker {

/// The calling thread gives way to every ordinary one from now on: for work in the background that may take all cores but
/// must not be felt. Cannot fail in a way that matters.
void yieldToOthers() noexcept;

/// The calling thread wakes for short work that somebody waits for: it is let onto a core before threads which compute for
/// long, and takes no larger share of it. Without effect where the system has no such notion.
void answerSoon() noexcept;

/// The calling thread paints: it gives way to those that trade, and on a busy machine still gets a third of their share.
/// Threads that it starts later inherit this.
void paintBehindTrading() noexcept;

} // namespace maker
