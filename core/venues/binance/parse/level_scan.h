#pragma once

#include "venues/binance/parse/short_decimal.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace maker::binance {

/// One level as written: its counts where both numbers were of the usual form, otherwise its texts.
struct ScannedLevel {
    bool counted = false;
    std::int64_t price = 0;
    std::int64_t qty = 0;
    std::string_view priceText;
    std::string_view qtyText;
};

/// Walks [["price","qty"],["price","qty"],...] written without blanks, as the venue writes it, straight over the bytes.
/// simdjson walks token by token, which costs more than reading the digits. Anything else than exactly this form ends
/// the walk with Odd: the caller then reads the array the careful way, so nothing depends on the form.
class LevelScan {
public:
    enum class Step : std::uint8_t { Level, End, Odd };

    /// `array` points at the opening bracket; the text may be read up to 24 bytes behind `end`.
    LevelScan(const char* array, const char* end, ShortDecimal price, ShortDecimal qty) noexcept
        : m_at(array), m_end(end), m_price(price), m_qty(qty)
    {
    }

    Step next(ScannedLevel& out) noexcept
    {
        if (m_at >= m_end)
            return Step::Odd;
        const bool first = m_first;
        m_first = false;
        if (*m_at == ']')
            return first ? Step::Odd : Step::End;
        if (*m_at != (first ? '[' : ','))
            return Step::Odd;
        ++m_at;
        if (first && *m_at == ']')
            return Step::End;
        if (m_at[0] != '[' || m_at[1] != '"')
            return Step::Odd;
        m_at += 2;
        const char* const begin = m_at;
        out.counted = m_price.read(m_at, out.price) && m_at[0] == ',' && m_at[1] == '"' && readQty(out);
        if (out.counted)
            return Step::Level;
        m_at = begin;
        return texts(out);
    }

    /// Behind the closing bracket, once next() said End.
    const char* behind() const noexcept { return m_at + 1; }

private:
    bool readQty(ScannedLevel& out) noexcept
    {
        m_at += 2;
        if (!m_qty.read(m_at, out.qty) || *m_at != ']')
            return false;
        ++m_at;
        return m_at < m_end;
    }

    Step texts(ScannedLevel& out) noexcept
    {
        if (!text(out.priceText) || m_at[0] != ',' || m_at[1] != '"')
            return Step::Odd;
        m_at += 2;
        if (!text(out.qtyText) || *m_at != ']')
            return Step::Odd;
        ++m_at;
        return Step::Level;
    }

    /// The text up to the next quote; steps over the quote.
    bool text(std::string_view& out) noexcept
    {
        constexpr std::uint64_t kOnes = 0x0101010101010101U;
        const char* const begin = m_at;
        for (const char* at = begin; at < m_end; at += 8) {
            std::uint64_t bytes = 0;
            std::memcpy(&bytes, at, sizeof(bytes));
            const std::uint64_t differs = bytes ^ (kOnes * '"');
            const std::uint64_t found = (differs - kOnes) & ~differs & (kOnes << 7);
            if (found == 0)
                continue;
            const char* quote = at;
            if constexpr (std::endian::native == std::endian::little)
                quote += std::countr_zero(found) / 8;
            else
                quote = static_cast<const char*>(std::memchr(at, '"', 8));
            out = {begin, static_cast<std::size_t>(quote - begin)};
            m_at = quote + 1;
            return m_at < m_end;
        }
        return false;
    }

    const char* m_at;
    const char* m_end;
    ShortDecimal m_price;
    ShortDecimal m_qty;
    bool m_first = true;
};

} // namespace maker::binance
