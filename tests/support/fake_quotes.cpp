#include "support/fake_session.h"

#include <array>
#include <string>

// Our side of the played picture: places in the queue, and quotes with their reason chains.

namespace maker {

namespace {

constexpr std::array<std::size_t, 3> kOwnLevels{1, 5, 10};
constexpr std::array<double, 6> kAhead{0.34, 0.62, 0.81, 0.21, 0.48, 0.77};
constexpr std::array<double, 6> kChance{0.46, 0.17, 0.05, 0.39, 0.14, 0.04};

void explain(Quote& quote, ReasonKind kind, double& running, double after)
{
    quote.explain({.kind = kind, .bound = after != running, .before = running, .after = after});
    running = after;
}

} // namespace

void FakeSession::fillOwn(MarketSnapshot& book)
{
    book.ownCount = 0;
    for (const bool bids : {true, false}) {
        for (const std::size_t at : kOwnLevels) {
            const LevelView& level = bids ? book.bids[at] : book.asks[at];
            OwnOrderView& own = book.own[book.ownCount];
            own.clientOrderId = ClientOrderId("mk-1-" + std::to_string(500 + book.ownCount));
            own.side = bids ? Side::Buy : Side::Sell;
            own.price = level.price;
            own.qty = level.ownQty;
            const std::int64_t others = level.qty.count > level.ownQty.count ? level.qty.count - level.ownQty.count : 0;
            own.ahead = {static_cast<std::int64_t>(static_cast<double>(others) * kAhead[book.ownCount])};
            own.behind = {others - own.ahead.count};
            own.queueKnown = true;
            own.fillChance = kChance[book.ownCount];
            ++book.ownCount;
        }
    }
}

void FakeSession::buildQuotes()
{
    const Instrument& traits = instrument(kSol);
    const MarketSnapshot& book = m_markets[kSol.value];
    const double tick = traits.toDouble(traits.tickSize());
    m_quotes.version += 1;
    m_quotes.strategy = {1};
    m_quotes.instrument = kSol;
    m_quotes.time = m_now;
    m_quotes.quoting = true;
    m_quotes.target.clear();
    for (const bool bids : {true, false}) {
        for (std::size_t level = 0; level < kOwnLevels.size(); ++level) {
            const LevelView& at = bids ? book.bids[kOwnLevels[level]] : book.asks[kOwnLevels[level]];
            Quote& quote = m_quotes.target.add();
            quote.side = bids ? Side::Buy : Side::Sell;
            quote.level = static_cast<std::uint8_t>(level);
            quote.price = at.price;
            quote.qty = at.ownQty;
            const double sent = traits.toDouble(at.price);
            const double way = bids ? -1.0 : 1.0;
            double running = book.fair;
            explain(quote, ReasonKind::Fair, running, book.fair);
            explain(quote, ReasonKind::Spread, running, sent - way * 0.4 * tick + 0.6 * tick);
            explain(quote, ReasonKind::Skew, running, sent - way * 0.4 * tick);
            explain(quote, ReasonKind::Floor, running, running);
            explain(quote, ReasonKind::Tick, running, sent);
            double size = traits.toDouble(at.ownQty);
            explain(quote, ReasonKind::Budget, size, size);
        }
    }
}

} // namespace maker
