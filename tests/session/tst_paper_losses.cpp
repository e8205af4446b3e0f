#include "kernel/base/log.h"
#include "simex/sim_server.h"
#include "store/database.h"
#include "support/maker_test.h"
#include "support/session_desk.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QSqlQuery>
#include <QTemporaryDir>

#include <atomic>
#include <csignal>
#include <ctime>

#ifdef __linux__
#include <sys/syscall.h>
#include <unistd.h>
#endif

using namespace maker;

// A desk on paper loses market data in each way there is; its quotes are pulled, its books resync, and the exchange never
// hears of an order. What was recorded meanwhile is repeated to the last byte.

namespace {

std::atomic<bool> g_hold{false};
std::atomic<bool> g_holding{false};

/// Runs in the thread that is held: only calls that a signal handler may make.
void holdThisThread(int)
{
    g_holding = true;
    const timespec nap{0, 5'000'000};
    for (int i = 0; i < 4'000 && g_hold; ++i)
        ::nanosleep(&nap, nullptr);
    g_holding = false;
}

/// Holds the thread of that name still, as a debugger or an overloaded machine would. False where there is no such thread.
bool holdThread([[maybe_unused]] const QByteArray& name)
{
#ifdef __linux__
    struct sigaction action = {};
    action.sa_handler = holdThisThread;
    action.sa_flags = SA_RESTART;
    ::sigaction(SIGUSR1, &action, nullptr);
    const QStringList tasks = QDir(QStringLiteral("/proc/self/task")).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString& task : tasks) {
        QFile comm(QStringLiteral("/proc/self/task/") + task + QStringLiteral("/comm"));
        if (!comm.open(QIODevice::ReadOnly) || comm.readAll().trimmed() != name)
            continue;
        g_hold = true;
        return ::syscall(SYS_tgkill, ::getpid(), task.toInt(), SIGUSR1) == 0;
    }
#endif
    return false;
}

constexpr std::size_t kRing = 1U << 12U; // more than a snapshot
std::atomic<int> g_overflows{0};

void noteOverflows(LogLevel, std::string_view, std::string_view sentence)
{
    if (sentence.find("overflowed the paper venue's queue") != std::string_view::npos)
        ++g_overflows;
}

class Desk : public SessionDesk {
public:
    using SessionDesk::SessionDesk;

    /// One order is enough: there is nothing to sell before the first was bought, and the market may take a side at once.
    bool quotes() const { return live() && view.openOrders >= 1; }
    std::uint64_t messages() const { return view.venues[0].messages; }
};

QString one(const QString& profile, const char* sql)
{
    auto opened = Database::open(profile + "/makerdesk.db");
    QSqlQuery query(opened->database.connection());
    return query.exec(QString::fromLatin1(sql)) && query.next() ? query.value(0).toString() : QStringLiteral("nothing");
}

} // namespace

class tst_paper_losses : public QObject {
    Q_OBJECT

private slots:
    void init();
    void aVenueThatFallsBehindWithdrawsItsOrdersAndResyncs();
    void aGapAndALostFeedPullTheQuotesToo();

private:
    SessionConfig aConfig() const;
    /// Stops the desk and holds everything that it left behind against what must be true of every run on paper.
    void close(Desk& desk);
    QJsonObject replay(const QString& journal) const;

    std::unique_ptr<SimServer> m_exchange;
    std::unique_ptr<QTemporaryDir> m_profile;
};

void tst_paper_losses::init()
{
    SimServerConfig config;
    config.seed = 13;
    config.speed = 100.0;
    config.symbols = {"BTCUSDT"};
    auto server = SimServer::start(config);
    QVERIFY2(server, server ? "" : server.error().detail.c_str());
    m_exchange = std::move(*server);
    m_profile = std::make_unique<QTemporaryDir>();
    g_overflows = 0;
    setLogWriter(noteOverflows);
}

SessionConfig tst_paper_losses::aConfig() const
{
    SessionConfig config;
    config.profile = m_profile->path().toStdString();
    config.version = "test";
    config.simulatedPort = m_exchange->port();
    config.paper = true;
    config.recordMarket = true;
    config.paperModels.entryLatency = 2.0;
    config.paperModels.responseLatency = 2.0;
    config.symbols = {"BTCUSDT"};
    config.strategies = {{"pure_market_making", "BTCUSDT",
        R"({"bid_spread":0.5,"ask_spread":0.5,"min_spread":0.5,"refresh_time":0.5,"order_size":0.01})", {}}};
    return config;
}

