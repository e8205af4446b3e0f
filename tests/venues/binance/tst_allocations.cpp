#include "venues/binance/exec_parser.h"
#include "venues/binance/request_writer.h"

#include "support/maker_test.h"
#include "venues/binance/binance_samples.h"

#include <atomic>
#include <cstdlib>
#include <new>

#include <openssl/crypto.h>

namespace {

std::atomic<bool> g_counting{false};
std::atomic<long> g_allocations{0};

void* counted(std::size_t size)
{
    if (g_counting.load(std::memory_order_relaxed))
        g_allocations.fetch_add(1, std::memory_order_relaxed);
    return std::malloc(size == 0 ? 1 : size);
}

void* cryptoMalloc(std::size_t size, const char*, int)
{
    return counted(size);
}

void* cryptoRealloc(void* bytes, std::size_t size, const char*, int)
{
    if (g_counting.load(std::memory_order_relaxed))
        g_allocations.fetch_add(1, std::memory_order_relaxed);
    return std::realloc(bytes, size);
}

void cryptoFree(void* bytes, const char*, int)
{
    std::free(bytes);
}

// Before main, because OpenSSL takes its allocators only before its first allocation.
const int g_cryptoCounted = CRYPTO_set_mem_functions(cryptoMalloc, cryptoRealloc, cryptoFree);

} // namespace

void* operator new(std::size_t size)
{
    if (void* bytes = counted(size))
        return bytes;
    throw std::bad_alloc();
}
// Qt frees what it got from this form with the plain one, so both must be ours.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept
{
    return counted(size);
}
void operator delete(void* bytes) noexcept
{
    std::free(bytes);
}
void operator delete(void* bytes, std::size_t) noexcept
{
    std::free(bytes);
}

using namespace maker;
using namespace maker::binance;

class tst_allocations : public QObject {
    Q_OBJECT

private slots:
    void theCounterCounts();
    void writingAndSigningAllocatesNothing();
    void readingReportsAndAnswersAllocatesNothing();
};

void tst_allocations::theCounterCounts()
{
    g_allocations = 0;
    g_counting = true;
    auto* value = new int(3);
    g_counting = false;
    delete value;
    QCOMPARE(g_allocations.load(), 1L);
    if (g_cryptoCounted != 1)
        QWARN("OpenSSL's own allocations are not counted on this system");
}

void tst_allocations::writingAndSigningAllocatesNothing()
{
    const auto instruments = samples::theInstruments();
    const Instrument& btc = *instruments->find({1});
    RequestWriter writer(samples::theKeys(), Duration::seconds(5));
    const NewOrder order = samples::anOrder(btc);
    const CancelOrder cancel{order.clientOrderId, {}, order.instrument, order.account};
    std::size_t bytes = 0;
    const auto write = [&](std::uint64_t id) {
        const Transport transport = id % 2 == 0 ? Transport::Rest : Transport::WebSocketApi;
        const Timestamp time = Timestamp::fromMillis(1'700'000'000'000 + static_cast<std::int64_t>(id));
        writer.begin(transport, id, time);
        bytes += writer.place(btc, order).size();
        writer.begin(transport, id, time);
        bytes += writer.replace(btc, {cancel, order}).size();
        writer.begin(transport, id, time);
        bytes += writer.cancel(btc, cancel).size();
    };
    write(1); // whatever is made on first use
    g_allocations = 0;
    g_counting = true;
    for (std::uint64_t id = 2; id < 1'000; ++id)
        write(id);
    g_counting = false;
    QCOMPARE(g_allocations.load(), 0L);
    QVERIFY(bytes > 1'000 * 500);
}

void tst_allocations::readingReportsAndAnswersAllocatesNothing()
{
    ExecParser parser({1}, {1}, samples::theInstruments());
    std::vector<ExecEvent> records;
    records.reserve(64);
    const samples::Padded trade(samples::fixture("report_trade.json"));
    const samples::Padded ack(samples::fixture("report_new.json"));
    const samples::Padded balances(samples::fixture("account_position.json"));
    const samples::Padded placed(samples::fixture("place_full.json"));
    const Question question{Operation::Place, {1}, "mk-1f-000013", {}};
    const Timestamp now = Timestamp::fromMillis(1'700'000'001'000);
    std::size_t total = 0;
    const auto read = [&] {
        records.clear();
        for (const samples::Padded* frame : {&trade, &ack, &balances, &placed})
            if (parser.open(frame->view(), now, records) == ApiFrame::Reply && !parser.readResult(question, now, records))
                records.clear();
        total += records.size();
    };
    read();
    g_allocations = 0;
    g_counting = true;
    for (int i = 0; i < 1'000; ++i)
        read();
    g_counting = false;
    QCOMPARE(g_allocations.load(), 0L);
    QCOMPARE(total, std::size_t{1'001 * 8});
}

MAKER_TEST(tst_allocations)
#include "tst_allocations.moc"
