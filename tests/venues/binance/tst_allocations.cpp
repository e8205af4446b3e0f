#include "venues/binance/exec_parser.h"
#include "venues/binance/request_writer.h"

#include "support/allocations.h"
#include "support/maker_test.h"
#include "venues/binance/binance_samples.h"

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
    std::unique_ptr<int> value;
    QCOMPARE(test::allocationsOf([&] { value = std::make_unique<int>(3); }), std::uint64_t{1});
    if (!test::openSslIsCounted())
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
    const std::uint64_t made = test::allocationsOf([&] {
        for (std::uint64_t id = 2; id < 1'000; ++id)
            write(id);
    });
    QCOMPARE(made, std::uint64_t{0});
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
    const std::uint64_t made = test::allocationsOf([&] {
        for (int i = 0; i < 1'000; ++i)
            read();
    });
    QCOMPARE(made, std::uint64_t{0});
    QCOMPARE(total, std::size_t{1'001 * 8});
}

MAKER_TEST(tst_allocations)
#include "tst_allocations.moc"
