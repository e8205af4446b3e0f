#pragma once

#include "kernel/engine/ports.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace maker {

/// One row as one line of text without its line end. Only integers (prices and quantities as counts) and exact decimals,
/// so the same decisions give the same bytes on any machine.
std::string journalLine(const JournalRow& row);

/// FNV-1a (64 bit) over the lines of a journal, each with its line end.
/// Source: Fowler, Noll, Vo, http://www.isthe.com/chongo/tech/comp/fnv/
class JournalDigest {
public:
    void add(std::string_view line) noexcept;
    std::uint64_t value() const noexcept { return m_value; }
    /// 16 hexadecimal digits.
    std::string text() const;

private:
    void addByte(unsigned char byte) noexcept;

    std::uint64_t m_value = 14695981039346656037ULL;
};

} // namespace maker
