#pragma once

#include "kernel/base/result.h"
#include "kernel/model/order.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace maker {

/// The numbers inside an id of ours.
struct ClientOrderIdParts {
    std::uint32_t run = 0;
    std::uint64_t sequence = 0;

    friend bool operator==(const ClientOrderIdParts&, const ClientOrderIdParts&) = default;
};

/// The letters that mark our orders, 1 to 6 of [a-zA-Z0-9_]: with run and sequence an id never exceeds 36 bytes of
/// [a-zA-Z0-9-_], which every venue we know accepts.
using ClientIdPrefix = FixedText<6>;

/// "mk-1f-000012": prefix, run in lower-case hex, sequence in at least six decimal digits.
ClientOrderId formatClientOrderId(const ClientIdPrefix& prefix, ClientOrderIdParts parts) noexcept;

/// The parts of an id that formatClientOrderId() with this prefix made; nullopt for every other text.
std::optional<ClientOrderIdParts> parseClientOrderId(const ClientIdPrefix& prefix, std::string_view text) noexcept;

/// The ids of one run, in sequence.
class ClientOrderIds {
public:
    /// Fails with InvalidArgument where the prefix holds a character that venues refuse, or is empty.
    static Result<ClientOrderIds> make(std::string_view prefix, std::uint32_t run);

    ClientOrderId next() noexcept;
    bool isOwn(std::string_view clientOrderId) const noexcept
    {
        return parseClientOrderId(m_prefix, clientOrderId).has_value();
    }
    const ClientIdPrefix& prefix() const noexcept { return m_prefix; }
    std::uint32_t run() const noexcept { return m_run; }
    std::uint64_t issued() const noexcept { return m_sequence; }

private:
    ClientOrderIds(const ClientIdPrefix& prefix, std::uint32_t run) noexcept : m_prefix(prefix), m_run(run) {}

    ClientIdPrefix m_prefix;
    std::uint32_t m_run = 0;
    std::uint64_t m_sequence = 0;
    ClientOrderId m_last; ///< of m_sequence; empty before the first
};

} // namespace maker