void tst_paper_losses::aVenueThatFallsBehindWithdrawsItsOrdersAndResyncs()
{
    SessionConfig config = aConfig();
    config.paperRing = kRing;
    Desk desk(std::move(config));
    QVERIFY(desk.until([&] { return desk.live(); }));
    desk.session->post({CommandKind::StartStrategy, StrategyId{1}, {}, {}, {}});
    QVERIFY(desk.until([&] { return desk.quotes(); }));

    if (!holdThread("trade.binance"))
        QSKIP("A thread can only be held by its name on Linux.");
    QVERIFY(desk.until([] { return g_holding.load(); }));
    const std::uint64_t before = desk.messages();
    // The engine goes on meanwhile: each message is one record of the venue's queue or more.
    const bool wentOn = desk.until([&] { return desk.messages() > before + kRing || !g_holding; }, 18);
    const bool held = g_holding;
    g_hold = false;
    const std::uint64_t heard = desk.messages() - before;
    QVERIFY2(held && wentOn, qPrintable(QString::number(heard)));
    QVERIFY(desk.until([] { return g_overflows == 1; }));
    QVERIFY(desk.until([&] { return desk.quotes(); }));
    const std::uint64_t fills = desk.view.fills;
    QVERIFY2(desk.until([&] { return desk.view.fills >= fills + 2; }, 120), "no fills after the loss");
    close(desk);
    QCOMPARE(g_overflows.load(), 1);
}

void tst_paper_losses::aGapAndALostFeedPullTheQuotesToo()
{
    Desk desk(aConfig());
    QVERIFY(desk.until([&] { return desk.live(); }));
    desk.session->post({CommandKind::StartStrategy, StrategyId{1}, {}, {}, {}});
    QVERIFY(desk.until([&] { return desk.quotes(); }));
    m_exchange->skipDepthUpdates(3);
    QVERIFY(desk.until([&] { return desk.view.venues[0].gaps >= 1; }));
    QVERIFY(desk.until([&] { return desk.quotes(); }));
    m_exchange->refuseConnections(true);
    m_exchange->dropConnections(SimChannel::All);
    QVERIFY(desk.until([&] { return desk.view.venues[0].feed != VenueLink::Live && desk.view.openOrders == 0; }));
    desk.until([] { return false; }, 1);
    QCOMPARE(desk.view.openOrders, decltype(desk.view.openOrders){0}); // and none come while nobody knows the market
    m_exchange->refuseConnections(false);
    QVERIFY(desk.until([&] { return desk.quotes(); }));
    const std::uint64_t fills = desk.view.fills;
    QVERIFY2(desk.until([&] { return desk.view.fills >= fills + 2; }, 120), "no fills after the loss");
    close(desk);
}

QJsonObject tst_paper_losses::replay(const QString& journal) const
{
    QProcess process;
    process.start(QStringLiteral(MAKERDESK_BIN_DIR "/makerdesk-cli"),
        {"replay", m_profile->filePath("recordings/run-000001"), "--json", "--journal", journal});
    process.waitForFinished(120'000);
    const QByteArray out = process.readAllStandardOutput();
    return process.exitCode() == 0 ? QJsonDocument::fromJson(out).object() : QJsonObject{{"result", QString::fromUtf8(out)}};
}

void tst_paper_losses::close(Desk& desk)
{
    QVERIFY(desk.session->stop());
    desk.look();
    QVERIFY2(!desk.alerts.contains("the ledger says"), qPrintable(desk.alerts));
    const SimServer::Counters seen = m_exchange->counters();
    QCOMPARE(seen.ordersPlaced, std::uint64_t{0});
    QCOMPARE(seen.apiConnections, 0);
    QCOMPARE(one(m_profile->path(), "SELECT count(*) FROM orders WHERE state NOT IN ('Filled','Canceled','Rejected','Expired')"),
        QStringLiteral("0"));
    QVERIFY(one(m_profile->path(), "SELECT count(*) FROM orders").toInt() >= 2); // one before the loss and one after it
    QCOMPARE(one(m_profile->path(), "SELECT count(*) FROM fills WHERE trade_id NOT LIKE 'paper-1-%'"), QStringLiteral("0"));

    const QJsonObject report = replay(m_profile->filePath("journal.txt"));
    QCOMPARE(report.value("result").toString(), QStringLiteral("identical"));
    QCOMPARE(report.value("fills").toInt(), static_cast<int>(desk.view.fills));
    QCOMPARE(report.value("equity").toString(), QString::fromStdString(desk.view.pnl.equity.toString()));
}

MAKER_APP_TEST(tst_paper_losses, QCoreApplication)
#include "tst_paper_losses.moc"
