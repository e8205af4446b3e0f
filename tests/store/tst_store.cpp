#include "store/database.h"
#include "store/history.h"
#include "store/journal_writer.h"
#include "store/migrations.h"
#include "support/maker_test.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QSqlQuery>
#include <QTemporaryDir>

#include <algorithm>

using namespace maker;

namespace {

Instruments someInstruments()
{
    InstrumentSpec spec;
    spec.id = InstrumentId{1};
    spec.venue = VenueId{1};
    spec.symbol = "BTCUSDT";
    spec.base = "BTC";
    spec.quote = "USDT";
    spec.tickSize = "0.01";
    spec.lotSize = "0.00001";
    auto instrument = Instrument::make(spec);
    Q_ASSERT(instrument);
    return {std::make_shared<const Instrument>(*instrument)};
}

JournalRow aFill(int n)
{
    JournalRow row;
    row.kind = JournalKind::FillBooked;
    row.fill.tradeId = TradeId(std::to_string(1000 + n));
    row.fill.clientOrderId = ClientOrderId("mk-1-" + std::to_string(n));
    row.fill.venueOrderId = "77";
    row.fill.instrument = InstrumentId{1};
    row.fill.account = AccountId{1};
    row.fill.strategy = StrategyId{3};
    row.fill.side = n % 3 == 0 ? Side::Sell : Side::Buy;
    row.fill.isMaker = n % 2 == 0;
    row.fill.price = {6'012'345 + n};
    row.fill.qty = {1000 + n};
    row.fill.fee = {*Money::parse("-0.000000000000000123"), "BNB"};
    row.fill.mid = *Money::parse("60123.455");
    row.fill.venueTime = {1'700'000'000'000'000'000 + n};
    row.fill.localTime = {1'700'000'000'000'000'500 + n};
    return row;
}

JournalRow anOrder(const char* id, OrderState state, std::int64_t cum)
{
    JournalRow row;
    row.kind = JournalKind::OrderUpdate;
    row.order.clientOrderId = id;
    row.order.instrument = InstrumentId{1};
    row.order.strategy = StrategyId{3};
    row.order.side = Side::Sell;
    row.order.postOnly = true;
    row.order.state = state;
    row.order.price = {6'000'001};
    row.order.qty = {500};
    row.order.cumQty = {cum};
    row.order.created = {1};
    row.order.updated = {2};
    return row;
}

} // namespace

class tst_store : public QObject {
    Q_OBJECT

private slots:
    void whatWasWrittenIsReadBackToTheLastDigit();
    void aFillWrittenTwiceIsThereOnce();
    void anOrderKeepsOnlyItsNewestState();
    void accountsDoNotMix();
    void aBatchIsAllOrNothing();
    void aDamagedFileIsSetAsideAndSaidSo();
    void aNewerSchemaIsRefusedUnchanged();
    void networkDisksAreRecognised();
    void paramsAreKeptPerSubject();
    void anIntentWithoutAnOrderIsFoundInItsAccountOnly();
    void markoutsComeBackWithTheirFills();
    void aStoreOfTheFirstSchemaIsMigratedWithACopyKept();
};

