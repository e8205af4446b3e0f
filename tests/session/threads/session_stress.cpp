// session_stress [SECONDS]: every lane of a session between its real threads under load: a feed, the engine, the store with
// its database, recordings and tapes, a venue behind the trade pump, a window that looks and clicks, and a reader of the
// market's memory. In the end the venue, the store and the last picture must agree. Meant for ThreadSanitizer too.
#include "session/threads/stress_feed.h"
#include "session/threads/stress_venue.h"
#include "support/engine_rig.h"
#include "venues/api/venue_clock.h"

#include <QCoreApplication>
#include <QSqlQuery>
#include <QTemporaryDir>

#include <cstdio>
#include <cstdlib>

namespace {

using namespace maker;
using namespace maker::test;
using namespace std::chrono_literals;

constexpr StrategyId kStrategy{1};
constexpr const char* kParams = R"({"bid_spread": 0.5, "ask_spread": 0.5, "order_size": 0.01, "refresh_time": 0.1,
                                    "levels": 3, "filled_order_delay": 0, "min_spread": 0})";

bool expectThat(bool condition, const char* what)
{
    if (!condition)
        std::fprintf(stderr, "FAILED: %s\n", what);
    return condition;
}

/// A session's parts, put together as the session does.
struct Desk {
    explicit Desk(const std::string& folder) : path(folder)
    {
        store = std::make_unique<StoreLoop>(
            StoreLoop::Config{QString::fromStdString(path + "/makerdesk.db"), {instrument},
                {1, QStringLiteral("stress"), QStringLiteral("test"), QStringLiteral("demo")}, &recorder},
            std::move(*IntentLog::open(path + "/intents", IntentDurability::Process)), &pump, bell);
    }

    bool bringUp()
    {
        EngineLoop::Config loop;
        loop.engine.instruments = {{instrument, AccountId{1}, kBinanceSpotRule}};
        loop.engine.strategies = {{kStrategy, "pure_market_making", instrument->id(), kParams}};
        loop.engine.riskLimits = R"({"order_rate": 1000})";
        loop.titles = {"Market making"};
        loop.venueName = "Memory";
        loop.venueStatus = std::make_shared<VenueStatus>();
        loop.requestSnapshot = [this](InstrumentId) { feed->requestSnapshot(); };
        loop.recorder = &recorder;
        loop.tapes = &tapes;
        loop.memory = &memory;
        if (!store->start() || !tapes.start() || !recorder.begin({loop.engine, {}}))
            return false;
        engine = std::make_unique<EngineLoop>(std::move(loop), *store, bell, rows, candles);
        feed = std::make_unique<StressFeed>(*engine, *instrument);
        if (!engine->prepare(&pump, {}))
            return false;
        venue.setSink([this](const ExecEvent* events, std::size_t count) { return engine->offerExec(events, count); });
        engine->start();
        feed->start();
        pump.begin();
        venue.start();
        return true;
    }

    std::string path;
    std::shared_ptr<const Instrument> instrument = btcUsdt();
    StressVenue venue{instrument};
    Doorbell bell;
    RowLane rows;
    CandleLane candles{{instrument->id()}};
    EventRecorder recorder{RunRecording::Config{path + "/recordings", false, {}}};
    MarketRecorder tapes{{.folder = path + "/tapes", .venueName = "memory", .instruments = {{instrument, kBinanceSpotRule}}}};
    MarketMemory memory{{instrument}, {Duration::seconds(2), 8U << 20U}};
    std::unique_ptr<EngineLoop> engine;
    TradePump pump{venue,
        [this](const ExecEvent* events, std::size_t count) { return engine->offerExec(events, count); }};
    std::unique_ptr<StoreLoop> store;
    std::unique_ptr<StressFeed> feed;
};

/// What a window's thread does: looks sixty times a second and more, and clicks.
class Window {
public:
    explicit Window(Desk& desk) : m_desk(desk), m_thread([this] { run(); }) {}
    void stop()
    {
        m_stop.store(true);
        m_thread.join();
    }
    std::uint64_t fills = 0;
    std::uint64_t overflows = 0;
    std::uint64_t pictures = 0;
    bool forward = true;

private:
    void tell(CommandKind kind, std::string text = {})
    {
        m_desk.engine->offerCommand({kind, kStrategy, m_desk.instrument->id(), {}, std::move(text)});
    }
    void click(int turn)
    {
        switch (turn % 200) {
        case 3: tell(CommandKind::StartStrategy); break;
        case 40: tell(CommandKind::SetParams, R"({"bid_spread": 0.6, "ask_spread": 0.4, "order_size": 0.02, "refresh_time": 0.1})"); break;
        case 80: tell(CommandKind::SetRiskLimits, R"({"order_rate": 900})"); break;
        case 120: tell(CommandKind::CancelAll); break;
        case 130: m_desk.engine->quotes().ask(kStrategy, R"({"bid_spread": 2, "ask_spread": 2})"); break;
        case 150: tell(CommandKind::PauseStrategy); break;
        case 160: tell(CommandKind::StartStrategy); break;
        case 170: m_desk.engine->quotes().ask(kStrategy, {}); break;
        case 180: tell(CommandKind::SetParams, kParams); break;
        default: break;
        }
    }
    void look()
    {
        RowEvent row;
        while (m_desk.rows.next(row)) {
            fills += row.kind == RowKind::Fill ? 1 : 0;
            overflows += row.kind == RowKind::Overflow ? 1 : 0;
        }
        const std::uint64_t before = m_market.version;
        pictures += m_desk.engine->market(m_desk.instrument->id(), m_market) ? 1 : 0;
        forward = forward && m_market.version >= before;
        m_desk.engine->desk(m_picture);
        m_desk.engine->quotes().read(kStrategy, m_quotes);
        m_desk.engine->quotes().readDraft(m_draft);
        m_desk.candles.read(m_desk.instrument->id(), 1, m_candles);
        m_params = m_desk.engine->params(kStrategy);
    }
    void run()
    {
        for (int turn = 0; !m_stop.load(); ++turn) {
            click(turn);
            look();
            std::this_thread::sleep_for(5ms);
        }
        look();
    }

