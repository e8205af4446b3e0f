#include "recovery/venue_account.h"
#include "session/session.h"
#include "support/maker_test.h"
#include "ui/base/hold_button.h"
#include "ui/panels/fills/fills_panel.h"
#include "ui/panels/orders/orders_panel.h"
#include "ui/panels/parameters/parameters_panel.h"
#include "ui/panels/strategies/strategies_panel.h"
#include "ui/shell/main_window.h"
#include "ui/shell/start_card.h"
#include "ui/shell/top_bar.h"

#include <QApplication>
#include <QDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>

#include <cmath>

using namespace maker;

// The window as a user has it: real mouse and keys on the real session, on an exchange behind real sockets that is asked,
// over its own signed interface, what truly rests there.

namespace {

constexpr StrategyId kBtc { 1 };
constexpr int kPatience = 20'000;

std::unique_ptr<SimServer> anExchange()
{
    SimServerConfig config;
    config.symbols = { "BTCUSDT" };
    config.seed = 11;
    config.speed = 4.0;
    config.history = Duration::seconds(120);
    auto server = SimServer::start(config);
    return server ? std::move(*server) : nullptr;
}

SessionConfig aConfig(const QString& profile, std::uint16_t port)
{
    SessionConfig config;
    config.profile = profile.toStdString();
    config.version = "test";
    config.simulatedPort = port;
    config.symbols = { "BTCUSDT" };
    Credentials keys { Secret("sim-key"), Secret("sim-secret") };
    config.credentials = std::make_shared<const Credentials>(std::move(keys));
    SessionStrategy strategy;
    strategy.symbol = "BTCUSDT";
    strategy.defaults = R"({"bid_spread":1,"ask_spread":1,"min_spread":0.5,"refresh_time":0.5,"order_size":0.01})";
    config.strategies = { strategy };
    return config;
}

/// A session and its window, and the places where a user would click.
struct Terminal {
    Terminal(const QString& profile, std::uint16_t port)
    {
        auto started = Session::start(aConfig(profile, port));
        if (!started) {
            error = QString::fromStdString(started.error().detail);
            return;
        }
        session = std::move(*started);
        WindowOptions options;
        options.profileDir = profile;
        window = std::make_unique<MainWindow>(*session, options);
        window->show();
    }
    ~Terminal()
    {
        window.reset(); // it looks at the session until it is gone
    }

    template <typename Type> Type& the(const char* id) const
    {
        auto* found = qobject_cast<Type*>(window->panel(QLatin1String(id)));
        if (found == nullptr)
            qFatal("no panel %s", id);
        return *found;
    }
    StrategyList& list() const { return *the<StrategiesPanel>("strategies").findChild<StrategyList*>(); }
    int fillsShown() const { return the<FillsPanel>("fills").model().rowCount(); }
    int ordersShown() const { return the<OrdersPanel>("orders").model().rowCount(); }
    ParamForm& form() const { return *the<ParametersPanel>("parameters").form(); }
    StrategyState state() const { return window->clock().desk().strategies[0].state; }
    HoldButton& killButton() const { return window->topBar().kill(); }

    void click(StrategyAction action) const
    {
        QTest::mouseClick(&list(), Qt::LeftButton, Qt::NoModifier, list().actionRect(0, action).center());
    }
    bool until(const std::function<bool()>& done, int millis = kPatience) const
    {
        return QTest::qWaitFor(done, millis);
    }

    QString error;
    std::unique_ptr<Session> session;
    std::unique_ptr<MainWindow> window;
};

} // namespace

class tst_whole_window : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void aDayAtTheDesk();
    void theNextDayBeginsWhereTheLastOneEnded();
    void cleanupTestCase();

private:
    void startsAndFills(Terminal& terminal);
    void changesAParameter(Terminal& terminal);
    void pauses(Terminal& terminal);
    void killsAndRearms(Terminal& terminal);

    QTemporaryDir m_profile;
    std::unique_ptr<SimServer> m_exchange;
    std::unique_ptr<VenueAccount> m_account;
    QSize m_size;
};

