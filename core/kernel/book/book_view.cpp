#include "kernel/book/book_view.h"

namespace maker {

std::size_t topWithOwn(const OrderBook& book, const OwnOverlay& own, Side side, OwnedLevel* out, std::size_t count) noexcept
{
    std::size_t written = 0;
    auto levels = book.cursor(side);
    while (written < count) {
        const auto level = levels.next();
        if (!level)
            break;
        out[written++] = {level->price, level->qty, own.qtyAt(side, level->price)};
    }
    return written;
}

std::optional<Level> bestWithoutOwn(const OrderBook& book, const OwnOverlay& own, Side side) noexcept
{
    auto levels = book.cursor(side);
    while (const auto level = levels.next()) {
        // A fill of ours may be known before the book shows it: never a negative rest.
        const Qty ours = own.qtyAt(side, level->price);
        if (ours < level->qty)
            return Level{level->price, level->qty - ours};
    }
    return std::nullopt;
}

} // namespace maker
