#pragma once

#include "kernel/book/book_sync.h"
#include "kernel/book/own_overlay.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace maker {

/// A level of the market with our share of it.
struct OwnedLevel {
    Price price;
    Qty qty;    ///< whole market, ours included
    Qty ownQty; ///< ours at this price

    friend constexpr bool operator==(const OwnedLevel&, const OwnedLevel&) = default;
};

/// Writes the best levels of a side with our quantities, best first; returns how many were written.
std::size_t topWithOwn(const OrderBook& book, const OwnOverlay& own, Side side, OwnedLevel* out, std::size_t count) noexcept;

/// The top of a book at one moment, to be copied across threads; trivially copyable.
template <std::size_t N>
struct BookView {
    SyncState state = SyncState::Waiting;
    std::int64_t lastId = 0;
    Timestamp updated;
    std::size_t bidCount = 0;
    std::size_t askCount = 0;
    std::array<OwnedLevel, N> bids{}; ///< best first
    std::array<OwnedLevel, N> asks{}; ///< best first

    static BookView of(const BookSync& sync, const OwnOverlay& own) noexcept
    {
        static_assert(std::is_trivially_copyable_v<BookView>);
        BookView view;
        view.state = sync.state();
        view.lastId = sync.lastId();
        view.updated = sync.updated();
        view.bidCount = topWithOwn(sync.book(), own, Side::Buy, view.bids.data(), N);
        view.askCount = topWithOwn(sync.book(), own, Side::Sell, view.asks.data(), N);
        return view;
    }
};

/// The best price of a side once our own quantity is taken out; nullopt: only we are there.
std::optional<Level> bestWithoutOwn(const OrderBook& book, const OwnOverlay& own, Side side) noexcept;

} // namespace maker
