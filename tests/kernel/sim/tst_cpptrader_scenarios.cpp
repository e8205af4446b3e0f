#include "recording_sink.h"

#include "support/maker_test.h"

#include <QDir>

#include <fstream>
#include <sstream>

using namespace maker;
using namespace maker::sim;

namespace {

const char* const kFolder = MAKERDESK_SOURCE_DIR "/../shared/data/cpptrader/tools/matching";

/// Runs a scenario script; false where it asks for something that the matching core has not: all-or-none, stops, slippage.
class Script {
public:
    bool run(const std::string& path)
    {
        std::ifstream file(path);
        std::string line;
        while (std::getline(file, line)) {
            if (line.empty() || line[0] == '#' || line[0] == '\r')
                continue;
            if (!command(line))
                return false;
        }
        return true;
    }

    RecordingSink sink;
    MatchingEngine engine{{.selfTrade = SelfTrade::Allow}, sink};

private:
    bool command(const std::string& line)
    {
        std::istringstream words(line);
        std::string verb;
        std::string what;
        words >> verb >> what;
        if (verb == "enable" || what == "symbol" || what == "book")
            return true;
        long long id = 0;
        if (what == "order") {
            words >> id;
            return change(verb, id, words);
        }
        MatchOrder order;
        order.account = {1};
        if (verb == "add" && what == "ioc") {
            order.timeInForce = TimeInForce::Ioc;
            words >> what;
        } else if (verb == "add" && what == "fok") {
            order.timeInForce = TimeInForce::Fok;
            words >> what;
        }
        if (verb != "add" || (what != "limit" && what != "market"))
            return false;
        std::string side;
        long long symbol = 0;
        words >> side >> id >> symbol;
        order.id = id;
        order.side = side == "buy" ? Side::Buy : Side::Sell;
        order.type = what == "limit" ? OrderType::Limit : OrderType::Market;
        if (what == "limit")
            words >> order.price.count;
        words >> order.qty.count;
        engine.submit(order);
        return !words.fail();
    }

    bool change(const std::string& verb, SimOrderId id, std::istringstream& words)
    {
        const auto resting = engine.find(id);
        if (!resting)
            return false;
        if (verb == "delete")
            return engine.cancel(id);
        long long first = 0;
        long long second = 0;
        words >> first;
        if (verb == "reduce")
            return engine.replace(id, resting->price, resting->leaves - Qty{first});
        words >> second;
        if (verb == "modify")
            return engine.replace(id, {first}, {second});
        if (verb != "replace")
            return false;
        MatchOrder order;
        order.id = first;
        order.account = {1};
        order.side = resting->side;
        order.price = {second};
        words >> order.qty.count;
        engine.cancel(id);
        engine.submit(order);
        return true;
    }
};

} // namespace

class tst_cpptrader_scenarios : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (!QDir(QString::fromUtf8(kFolder)).exists())
            QSKIP("The CppTrader scenarios are not present.");
    }

    void theBookEndsAsTheScriptSays_data()
    {
        using Lines = std::vector<std::string>;
        QTest::addColumn<Lines>("lastEvents");
        QTest::addColumn<qint64>("bestBid");
        QTest::addColumn<qint64>("bestAsk");
        QTest::newRow("scenario-03") << Lines{"canceled 2 leaves 30"} << qint64{0} << qint64{0};
        QTest::newRow("scenario-04") << Lines{"accepted 2", "trade 2 with 1 at 10 qty 10"} << qint64{0} << qint64{0};
        QTest::newRow("scenario-05") << Lines{"accepted 2", "trade 2 with 1 at 10 qty 10"} << qint64{0} << qint64{0};
        QTest::newRow("scenario-06") << Lines{"accepted 19", "trade 19 with 16 at 40 qty 30", "trade 19 with 17 at 40 qty 20",
            "trade 19 with 18 at 40 qty 10", "trade 19 with 13 at 50 qty 30", "trade 19 with 14 at 50 qty 10"} << qint64{30}
                                     << qint64{50};
        QTest::newRow("scenario-09") << Lines{"trade 4 with 3 at 30 qty 30", "trade 4 with 2 at 20 qty 20", "trade 4 with 1 at 10 qty 10",
            "expired 4 leaves 40 reason 4"} << qint64{0} << qint64{0};
    }

    void theBookEndsAsTheScriptSays()
    {
        QFETCH(std::vector<std::string>, lastEvents);
        QFETCH(qint64, bestBid);
        QFETCH(qint64, bestAsk);
        Script script;
        QVERIFY(script.run(std::string(kFolder) + '/' + QTest::currentDataTag() + ".txt"));
        const auto& lines = script.sink.lines;
        QVERIFY(lines.size() >= lastEvents.size());
        QCOMPARE(std::vector<std::string>(lines.end() - static_cast<std::ptrdiff_t>(lastEvents.size()), lines.end()), lastEvents);
        QCOMPARE(script.engine.bestBid() ? script.engine.bestBid()->price.count : 0, bestBid);
        QCOMPARE(script.engine.bestAsk() ? script.engine.bestAsk()->price.count : 0, bestAsk);
    }

    void scriptsThatDoNotFitAreToldApart_data()
    {
        QTest::addColumn<bool>("fits");
        QTest::newRow("scenario-07") << false; // slippage
        QTest::newRow("scenario-08") << false; // all or none
        QTest::newRow("scenario-09") << true;
    }

    void scriptsThatDoNotFitAreToldApart()
    {
        QFETCH(bool, fits);
        Script script;
        QCOMPARE(script.run(std::string(kFolder) + '/' + QTest::currentDataTag() + ".txt"), fits);
    }
};

MAKER_TEST(tst_cpptrader_scenarios)
#include "tst_cpptrader_scenarios.moc"
