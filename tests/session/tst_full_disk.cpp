#include "session/log_files.h"
#include "session/session.h"
#include "store/database.h"
#include "support/maker_test.h"
#include "support/small_disk.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QThread>

#include <functional>
#include <optional>

using namespace maker;

namespace {

constexpr StrategyId kBtc{1};

struct Desk {
    explicit Desk(const QString& profile)
    {
        SessionConfig config;
        config.profile = profile.toStdString();
        config.version = "test";
        config.embedded.seed = 11;
        config.embedded.speed = 4.0;
        config.symbols = {"BTCUSDT"};
        config.strategies = {{"pure_market_making", "BTCUSDT",
            R"({"bid_spread":1,"ask_spread":1,"min_spread":0.5,"refresh_time":0.2,"order_size":0.01,"filled_order_delay":0})", {}}};
        auto started = Session::start(std::move(config));
        if (started)
            session = std::move(*started);
        else
            error = QString::fromStdString(started.error().detail);
    }
    bool until(const std::function<bool()>& done, int seconds = 60, const std::function<void()>& meanwhile = {})
    {
        QElapsedTimer timer;
        timer.start();
        while (timer.elapsed() < seconds * 1000) {
            QCoreApplication::processEvents();
            session->desk(view);
            RowEvent row;
            while (session->nextRow(row))
                log += row.text.view().empty() ? "" : row.category.str() + ": " + row.text.str() + "\n";
            if (done())
                return true;
            if (meanwhile)
                meanwhile();
            QThread::msleep(10);
        }
        return false;
    }
    bool says(const char* words) const { return log.find(words) != std::string::npos; }
    bool quoteAndFill()
    {
        if (!until([&] { return view.venues[0].trading == VenueLink::Live && view.venues[0].feed == VenueLink::Live; }))
            return false;
        session->post({CommandKind::StartStrategy, kBtc, {}, {}, {}});
        return until([&] { return view.openOrders >= 2 && view.fills >= 2; }, 90);
    }

    std::unique_ptr<Session> session;
    QString error;
    DeskSnapshot view;
    std::string log;
};

} // namespace

/// The disk of the profile fills up while quotes rest.
class tst_full_disk : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_logs.emplace(LogFiles::open(m_folder->filePath("logs").toStdString()));
        QVERIFY(m_logs->has_value());
        m_disk = std::make_unique<SmallDisk>(m_folder->filePath("disk"));
        if (!m_disk->mounted())
            QSKIP("A disk of its own needs the right to mount (root with CAP_SYS_ADMIN on Linux).");
    }
    void cleanup()
    {
        m_disk.reset();
        m_logs.reset();
        m_folder.reset();
    }

    void tradingPausesSaysSoAndGoesOnWithNothingLost();
    void aStopOnAFullDiskPullsTheQuotesAndEnds();

private:
    QString profile() const { return m_folder->filePath("disk/profile"); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::optional<Result<LogFiles>> m_logs; ///< on another disk; it brings the store's sentences to the window
    std::unique_ptr<SmallDisk> m_disk;
};

void tst_full_disk::tradingPausesSaysSoAndGoesOnWithNothingLost()
{
    quint64 fills = 0;
    Qty position;
    {
        Desk desk(profile());
        QVERIFY2(desk.session, qPrintable(desk.error));
        QVERIFY2(desk.quoteAndFill(), desk.log.c_str());
        const auto keepFull = [this] { m_disk->fill(); };
        keepFull();
        QVERIFY2(desk.until([&] { return !desk.view.journalHealthy; }, 60, keepFull), desk.log.c_str());
        QVERIFY2(desk.until([&] { return desk.view.openOrders == 0; }, 20, keepFull), "quotes stay while nothing can be written");
        QVERIFY2(desk.says("The store cannot write, trading pauses"), desk.log.c_str());
        const quint64 before = desk.view.fills;
        QThread::sleep(1);
        m_disk->empty();
        QVERIFY2(desk.until([&] { return desk.view.journalHealthy; }), desk.log.c_str());
        QVERIFY2(desk.says("The store writes again."), desk.log.c_str());
        QVERIFY2(desk.until([&] { return desk.view.openOrders >= 2 && desk.view.fills > before + 1; }, 90), desk.log.c_str());
        QVERIFY(desk.session->stop());
        desk.session->desk(desk.view);
        fills = desk.view.fills;
        position = desk.view.positions[0].position;
    }
    auto opened = Database::open(profile() + "/makerdesk.db");
    QVERIFY(opened && !opened->setAside);
    QSqlQuery query(opened->database.connection());
    QVERIFY(query.exec("SELECT side, qty FROM fills"));
    quint64 stored = 0;
    Money sum;
    for (; query.next(); ++stored) {
        const Money qty = *Money::parse(query.value(1).toString().toStdString());
        sum += query.value(0).toString() == "buy" ? qty : -qty;
    }
    QCOMPARE(stored, fills);
    QVERIFY(sum == Money::fromUnits(static_cast<Int128>(position.count) * 10'000'000'000'000)); // five decimals
}

void tst_full_disk::aStopOnAFullDiskPullsTheQuotesAndEnds()
{
    Desk desk(profile());
    QVERIFY2(desk.session, qPrintable(desk.error));
    QVERIFY2(desk.quoteAndFill(), desk.log.c_str());
    const auto keepFull = [this] { m_disk->fill(); };
    keepFull();
    QVERIFY(desk.until([&] { return !desk.view.journalHealthy; }, 60, keepFull));
    QElapsedTimer took;
    took.start();
    QVERIFY2(desk.session->stop(), "the venue confirms that nothing rests");
    QVERIFY2(took.elapsed() < 15'000, qPrintable(QString::number(took.elapsed())));
    m_disk->empty();
    auto opened = Database::open(profile() + "/makerdesk.db");
    QVERIFY(opened && !opened->setAside); // full is not damaged
}

MAKER_APP_TEST(tst_full_disk, QCoreApplication)
#include "tst_full_disk.moc"
