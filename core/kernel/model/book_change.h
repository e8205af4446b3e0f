#pragma once

#include "kernel/model/market_event.h"

#include <cstddef>
#include <span>

namespace maker {

/// A whole change of one book: a BookDelta header and every one of its levels, all of one moment. Whoever is handed one
/// need not look for its end or at its kinds again. It refers to the records and owns nothing.
class BookChange {
public:
    /// None.
    constexpr BookChange() = default;

    /// The change that begins at `at`; none where the records before `end` are something else or not all of it.
    static BookChange startingAt(const MarketEvent* at, const MarketEvent* end) noexcept
    {
        const MarketEvent* const final = at + at->levels;
        if (at->kind != MarketKind::BookDelta || at->last || at == final || final >= end)
            return {};
        for (const MarketEvent* level = at + 1; level <= final; ++level) {
            if (level->kind != MarketKind::BookLevel || level->last != (level == final) || level->instrument != at->instrument
                || level->localTime != at->localTime || level->venueTime != at->venueTime)
                return {};
        }
        return BookChange(at);
    }
    /// The change whose header this is: startingAt() must have found it before.
    static BookChange knownAt(const MarketEvent* header) noexcept { return BookChange(header); }

    bool none() const noexcept { return m_header == nullptr; }
    const MarketEvent& header() const noexcept { return *m_header; }
    std::span<const MarketEvent> levels() const noexcept { return {m_header + 1, m_header->levels}; }
    /// visit(const MarketEvent&) of each level, in order.
    template <typename Visit>
    void forEachLevel(Visit&& visit) const
    {
        const MarketEvent* level = m_header;
        do
            visit(*++level);
        while (!level->last);
    }
    /// How many records it is made of.
    std::size_t records() const noexcept { return std::size_t{m_header->levels} + 1; }

private:
    explicit BookChange(const MarketEvent* header) noexcept : m_header(header) {}

    const MarketEvent* m_header = nullptr;
};

} // namespace maker
