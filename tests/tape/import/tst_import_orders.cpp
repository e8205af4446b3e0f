#include "kernel/sim/tape_market.h"
#include "support/maker_test.h"
#include "support/silent_sink.h"
#include "tape/import/importer.h"
#include "tape/import/open_market.h"
#include "tape/library.h"

#include <QFile>
#include <QTemporaryDir>

using namespace maker;

namespace {

const QByteArray kHeader = "time,action,order_id,side,price,quantity\n";

/// Two bids and an ask; the first bid shrinks, is traded, moves; the ask goes.
const QByteArray kDay = kHeader
    + "1700000000.000,add,11,buy,99.5,2\n"
      "1700000000.000,add,12,buy,99.5,3\n"
      "1700000000.100,add,13,sell,100.5,4\n"
      "1700000000.200,modify,11,buy,99.5,1.5\n"
      "1700000000.300,execute,11,,,1\n"
      "1700000000.300,execute,11,buy,99.5,0.5\n"
      "1700000000.300,execute,12,buy,99.5,1\n"
      "1700000000.400,modify,12,buy,99.0,2\n"
      "1700000000.500,cancel,13,,,\n";

std::string lineOf(const MarketEvent& event)
{
    static const char* const kNames[] = {"snapshot", "delta", "level", "trade", "quote", "up", "down", "order"};
    std::string line = kNames[static_cast<std::size_t>(event.kind)];
    if (event.kind == MarketKind::BookSnapshot || event.kind == MarketKind::BookDelta)
        return line + ' ' + std::to_string(event.levels);
    line += event.side == Side::Buy ? " buy " : " sell ";
    if (event.kind == MarketKind::BookOrder)
        line += '#' + std::to_string(event.lastId) + ' ';
    return line + std::to_string(event.qty.count) + " at " + std::to_string(event.price.count);
}

} // namespace

class tst_import_orders : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    std::string path(const QString& name) const { return m_dir.filePath(name).toStdString(); }

    Result<ImportReport> import(const QByteArray& text, ImportFormat format = ImportFormat::Auto)
    {
        QFile::remove(m_dir.filePath(QStringLiteral("out.tape")));
        QFile out(m_dir.filePath(QStringLiteral("ABCUSDT-orders.csv")));
        if (!out.open(QIODevice::WriteOnly | QIODevice::Truncate) || out.write(text) != text.size())
            qFatal("cannot write");
        out.close();
        ImportOptions options;
        options.format = format;
        return importFile(out.fileName().toStdString(), path(QStringLiteral("out.tape")), options);
    }
    std::vector<MarketEvent> events() const
    {
        std::vector<MarketEvent> all;
        auto reader = TapeReader::open(path(QStringLiteral("out.tape")));
        for (auto batch = reader->next(); batch && !batch->empty(); batch = reader->next())
            all.insert(all.end(), batch->begin(), batch->end());
        return all;
    }
    std::vector<std::string> lines() const
    {
        std::vector<std::string> all;
        for (const MarketEvent& event : events())
            all.push_back(lineOf(event));
        return all;
    }

