#include "kernel/sim/sim_venue.h"
#include "session/lab/truth_report.h"
#include "session/session.h"
#include "store/recorded_run.h"
#include "support/maker_test.h"
#include "tests/kernel/backtest/market_script.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QThread>

#include <limits>

using namespace maker;

namespace {

constexpr AccountId kAccount{1};
constexpr StrategyId kStrategy{1};
constexpr Timestamp kNever{std::numeric_limits<std::int64_t>::max()};

class AnyJournal final : public JournalSink {
public:
    bool record(const JournalRow&) override { return true; }
};

/// Orders go to a simulated venue, stamped with the time of the engine.
class ToVenue final : public OrderGateway, public FeedControl {
public:
    explicit ToVenue(sim::SimVenue& to) : venue(to) {}
    void place(const Approved<NewOrder>& order) override { venue.place(order.request(), now); }
    void replace(const Approved<ReplaceOrder>& order) override { venue.replace(order.request(), now); }
    void cancel(const CancelOrder& order) override { venue.cancel(order, now); }
    void cancelAll(AccountId account, InstrumentId instrument) override { venue.cancelAll(account, instrument, now); }
    void query(const CancelOrder& order) override { venue.query(order, now); }
    void reconcile(AccountId account, Timestamp since) override { venue.reconcile(account, since, now); }
    void requestSnapshot(InstrumentId) override {}

