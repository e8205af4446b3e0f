#include "kernel/model/money.h"
#include "recovery/venue_account.h"
#include "store/database.h"
#include "support/maker_test.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QMap>
#include <QProcess>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QSet>
#include <QSqlQuery>
#include <QTemporaryDir>

using namespace maker;

// Kills the terminal at seeded moments of busy quoting on a separate exchange, and holds its ledger against the exchange's.
// MAKERDESK_KILLS sets how often (10).

namespace {

const QString kBin = QStringLiteral(MAKERDESK_BIN_DIR);
const QByteArray kKey = "recovery-key";
const QByteArray kSecret = "recovery-secret";

class Exchange {
public:
    bool start()
    {
        m_process.start(kBin + "/makerdesk-simex",
            {"--port", "0", "--print-port", "--key", kKey, "--secret", kSecret, "--balance", "USDT=100000", "--balance",
                "BTC=2", "--symbol", "BTCUSDT", "--seed", "7", "--speed", "5"});
        if (!m_process.waitForStarted(10000) || !m_process.waitForReadyRead(10000))
            return false;
        m_port = m_process.readLine().trimmed().toUShort();
        return m_port != 0;
    }
    ~Exchange()
    {
        m_process.terminate();
        if (!m_process.waitForFinished(5000))
            m_process.kill();
        m_process.waitForFinished(5000);
    }
    quint16 port() const { return m_port; }

private:
    QProcess m_process;
    quint16 m_port = 0;
};

class Terminal {
public:
    Terminal(const QTemporaryDir& folder, quint16 port, const QStringList& more)
    {
        QFile keys(folder.filePath("keys"));
        if (!keys.exists() && keys.open(QIODevice::WriteOnly)) {
            keys.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
            keys.write("key=" + kKey + "\nsecret=" + kSecret + "\n");
            keys.close();
        }
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.start(kBin + "/makerdesk",
            QStringList{"--headless", "--connect", QString::number(port), "--keys", folder.filePath("keys"), "--profile",
                folder.filePath("profile"), "--symbol", "BTCUSDT"}
                + more);
        m_process.waitForStarted(10000);
    }
    ~Terminal() { kill(); }

    /// Reads lines until one matches.
    bool waitFor(const QString& pattern, int milliseconds)
    {
        const QRegularExpression wanted(pattern);
        QElapsedTimer timer;
        timer.start();
        while (timer.elapsed() < milliseconds && m_process.state() != QProcess::NotRunning) {
            m_process.waitForReadyRead(50);
            while (m_process.canReadLine()) {
                const QString line = QString::fromUtf8(m_process.readLine());
                m_log += line;
                if (wanted.match(line).hasMatch())
                    return true;
            }
        }
        return false;
    }
    void kill()
    {
        if (m_process.state() == QProcess::NotRunning)
            return;
        m_process.kill(); // SIGKILL
        m_process.waitForFinished(5000);
    }
    bool stopCleanly()
    {
        m_process.terminate();
        const bool ended = m_process.waitForFinished(20000);
        m_log += QString::fromUtf8(m_process.readAll());
        return ended && m_process.exitStatus() == QProcess::NormalExit && m_process.exitCode() == 0;
    }
    QString log() const { return m_log; }

private:
    QProcess m_process;
    QString m_log;
};

Money money(const QString& text)
{
    const auto value = Money::parse(text.toStdString());
    return value ? *value : Money::fromInt(-999999999);
}

} // namespace

class tst_recovery : public QObject {
    Q_OBJECT

private slots:
    void afterEveryKillTheLedgerEqualsTheVenue();

private:
    void compareFills(VenueAccount& venue, QSqlDatabase& store);
    void compareBalances(VenueAccount& venue, QSqlDatabase& store);
};