private slots:
    void ordersBecomeOrdersTradesAndLevels()
    {
        const auto report = import(kDay);
        QVERIFY2(report.has_value(), report ? "" : report.error().detail.c_str());
        QCOMPARE(report->rows, std::uint64_t{9});
        QCOMPARE(report->wrong, std::uint64_t{0});
        const std::vector<std::string> expected{
            "snapshot 0", "order buy #0 0 at 0", "order buy #11 20 at 199", "order buy #12 30 at 199", "delta 1", "level buy 50 at 199",
            "order sell #13 40 at 201", "delta 1", "level sell 40 at 201",
            "order buy #11 15 at 199", "delta 1", "level buy 45 at 199",
            "trade sell 10 at 199", "order buy #11 5 at 199", "trade sell 5 at 199", "order buy #11 0 at 199", "trade sell 10 at 199",
            "order buy #12 20 at 199", "delta 1", "level buy 20 at 199",
            "order buy #12 20 at 198", "delta 2", "level buy 20 at 198", "level buy 0 at 199",
            "order sell #13 0 at 201", "delta 1", "level sell 0 at 201"};
        // Prices are counted in halves of a decimal: the grid of the file is 0.5, its unit 0.1.
        std::vector<std::string> found = lines();
        for (std::string& line : found) {
            for (const auto& [tenths, halves] : {std::pair{"995", "199"}, {"1005", "201"}, {"990", "198"}}) {
                if (line.ends_with(std::string(" at ") + tenths))
                    line.replace(line.size() - std::string_view(tenths).size(), std::string::npos, halves);
            }
        }
        QCOMPARE(found.size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i)
            QCOMPARE(found[i], expected[i]);
        const TapeEntry entry = TapeLibrary::describe(path(QStringLiteral("out.tape")));
        QCOMPARE(entry.kind, std::string("order by order"));
        QCOMPARE(entry.symbols, std::string("ABCUSDT"));
        QCOMPARE(entry.summary.orders, std::uint64_t{9 + 1});
        QVERIFY(entry.summary.gaps.empty());
        QVERIFY(TapeLibrary::verify(entry.path)->empty());
        QVERIFY((*openMarket(entry.path))->orderByOrder());
    }

    void theLevelsAreAlwaysTheSumsOfTheOrders()
    {
        QByteArray text = kHeader;
        std::uint32_t state = 12345;
        const auto draw = [&state](std::uint32_t below) { return (state = state * 1664525U + 1013904223U) / 65536U % below; };
        for (int i = 1; i <= 5000; ++i) {
            const QByteArray time = QByteArray::number(1'700'000'000'000LL + i / 3 * 10);
            const QByteArray side = i % 2 == 0 ? "buy" : "sell";
            text += time + ",add,id-" + QByteArray::number(i) + ',' + side + ','
                + QByteArray::number(i % 2 == 0 ? 90 + draw(10) : 101 + draw(10)) + ',' + QByteArray::number(1 + draw(9)) + '\n';
            const QByteArray other = "id-" + QByteArray::number(1 + draw(static_cast<std::uint32_t>(i)));
            const char* const actions[] = {",cancel,", ",modify,", ",execute,"};
            const std::uint32_t action = draw(3);
            text += time + actions[action] + other + ",,," + (action == 0 ? QByteArray() : QByteArray::number(1 + draw(5))) + '\n';
        }
        const auto report = import(text, ImportFormat::Orders);
        QVERIFY2(report.has_value(), report ? "" : report.error().detail.c_str());
        QVERIFY(report->wrong > 100); // orders that are gone, or have less than is traded
        QVERIFY(report->rows - report->wrong > 6000);
        SilentSink sink;
        sim::TapeMarket::Config config;
        config.queue.kind = QueueKind::Exact;
        sim::TapeMarket market(config, sink);
        std::uint64_t compared = 0;
        for (const MarketEvent& event : events()) {
            market.onMarket(event);
            if (!event.last || event.kind != MarketKind::BookLevel)
                continue;
            for (std::int64_t price = 90; price <= 111; ++price) {
                const Side side = price <= 100 ? Side::Buy : Side::Sell;
                QCOMPARE(market.orders()->qtyAt(side, {price}).count, market.tape().qtyAt(side, {price}).count);
                ++compared;
            }
        }
        QVERIFY(compared > 10'000);
    }

    void wrongRowsAreCountedWithTheirLines()
    {
        const auto report = import(kDay
            + "1700000000.600,add,12,buy,99,1\n"    // 11: it rests
              "1700000000.600,cancel,77,,,\n"       // 12: nobody
              "1700000000.600,execute,12,,,9\n"     // 13: more than it has
              "1700000000.600,explode,12,,,1\n"     // 14
              "1700000000.600,add,14,left,99,1\n"   // 15
              "1700000000.600,add,15,buy,,1\n"      // 16
              "1700000000.600,add,16,buy,99,0\n"    // 17
              "1700000000.600,modify,12,sell,99,1\n" // 18
              "1700000000.600,add,,buy,99,1\n"      // 19
              "1700000000.600,execute,12,buy,98,1\n" // 20: not its price
              "yesterday,add,17,buy,99,1\n"         // 21
              "1700000000.600,add,18,buy,cheap,1\n" // 22
              "1700000000.700,cancel,12,,,\n");
        QVERIFY2(report.has_value(), report ? "" : report.error().detail.c_str());
        QCOMPARE(report->wrong, std::uint64_t{12});
        const std::vector<std::string> sentences{"an order with its id rests already", "no order with its id rests",
            "it takes more than the order has", "its action is none of add, modify, cancel, execute and clear",
            "its side is neither buy nor sell", "the price is not a positive decimal", "the quantity is not a positive decimal",
            "its side is not the order's", "it has no order id", "its price is not the order's", "the time cannot be read",
            "the price is not a positive decimal"};
        for (std::size_t i = 0; i < sentences.size(); ++i) {
            QCOMPARE(report->firstWrong[i].line, std::uint64_t{11 + i});
            QCOMPARE(report->firstWrong[i].sentence, sentences[i]);
        }
        QCOMPARE(lines().back(), std::string("level buy 0 at 990"));
    }

    void clearBeginsAnEmptyBook()
    {
        const auto report = import(kDay + "1700000001.000,clear,,,,\n1700000001.000,add,12,buy,98.5,1\n");
        QVERIFY(report.has_value());
        QCOMPARE(report->wrong, std::uint64_t{0});
        const std::vector<std::string> found = lines();
        const std::vector<std::string> expected{"snapshot 0", "order buy #0 0 at 0", "order buy #12 10 at 985", "delta 1", "level buy 10 at 985"};
        for (std::size_t i = 0; i < expected.size(); ++i)
            QCOMPARE(found[found.size() - expected.size() + i], expected[i]);
    }

    void aTableOfOrdersIsNoOtherFormat()
    {
        QVERIFY(!import(kDay, ImportFormat::Trades).has_value());
        QVERIFY(!import(kDay, ImportFormat::BinanceArchive).has_value());
        QVERIFY(!import("time,price,qty,side\n1700000000,1,2,buy\n", ImportFormat::Orders).has_value());
    }
};

MAKER_TEST(tst_import_orders)
#include "tst_import_orders.moc"
