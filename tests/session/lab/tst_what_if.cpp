#include "session/lab/lab.h"
#include "session/session.h"
#include "support/maker_test.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QThread>

#include <algorithm>
#include <functional>

using namespace maker;

// What-if and the last minutes beside a whole desk on the embedded exchange.

namespace {

SessionConfig aConfig(const QString& profile)
{
    SessionConfig config;
    config.profile = profile.toStdString();
    config.version = "test";
    config.embedded.seed = 11;
    config.embedded.speed = 20.0;
    config.symbols = {"BTCUSDT"};
    config.strategies = {{"pure_market_making", "BTCUSDT",
        R"({"bid_spread":1,"ask_spread":1,"min_spread":0.5,"refresh_time":0.5,"order_size":0.01})", {}}};
    return config;
}

constexpr StrategyId kBtc{1};

} // namespace

class tst_what_if : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void unchangedValuesMakeNoDifferenceAtAll();
    void otherValuesMakeOne();
    void aWrongDraftFailsWithItsSentence();
    void unchangedValuesMakeNoneOverPackedMinutesEither();
    void theLastMinutesCanBeRunAndKept();

private:
    void isNoDifference(const WhatIfView& view);
    bool until(const std::function<bool()>& done, int seconds = 60)
    {
        QElapsedTimer timer;
        timer.start();
        while (timer.elapsed() < seconds * 1000) {
            QCoreApplication::processEvents();
            if (done())
                return true;
            QThread::msleep(10);
        }
        return false;
    }
    WhatIfView answer(const std::string& draft)
    {
        const std::uint64_t id = m_lab->whatIf(kBtc, draft, 10);
        until([&] { return m_lab->whatIf(id) && m_lab->whatIf(id)->state >= JobState::Done; });
        return m_lab->whatIf(id).value_or(WhatIfView{});
    }
    bool over(std::uint64_t id, JobView& view)
    {
        for (const JobView& job : m_lab->jobs()) {
            if (job.id == id)
                view = job;
        }
        return view.state >= JobState::Done;
    }

    QTemporaryDir m_folder;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<Lab> m_lab;
};

void tst_what_if::initTestCase()
{
    auto started = Session::start(aConfig(m_folder.path()));
    QVERIFY2(started.has_value(), started ? "" : started.error().detail.c_str());
    m_session = std::move(*started);
    LabConfig config;
    config.profile = m_folder.path().toStdString();
    config.memory = m_session->marketMemory();
    config.session = m_session.get();
    config.threads = 1;
    m_lab = std::make_unique<Lab>(config);
    m_session->post({CommandKind::StartStrategy, kBtc, {}, {}, {}});
    // Half a minute of the market's time at least, and something was traded.
    DeskSnapshot desk;
    QVERIFY(until([&] {
        m_session->desk(desk);
        const auto window = m_session->marketMemory()->window(Duration::seconds(600));
        return desk.fills > 5 && window.events() > 2000 && window.to() - window.from() > Duration::seconds(8);
    }));
}

void tst_what_if::isNoDifference(const WhatIfView& view)
{
    QVERIFY2(view.state == JobState::Done, view.message.c_str());
    QVERIFY(view.events > 1000);
    QVERIFY(view.from < view.to);
    QVERIFY(view.applied.fills > 0);
    QCOMPARE(view.draft.fills, view.applied.fills);
    QCOMPARE(view.draft.pnl.total, view.applied.pnl.total);
    QCOMPARE(view.draft.pnl.spread, view.applied.pnl.spread);
    QCOMPARE(view.draft.pnl.inventory, view.applied.pnl.inventory);
    QCOMPARE(view.draft.pnl.fees, view.applied.pnl.fees);
    QCOMPARE(view.draft.endPosition, view.applied.endPosition);
    QCOMPARE(view.draft.largestPosition, view.applied.largestPosition);
    QCOMPARE(view.draft.equity.size(), view.applied.equity.size());
    QCOMPARE(view.draft.resting.size(), view.applied.resting.size());
}

void tst_what_if::unchangedValuesMakeNoDifferenceAtAll()
{
    isNoDifference(answer(m_session->params(kBtc)));
}

void tst_what_if::otherValuesMakeOne()
{
    const char* const wide = R"({"bid_spread":30,"ask_spread":30,"min_spread":0.5,"refresh_time":0.5,"order_size":0.01})";
    WhatIfView view = answer(wide);
    QVERIFY2(view.state == JobState::Done, view.message.c_str());
    QVERIFY(view.draft.fills < view.applied.fills);
    // What rests in the end, for the ladder: the draft quotes farther from the market.
    const auto best = [](const WhatIfView::Side& side, Side of) {
        const auto at = std::ranges::find(side.resting, of, &WhatIfView::Side::Resting::side);
        return at == side.resting.end() ? std::int64_t{0} : at->price.count;
    };
    // A side may be on its way, or left out for the inventory, when the window ends: some other end has it in both.
    int compared = 0;
    for (int again = 0; again < 30 && compared == 0; ++again) {
        for (const Side side : {Side::Buy, Side::Sell}) {
            const std::int64_t draft = best(view.draft, side);
            const std::int64_t applied = best(view.applied, side);
            if (draft == 0 || applied == 0)
                continue;
            QCOMPARE(draft < applied, side == Side::Buy);
            ++compared;
        }
        if (compared == 0) {
            QThread::msleep(150);
            view = answer(wide);
        }
    }
    QVERIFY(compared > 0);
    for (const WhatIfView::Side::Resting& quote : view.draft.resting)
        QVERIFY(quote.qty.count > 0 && quote.ahead.count >= 0);
}

void tst_what_if::aWrongDraftFailsWithItsSentence()
{
    const WhatIfView wrong = answer(R"({"bid_spread":-1})");
    QCOMPARE(wrong.state, JobState::Failed);
    QVERIFY(!wrong.message.empty());
    const std::uint64_t none = m_lab->whatIf(StrategyId{9}, "{}", 10);
    QVERIFY(until([&] { return m_lab->whatIf(none)->state == JobState::Failed; }));
}

void tst_what_if::unchangedValuesMakeNoneOverPackedMinutesEither()
{
    QVERIFY(until([&] { return m_session->marketMemory()->usage().packed > 0; }, 120));
    const WhatIfView view = answer(m_session->params(kBtc));
    isNoDifference(view);
    QVERIFY(view.events > 10'000);
}

void tst_what_if::theLastMinutesCanBeRunAndKept()
{
    LabRequest request;
    request.strategy = "pure_market_making";
    JobView ran;
    const std::uint64_t run = m_lab->run(request);
    QVERIFY(until([&] { return over(run, ran); }));
    QVERIFY2(ran.state == JobState::Done, ran.message.c_str());
    QVERIFY(ran.run != 0);

    JobView kept;
    const std::uint64_t keep = m_lab->keepLastMinutes();
    QVERIFY(keep != 0);
    QVERIFY(until([&] { return over(keep, kept); }));
    QVERIFY2(kept.state == JobState::Done, kept.message.c_str());
    QCOMPARE(m_lab->dataSets().size(), std::size_t{1});
    QCOMPARE(m_lab->dataSets().front().path, kept.dataSet);
    QVERIFY(m_lab->dataSets().front().gaps.empty());
    QVERIFY(m_session->stop());
}

MAKER_APP_TEST(tst_what_if, QCoreApplication)
#include "tst_what_if.moc"
