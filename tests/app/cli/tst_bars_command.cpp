#include "app/cli/bars_request.h"
#include "app/cli/exit_status.h"
#include "tape/import/importer.h"
#include "tests/support/maker_test.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

using namespace maker;
using namespace maker::cli;

namespace {

/// A saw of 40 bars up and 40 down, a minute each.
QByteArray saw(int bars)
{
    QByteArray text = "time,open,high,low,close,volume\n";
    int price = 20'000;
    for (int i = 0; i < bars; ++i) {
        const int close = price + ((i / 40) % 2 == 0 ? 10 : -10);
        text += QByteArray::number(1'600'000'000 + 60 * i);
        for (const int value : {price, std::max(price, close), std::min(price, close), close})
            text += ',' + QByteArray::number(value / 100) + '.' + QByteArray::number(value % 100).rightJustified(2, '0');
        text += ",1.500\n";
        price = close;
    }
    return text;
}

QByteArray readAll(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

std::string refusal(const BarsRequest& request)
{
    const auto setup = barSetup(request);
    return setup ? std::string() : setup.error().detail;
}

} // namespace

/// What was typed, what is read and what is written.
class tst_bars_command : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    QString m_csv;

    BarsRequest request() const
    {
        BarsRequest made;
        made.data = m_csv.toStdString();
        made.strategy = "sma_cross";
        made.settings = {"fast=5", "slow=15", "size=0.5"};
        return made;
    }

    static RunRecord play(const BarsRequest& request)
    {
        auto run = backtest::BarRun::make(*openBars(request), *barSetup(request));
        if (!run)
            qFatal("%s", run.error().detail.c_str());
        if (!(*run)->step(1'000'000))
            return {};
        return (*run)->finish();
    }

private slots:
    void initTestCase()
    {
        m_csv = m_dir.filePath(QStringLiteral("BTCUSDT-1m.csv"));
        QFile file(m_csv);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(saw(800));
    }

    void feesAndSettingsReachTheRun()
    {
        BarsRequest typed = request();
        typed.fees = "7.5";
        typed.models = {"quote_balance=500", "equity_interval=60"};
        const auto setup = barSetup(typed);
        QVERIFY(setup);
        QCOMPARE(setup->models.takerFee, 7.5);
        QCOMPARE(setup->models.quoteBalance, 500.0);
        QVERIFY(setup->models.equityInterval == Duration::seconds(60));
        QVERIFY(setup->params.find("\"slow\":15") != std::string::npos);
    }

    void wrongRequestsAreRefusedWithASentence()
    {
        QCOMPARE(refusal(request()), std::string());
        BarsRequest wrong = request();
        wrong.strategy = "join_touch";
        QVERIFY(refusal(wrong).find("sma_cross") != std::string::npos);
        wrong = request();
        wrong.settings = {"fast=50", "slow=20"};
        QVERIFY(refusal(wrong).find("shorter") != std::string::npos);
        wrong = request();
        wrong.fees = "much";
        QVERIFY(refusal(wrong).find("much") != std::string::npos);
        wrong = request();
        wrong.from = "2030-01-01";
        QVERIFY(!openBars(wrong));
        wrong = request();
        wrong.data = "/no/such/file.csv";
        QVERIFY(!openBars(wrong));
    }

    void onlyBarsOfTheTimeAskedForAreRead()
    {
        BarsRequest part = request();
        part.from = "1600000600"; // the eleventh
        part.to = "1600001200";   // the twenty-first
        const auto sequence = openBars(part);
        QVERIFY(sequence);
        QCOMPARE(sequence->bars->size(), std::size_t(10));
        QCOMPARE(sequence->bars->front().openTime.ns, std::int64_t(1'600'000'600) * 1'000'000'000);
    }

    void aTapeOfTheSameBarsGivesTheSameRun()
    {
        const std::string tape = m_dir.filePath(QStringLiteral("bars.tape")).toStdString();
        ImportOptions options;
        options.format = ImportFormat::Candles;
        const auto imported = importFile(m_csv.toStdString(), tape, options);
        QVERIFY2(imported.has_value(), imported ? "" : imported.error().detail.c_str());
        BarsRequest taped = request();
        taped.data = tape;
        const RunRecord fromCsv = play(request());
        const RunRecord fromTape = play(taped);
        QVERIFY(fromCsv.fills.size() >= 10);
        QCOMPARE(fromTape.fills.size(), fromCsv.fills.size());
        QVERIFY(fromTape.equity.back().pnl.equity == fromCsv.equity.back().pnl.equity);
    }

    void theProgramPrintsAndReportsTheRun()
    {
        const QString folder = m_dir.filePath(QStringLiteral("report"));
        const auto call = [&](const QStringList& more) {
            QProcess process;
            process.start(QStringLiteral(MAKERDESK_BIN_DIR "/makerdesk-cli"),
                          QStringList{QStringLiteral("backtest"), QStringLiteral("bars"), QStringLiteral("--data"), m_csv,
                                      QStringLiteral("--strategy"), QStringLiteral("sma_cross")}
                              + more);
            process.waitForFinished(60'000);
            return std::pair{process.exitCode(), process.readAllStandardOutput()};
        };
        const QStringList good{QStringLiteral("--set"), QStringLiteral("fast=5"), QStringLiteral("--set"),
                               QStringLiteral("slow=15"), QStringLiteral("--fees"), QStringLiteral("10"),
                               QStringLiteral("--json"), QStringLiteral("--report"), folder};
        const auto [status, json] = call(good);
        QCOMPARE(status, int{kGood});
        const QJsonObject answer = QJsonDocument::fromJson(json).object();
        QCOMPARE(answer[QStringLiteral("bars")].toInt(), 800);
        QCOMPARE(answer[QStringLiteral("symbols")].toArray().at(0).toString(), QStringLiteral("BTCUSDT"));
        QCOMPARE(readAll(folder + QStringLiteral("/statistics.json")), json);
        const auto fills = readAll(folder + QStringLiteral("/fills.csv")).count('\n') - 1;
        BarsRequest same = request();
        same.settings = {"fast=5", "slow=15"};
        QCOMPARE(static_cast<std::size_t>(fills), play(same).fills.size());
        QVERIFY(readAll(folder + QStringLiteral("/equity.csv")).startsWith("time_ns,equity"));
        QCOMPARE(call(good).second, json);
        QCOMPARE(call({QStringLiteral("--set"), QStringLiteral("fast=0")}).first, int{kBadArguments});
    }
};

MAKER_TEST(tst_bars_command)
#include "tst_bars_command.moc"
