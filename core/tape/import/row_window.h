#pragma once

#include "kernel/base/timestamp.h"

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

namespace maker {

/// Puts rows into the order of their times within a bounded window, and leaves out those that came already. Rows of the
/// same time are told apart by their id; those without one (0) are never taken for the same.
template <typename Row>
class RowWindow {
public:
    static constexpr std::size_t kRows = 8192;

    enum class Taken : std::uint8_t { Yes, OutOfOrder, Duplicate, Conflict, TooLate };

    Taken add(Timestamp time, std::uint64_t id, const Row& row)
    {
        if (m_lastOut.valid() && time < m_lastOut)
            return Taken::TooLate;
        if (id != 0) {
            for (auto at = m_rows.lower_bound({time, 0}); at != m_rows.end() && at->first.time == time; ++at) {
                if (at->second.id == id)
                    return at->second.row == row ? Taken::Duplicate : Taken::Conflict;
            }
            if (time == m_lastOut && std::find(m_idsOut.begin(), m_idsOut.end(), id) != m_idsOut.end())
                return Taken::Duplicate;
        }
        const bool late = time < m_latest;
        m_latest = late ? m_latest : time;
        m_rows.emplace_hint(m_rows.end(), Key{time, ++m_sequence}, Held{id, row});
        return late ? Taken::OutOfOrder : Taken::Yes;
    }

    /// The oldest row once the window is full, or whatever is left.
    bool take(Row& row, bool all)
    {
        if (m_rows.empty() || (!all && m_rows.size() < kRows))
            return false;
        const auto first = m_rows.begin();
        row = first->second.row;
        if (first->first.time != m_lastOut)
            m_idsOut.clear();
        m_lastOut = first->first.time;
        m_idsOut.push_back(first->second.id);
        m_rows.erase(first);
        return true;
    }

private:
    struct Key {
        Timestamp time;
        std::uint64_t sequence = 0; ///< rows of one time keep their order
        friend auto operator<=>(const Key&, const Key&) = default;
    };
    struct Held {
        std::uint64_t id = 0;
        Row row;
    };

    std::map<Key, Held> m_rows;
    Timestamp m_lastOut;
    std::vector<std::uint64_t> m_idsOut; ///< of that time
    Timestamp m_latest;
    std::uint64_t m_sequence = 0;
};

} // namespace maker
