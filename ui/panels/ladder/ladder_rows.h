#pragma once

#include "kernel/model/instrument.h"
#include "ui/panels/open_orders.h"

#include <optional>
#include <span>
#include <vector>

namespace maker {

/// Where the foremost order of ours in a row stands, in shares of its level.
struct QueuePlace {
    double ahead = 0.0;
    double ours = 0.0;
    Qty aheadQty;
    Qty behindQty;
    double chance = -1.0; ///< of a fill within 60 s; negative: unknown
};

/// One row of the ladder: a price group of one side with what rests in it.
struct LadderRow {
    Price price; ///< the group's price: the ask group ends here, the bid group begins here
    Side side = Side::Buy;
    Qty qty;
    Qty own;
    Qty draft;   ///< would rest here with the drafted parameters
    std::optional<QueuePlace> queue; ///< of ours, where it is known
};

/// A quote that drafted parameters would make.
struct DraftQuote {
    Side side = Side::Buy;
    Price price;
    Qty qty;
};

/// The book in rows of one price group each. Rows count from the spread: 1, 2, 3 ... are asks upwards, -1, -2 ... bids
/// downwards. Rows follow a market that comes nearer at once and one that leaves only after a few rows, so that a
/// flickering touch does not move them.
class LadderRows {
public:
    void update(const Instrument& instrument, const MarketSnapshot& market, const OpenOrders& orders,
        std::span<const DraftQuote> drafts = {});
    /// Counts of price per row; 0 chooses from the book at the next update.
    void setGroup(std::int64_t counts);
    std::int64_t group() const { return m_group; }
    /// The next coarser or finer of 1, 2, 5, 10 ... ticks.
    void coarser();
    void finer();
    /// Puts the touch next to the middle again.
    void recentre();
    void clear();

    bool ready() const { return m_ready; }
    LadderRow at(int row) const;
    /// The row of a price; at least one row away from the spread.
    int rowOf(Side side, Price price) const;
    /// First and last price that fall into the row's group.
    std::pair<Price, Price> range(const LadderRow& row) const;
    /// The 95th percentile of what rests in the rows [low, high]; at least 1.
    double cap(int low, int high) const;
    /// Share of bids in what rests within `bps` of the mid; none on an empty book.
    std::optional<double> bidShare() const { return m_bidShare; }

private:
    struct Bucket {
        Price price;
        Qty qty;
        Qty own;
        Qty draft;
        std::optional<QueuePlace> queue;
    };
    Bucket& bucketAt(std::vector<Bucket>& buckets, Side side, Price price) const;
    void placeOwn(const MarketSnapshot& market, Side side);
    void placeDrafts(std::span<const DraftQuote> drafts, const MarketSnapshot& market, Side side);
    Price bucketOf(Side side, Price price) const;
    void chooseGroup(const MarketSnapshot& market);
    void fill(const MarketSnapshot& market, const OpenOrders& orders, Side side);
    void follow(Side side);
    void weigh(const MarketSnapshot& market);

    static constexpr std::int64_t kSlack = 3; ///< rows that the touch may leave before its side follows
    std::vector<Bucket> m_bids; ///< best first
    std::vector<Bucket> m_asks;
    Price m_bidAnchor;
    Price m_askAnchor;
    std::int64_t m_tick = 1;
    std::int64_t m_group = 0;
    bool m_ready = false;
    std::optional<double> m_bidShare;
};

} // namespace maker
