#include "store/past.h"

#include "support/maker_test.h"

#include <QSqlQuery>
#include <QTemporaryDir>

using namespace maker;

namespace {

constexpr std::int64_t kDay = 86'400'000'000'000;
constexpr std::int64_t kHour = 3'600'000'000'000;
constexpr std::int64_t kFirst = 20'000 * kDay;

void addRun(Database& database, int run, const QString& account, std::int64_t started)
{
    QSqlQuery query(database.connection());
    query.prepare(QStringLiteral("INSERT INTO runs(run, started, ended, version, mode, account) VALUES(?,?,NULL,'1','demo',?)"));
    query.addBindValue(run);
    query.addBindValue(static_cast<qlonglong>(started));
    query.addBindValue(account);
    QVERIFY(query.exec());
}

void addPoint(Database& database, const QString& account, std::int64_t time, int spread, int fees)
{
    QSqlQuery query(database.connection());
    query.prepare(QStringLiteral("INSERT INTO equity VALUES(?,?,?,'0','0',?,'0',?,'0')"));
    query.addBindValue(account);
    query.addBindValue(static_cast<qlonglong>(time));
    query.addBindValue(QString::number(1000 + spread + fees));
    query.addBindValue(QString::number(spread));
    query.addBindValue(QString::number(fees));
    QVERIFY(query.exec());
}

void addOrder(Database& database, const char* id, const char* state, const char* side, std::int64_t created, std::int64_t updated)
{
    QSqlQuery query(database.connection());
    query.prepare(QStringLiteral("INSERT INTO orders VALUES(?,'77','live','BTCUSDT',1,?,'limit','gtc',1,?,'60000.01','0.1','0',?,?)"));
    query.addBindValue(QString::fromLatin1(id));
    query.addBindValue(QString::fromLatin1(side));
    query.addBindValue(QString::fromLatin1(state));
    query.addBindValue(static_cast<qlonglong>(created));
    query.addBindValue(static_cast<qlonglong>(updated));
    QVERIFY(query.exec());
}

std::vector<std::shared_ptr<const Instrument>> btc()
{
    InstrumentSpec spec;
    spec.id = InstrumentId{1};
    spec.venue = VenueId{1};
    spec.symbol = "BTCUSDT";
    spec.base = "BTC";
    spec.quote = "USDT";
    spec.tickSize = "0.01";
    spec.lotSize = "0.00001";
    return {std::make_shared<const Instrument>(*Instrument::make(spec))};
}

} // namespace

class tst_past : public QObject {
    Q_OBJECT
private slots:
    void aDayIsTheChangeFromTheDayBefore()
    {
        QTemporaryDir folder;
        auto opened = Database::open(folder.filePath(QStringLiteral("a.db")));
        QVERIFY(opened.has_value());
        Database& database = opened->database;
        addRun(database, 1, QStringLiteral("live"), kFirst);
        addPoint(database, QStringLiteral("live"), kFirst + kHour, 5, 0);
        addPoint(database, QStringLiteral("live"), kFirst + 9 * kHour, 30, -4);
        addPoint(database, QStringLiteral("live"), kFirst + 2 * kDay + kHour, 25, -10); // a day without a session between
        const auto days = readPastDays(database, QStringLiteral("live"), {kFirst});
        QVERIFY(days.has_value());
        QCOMPARE(days->size(), std::size_t(2));
        QCOMPARE((*days)[0].day.ns, kFirst);
        QCOMPARE((*days)[0].total(), Money::fromInt(26));
        QCOMPARE((*days)[1].day.ns, kFirst + 2 * kDay);
        QCOMPARE((*days)[1].total(), Money::fromInt(-11));
        QCOMPARE((*days)[1].equity, Money::fromInt(1015));
    }
    void accountsOfOneFamilyAddUp()
    {
        QTemporaryDir folder;
        auto opened = Database::open(folder.filePath(QStringLiteral("a.db")));
        QVERIFY(opened.has_value());
        Database& database = opened->database;
        for (int run = 1; run <= 3; ++run) {
            const QString account = run == 3 ? QStringLiteral("other") : QStringLiteral("demo-%1").arg(run);
            addRun(database, run, account, kFirst + run * kHour);
            addPoint(database, account, kFirst + run * kHour, 10 * run, -1);
        }
        const auto days = readPastDays(database, QStringLiteral("demo-"), {kFirst});
        QVERIFY(days.has_value());
        QCOMPARE(days->size(), std::size_t(1));
        QCOMPARE((*days)[0].total(), Money::fromInt(10 + 20 - 2));
        QCOMPARE((*days)[0].fees, Money::fromInt(-2));
        QVERIFY(readPastDays(database, QStringLiteral("demo-"), {kFirst + kDay})->empty());
    }
    void onlyOrdersThatRestedAndEndedAreThePast()
    {
        QTemporaryDir folder;
        auto opened = Database::open(folder.filePath(QStringLiteral("a.db")));
        QVERIFY(opened.has_value());
        Database& database = opened->database;
        addOrder(database, "mk-1", "Canceled", "buy", kFirst + 5, kFirst + 9);
        addOrder(database, "mk-2", "Filled", "sell", kFirst + 3, kFirst + 12);
        addOrder(database, "mk-3", "Rejected", "sell", kFirst + 3, kFirst + 4);
        addOrder(database, "mk-4", "Accepted", "sell", kFirst + 3, kFirst + 4);
        addOrder(database, "mk-5", "Canceled", "sell", kFirst - 30, kFirst - 20);
        const auto orders = readPastOrders(database, QStringLiteral("live"), btc(), {kFirst}, 10);
        QVERIFY(orders.has_value());
        QCOMPARE(orders->size(), std::size_t(2));
        QCOMPARE((*orders)[0].side, Side::Sell);
        QCOMPARE((*orders)[0].created.ns, kFirst + 3);
        QCOMPARE((*orders)[1].side, Side::Buy);
        QCOMPARE((*orders)[1].price.count, 6'000'001);
        QCOMPARE(readPastOrders(database, QStringLiteral("live"), btc(), {kFirst}, 1)->size(), std::size_t(1));
    }
};

MAKER_TEST(tst_past)
#include "tst_past.moc"
