#include "kernel/engine/event_script.h"
#include "store/database.h"
#include "store/event_recording.h"
#include "store/replay.h"
#include "support/maker_test.h"
#include "support/session_desk.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QSqlQuery>
#include <QTemporaryDir>

#include <map>

using namespace maker;

// A desk that trades on the embedded exchange, and then the same run once more from its recording alone.

namespace {

constexpr StrategyId kBtc{1};
constexpr StrategyId kEth{2};

SessionConfig aConfig(const QString& profile)
{
    SessionConfig config;
    config.profile = profile.toStdString();
    config.version = "test";
    config.embedded.seed = 5;
    config.embedded.speed = 4.0;
    config.symbols = {"BTCUSDT", "ETHUSDT"};
    config.strategies = {
        {"pure_market_making", "BTCUSDT",
            R"({"bid_spread":1,"ask_spread":1,"min_spread":0.5,"refresh_time":0.5,"order_size":0.01})", {}},
        {"pure_market_making", "ETHUSDT", R"({"order_size":0.2,"levels":2})", {}}};
    return config;
}

using Desk = SessionDesk;

QString runFolder(const QTemporaryDir& profile, int run)
{
    return profile.filePath(QStringLiteral("recordings/run-%1").arg(run, 6, 10, QLatin1Char('0')));
}

/// Everything an operator does in an hour, in seconds.
void trade(Desk& desk, std::uint64_t fills)
{
    desk.tell(CommandKind::StartStrategy, kBtc);
    desk.tell(CommandKind::StartStrategy, kEth);
    QVERIFY(desk.until([&] { return desk.view.openOrders >= 4; }));
    QVERIFY2(desk.until([&] { return desk.view.fills >= fills; }, 90), "no fills");
    desk.tell(CommandKind::SetParams, kBtc,
        R"({"bid_spread":1.5,"ask_spread":1,"min_spread":0.5,"refresh_time":0.3,"order_size":0.02,"levels":2})");
    desk.pass(3);
    desk.tell(CommandKind::PauseStrategy, kEth);
    desk.tell(CommandKind::Flatten, {}, {}, InstrumentId{1});
    desk.pass(2);
    desk.tell(CommandKind::Kill, {}, "an exercise");
    QVERIFY(desk.until([&] { return desk.view.risk.killed && desk.view.openOrders == 0; }));
    desk.tell(CommandKind::Rearm);
    desk.tell(CommandKind::StartStrategy, kEth);
    QVERIFY(desk.until([&] { return desk.view.openOrders >= 2; }));
    desk.pass(2);
}

} // namespace

class tst_replay : public QObject {
    Q_OBJECT

private slots:
    void aLiveRunIsRepeatedToTheLastByte();
    void aRunThatContinuesAnEarlierOneIsRepeatedToo();
    void withoutMarketDataTheRecordingIsAnAuditTrail();
    void nothingIsRecordedWhereNobodyWantsIt();
    void theCommandLineRepeatsARun();

private:
    static void compare(const QString& folder, const DeskSnapshot& view);

    QTemporaryDir m_profile;
    DeskSnapshot m_view;
};

void tst_replay::compare(const QString& folder, const DeskSnapshot& view)
{
    std::string journal;
    const auto report =
        replayRecording(folder.toStdString(), [&](std::string_view line) { journal.append(line).append("\n"); });
    QVERIFY2(report, report ? "" : report.error().detail.c_str());
    QVERIFY2(report->note.empty(), report->note.c_str());
    qInfo("events %llu market %llu rows %llu orders %llu fills %llu digest %s recorded %s rows %llu",
        static_cast<unsigned long long>(report->events), static_cast<unsigned long long>(report->marketEvents),
        static_cast<unsigned long long>(report->rows), static_cast<unsigned long long>(report->orders),
        static_cast<unsigned long long>(report->fills), report->digest.c_str(),
        report->recorded ? report->recorded->digest.c_str() : "-",
        static_cast<unsigned long long>(report->recorded ? report->recorded->rows : 0));
    QCOMPARE(report->verdict(), std::string_view("identical"));
    QVERIFY(report->identical());
    QCOMPARE(report->fills, view.fills);
    QVERIFY(report->marketEvents > 500);
    QVERIFY(report->equity == view.pnl.equity);
    QVERIFY(journal.find("killed") != std::string::npos || journal.find("kill") != std::string::npos);
}

void tst_replay::aLiveRunIsRepeatedToTheLastByte()
{
    SessionConfig config = aConfig(m_profile.path());
    config.recordMarket = true;
    {
        Desk desk(config);
        trade(desk, 4);
        QVERIFY(desk.session->stop());
        desk.session->desk(desk.view);
        m_view = desk.view;
    }
    compare(runFolder(m_profile, 1), m_view);

    // Against the journal that the store holds, row by row of fills.
    auto opened = Database::open(m_profile.filePath("makerdesk.db"));
    QVERIFY(opened);
    QSqlQuery query(opened->database.connection());
    QVERIFY(query.exec("SELECT count(*) FROM fills") && query.next());
    QCOMPARE(query.value(0).toULongLong(), static_cast<qulonglong>(m_view.fills));
}