void tst_store::whatWasWrittenIsReadBackToTheLastDigit()
{
    QTemporaryDir folder;
    const Instruments instruments = someInstruments();
    auto opened = Database::open(folder.filePath("maker.db"));
    QVERIFY(opened);
    QVERIFY(!opened->setAside);
    JournalWriter writer(opened->database, instruments, {1, "demo", "0.1", "demo"});
    QVERIFY(writer.beginRun({5}));
    std::vector<JournalRow> rows{aFill(0), aFill(1), aFill(2)};
    JournalRow deposit;
    deposit.kind = JournalKind::Deposit;
    deposit.amount = {*Money::parse("100000.5"), "USDT"};
    rows.push_back(deposit);
    JournalRow equity;
    equity.kind = JournalKind::Equity;
    equity.time = {900};
    equity.equity = *Money::parse("100001.000000000000000001");
    rows.push_back(equity);
    QVERIFY(writer.write(rows));

    History history(opened->database, instruments);
    const auto account = history.account("demo", AccountId{1});
    QVERIFY(account);
    QCOMPARE(account->fills.size(), std::size_t{3});
    for (std::size_t i = 0; i < 3; ++i) {
        const Fill& got = account->fills[i];
        const Fill& want = rows[i].fill;
        QVERIFY(got.tradeId == want.tradeId && got.clientOrderId == want.clientOrderId);
        QVERIFY(got.side == want.side && got.isMaker == want.isMaker && got.strategy == want.strategy);
        QVERIFY(got.price == want.price && got.qty == want.qty && got.fee == want.fee && got.mid == want.mid);
        QVERIFY(got.venueTime == want.venueTime && got.localTime == want.localTime);
    }
    QVERIFY(account->lastVenueTime == rows[2].fill.venueTime);
    QVERIFY(account->deposits.size() == 1 && account->deposits[0] == deposit.amount);
    const auto curve = history.equity("demo", {0});
    QVERIFY(curve && curve->size() == 1 && (*curve)[0].equity == equity.equity);
}

void tst_store::aFillWrittenTwiceIsThereOnce()
{
    QTemporaryDir folder;
    const Instruments instruments = someInstruments();
    auto opened = Database::open(folder.filePath("maker.db"));
    QVERIFY(opened);
    JournalWriter writer(opened->database, instruments, {1, "demo", "0.1", "demo"});
    const std::vector<JournalRow> rows{aFill(0), aFill(0), aFill(1)};
    QVERIFY(writer.write(rows));
    QVERIFY(writer.write(rows));
    History history(opened->database, instruments);
    QCOMPARE(history.account("demo", AccountId{1})->fills.size(), std::size_t{2});
}

void tst_store::anOrderKeepsOnlyItsNewestState()
{
    QTemporaryDir folder;
    const Instruments instruments = someInstruments();
    auto opened = Database::open(folder.filePath("maker.db"));
    QVERIFY(opened);
    JournalWriter writer(opened->database, instruments, {1, "demo", "0.1", "demo"});
    const std::vector<JournalRow> rows{anOrder("a", OrderState::PendingNew, 0), anOrder("b", OrderState::PendingNew, 0),
        anOrder("a", OrderState::PartiallyFilled, 123), anOrder("b", OrderState::Canceled, 0)};
    QVERIFY(writer.write(rows));
    History history(opened->database, instruments);
    const auto account = history.account("demo", AccountId{1});
    QVERIFY(account);
    QCOMPARE(account->openOrders.size(), std::size_t{1});
    const Order& order = account->openOrders[0];
    QVERIFY(order.clientOrderId == ClientOrderId("a") && order.state == OrderState::PartiallyFilled);
    QVERIFY(order.cumQty == Qty{123} && order.side == Side::Sell && order.postOnly);
}

void tst_store::accountsDoNotMix()
{
    QTemporaryDir folder;
    const Instruments instruments = someInstruments();
    auto opened = Database::open(folder.filePath("maker.db"));
    QVERIFY(opened);
    const std::vector<JournalRow> rows{aFill(0)};
    for (const char* name : {"one", "two"}) {
        JournalWriter writer(opened->database, instruments, {1, QLatin1String(name), "0.1", "demo"});
        QVERIFY(writer.write(rows));
    }
    History history(opened->database, instruments);
    QCOMPARE(history.account("one", AccountId{1})->fills.size(), std::size_t{1});
    QCOMPARE(history.account("three", AccountId{1})->fills.size(), std::size_t{0});
}

void tst_store::aBatchIsAllOrNothing()
{
    QTemporaryDir folder;
    const Instruments instruments = someInstruments();
    auto opened = Database::open(folder.filePath("maker.db"));
    QVERIFY(opened);
    JournalWriter writer(opened->database, instruments, {1, "demo", "0.1", "demo"});
    JournalRow stranger = aFill(1);
    stranger.fill.instrument = InstrumentId{99};
    const std::vector<JournalRow> rows{aFill(0), stranger};
    const auto written = writer.write(rows);
    QVERIFY(!written);
    QVERIFY(!written.error().detail.empty());
    History history(opened->database, instruments);
    QCOMPARE(history.account("demo", AccountId{1})->fills.size(), std::size_t{0});
    QVERIFY(writer.write(std::span(rows).first(1)));
}

