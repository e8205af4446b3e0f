#include "support/maker_test.h"

#include <QProcess>
#include <QTemporaryDir>

namespace {

struct Ended {
    int status = 0;
    QByteArray said;
};

Ended run(const char* program, const QStringList& arguments)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(QStringLiteral(MAKERDESK_BIN_DIR "/") + QLatin1String(program), arguments);
    if (!process.waitForFinished(30'000)) {
        process.kill();
        process.waitForFinished(5'000);
        return {-1, "it did not end"};
    }
    return {process.exitCode(), process.readAll()};
}

} // namespace

/// What the terminal and the exchange's server say to words that make no sense.
class tst_terminal_options : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;

private slots:
    void aWordThatMakesNoSenseIsRefusedWithASentence_data()
    {
        QTest::addColumn<QString>("program");
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QByteArray>("part");
        const auto row = [](const char* program, const QStringList& words, const char* part) {
            QTest::newRow(qPrintable(words.join(QLatin1Char(' ')))) << QString::fromLatin1(program) << words << QByteArray(part);
        };
        row("makerdesk", {"--headless", "--for", "nan"}, "no number of a size");
        row("makerdesk", {"--headless", "--for", "inf"}, "no number of a size");
        row("makerdesk", {"--screenshot", "x.png", "--after", "nan"}, "no number of a size");
        row("makerdesk", {"--headless", "--screenshot", "x.png"}, "excludes");
        row("makerdesk", {"--environment", "moon"}, "moon not in {simulated,testnet,production}");
        row("makerdesk", {"--headless", "--start", "nothing"}, "There is no strategy named nothing.");
        row("makerdesk", {"--start", "nothing", "--for", "20"}, "There is no strategy named nothing.");
        row("makerdesk-simex", {"--port", "0", "--latency", "nan"}, "no number of a size");
        row("makerdesk-simex", {"--port", "0", "--ping", "inf"}, "no number of a size");
        row("makerdesk-simex", {"--port", "0", "--maker-fee", "0.004"}, "whole hundredths of a basis point");
    }
    void aWordThatMakesNoSenseIsRefusedWithASentence()
    {
        QFETCH(QString, program);
        QFETCH(QStringList, words);
        QFETCH(QByteArray, part);
        if (program == QLatin1String("makerdesk"))
            words << QStringLiteral("--profile") << m_dir.filePath(QStringLiteral("profile"));
        const Ended ended = run(program.toLatin1().constData(), words);
        QCOMPARE(ended.status, 2);
        QVERIFY2(ended.said.contains(part), ended.said.constData());
    }

    void aNameOfAnEnvironmentMayBeWrittenInAnyCase()
    {
        const Ended ended = run("makerdesk", {"--environment", "Simulated", "--headless", "--for", "0.2", "--profile",
                                                 m_dir.filePath(QStringLiteral("any"))});
        QVERIFY2(ended.status == 0 && ended.said.contains("stopped=clean"), ended.said.constData());
    }

    /// More milliseconds than a timer of Qt counts: once they overflowed, which told the loop to end never or at once.
    void aMonthIsLongerThanASecond()
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(QStringLiteral(MAKERDESK_BIN_DIR "/makerdesk"),
            {"--headless", "--for", "3000000", "--profile", m_dir.filePath(QStringLiteral("month"))});
        QVERIFY(!process.waitForFinished(2'500));
        process.terminate();
        QVERIFY(process.waitForFinished(20'000));
        const QByteArray said = process.readAll();
        QVERIFY2(process.exitCode() == 0 && !said.contains("negative"), said.constData());
    }
};

MAKER_TEST(tst_terminal_options)
#include "tst_terminal_options.moc"