/// History, saved parameters and orders that were left behind are input too.
void tst_replay::aRunThatContinuesAnEarlierOneIsRepeatedToo()
{
    QTemporaryDir profile;
    SimServerConfig server;
    server.seed = 8;
    server.speed = 4.0;
    server.key = "k";
    server.secret = "s";
    server.symbols = {"BTCUSDT", "ETHUSDT"};
    auto exchange = SimServer::start(server);
    QVERIFY2(exchange, exchange ? "" : exchange.error().detail.c_str());
    SessionConfig config = aConfig(profile.path());
    config.recordMarket = true;
    config.simulatedPort = (*exchange)->port();
    auto credentials = std::make_shared<Credentials>();
    credentials->apiKey = Secret(std::string("k"));
    credentials->secret = Secret(std::string("s"));
    config.credentials = credentials;
    for (int run = 1; run <= 2; ++run) {
        DeskSnapshot view;
        {
            Desk desk(config);
            trade(desk, desk.view.fills + 2);
            QVERIFY(desk.session->stop());
            desk.session->desk(desk.view);
            view = desk.view;
        }
        compare(runFolder(profile, run), view);
    }
}

void tst_replay::withoutMarketDataTheRecordingIsAnAuditTrail()
{
    QTemporaryDir profile;
    {
        Desk desk(aConfig(profile.path()));
        desk.tell(CommandKind::StartStrategy, kBtc);
        QVERIFY(desk.until([&] { return desk.view.openOrders >= 2; }));
        QVERIFY(desk.session->stop());
    }
    const auto refused = replayRecording(runFolder(profile, 1).toStdString());
    QVERIFY(!refused);
    QVERIFY2(refused.error().detail.find("--record-market") != std::string::npos, refused.error().detail.c_str());

    auto reader = RecordingReader::open(runFolder(profile, 1).toStdString());
    QVERIFY(reader);
    std::map<std::string, int> kinds;
    std::string line;
    for (auto more = reader->next(line); more && *more; more = reader->next(line))
        ++kinds[line.substr(0, line.find(' '))];
    QVERIFY(kinds["Timer"] > 5);
    QVERIFY(kinds["StartStrategy"] == 1 && kinds["StopStrategy"] == 2 && kinds["CancelAll"] == 1);
    QVERIFY(kinds["TradingUp"] >= 1 && kinds["OrderAck"] >= 2);
    QVERIFY(kinds["BookDelta"] == 0 && kinds["BookLevel"] == 0);
    QVERIFY(kinds["end"] == 1);
}

void tst_replay::nothingIsRecordedWhereNobodyWantsIt()
{
    QTemporaryDir profile;
    SessionConfig config = aConfig(profile.path());
    config.record = false;
    {
        Desk desk(config);
        QVERIFY(desk.session->stop());
    }
    QVERIFY(!QDir(profile.filePath("recordings")).exists());
}

void tst_replay::theCommandLineRepeatsARun()
{
    const QString folder = runFolder(m_profile, 1);
    QVERIFY(QDir(folder).exists());
    const QString journal = m_profile.filePath("journal.txt");
    const auto run = [](const QStringList& arguments, int& code) {
        QProcess process;
        process.start(QStringLiteral(MAKERDESK_BIN_DIR "/makerdesk-cli"), arguments);
        process.waitForFinished(60'000);
        code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
        return process.readAllStandardOutput() + process.readAllStandardError();
    };
    int code = -1;
    const QByteArray out = run({"replay", folder, "--json", "--journal", journal}, code);
    QVERIFY2(code == 0, out.constData());
    const QJsonObject report = QJsonDocument::fromJson(out).object();
    QCOMPARE(report.value("result").toString(), QStringLiteral("identical"));
    QCOMPARE(report.value("fills").toInt(), static_cast<int>(m_view.fills));
    QCOMPARE(report.value("equity").toString(), QString::fromStdString(m_view.pnl.equity.toString()));
    QFile lines(journal);
    QVERIFY(lines.open(QIODevice::ReadOnly));
    QCOMPARE(lines.readAll().count('\n'), report.value("rows").toInt());

    QVERIFY(run({"replay", folder}, code).contains("identical"));
    QCOMPARE(code, 0);

    // One other byte in the middle, and the tool says where.
    QFile segment(folder + "/000001.events");
    QVERIFY(segment.open(QIODevice::ReadWrite));
    QVERIFY(segment.seek(segment.size() / 2));
    char byte = 0;
    QVERIFY(segment.peek(&byte, 1) == 1);
    byte = static_cast<char>(byte ^ 1);
    QVERIFY(segment.write(&byte, 1) == 1);
    segment.close();
    QVERIFY(run({"replay", folder}, code).contains("damaged at line"));
    QCOMPARE(code, 1);
    run({"replay", m_profile.filePath("nowhere")}, code);
    QCOMPARE(code, 2);
}

MAKER_APP_TEST(tst_replay, QCoreApplication)
#include "tst_replay.moc"