    sim::SimVenue& venue;
    Timestamp now;
};

/// A run against a simulated venue, recorded as a live one is.
class PaperRun {
public:
    PaperRun(const std::string& root, double power, Duration response)
        : venue(configOf(power, response)), gateway(venue)
    {
        EngineSetup setup;
        setup.config.instruments.push_back({instrument, kAccount, kBinanceSpotRule});
        setup.config.strategies.push_back({kStrategy, "pure_market_making", instrument->id(),
            R"({"bid_spread":15,"ask_spread":15,"min_spread":1,"order_size":0.5,"refresh_time":0.7,"filled_order_delay":0.3})"});
        setup.config.bookHoldsOwn = false;
        venue.addInstrument(instrument, kAccount);
        venue.deposit(kAccount, {Money::fromInt(100'000), "USDT"});
        venue.deposit(kAccount, {Money::fromInt(1'000), "BTC"});
        auto begun = RunRecording::begin({.root = root, .market = true, .limits = {}}, setup);
        if (!begun)
            qFatal("%s", begun.error().detail.c_str());
        recording = std::make_unique<RunRecording>(std::move(*begun));
        auto made = Engine::make(setup.config, {gateway, journal, gateway});
        if (!made)
            qFatal("%s", made.error().detail.c_str());
        engine = std::move(*made);
    }

    static sim::SimVenueConfig configOf(double power, Duration response)
    {
        sim::SimVenueConfig config;
        config.queue = {.kind = QueueKind::Power, .n = power};
        config.latency.entry.base = Duration::millis(4);
        config.latency.response.base = response;
        config.fees.makerPpm = 100;
        config.fees.takerPpm = 500;
        return config;
    }

    void give(const Event& event)
    {
        recording->add(event);
        engine->process(event);
        if (const auto* exec = std::get_if<ExecEvent>(&event))
            fills += exec->kind == ExecKind::Fill ? 1 : 0;
    }

    /// Always the earliest: the market at the venue, what arrives there, its answers, what we are given.
    void play(const std::vector<MarketEvent>& events)
    {
        std::size_t atVenue = 0;
        std::size_t atUs = 0;
        Timestamp exchange;
        Timestamp timer = events.front().localTime + Duration::millis(100);
        gateway.now = events.front().localTime;
        ExecEvent up;
        up.kind = ExecKind::TradingUp;
        up.account = kAccount;
        up.localTime = gateway.now;
        give(Timer{gateway.now});
        give(up);
        bool started = false;
        while (atUs < events.size()) {
            const Timestamp market = atVenue < events.size() ? std::max(exchange, events[atVenue].venueTime) : kNever;
            const Timestamp local = atUs < atVenue ? std::max(events[atUs].localTime, gateway.now) : kNever;
            const Timestamp ours = std::min(local, timer);
            const Timestamp arrival = venue.nextArrival();
            const Timestamp answer = venue.nextAnswer();
            if (market != kNever && market <= ours && market <= std::min(arrival, answer)) {
                exchange = market;
                venue.onMarket(events[atVenue++], market);
            } else if (std::min(arrival, answer) <= ours && arrival <= answer) {
                venue.carryOut(arrival);
            } else if (answer <= ours) {
                gateway.now = std::max(gateway.now, answer);
                if (const auto event = venue.takeAnswer(answer))
                    give(*event);
            } else if (local <= timer) {
                gateway.now = local;
                give(events[atUs++]);
            } else {
                gateway.now = timer;
                give(Timer{timer});
                timer = timer + Duration::millis(100);
                if (!started && engine->reconciled(kAccount)) {
                    started = true;
                    give(Command{.kind = CommandKind::StartStrategy, .strategy = kStrategy});
                }
            }
        }
        QVERIFY(recording->end("none", 0));
    }

    std::shared_ptr<const Instrument> instrument = test::tenthTick();
    sim::SimVenue venue;
    ToVenue gateway;
    AnyJournal journal;
    std::unique_ptr<RunRecording> recording;
    std::unique_ptr<Engine> engine;
    int fills = 0;
};

std::string say(const TruthReport& report)
{
    std::string text = report.summary();
    for (std::size_t i = 0; i < report.differences.size() && i < 12; ++i) {
        const TruthDifference& difference = report.differences[i];
        text += "\n  " + std::to_string((difference.time - report.from).toSeconds()) + " s "
            + std::string(toText(difference.cause)) + (difference.follows ? " (follows) " : " ") + difference.what;
    }
    return text;
}

/// Parts of the gap sum to the whole, and every difference is counted once.
void checkSums(const TruthReport& report)
{
    std::uint64_t differences = 0;
    double gap = 0.0;
    for (std::size_t i = 0; i < kTruthCauses; ++i) {
        differences += report.count[i];
        gap += report.gap[i];
    }
    QCOMPARE(differences, static_cast<std::uint64_t>(report.differences.size()));
    QCOMPARE(report.identical + differences, report.compared);
    QVERIFY(std::abs(gap - (report.livePnl - report.replayedPnl)) < 1e-6 * (1.0 + std::abs(report.livePnl)));
}

} // namespace

class tst_truth_report : public QObject {
    Q_OBJECT

private slots:
    void aRunOfTheSimulatedVenueIsRepeatedOrderByOrder();
    void anotherQueueModelMovesFillsAndIsNamed();
    void anotherLatencyIsNamed();
    void aLiveDemoRunIsExplainedOrderByOrder();
    void theCommandLineSaysTheSame();
    void whatIsNoRecordingIsRefused();

private:
    static std::string recordPaper(const QTemporaryDir& folder, double power, Duration response, int& fills);

    QTemporaryDir m_live;
    QTemporaryDir m_paper;
    std::string m_paperRun;
};

std::string tst_truth_report::recordPaper(const QTemporaryDir& folder, double power, Duration response, int& fills)
{
    PaperRun run(folder.path().toStdString(), power, response);
    run.play(test::randomMarket(21, 6'000).events);
    fills = run.fills;
    return run.recording->directory();
}

void tst_truth_report::aRunOfTheSimulatedVenueIsRepeatedOrderByOrder()
{
    int fills = 0;
    m_paperRun = recordPaper(m_paper, 2.0, Duration::millis(6), fills);
    QVERIFY2(fills > 20, qPrintable(QString::number(fills)));
    TruthOptions options;
    options.queue = QueueModel{.kind = QueueKind::Power, .n = 2.0};
    options.tolerance = {};
    const auto report = truthReport(m_paperRun, options);
    QVERIFY2(report, report ? "" : report.error().detail.c_str());
    qInfo("%s", say(*report).c_str());
    QVERIFY2(report->compared > 100, say(*report).c_str());
    QCOMPARE(report->identical, report->compared);
    QVERIFY(report->differences.empty());
    QCOMPARE(report->liveFills, static_cast<std::uint64_t>(fills));
    QCOMPARE(report->replayedFills, report->liveFills);
    QVERIFY(report->livePnl == report->replayedPnl && report->livePnl != 0.0);
    QCOMPARE(report->entryMedian, Duration::millis(4));
    QCOMPARE(report->responseMedian, Duration::millis(6));

    // Nothing said of the queue: of several exponents the one of the recording leaves nothing to explain.
    options.queue.reset();
    const auto calibrated = truthReport(m_paperRun, options);
    QVERIFY(calibrated);
    QCOMPARE(calibrated->identical, calibrated->compared);
    QCOMPARE(calibrated->queue.n, 2.0);
}

void tst_truth_report::anotherQueueModelMovesFillsAndIsNamed()
{
    TruthOptions options;
    options.queue = QueueModel{.kind = QueueKind::RiskAverse};
    const auto report = truthReport(m_paperRun, options);
    QVERIFY(report);
    qInfo("%s", say(*report).c_str());
    checkSums(*report);
    QVERIFY(report->identical < report->compared);
    QVERIFY(report->count[static_cast<std::size_t>(TruthCause::Queue)] > 0);
    QCOMPARE(report->count[static_cast<std::size_t>(TruthCause::Unexplained)], std::uint64_t{0});
    const auto root = std::find_if(report->differences.begin(), report->differences.end(),
        [](const TruthDifference& difference) { return !difference.follows; });
    QVERIFY(root != report->differences.end());
    QCOMPARE(toText(root->cause), std::string_view("queue"));
}

void tst_truth_report::anotherLatencyIsNamed()
{
    TruthOptions options;
    options.queue = QueueModel{.kind = QueueKind::Power, .n = 2.0};
    const Timestamp begin = test::MarketScript::kBegin;
    options.latencies = {{begin, begin + Duration::millis(150), begin + Duration::millis(400)}};
    const auto report = truthReport(m_paperRun, options);
    QVERIFY(report);
    qInfo("%s", say(*report).c_str());
    checkSums(*report);
    QVERIFY(report->identical < report->compared);
    QVERIFY(report->count[static_cast<std::size_t>(TruthCause::Latency)] > 0);
    QCOMPARE(report->count[static_cast<std::size_t>(TruthCause::Unexplained)], std::uint64_t{0});
}

/// Real sockets, the exchange's own matching, threads: not the same to the last fill, but nothing goes unexplained.
void tst_truth_report::aLiveDemoRunIsExplainedOrderByOrder()
{
    SessionConfig config;
    config.profile = m_live.path().toStdString();
    config.version = "test";
    config.embedded.seed = 5;
    config.embedded.speed = 4.0;
    config.symbols = {"BTCUSDT"};
    config.recordMarket = true;
    config.strategies = {{"pure_market_making", "BTCUSDT",
        R"({"bid_spread":1,"ask_spread":1,"min_spread":0.5,"refresh_time":0.5,"order_size":0.01})", {}}};
    {
        auto session = Session::start(std::move(config));
        QVERIFY2(session, session ? "" : session.error().detail.c_str());
        QElapsedTimer timer;
        timer.start();
        DeskSnapshot desk;
        bool started = false;
        while (timer.elapsed() < 30'000 && (timer.elapsed() < 12'000 || desk.fills < 6)) {
            QCoreApplication::processEvents();
            (*session)->desk(desk);
            RowEvent row;
            while ((*session)->nextRow(row)) {
            }
            if (!started && timer.elapsed() > 1'500) {
                started = true;
                (*session)->post({CommandKind::StartStrategy, kStrategy, {}, {}, {}});
            }
            QThread::msleep(5);
        }
        QVERIFY((*session)->stop());
    }
    const auto report = truthReport(m_live.filePath("recordings/run-000001").toStdString());
    QVERIFY2(report, report ? "" : report.error().detail.c_str());
    qInfo("%s\n%zu latency rows, %.3f ms there, %.3f ms back, shift %.3f ms, power %g", say(*report).c_str(), report->latencyRows,
        report->entryMedian.toSeconds() * 1e3, report->responseMedian.toSeconds() * 1e3, report->clockShift.toSeconds() * 1e3,
        report->queue.n);
    checkSums(*report);
    QVERIFY(report->compared >= 10);
    QVERIFY(report->liveFills >= 1);
    QVERIFY(report->latencyRows >= 5);
    QVERIFY2(report->count[static_cast<std::size_t>(TruthCause::Unexplained)] == 0, say(*report).c_str());
    // How many orders follow the first difference is chance: one order refused moves every quote after it. That the first
    // has a cause of its own is not.
    QVERIFY(report->differences.empty() || !report->differences.front().follows);
}

void tst_truth_report::theCommandLineSaysTheSame()
{
    const auto run = [](const QStringList& arguments, int& code) {
        QProcess process;
        process.start(QStringLiteral(MAKERDESK_BIN_DIR "/makerdesk-cli"), arguments);
        process.waitForFinished(60'000);
        code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
        return process.readAllStandardOutput();
    };
    int code = -1;
    const QString path = QString::fromStdString(m_paperRun);
    const QJsonObject report = QJsonDocument::fromJson(run({"truth", path, "--json", "--power", "2"}, code)).object();
    QCOMPARE(code, 0);
    QCOMPARE(report.value("identical_share").toDouble(), 1.0);
    QVERIFY(report.value("compared").toInt() > 100);
    QVERIFY(run({"truth", path, "--power", "2"}, code).contains("identical (100.0 %)"));
    run({"truth", path + "-nowhere"}, code);
    QVERIFY(code != 0);
}

void tst_truth_report::whatIsNoRecordingIsRefused()
{
    QTemporaryDir folder;
    const auto report = truthReport(folder.path().toStdString());
    QVERIFY(!report);
    QVERIFY2(report.error().detail.find("no recording") != std::string::npos, report.error().detail.c_str());
}

MAKER_APP_TEST(tst_truth_report, QCoreApplication)
#include "tst_truth_report.moc"
