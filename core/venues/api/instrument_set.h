#pragma once

#include "kernel/model/instrument.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace maker {

/// The instruments of one venue in this session, looked up by id or by the venue's spelling. Immutable once shared between
/// threads.
class InstrumentSet {
public:
    InstrumentSet() = default;
    explicit InstrumentSet(std::vector<std::shared_ptr<const Instrument>> instruments);

    const std::vector<std::shared_ptr<const Instrument>>& all() const noexcept { return m_instruments; }
    /// Null where unknown; never allocates.
    const Instrument* find(InstrumentId id) const noexcept;
    const Instrument* findSymbol(std::string_view symbol) const noexcept;

private:
    struct Named {
        Symbol symbol;
        const Instrument* instrument = nullptr;
    };

    std::vector<std::shared_ptr<const Instrument>> m_instruments;
    std::vector<const Instrument*> m_byId; ///< index: id - m_firstId
    std::uint32_t m_firstId = 0;
    std::vector<Named> m_bySymbol; ///< sorted
};

} // namespace maker
