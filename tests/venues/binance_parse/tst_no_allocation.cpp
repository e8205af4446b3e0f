#include "kernel/book/book_sync.h"
#include "support/allocations.h"
#include "support/maker_test.h"
#include "venues/binance/parse/market_parser.h"

#include <random>
#include <string>

using namespace maker;

namespace {

std::string text(std::int64_t cents)
{
    const std::string fraction = std::to_string(100 + cents % 100).substr(1);
    return std::to_string(cents / 100) + '.' + fraction + "000000";
}

/// A chain of deltas around a wandering price, some levels far from it.
std::vector<std::string> frames(int count)
{
    std::mt19937_64 random(3);
    std::vector<std::string> all;
    std::int64_t middle = 6'000'000;
    for (int i = 0; i < count; ++i) {
        middle += static_cast<std::int64_t>(random() % 41) - 20;
        std::string sides[2];
        for (int side = 0; side < 2; ++side) {
            for (int k = 0; k < 20; ++k) {
                const auto away = static_cast<std::int64_t>(1 + random() % (k == 0 ? 20'000 : 300));
                sides[side] += (k > 0 ? ",[\"" : "[\"") + text(side == 0 ? middle - away : middle + away) + "\",\""
                    + (random() % 2 == 0 ? "0.00000000" : "1.50000000") + "\"]";
            }
        }
        const std::string id = std::to_string(1001 + i);
        all.push_back("{\"stream\":\"btcusdt@depth\",\"data\":{\"e\":\"depthUpdate\",\"E\":1700000000000,\"s\":\"BTCUSDT\",\"U\":"
                      + id + ",\"u\":" + id + ",\"b\":[" + sides[0] + "],\"a\":[" + sides[1] + "]}}");
        all.back().reserve(all.back().size() + binance::PaddedFrame::kPadding);
    }
    return all;
}

} // namespace

class tst_no_allocation : public QObject {
    Q_OBJECT
private slots:
    void fromFrameToAppliedBookNothingIsAllocated()
    {
        InstrumentSpec spec;
        spec.id = {1};
        spec.venue = {1};
        spec.symbol = "BTCUSDT";
        spec.base = "BTC";
        spec.quote = "USDT";
        spec.tickSize = "0.01";
        spec.lotSize = "0.00001";
        const Instrument instrument = Instrument::make(spec).value();
        binance::MarketParser parser([&](std::string_view) { return &instrument; });
        SequenceRule rule = kBinanceSpotRule;
        rule.crossed = CrossedPolicy::Purge;
        BookSync sync(instrument.tickSize(), rule);
        const auto all = frames(6000);
        MarketEvent snapshot;
        snapshot.kind = MarketKind::BookSnapshot;
        snapshot.lastId = 1000;
        sync.process(snapshot);
        const auto apply = [&](std::size_t from, std::size_t to) {
            for (std::size_t i = from; i < to; ++i) {
                const auto parsed = parser.parseStream({all[i].data(), all[i].size(), all[i].capacity()}, {1});
                for (const MarketEvent& event : parsed.events)
                    sync.process(event);
            }
        };
        apply(0, 1000);
        const std::uint64_t during = test::allocationsOf([&] { apply(1000, all.size()); });
        QCOMPARE(sync.lastId(), 7000);
        QVERIFY(sync.live());
        QVERIFY(sync.book().levelCount(Side::Buy) > 100);
        QCOMPARE(during, 0U);
    }
};

MAKER_TEST(tst_no_allocation)
#include "tst_no_allocation.moc"
