#include "app/simex/options.h"
#include "kernel/backtest/sample_market.h"
#include "tape/tape_copy.h"

#include "support/maker_test.h"

#include <QTemporaryDir>

using namespace maker;

namespace {

/// A minute of the demo's market as a tape.
std::string tapeOf(const QTemporaryDir& folder, bool orders)
{
    SampleMarket market({.length = Duration::seconds(60), .orders = orders});
    const std::string path = folder.filePath(orders ? "orders.tape" : "levels.tape").toStdString();
    const auto copied = copyToTape(market, headerOf(market, "Demo", "generated"), path,
        {[] { return false; }, [](std::uint64_t, std::uint64_t) {}});
    return copied ? path : copied.error().detail;
}

/// What the command line gives; nothing where it is refused, then with its exit code in `status`.
std::optional<SimexOptions> optionsOf(std::vector<std::string> words, int& status)
{
    words.insert(words.begin(), "makerdesk-simex");
    std::vector<char*> argv;
    for (std::string& word : words)
        argv.push_back(word.data());
    status = 0;
    return readOptions(static_cast<int>(argv.size()), argv.data(), status);
}

} // namespace

class tst_options : public QObject {
    Q_OBJECT
private slots:
    void theQueueModelOfARecordingIsAsAskedFor_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("kind");
        QTest::addColumn<double>("power");
        QTest::newRow("exact") << "exact" << static_cast<int>(QueueKind::Exact) << 3.0;
        QTest::newRow("power") << "power2:1.5" << static_cast<int>(QueueKind::Power2) << 1.5;
        QTest::newRow("none") << "" << static_cast<int>(QueueKind::Power) << 1.0;
    }
    void theQueueModelOfARecordingIsAsAskedFor()
    {
        QFETCH(QString, text);
        QTemporaryDir folder;
        std::vector<std::string> words{"--replay", tapeOf(folder, true)};
        if (!text.isEmpty())
            words.insert(words.end(), {"--queue", text.toStdString()});
        int status = 0;
        const auto options = optionsOf(words, status);
        QVERIFY(options.has_value());
        QTEST(static_cast<int>(options->config.replayQueue.kind), "kind");
        QTEST(options->config.replayQueue.n, "power");
        auto config = options->config;
        config.port = 0;
        const auto server = SimServer::start(config);
        QVERIFY2(server.has_value(), server ? "" : server.error().detail.c_str());
    }

    void aQueueModelThatCannotBeIsRefused_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::newRow("no such model") << QStringList{"--replay", "TAPE", "--queue", "guess"};
        QTest::newRow("no number") << QStringList{"--replay", "TAPE", "--queue", "power:x"};
        QTest::newRow("no recording") << QStringList{"--queue", "exact"};
    }
    void aQueueModelThatCannotBeIsRefused()
    {
        QFETCH(QStringList, words);
        QTemporaryDir folder;
        std::vector<std::string> given;
        for (const QString& word : words)
            given.push_back(word == "TAPE" ? tapeOf(folder, true) : word.toStdString());
        int status = 0;
        QVERIFY(!optionsOf(given, status));
        QCOMPARE(status, 2);
    }

    void exactPlacesNeedARecordingThatTellsEveryOrder()
    {
        QTemporaryDir folder;
        int status = 0;
        const auto options = optionsOf({"--replay", tapeOf(folder, false), "--queue", "exact"}, status);
        QVERIFY(options.has_value());
        const auto server = SimServer::start(options->config);
        QVERIFY(!server);
        QVERIFY(server.error().detail.find("does not tell every order") != std::string::npos);
    }
};

MAKER_TEST(tst_options)
#include "tst_options.moc"
