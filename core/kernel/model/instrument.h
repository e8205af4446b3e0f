#pragma once

#include "kernel/base/fixed_text.h"
#include "kernel/base/id.h"
#include "kernel/base/result.h"
#include "kernel/model/money.h"
#include "kernel/model/numbers.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace maker {

using Symbol = FixedText<31>;

enum class InstrumentKind : std::uint8_t { Spot, LinearPerpetual, InversePerpetual };

/// What a venue says of an instrument, as decimal text; input of Instrument::make.
struct InstrumentSpec {
    InstrumentId id;
    std::uint32_t revision = 1;
    VenueId venue;
    Symbol symbol;
    Currency base;
    Currency quote;
    InstrumentKind kind = InstrumentKind::Spot;
    std::string tickSize;
    std::string lotSize;
    std::string minPrice = "0";
    std::string maxPrice = "0"; ///< "0": no limit of the venue's
    std::string minQty = "0";
    std::string maxQty = "0"; ///< "0": no limit of the venue's
    std::string minNotional = "0";
};

/// One tradable pair of one venue: the only maker and printer of its prices and quantities. Immutable; a change of tick
/// or lot is a new revision.
class Instrument {
public:
    /// Fails with Unsupported, and why, where the venue's steps do not fit our numbers.
    static Result<Instrument> make(const InstrumentSpec& spec);

    InstrumentId id() const noexcept { return m_id; }
    std::uint32_t revision() const noexcept { return m_revision; }
    VenueId venue() const noexcept { return m_venue; }
    const Symbol& symbol() const noexcept { return m_symbol; }
    const Currency& base() const noexcept { return m_base; }
    const Currency& quote() const noexcept { return m_quote; }
    InstrumentKind kind() const noexcept { return m_kind; }
    int priceDecimals() const noexcept { return m_priceDecimals; }
    int qtyDecimals() const noexcept { return m_qtyDecimals; }
    Price tickSize() const noexcept { return m_tickSize; }
    Qty lotSize() const noexcept { return m_lotSize; }
    Price minPrice() const noexcept { return m_minPrice; }
    Price maxPrice() const noexcept { return m_maxPrice; }
    Qty minQty() const noexcept { return m_minQty; }
    Qty maxQty() const noexcept { return m_maxQty; }
    Money minNotional() const noexcept { return m_minNotional; }

    /// Decimal text to counts; trailing zeros beyond the decimals are accepted, other digits there are an error, so are
    /// signs, exponents and values that do not fit.
    Result<Price> parsePrice(std::string_view text) const;
    Result<Qty> parseQty(std::string_view text) const;
    /// Hot-path forms without an error text: nullopt where the Result form fails.
    std::optional<Price> tryPrice(std::string_view text) const noexcept;
    std::optional<Qty> tryQty(std::string_view text) const noexcept;

    /// Fixed decimals of the instrument, e.g. "61685.99".
    std::string format(Price price) const;
    std::string format(Qty qty) const;
    /// Writes the same text without allocating; `out` must hold 24 bytes; returns one past the last byte written.
    char* formatTo(char* out, Price price) const noexcept;
    char* formatTo(char* out, Qty qty) const noexcept;

    bool onTick(Price price) const noexcept { return price.count % m_tickSize.count == 0; }
    bool onLot(Qty qty) const noexcept { return qty.count % m_lotSize.count == 0; }
    /// Nearest tick at or below / at or above a model value, with a guard band of 1e-9 ticks so that the last bit of a
    /// libm cannot move a price. The value must be finite, positive and fit: nullopt otherwise.
    std::optional<Price> priceDown(double value) const noexcept;
    std::optional<Price> priceUp(double value) const noexcept;
    /// Nearest lot at or below a model value.
    std::optional<Qty> qtyDown(double value) const noexcept;

    double toDouble(Price price) const noexcept { return static_cast<double>(price.count) * m_priceUnit; }
    double toDouble(Qty qty) const noexcept { return static_cast<double>(qty.count) * m_qtyUnit; }
    /// price * qty, exact, in the quote currency; nullopt where it does not fit Money.
    std::optional<Money> tryNotional(Price price, Qty qty) const noexcept
    {
        const Int128 counts = Int128{price.count} * qty.count;
        if (const auto few = static_cast<std::int64_t>(counts); few == counts) [[likely]]
            return Money::fromUnits(Int128{few} * m_notionalMoney);
        const auto units = tryMul<Int128>(counts, m_notionalMoney);
        return units ? std::optional(Money::fromUnits(*units)) : std::nullopt;
    }
    Money notional(Price price, Qty qty) const noexcept;
    /// The quantity as money of the base currency, exact.
    Money toMoney(Qty qty) const noexcept { return Money::fromUnits(Int128{qty.count} * m_qtyMoney); }
    Money toMoney(Price price) const noexcept { return Money::fromUnits(Int128{price.count} * m_priceMoney); }

private:
    Instrument() = default;

    InstrumentId m_id;
    std::uint32_t m_revision = 1;
    VenueId m_venue;
    Symbol m_symbol;
    Currency m_base;
    Currency m_quote;
    InstrumentKind m_kind = InstrumentKind::Spot;
    int m_priceDecimals = 0;
    int m_qtyDecimals = 0;
    double m_priceUnit = 1.0;
    double m_qtyUnit = 1.0;
    std::int64_t m_priceMoney = 1; ///< money units of one price count, of one quantity count and of one times the other
    std::int64_t m_qtyMoney = 1;
    std::int64_t m_notionalMoney = 1;
    Price m_tickSize{1};
    Qty m_lotSize{1};
    Price m_minPrice;
    Price m_maxPrice;
    Qty m_minQty;
    Qty m_maxQty;
    Money m_minNotional;
};

} // namespace maker
