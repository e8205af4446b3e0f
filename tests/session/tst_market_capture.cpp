#include "session/market_capture.h"

#include "simex/sim_server.h"
#include "support/maker_test.h"
#include "tape/library.h"
#include "tape/tape_source.h"

#include <QCoreApplication>
#include <QFile>
#include <QTemporaryDir>

using namespace maker;

/// A venue's market into a tape, over real sockets on this machine.
class tst_market_capture : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;

    std::string path(const char* name) const { return m_dir.filePath(QLatin1String(name)).toStdString(); }
    static std::unique_ptr<SimServer> exchange()
    {
        SimServerConfig config;
        config.speed = 20.0;
        config.history = Duration::seconds(60);
        auto server = SimServer::start(config);
        return server ? std::move(*server) : nullptr;
    }
    CaptureConfig configFor(const SimServer& server, const char* name) const
    {
        CaptureConfig config;
        config.address = QUrl(QStringLiteral("http://127.0.0.1:%1").arg(server.port()));
        config.symbols = {"BTCUSDT", "SOLUSDT"};
        config.path = path(name);
        config.length = Duration::seconds(20);
        return config;
    }

private slots:
    void whatTheVenueSaysIsOnTheTapeAndItsBooksAreGood()
    {
        const auto server = exchange();
        QVERIFY(server);
        const auto made = captureMarket(configFor(*server, "good.tape"),
            [](const CaptureProgress& progress) { return !(progress.up && progress.events > 3'000); });
        QVERIFY2(made.has_value(), made ? "" : made.error().detail.c_str());
        QVERIFY(made->up);
        QVERIFY(made->passed < Duration::seconds(20));
        QCOMPARE(made->gaps, std::uint64_t{0});
        const TapeEntry entry = TapeLibrary::describe(path("good.tape"));
        QCOMPARE(entry.trouble, std::string());
        QVERIFY(entry.summary.closed);
        QCOMPARE(entry.summary.records, made->events);
        QCOMPARE(entry.summary.bytes >= made->bytes, true);
        QCOMPARE(entry.symbols, std::string("BTCUSDT,SOLUSDT"));
        QVERIFY(entry.summary.trades > 0);
        QVERIFY(entry.summary.gaps.empty());
        QVERIFY(TapeLibrary::verify(path("good.tape"))->empty());
        auto source = TapeSource::open(path("good.tape"));
        QVERIFY(source.has_value());
        for (const auto& instrument : (*source)->instruments()) {
            QVERIFY((*source)->rewind());
            BookSync sync(instrument->tickSize(), (*source)->sequenceRule(instrument->id()));
            for (auto batch = (*source)->next(); !batch->empty(); batch = (*source)->next()) {
                for (const MarketEvent& event : *batch) {
                    if (!event.instrument.valid() || event.instrument == instrument->id())
                        sync.process(event);
                }
            }
            QVERIFY(sync.live());
            QCOMPARE(sync.counters().gaps, std::uint64_t{0});
            QVERIFY(sync.counters().applied > 20);
        }
    }

    void aLostConnectionIsAGapOfTheTapeAndTheRecordingGoesOn()
    {
        const auto server = exchange();
        QVERIFY(server);
        bool dropped = false;
        std::uint64_t before = 0;
        const auto made = captureMarket(configFor(*server, "lost.tape"), [&](const CaptureProgress& progress) {
            if (progress.up && progress.events > 500 && !dropped) {
                dropped = true;
                before = progress.events;
                server->dropConnections(SimChannel::Streams);
            }
            return !(dropped && progress.gaps > 0 && progress.up && progress.events > before + 1'000);
        });
        QVERIFY2(made.has_value(), made ? "" : made.error().detail.c_str());
        QVERIFY(made->gaps >= 1);
        QVERIFY(made->up);
        const TapeEntry entry = TapeLibrary::describe(path("lost.tape"));
        QCOMPARE(entry.summary.gaps.size(), std::size_t{1});
        QCOMPARE(entry.summary.gaps.front().cause, GapCause::FeedDown);
        QVERIFY(TapeLibrary::verify(path("lost.tape"))->empty());
    }

    void theTimeIsOverAndAnEmbeddedExchangeNeedsNothing()
    {
        CaptureConfig config;
        config.symbols = {"ETHUSDT"};
        config.embedded.speed = 20.0;
        config.path = path("embedded.tape");
        config.length = Duration::millis(1'500);
        const auto made = captureMarket(config, [](const CaptureProgress&) { return true; });
        QVERIFY2(made.has_value(), made ? "" : made.error().detail.c_str());
        QVERIFY(made->passed >= Duration::millis(1'450));
        QVERIFY(made->passed < Duration::millis(6'000));
        QVERIFY(made->events > 0);
    }

    void whatCannotBeRecordedIsSaidAndNothingIsLeft()
    {
        const auto server = exchange();
        QVERIFY(server);
        const auto never = [](const CaptureProgress&) { return true; };
        CaptureConfig config = configFor(*server, "no.tape");
        config.symbols = {"BTCUSDT", "NOPEUSDT"};
        auto made = captureMarket(config, never);
        QVERIFY(!made.has_value());
        QCOMPARE(made.error().code, ErrorCode::NotFound);
        QVERIFY2(made.error().detail.find("NOPEUSDT cannot be recorded: The venue does not list it.") != std::string::npos, made.error().detail.c_str());

        config = configFor(*server, "no.tape");
        server->stop();
        made = captureMarket(config, never);
        QVERIFY(!made.has_value());
        QCOMPARE(made.error().code, ErrorCode::Network);
        QVERIFY2(made.error().detail.find("127.0.0.1") != std::string::npos, made.error().detail.c_str());
        QVERIFY(!QFile::exists(m_dir.filePath(QStringLiteral("no.tape"))));
    }

    void aTapeThatIsThereIsNotWrittenOver()
    {
        const auto server = exchange();
        QVERIFY(server);
        CaptureConfig config = configFor(*server, "there.tape");
        QFile file(m_dir.filePath(QStringLiteral("there.tape")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("mine") == 4);
        file.close();
        const auto made = captureMarket(config, [](const CaptureProgress&) { return true; });
        QVERIFY(!made.has_value());
        QCOMPARE(made.error().code, ErrorCode::AlreadyExists);
        QCOMPARE(file.size(), 4);
    }
};

MAKER_APP_TEST(tst_market_capture, QCoreApplication)
#include "tst_market_capture.moc"
