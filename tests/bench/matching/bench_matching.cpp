// Two million matching operations through the matching core, with acks, fills and fees, against a textbook book of standard
// containers, which reports nothing. Argument: the folder that holds book_ops.csv.
#include "kernel/model/instrument.h"
#include "kernel/sim/fees.h"
#include "kernel/sim/matching_engine.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace {

using namespace maker;
using namespace maker::sim;

constexpr std::int64_t kLots = 10'053'689;
constexpr std::int64_t kFailedCancels = 71'324;
constexpr int kPairs = 7;

struct Operation {
    char kind = 'A'; ///< Add, Cancel, or X: crossing, immediate or cancel
    bool sell = false;
    std::uint32_t id = 0;
    int price = 0;
    int qty = 0;
};

struct Outcome {
    double seconds = 0.0;
    std::int64_t lots = 0;
    std::int64_t failedCancels = 0;
    std::int64_t acks = 0;
    std::int64_t fills = 0;
    Money fees;
};

double since(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::vector<Operation> load(const std::string& path)
{
    std::vector<Operation> operations;
    std::FILE* file = std::fopen(path.c_str(), "r");
    if (!file)
        return operations;
    Operation read;
    int side = 0;
    while (std::fscanf(file, "%c,%u,%d,%d,%d\n", &read.kind, &read.id, &side, &read.price, &read.qty) == 5) {
        read.sell = side != 0;
        operations.push_back(read);
    }
    std::fclose(file);
    return operations;
}

/// Each run starts with an empty heap: what one leaves free is not for the other to tidy up.
void tidyHeap()
{
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

/// The book of the textbooks: a tree of prices, a list of orders at each, a hash table by id.
class MapBook {
public:
    Outcome run(const std::vector<Operation>& operations)
    {
        Outcome outcome;
        const auto start = std::chrono::steady_clock::now();
        for (const Operation& operation : operations) {
            if (operation.kind == 'A')
                add(operation);
            else if (operation.kind == 'C')
                outcome.failedCancels += cancel(operation.id) ? 0 : 1;
            else
                outcome.lots += operation.sell ? take(m_bids, operation.qty) : take(m_asks, operation.qty);
        }
        outcome.seconds = since(start);
        return outcome;
    }

private:
    struct Resting {
        std::uint32_t id = 0;
        int qty = 0;
    };
    using Queue = std::list<Resting>;
    struct Place {
        bool sell = false;
        int price = 0;
        Queue::iterator order;
    };

    void add(const Operation& operation)
    {
        Queue& queue = operation.sell ? m_asks[operation.price] : m_bids[operation.price];
        queue.push_back({operation.id, operation.qty});
        m_places[operation.id] = {operation.sell, operation.price, std::prev(queue.end())};
    }

    template <typename Levels>
    static void erase(Levels& levels, const Place& place)
    {
        const auto level = levels.find(place.price);
        level->second.erase(place.order);
        if (level->second.empty())
            levels.erase(level);
    }

    bool cancel(std::uint32_t id)
    {
        const auto found = m_places.find(id);
        if (found == m_places.end())
            return false;
        if (found->second.sell)
            erase(m_asks, found->second);
        else
            erase(m_bids, found->second);
        m_places.erase(found);
        return true;
    }

    template <typename Levels>
    std::int64_t take(Levels& levels, int qty)
    {
        std::int64_t lots = 0;
        while (qty > 0 && !levels.empty()) {
            const auto level = levels.begin();
            Queue& queue = level->second;
            while (qty > 0 && !queue.empty()) {
                Resting& resting = queue.front();
                const int traded = std::min(qty, resting.qty);
                qty -= traded;
                resting.qty -= traded;
                lots += traded;
                if (resting.qty == 0) {
                    m_places.erase(resting.id);
                    queue.pop_front();
                }
            }
            if (queue.empty())
                levels.erase(level);
        }
        return lots;
    }

    std::map<int, Queue, std::greater<>> m_bids;
    std::map<int, Queue> m_asks;
    std::unordered_map<std::uint32_t, Place> m_places;
};

/// Counts acks and fills and computes both fees of every trade.
class FeeLedger : public MatchSink {
public:
    explicit FeeLedger(const Instrument& instrument) : m_instrument(instrument) {}

    void onAccepted(const OrderAccepted&) override { ++outcome.acks; }
    void onRejected(const OrderRejected&) override { ++outcome.acks; }
    void onTrade(const TradeMade& trade) override
    {
        outcome.lots += trade.qty.count;
        outcome.fills += 2;
        const Money notional = m_instrument.notional(trade.price, trade.qty);
        outcome.fees += m_fees.fee(notional, true) + m_fees.fee(notional, false);
    }
    void onCanceled(const OrderCanceled&) override { ++outcome.acks; }
    void onExpired(const OrderExpired&) override { ++outcome.acks; }
    void onReplaced(const OrderReplaced&) override { ++outcome.acks; }

    Outcome outcome;

private:
    const Instrument& m_instrument;
    FeeModel m_fees;
};

Outcome runEngine(const std::vector<Operation>& operations, const Instrument& instrument)
{
    FeeLedger ledger(instrument);
    const auto start = std::chrono::steady_clock::now();
    MatchingEngine engine({.tickSize = instrument.tickSize()}, ledger);
    std::int64_t failed = 0;
    for (const Operation& operation : operations) {
        if (operation.kind == 'C') {
            failed += engine.cancel(operation.id) ? 0 : 1;
            continue;
        }
        MatchOrder order;
        order.id = operation.id;
        order.account = {static_cast<std::uint16_t>(operation.kind == 'A' ? 1 : 2)};
        order.side = operation.sell ? Side::Sell : Side::Buy;
        order.timeInForce = operation.kind == 'A' ? TimeInForce::Gtc : TimeInForce::Ioc;
        order.price = {operation.price};
        order.qty = {operation.qty};
        engine.submit(order);
    }
    ledger.outcome.seconds = since(start);
    ledger.outcome.failedCancels = failed;
    return ledger.outcome;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void print(const char* name, double value, const char* unit, double floor, double ratio, const char* goal, bool met)
{
    std::printf("{\"name\":\"%s\",\"value\":%.0f,\"unit\":\"%s\",\"floor\":%.0f,\"ratio\":%.3f,\"goal\":\"%s\",\"met\":%s}\n",
        name, value, unit, floor, ratio, goal, met ? "true" : "false");
}

} // namespace

int main(int argc, char** argv)
{
    const std::vector<Operation> operations = load(std::string(argc > 1 ? argv[1] : ".") + "/book_ops.csv");
    InstrumentSpec spec;
    spec.id = {1};
    spec.symbol = "TESTUSDT";
    spec.base = "TEST";
    spec.quote = "USDT";
    spec.tickSize = "0.01";
    spec.lotSize = "0.001";
    const auto instrument = Instrument::make(spec);
    if (operations.empty() || !instrument) {
        std::fprintf(stderr, "usage: bench_matching FOLDER, which holds book_ops.csv\n");
        return 2;
    }
    std::vector<double> ours;
    std::vector<double> theirs;
    std::vector<double> ratios;
    Outcome last;
    bool same = true;
    for (int pair = 0; pair < kPairs; ++pair) {
        tidyHeap();
        const Outcome book = std::make_unique<MapBook>()->run(operations);
        tidyHeap();
        last = runEngine(operations, *instrument);
        ours.push_back(static_cast<double>(operations.size()) / last.seconds);
        theirs.push_back(static_cast<double>(operations.size()) / book.seconds);
        ratios.push_back(book.seconds / last.seconds);
        same = same && book.lots == last.lots && book.failedCancels == last.failedCancels;
    }
    const double ratio = median(ratios);
    const double share = static_cast<double>(last.lots) / static_cast<double>(kLots);
    print("matching operations with acks, fills and fees", median(ours), "ops/s", median(theirs), ratio, ">= 2.5",
        ratio >= 2.5 && same);
    print("matching lots traded", static_cast<double>(last.lots), "lots", static_cast<double>(kLots), share, "== 10053689",
        last.lots == kLots);
    print("matching failed cancels", static_cast<double>(last.failedCancels), "cancels", static_cast<double>(kFailedCancels),
        static_cast<double>(last.failedCancels) / static_cast<double>(kFailedCancels), "== 71324",
        last.failedCancels == kFailedCancels);
    std::fprintf(stderr, "acks %lld, fills %lld, fees %s USDT\n", static_cast<long long>(last.acks),
        static_cast<long long>(last.fills), last.fees.toString().c_str());
    return 0;
}
