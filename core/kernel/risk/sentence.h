#pragma once

#include "kernel/base/fixed_text.h"
#include "kernel/model/instrument.h"
#include "kernel/risk/approved.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace maker {

/// Writes a sentence with numbers in place, without the locale and without allocating; what does not fit is cut.
class Sentence {
public:
    explicit Sentence(const Instrument* instrument = nullptr) noexcept : m_instrument(instrument) {}

    Sentence& operator<<(std::string_view text) noexcept;
    Sentence& operator<<(std::int64_t number) noexcept;
    /// Two decimals.
    Sentence& operator<<(double number) noexcept;
    Sentence& operator<<(Money money) noexcept { return *this << money.toDouble(); }
    /// In the instrument's decimals; a raw count where there is none.
    Sentence& operator<<(Price price) noexcept;
    Sentence& operator<<(Qty qty) noexcept;

    FixedText<127> text() const noexcept { return FixedText<127>::truncated({m_bytes.data(), m_size}); }
    Refusal refusal(RefusalCode code) const noexcept { return {code, text()}; }

private:
    const Instrument* m_instrument;
    std::array<char, 160> m_bytes{};
    std::size_t m_size = 0;
};

} // namespace maker