void tst_store::aDamagedFileIsSetAsideAndSaidSo()
{
    QTemporaryDir folder;
    const QString path = folder.filePath("maker.db");
    const Instruments instruments = someInstruments();
    {
        auto opened = Database::open(path);
        QVERIFY(opened);
        JournalWriter writer(opened->database, instruments, {1, "demo", "0.1", "demo"});
        std::vector<JournalRow> rows;
        for (int i = 0; i < 2000; ++i)
            rows.push_back(aFill(i));
        QVERIFY(writer.write(rows));
        QVERIFY(opened->database.exec("PRAGMA wal_checkpoint(TRUNCATE)"));
    }
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    for (qint64 page = 2; page < file.size() / 4096; page += 2) {
        QVERIFY(file.seek(page * 4096));
        QVERIFY(file.write(QByteArray(512, '\x5a')) == 512);
    }
    file.close();

    auto opened = Database::open(path);
    QVERIFY2(opened, opened ? "" : opened.error().detail.c_str());
    QVERIFY(opened->setAside.has_value());
    QVERIFY(QFile::exists(*opened->setAside));
    History history(opened->database, instruments);
    QCOMPARE(history.account("demo", AccountId{1})->fills.size(), std::size_t{0});
}

void tst_store::aNewerSchemaIsRefusedUnchanged()
{
    QTemporaryDir folder;
    const QString path = folder.filePath("maker.db");
    {
        auto opened = Database::open(path);
        QVERIFY(opened && opened->database.exec("PRAGMA user_version=999"));
    }
    const auto opened = Database::open(path);
    QVERIFY(!opened);
    QVERIFY(opened.error().code == ErrorCode::Unsupported);
    QVERIFY(QString::fromStdString(opened.error().detail).contains("999"));
    QVERIFY(QFile::exists(path));
}

void tst_store::networkDisksAreRecognised()
{
    QVERIFY(isNetworkFileSystem("nfs4"));
    QVERIFY(isNetworkFileSystem("CIFS"));
    QVERIFY(isNetworkFileSystem("fuse.sshfs"));
    QVERIFY(!isNetworkFileSystem("ext4"));
    QVERIFY(!isNetworkFileSystem("tmpfs"));
}

void tst_store::paramsAreKeptPerSubject()
{
    QTemporaryDir folder;
    const Instruments instruments = someInstruments();
    auto opened = Database::open(folder.filePath("maker.db"));
    QVERIFY(opened);
    JournalWriter writer(opened->database, instruments, {1, "demo", "0.1", "demo"});
    History history(opened->database, instruments);
    QVERIFY(!history.params("strategy/1")->has_value());
    QVERIFY(writer.saveParams("strategy/1", "{\"a\":1}", {1}));
    QVERIFY(writer.saveParams("strategy/1", "{\"a\":2}", {2}));
    QCOMPARE(**history.params("strategy/1"), QString("{\"a\":2}"));
}

void tst_store::anIntentWithoutAnOrderIsFoundInItsAccountOnly()
{
    QTemporaryDir folder;
    const Instruments instruments = someInstruments();
    auto opened = Database::open(folder.filePath("maker.db"));
    QVERIFY(opened);
    JournalWriter writer(opened->database, instruments, {4, "mine", "0.1", "demo"});
    QVERIFY(writer.beginRun({5}));
    const std::vector<JournalRow> rows{anOrder("mk-4-000001", OrderState::Canceled, 0)};
    QVERIFY(writer.write(rows));

    NewOrder order;
    order.side = Side::Sell;
    order.strategy = StrategyId{3};
    order.price = {6'000'001};
    order.qty = {500};
    std::vector<IntentRecord> intents;
    for (const char* id : {"mk-4-000001", "mk-4-000002", "mk-5-000001"}) {
        order.clientOrderId = id;
        intents.push_back(makeIntent(order, "BTCUSDT", {7}));
        intents.back().run = id[3] == '4' ? 4 : 5;
    }
    History history(opened->database, instruments);
    const auto found = history.unrecorded("mine", AccountId{1}, intents);
    QVERIFY(found && found->size() == 1);
    const Order& lost = found->front();
    QVERIFY(lost.clientOrderId == ClientOrderId("mk-4-000002") && lost.state == OrderState::PendingNew);
    QVERIFY(lost.side == Side::Sell && lost.price == Price{6'000'001} && lost.qty == Qty{500} && lost.strategy == StrategyId{3});
    QVERIFY(history.unrecorded("other", AccountId{1}, intents)->empty());
}