void tst_recovery::afterEveryKillTheLedgerEqualsTheVenue()
{
    const int kills = qEnvironmentVariableIntValue("MAKERDESK_KILLS") > 0 ? qEnvironmentVariableIntValue("MAKERDESK_KILLS") : 10;
    QTemporaryDir folder;
    Exchange exchange;
    QVERIFY2(exchange.start(), "the exchange did not start");
    VenueAccount venue(exchange.port(), kKey, kSecret);
    QVERIFY(venue.placeForeign("BTCUSDT", "30000.00", "0.00100").contains("orderId"));

    const QStringList busy{"--set", "bid_spread=0.2", "--set", "ask_spread=0.2", "--set", "min_spread=0.1", "--set",
        "levels=3", "--set", "level_spread_step=0.5", "--set", "refresh_time=0.1", "--set", "filled_order_delay=0", "--set",
        "order_size=0.002", "--set", "inventory_range=50"};
    QRandomGenerator random(20);
    for (int i = 0; i < kills; ++i) {
        Terminal terminal(folder, exchange.port(), busy);
        QVERIFY2(terminal.waitFor("quotes=[1-9]", 40000), qPrintable(terminal.log()));
        QTest::qWait(random.bounded(100, 1500));
        terminal.kill();
    }
    // Mid start-up, when it reconciles, is a moment like any other.
    for (int i = 0; i < 3; ++i) {
        Terminal terminal(folder, exchange.port(), busy);
        QTest::qWait(random.bounded(50, 600));
        terminal.kill();
    }
    {
        Terminal terminal(folder, exchange.port(), {"--no-start"});
        QVERIFY2(terminal.waitFor("trading=live", 40000), qPrintable(terminal.log()));
        QTest::qWait(1500);
        QVERIFY2(terminal.stopCleanly(), qPrintable(terminal.log()));
        QVERIFY2(terminal.log().contains("stopped=clean"), qPrintable(terminal.log()));
    }

    const QJsonArray open = venue.openOrders("BTCUSDT");
    QCOMPARE(open.size(), 1);
    QCOMPARE(open[0].toObject()["clientOrderId"].toString(), QString("somebody-else-1"));

    auto opened = Database::open(folder.filePath("profile/makerdesk.db"));
    QVERIFY(opened);
    compareFills(venue, opened->database.connection());
    compareBalances(venue, opened->database.connection());
}

void tst_recovery::compareFills(VenueAccount& venue, QSqlDatabase& store)
{
    const QList<QJsonObject> trades = venue.trades("BTCUSDT");
    QMap<QString, QJsonObject> byId;
    for (const QJsonObject& trade : trades)
        byId[QString::number(trade["id"].toInteger())] = trade;
    QVERIFY2(byId.size() >= 5, "too few fills to prove anything");

    QSqlQuery query(store);
    QVERIFY(query.exec("SELECT trade_id, side, price, qty, fee, fee_asset, client_order_id FROM fills"));
    int stored = 0;
    while (query.next()) {
        ++stored;
        const QString id = query.value(0).toString();
        QVERIFY2(byId.contains(id), qPrintable("a fill the venue does not know: " + id));
        const QJsonObject& trade = byId[id];
        QCOMPARE(query.value(1).toString() == "buy", trade["isBuyer"].toBool());
        QVERIFY(money(query.value(2).toString()) == money(trade["price"].toString()));
        QVERIFY(money(query.value(3).toString()) == money(trade["qty"].toString()));
        QVERIFY(money(query.value(4).toString()) == money(trade["commission"].toString()));
        QCOMPARE(query.value(5).toString(), trade["commissionAsset"].toString());
    }
    QCOMPARE(stored, byId.size()); // trade ids are unique in the store, so none is lost and none is double
    qInfo("%d fills agree", stored);

    QVERIFY(query.exec("SELECT COUNT(*) FROM orders WHERE client_order_id LIKE 'mk-%' AND state NOT IN ('Filled','Canceled','Rejected','Expired')"));
    QVERIFY(query.next());
    QCOMPARE(query.value(0).toInt(), 0);
    QSet<QString> known;
    QVERIFY(query.exec("SELECT client_order_id FROM orders"));
    while (query.next())
        known.insert(query.value(0).toString());
    for (const auto& order : venue.allOrders("BTCUSDT")) {
        const QString id = order.toObject()["clientOrderId"].toString();
        if (id.startsWith("mk-") && order.toObject()["executedQty"].toString().toDouble() > 0)
            QVERIFY2(known.contains(id), qPrintable("a filled order the store does not know: " + id));
    }
}

void tst_recovery::compareBalances(VenueAccount& venue, QSqlDatabase& store)
{
    QMap<QString, Money> ledger;
    QSqlQuery query(store);
    QVERIFY(query.exec("SELECT asset, amount FROM deposits"));
    while (query.next())
        ledger[query.value(0).toString()] += money(query.value(1).toString());
    QVERIFY(query.exec("SELECT side, price, qty, fee, fee_asset FROM fills"));
    while (query.next()) {
        const Money qty = money(query.value(2).toString());
        const Money price = money(query.value(1).toString());
        const Money notional =
            Money::fromUnits(mulDiv(price.units(), qty.units(), Money::fromInt(1).units(), Rounding::HalfEven));
        const bool buy = query.value(0).toString() == "buy";
        ledger["BTC"] += buy ? qty : -qty;
        ledger["USDT"] += buy ? -notional : notional;
        ledger[query.value(4).toString()] -= money(query.value(3).toString());
    }
    for (const auto& entry : venue.balances()) {
        const QJsonObject balance = entry.toObject();
        const QString asset = balance["asset"].toString();
        const Money total = money(balance["free"].toString()) + money(balance["locked"].toString());
        QVERIFY2(ledger.value(asset) == total,
            qPrintable(asset + ": ledger " + QString::fromStdString(ledger.value(asset).toString()) + ", venue "
                + QString::fromStdString(total.toString())));
    }
}

MAKER_APP_TEST(tst_recovery, QCoreApplication)
#include "tst_recovery.moc"
