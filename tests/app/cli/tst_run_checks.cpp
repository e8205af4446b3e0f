#include "app/cli/exit_status.h"
#include "app/cli/run_checks.h"
#include "session/lab/trust_checks.h"
#include "tests/support/maker_test.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

#include <csignal>

using namespace maker;
using namespace maker::cli;

namespace {

struct Ended {
    int status = 0;
    QByteArray out;
    QByteArray err;

    QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
    QJsonObject check(const char* name) const
    {
        return json()[QStringLiteral("checks")].toObject()[QLatin1String(name)].toObject();
    }
};

Ended call(const QStringList& arguments)
{
    QProcess process;
    process.start(QStringLiteral(MAKERDESK_BIN_DIR "/makerdesk-cli"), arguments);
    if (!process.waitForFinished(120'000))
        return {-1, {}, "it did not end"};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

QString text(const QJsonObject& object, const char* key)
{
    return object[QLatin1String(key)].toString();
}

} // namespace

/// The checks of a run from the shell.
class tst_run_checks : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    QString m_tape;
    QString m_candles;

    QStringList recording(const QStringList& more) const
    {
        return QStringList{"backtest", "run", "--data", m_tape, "--strategy", "join_touch"} + more;
    }
    QStringList bars(const QStringList& more) const
    {
        return QStringList{"backtest", "bars", "--data", m_candles, "--strategy", "sma_cross", "--set", "fast=5", "--set", "slow=15"}
            + more;
    }
    /// The same bytes in the report as on standard output.
    static void passedBothAndWroteThem(const Ended& ended, const QString& folder);
    static void hasThreeCutsThatPassed(const Ended& ended)
    {
        const QJsonObject ahead = ended.check("look_ahead");
        QCOMPARE(text(ahead, "verdict"), QStringLiteral("passed"));
        const QJsonArray cuts = ahead[QStringLiteral("cuts")].toArray();
        QCOMPARE(cuts.size(), 3);
        double last = ended.json()[QStringLiteral("begin_ns")].toDouble();
        for (const QJsonValue& cut : cuts) {
            QCOMPARE(text(cut.toObject(), "verdict"), QStringLiteral("passed"));
            QVERIFY(text(cut.toObject(), "text").contains(QStringLiteral("before the cut are the same")));
            const double time = cut[QStringLiteral("time_ns")].toDouble();
            QVERIFY(time > last);
            last = time;
        }
        QVERIFY(last < ended.json()[QStringLiteral("end_ns")].toDouble());
    }
    /// Without its checks an answer is what it is without having made them.
    static void sayTheSameWithoutChecks(const Ended& with, const Ended& without)
    {
        QCOMPARE(without.status, int{kGood});
        for (const char* name : {"look_ahead", "warm_up"}) {
            QCOMPARE(text(without.check(name), "verdict"), QStringLiteral("not checked"));
            QVERIFY(text(without.check(name), "text").contains(QStringLiteral("switched off")));
        }
        QJsonObject a = with.json();
        QJsonObject b = without.json();
        a.remove(QStringLiteral("checks"));
        b.remove(QStringLiteral("checks"));
        QVERIFY(a.contains(QStringLiteral("digest")));
        QCOMPARE(b, a);
    }

private slots:
    void initTestCase();
    void aRunOverARecordingIsChecked();
    void aRunOverBarsIsChecked();
    void withoutChecksItSaysSo();
    void theChecksRunUnderTheSameLimits();
    void aFailedCheckIsSaidLoudlyAndIsNoFailure();
    void whatCannotBeReadAgainIsSaid();
    void anInterruptEndsTheChecks();
};

void tst_run_checks::initTestCase()
{
    m_tape = m_dir.filePath(QStringLiteral("sample.tape"));
    QCOMPARE(call({"data", "sample", "--minutes", "3", "--out", m_tape}).status, 0);
    QByteArray candles = "time,open,high,low,close,volume\n";
    for (int i = 0; i < 800; ++i) { // down and up again, every eighty bars
        const int price = 100 + std::abs(i % 80 - 40);
        candles += QByteArray::number(1'600'000'000 + 60 * i) + ',' + QByteArray::number(price) + ",200,50,"
            + QByteArray::number(price) + ",5\n";
    }
    m_candles = m_dir.filePath(QStringLiteral("BTCUSDT-1m.csv"));
    QFile file(m_candles);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(candles), candles.size());
}

void tst_run_checks::passedBothAndWroteThem(const Ended& ended, const QString& folder)
{
    QVERIFY2(ended.status == kGood, ended.err.constData());
    hasThreeCutsThatPassed(ended);
    QCOMPARE(text(ended.check("warm_up"), "verdict"), QStringLiteral("passed"));
    QFile statistics(folder + QStringLiteral("/statistics.json"));
    QVERIFY(statistics.open(QIODevice::ReadOnly));
    QCOMPARE(statistics.readAll(), ended.out);
}

void tst_run_checks::aRunOverARecordingIsChecked()
{
    const QString folder = m_dir.filePath(QStringLiteral("report"));
    const Ended first = call(recording({"--json", "--report", folder}));
    passedBothAndWroteThem(first, folder);
    const Ended second = call(recording({"--json"}));
    QCOMPARE(second.out, first.out);
    QVERIFY2(first.err.isEmpty(), first.err.constData());
    sayTheSameWithoutChecks(first, call(recording({"--json", "--no-checks"})));

    const QByteArray lines = call(recording({})).out;
    QVERIFY2(lines.contains("\nChecks\n  Look-ahead: passed, the recording cut off after "), lines.constData());
    QVERIFY2(lines.contains("\n  Warm-up: passed, the quotes of a start "), lines.constData());
}

void tst_run_checks::aRunOverBarsIsChecked()
{
    const QString folder = m_dir.filePath(QStringLiteral("bars"));
    const Ended first = call(bars({"--json", "--report", folder}));
    passedBothAndWroteThem(first, folder);
    QCOMPARE(call(bars({"--json"})).out, first.out);
    sayTheSameWithoutChecks(first, call(bars({"--json", "--no-checks"})));
    const QByteArray lines = call(bars({})).out;
    QVERIFY2(lines.contains("\nChecks\n  Look-ahead: passed, the recording cut off after "), lines.constData());
}

void tst_run_checks::withoutChecksItSaysSo()
{
    for (const QStringList& arguments : {recording({"--no-checks"}), bars({"--no-checks"})}) {
        const Ended ended = call(arguments);
        QCOMPARE(ended.status, int{kGood});
        for (const char* name : {"\n  Look-ahead: ", "\n  Warm-up: "})
            QVERIFY2(ended.out.contains(QByteArray(name) + "not checked: the run was made with its checks switched off\n"),
                ended.out.constData());
    }
}

void tst_run_checks::theChecksRunUnderTheSameLimits()
{
    // Every order is refused, which is a decision: under other limits the parts would decide otherwise.
    const Ended ended = call(recording({"--json", "--risk", "max_order_notional=0.01"}));
    QVERIFY2(ended.status == kGood, ended.err.constData());
    QVERIFY(ended.json()[QStringLiteral("statistics")].toObject()[QStringLiteral("fills")].toInt() == 0);
    hasThreeCutsThatPassed(ended);
    QVERIFY(!text(ended.check("look_ahead"), "text").endsWith(QStringLiteral(" 0 rows compared")));
}

void tst_run_checks::aFailedCheckIsSaidLoudlyAndIsNoFailure()
{
    RunRecord record;
    record.digest = "kept";
    RunChecks checks;
    const MakeChecks make = [](LabResult& result, const RunSteering&) -> Result<void> {
        result.checks = {{kLookAhead, "FAILED: it knew"}, {kWarmUp, "not known: it never quotes"}};
        result.cuts = {{Timestamp{7}, "FAILED: it knew"}};
        return {};
    };
    QCOMPARE(checkRun({}, record, make, checks), int{kGood});
    QCOMPARE(record.digest, std::string("kept"));
    QCOMPARE(checksText(checks), std::string("\nChecks\n  Look-ahead: FAILED: it knew\n  Warm-up: not known: it never quotes\n"));
    QCOMPARE(checksJson(checks),
        std::string(R"({"look_ahead":{"verdict":"failed","text":"it knew","cuts":[{"time_ns":7,"verdict":"failed","text":"it knew"}]},)"
                    R"("warm_up":{"verdict":"not known","text":"it never quotes"}})"));
}

void tst_run_checks::whatCannotBeReadAgainIsSaid()
{
    RunRecord record;
    record.end = Timestamp{Duration::seconds(100).ns};
    RunChecks checks;
    const OpenSources gone = [](Timestamp) -> Result<std::vector<std::unique_ptr<backtest::EventSource>>> {
        return fail(ErrorCode::NotFound, "It is gone.");
    };
    const MakeChecks make = [&](LabResult& result, const RunSteering& steering) { return addTrustChecks(result, {}, gone, steering); };
    LabRequest request;
    request.strategy = "join_touch";
    QCOMPARE(checkRun(request, record, make, checks), int{kGood});
    QCOMPARE(checks.sentences.size(), std::size_t(2));
    for (const auto& [name, sentence] : checks.sentences)
        QCOMPARE(sentence, std::string("not checked: the recording could not be run again: It is gone."));
}

// The last one: who was told to stop stays so.
void tst_run_checks::anInterruptEndsTheChecks()
{
    RunRecord record;
    RunChecks checks;
    const MakeChecks make = [](LabResult&, const RunSteering& steering) -> Result<void> {
        if (steering.canceled())
            return {};
        std::raise(SIGINT);
        return steering.canceled() ? fail(ErrorCode::Canceled, "The run was canceled.") : Result<void>{};
    };
    QCOMPARE(checkRun({}, record, make, checks), int{kFailed});
    QVERIFY(checks.sentences.empty());
}

MAKER_TEST(tst_run_checks)
#include "tst_run_checks.moc"