void tst_whole_window::initTestCase()
{
    m_exchange = anExchange();
    QVERIFY(m_exchange);
    m_account = std::make_unique<VenueAccount>(m_exchange->port(), "sim-key", "sim-secret");
}

void tst_whole_window::aDayAtTheDesk()
{
    Terminal terminal(m_profile.path(), m_exchange->port());
    QVERIFY2(terminal.window, qPrintable(terminal.error));
    startsAndFills(terminal);
    if (!QTest::currentTestFailed())
        changesAParameter(terminal);
    if (!QTest::currentTestFailed())
        pauses(terminal);
    if (!QTest::currentTestFailed())
        killsAndRearms(terminal);
    if (QTest::currentTestFailed())
        return;
    terminal.window->resize(1480, 840);
    m_size = QSize(1480, 840);
    terminal.window->close();
    QVERIFY(terminal.session->stop());
    QCOMPARE(m_account->openOrders("BTCUSDT").size(), 0);
}

void tst_whole_window::startsAndFills(Terminal& terminal)
{
    // A first start invites; one click begins.
    StartCard& card = terminal.window->startCard();
    QVERIFY2(terminal.until([&] { return card.isVisible(); }), "nothing invites to start");
    QCOMPARE(terminal.fillsShown(), 0);
    terminal.click(StrategyAction::Start);
    QVERIFY2(terminal.until([&] { return terminal.ordersShown() >= 2; }), "no own orders are shown");
    QVERIFY(terminal.until([&] { return !card.isVisible(); }));
    QVERIFY(terminal.until([&] { return m_account->openOrders("BTCUSDT").size() >= 2; }));
    QVERIFY2(terminal.until([&] { return terminal.fillsShown() >= 2; }, 40'000), "no fills are shown");
    const FillsModel& fills = terminal.the<FillsPanel>("fills").model();
    QCOMPARE(fills.index(0, 2).data().toString(), QStringLiteral("BTC/USDT"));
    QVERIFY(m_account->trades("BTCUSDT").size() >= 2);
}

void tst_whole_window::changesAParameter(Terminal& terminal)
{
    QTest::mouseDClick(&terminal.list(), Qt::LeftButton, Qt::NoModifier, QPoint(60, 20));
    QVERIFY(terminal.until([&] { return terminal.the<ParametersPanel>("parameters").isVisible(); }));
    ParamForm& form = terminal.form();
    ParamRow& row = *form.row("bid_spread");
    auto* field = qobject_cast<QLineEdit*>(row.editor());
    QVERIFY(field != nullptr);
    QCOMPARE(field->text(), QStringLiteral("1"));
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, QStringLiteral("40"));
    QVERIFY(row.hasDraftDot());
    QCOMPARE(form.draft().applied(row.field()), std::string("1"));
    QVERIFY(form.applyButton()->isEnabled());
    QTest::mouseClick(form.applyButton(), Qt::LeftButton);
    QVERIFY2(terminal.until([&] { return form.draft().applied(row.field()) == "40"; }), "the value was not applied");
    QVERIFY(!row.hasDraftDot());
    QCOMPARE(field->text(), QStringLiteral("40"));
    // The venue sees the new distance: 40 bp is far from the touch.
    QVERIFY2(terminal.until([&] {
        for (const QJsonValue& order : m_account->openOrders("BTCUSDT")) {
            const MarketSnapshot& market = terminal.window->clock().market();
            const double bid = market.bidCount > 0 ? static_cast<double>(market.bids[0].price.count) / 100.0 : 0.0;
            const double price = order["price"].toString().toDouble();
            if (order["side"].toString() == QLatin1String("BUY") && price < bid * 0.9975 && price > bid * 0.9945)
                return true;
        }
        return false;
    }),
        "no bid rests 40 bp away");
}

void tst_whole_window::pauses(Terminal& terminal)
{
    terminal.click(StrategyAction::Pause);
    QVERIFY(terminal.until([&] { return terminal.state() == StrategyState::Paused && terminal.ordersShown() == 0; }));
    QCOMPARE(m_account->openOrders("BTCUSDT").size(), 0);
    terminal.click(StrategyAction::Start);
    QVERIFY(terminal.until([&] { return terminal.ordersShown() >= 2; }));
}

void tst_whole_window::killsAndRearms(Terminal& terminal)
{
    QVERIFY(terminal.until([&] { return m_account->openOrders("BTCUSDT").size() >= 2; }));
    QTest::mousePress(&terminal.killButton(), Qt::LeftButton);
    QTest::qWait(HoldButton::kHoldMillis + 200);
    QTest::mouseRelease(&terminal.killButton(), Qt::LeftButton);
    QVERIFY(terminal.until(
        [&] { return terminal.killButton().phase() == KillPhase::Killed && terminal.ordersShown() == 0; }));
    QCOMPARE(m_account->openOrders("BTCUSDT").size(), 0);

    // Latched: start does nothing until somebody re-arms.
    terminal.click(StrategyAction::Start);
    QTest::qWait(1'500);
    QCOMPARE(terminal.ordersShown(), 0);
    QCOMPARE(m_account->openOrders("BTCUSDT").size(), 0);

    QTest::mousePress(&terminal.killButton(), Qt::LeftButton);
    QTest::qWait(HoldButton::kHoldMillis + 200);
    QTest::mouseRelease(&terminal.killButton(), Qt::LeftButton);
    QVERIFY(terminal.until([&] { return terminal.window->rearmDialog() != nullptr; }));
    auto* rearm = terminal.window->rearmDialog()->findChild<QPushButton*>(QStringLiteral("rearm"));
    QVERIFY(rearm != nullptr);
    QTest::mouseClick(rearm, Qt::LeftButton);
    QVERIFY(terminal.until([&] { return terminal.killButton().phase() == KillPhase::Ready; }));
    QTest::qWait(500);
    QCOMPARE(terminal.ordersShown(), 0); // re-arming alone quotes nothing
    terminal.click(StrategyAction::Start);
    QVERIFY(terminal.until([&] { return terminal.ordersShown() >= 2; }));
}

void tst_whole_window::theNextDayBeginsWhereTheLastOneEnded()
{
    if (m_size.isEmpty())
        QSKIP("The first day did not end.");
    double held = 0.0;
    for (const QJsonObject& trade : m_account->trades("BTCUSDT"))
        held += (trade["isBuyer"].toBool() ? 1.0 : -1.0) * trade["qty"].toString().toDouble();
    Terminal terminal(m_profile.path(), m_exchange->port());
    QVERIFY2(terminal.window, qPrintable(terminal.error));
    QCOMPARE(terminal.window->size(), m_size);
    QVERIFY(terminal.the<ParametersPanel>("parameters").isVisible());
    QVERIFY(terminal.until([&] { return terminal.window->clock().desk().risk.reconciled; }));
    const ParamRow& row = *terminal.form().row("bid_spread");
    QVERIFY(terminal.until([&] { return terminal.form().draft().applied(row.field()) == "40"; }));
    QCOMPARE(qobject_cast<QLineEdit*>(row.editor())->text(), QStringLiteral("40"));
    // What is held is known again from the store, and nothing quotes by itself.
    const DeskSnapshot& desk = terminal.window->clock().desk();
    const auto lots = static_cast<std::int64_t>(std::llround(held * 1e5));
    QVERIFY(terminal.until([&] { return desk.strategies[0].position.count == lots; }));
    QCOMPARE(terminal.ordersShown(), 0);
    terminal.click(StrategyAction::Start);
    QVERIFY(terminal.until([&] { return terminal.ordersShown() >= 1; }));
    terminal.window->close();
    QVERIFY(terminal.session->stop());
    QCOMPARE(m_account->openOrders("BTCUSDT").size(), 0);
}

void tst_whole_window::cleanupTestCase()
{
    m_account.reset();
    m_exchange.reset();
}

MAKER_APP_TEST(tst_whole_window, QApplication)
#include "tst_whole_window.moc"