void tst_store::markoutsComeBackWithTheirFills()
{
    QTemporaryDir folder;
    const Instruments instruments = someInstruments();
    auto opened = Database::open(folder.filePath("maker.db"));
    QVERIFY(opened);
    JournalWriter writer(opened->database, instruments, {1, "demo", "0.1", "demo"});
    std::vector<JournalRow> rows{aFill(0), aFill(1), aFill(2)};
    const auto markout = [&rows](int fill, std::uint8_t horizon, std::int64_t microBps) {
        JournalRow row;
        row.kind = JournalKind::Markout;
        const Fill& of = rows[static_cast<std::size_t>(fill)].fill;
        row.markout = {of.account, of.instrument, of.strategy, of.tradeId, of.side, horizon, microBps};
        return row;
    };
    rows.push_back(markout(2, 5, -123'456));
    rows.push_back(markout(0, 1, 2'500'000));
    rows.push_back(markout(2, 0, 1));
    QVERIFY(writer.write(rows));
    QVERIFY(writer.write(rows)); // a batch may be written again
    JournalWriter other(opened->database, instruments, {1, "other", "0.1", "demo"});
    QVERIFY(other.write(std::span(rows).first(1)));

    History history(opened->database, instruments);
    const auto account = history.account("demo", AccountId{1});
    QVERIFY(account && account->markouts.size() == 3);
    QCOMPARE(account->markouts[0].bps[1], 2.5);
    QCOMPARE(account->markouts[2].bps[5], -0.123456);
    QCOMPARE(account->markouts[2].bps[0], 0.000001);
    int known = 0;
    for (const Markouts& each : account->markouts)
        known += static_cast<int>(std::ranges::count_if(each.bps, [](double bps) { return bps == bps; }));
    QCOMPARE(known, 3);
    const auto stranger = history.account("other", AccountId{1});
    QVERIFY(stranger && stranger->markouts.size() == 1 && stranger->markouts[0].bps[1] != stranger->markouts[0].bps[1]);
}

void tst_store::aStoreOfTheFirstSchemaIsMigratedWithACopyKept()
{
    QTemporaryDir folder;
    const QString path = folder.filePath("maker.db");
    const Instruments instruments = someInstruments();
    const std::vector<JournalRow> rows{aFill(0)};
    {
        auto opened = Database::open(path);
        QVERIFY(opened);
        JournalWriter writer(opened->database, instruments, {1, "demo", "0.1", "demo"});
        QVERIFY(writer.write(rows));
        QStringList later;
        QSqlQuery tables(opened->database.connection());
        QVERIFY(tables.exec("SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%' AND name NOT IN "
                            "('runs','deposits','orders','fills','journal','equity','params')"));
        while (tables.next())
            later.append(tables.value(0).toString());
        QVERIFY(later.contains("markouts"));
        tables.finish();
        for (const QString& table : later)
            QVERIFY(opened->database.exec("DROP TABLE " + table));
        QVERIFY(opened->database.exec("PRAGMA user_version=1"));
    }
    auto opened = Database::open(path);
    QVERIFY2(opened, opened ? "" : opened.error().detail.c_str());
    QVERIFY(QFile::exists(path + ".schema-1"));
    History history(opened->database, instruments);
    const auto account = history.account("demo", AccountId{1});
    QVERIFY(account && account->fills.size() == 1 && account->markouts.size() == 1);
}

MAKER_APP_TEST(tst_store, QCoreApplication)
#include "tst_store.moc"