    Desk& m_desk;
    MarketSnapshot m_market;
    DeskSnapshot m_picture;
    QuotesSnapshot m_quotes;
    QuotesSnapshot m_draft;
    CandleSeries m_candles;
    std::string m_params;
    std::atomic<bool> m_stop{false};
    std::thread m_thread;
};

/// Replays of the market's memory and sentences of the log, both from a thread that is none of the session's.
class Bystander {
public:
    explicit Bystander(Desk& desk) : m_desk(desk), m_thread([this] { run(); }) {}
    void stop()
    {
        m_stop.store(true);
        m_thread.join();
    }
    std::uint64_t replayed = 0;

private:
    void run()
    {
        while (!m_stop.load()) {
            const MarketMemory::Window window = m_desk.memory.window(Duration::millis(200));
            const auto source = window.source();
            for (auto batch = source->next(); batch && !batch->empty(); batch = source->next())
                replayed += batch->size();
            m_desk.rows.pushSentence(Severity::Info, RowKind::Log, "test", "Something was said.", localNow());
            std::this_thread::sleep_for(20ms);
        }
    }

    Desk& m_desk;
    std::atomic<bool> m_stop{false};
    std::thread m_thread;
};

std::uint64_t storedFills(const std::string& folder)
{
    auto opened = Database::open(QString::fromStdString(folder + "/makerdesk.db"));
    if (!opened)
        return 0;
    QSqlQuery query(opened->database.connection());
    return query.exec(QStringLiteral("SELECT COUNT(*) FROM fills")) && query.next() ? query.value(0).toULongLong() : 0;
}

void serve(Desk& desk, std::chrono::milliseconds time, bool crowd)
{
    const auto end = std::chrono::steady_clock::now() + time;
    while (std::chrono::steady_clock::now() < end) {
        QCoreApplication::processEvents();
        desk.venue.turn(crowd);
        std::this_thread::sleep_for(200us);
    }
}

bool run(std::chrono::seconds time)
{
    QTemporaryDir folder;
    Desk desk(folder.path().toStdString());
    if (!expectThat(desk.bringUp(), "the session comes up"))
        return false;
    Bystander bystander(desk);
    Window window(desk);
    serve(desk, time, true);
    window.stop();
    bystander.stop();
    desk.engine->offerCommand({CommandKind::StopStrategy, kStrategy, {}, {}, {}});
    desk.engine->offerCommand({CommandKind::CancelAll, {}, {}, {}, {}});
    DeskSnapshot picture;
    serve(desk, 1s, false);
    desk.feed->stop();
    serve(desk, 200ms, false);
    desk.engine->stop();
    desk.tapes.stop();
    desk.store->stop();
    desk.engine->desk(picture);

    const std::uint64_t trades = desk.venue.venue().trades.size();
    const std::uint64_t stored = storedFills(desk.path);
    std::printf("market events %llu, overflows %llu, orders %zu, trades %llu, stored %llu, pictures %llu, replayed %llu\n",
        static_cast<unsigned long long>(desk.feed->offered()), static_cast<unsigned long long>(desk.feed->overflows()),
        desk.venue.venue().orders.size(), static_cast<unsigned long long>(trades), static_cast<unsigned long long>(stored),
        static_cast<unsigned long long>(window.pictures), static_cast<unsigned long long>(bystander.replayed));
    bool good = expectThat(trades > 20, "our quotes were hit");
    good = expectThat(stored == trades, "every fill is in the store, once") && good;
    good = expectThat(picture.fills == trades, "the last picture counts them all") && good;
    good = expectThat(window.fills == trades || window.overflows > 0, "the window saw them all, or was told that it did not") && good;
    good = expectThat(picture.openOrders == 0 && desk.venue.venue().openCount() == 0, "nothing rests") && good;
    good = expectThat(!desk.venue.lost(), "no report was lost") && good;
    good = expectThat(window.forward && window.pictures > 50, "pictures came and never went back") && good;
    good = expectThat(desk.tapes.written() > 0 && desk.tapes.written() + desk.tapes.lost() >= desk.feed->offered(),
               "each market event is on a tape or counted as lost") && good;
    good = expectThat(bystander.replayed > 0, "the memory was read") && good;
    return good;
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    const bool good = run(std::chrono::seconds(argc > 1 ? std::atoi(argv[1]) : 5));
    std::printf("session_stress: %s\n", good ? "passed" : "failed");
    return good ? 0 : 1;
}
