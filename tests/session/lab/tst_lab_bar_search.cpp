#include "lab_rig.h"
#include "search/shard_text.h"
#include "support/maker_test.h"

#include <QFile>
#include <QProcess>

#include <algorithm>
#include <cmath>
#include <set>

using namespace maker;
using namespace maker::test;

// Searches of the lab over bars: the same walk-forward, figures and keeping as over order books.

class tst_lab_bar_search : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<Lab> m_lab;
    std::string m_bars;

    SearchRequest aSearch() const
    {
        SearchRequest request;
        request.base.data = {m_bars};
        request.base.strategy = "sma_cross";
        request.base.params = R"({"fast":10,"slow":30,"size":1})";
        request.base.models = R"({"taker_fee":1,"equity_interval":600})";
        request.base.checks = false;
        request.axes = {{"fast", {"5", "10", "20"}}, {"slow", {"30", "60"}}};
        request.folds = 2;
        return request;
    }
    SweepView viewOf(std::uint64_t job)
    {
        until([&] { return over(*m_lab, job); }, 120);
        for (const SweepView& view : m_lab->sweeps()) {
            if (view.job == job)
                return view;
        }
        SweepView none;
        none.message = jobOf(*m_lab, job).message;
        return none;
    }
    /// What makerdesk-cli makes of the plan, item by item.
    std::vector<search::TrialRun> runsOfTheCommandLine(const SearchRequest& request)
    {
        QTemporaryDir folder;
        QFile plan(folder.filePath("plan.json"));
        if (!plan.open(QIODevice::WriteOnly))
            return {};
        plan.write(QByteArray::fromStdString(m_lab->sweepPlan(request).value()));
        plan.close();
        QProcess process;
        process.start(QStringLiteral(MAKERDESK_BIN_DIR "/makerdesk-cli"),
            {"sweep", "run", "--plan", plan.fileName(), "--out", folder.path(), "--threads", "2", "--quiet"});
        process.waitForFinished(120'000);
        const auto shard = search::readShard(folder.filePath("shard-00000-of-00001.jsonl").toStdString(), true);
        if (!shard)
            qWarning("%s %s", shard.error().detail.c_str(), process.readAllStandardError().constData());
        std::vector<search::TrialRun> runs;
        for (const search::ItemRuns& item : shard ? shard->items : std::vector<search::ItemRuns>{})
            runs.insert(runs.end(), item.runs.begin(), item.runs.end());
        return runs;
    }

private slots:
    void initTestCase()
    {
        m_bars = m_folder.filePath("WAVESUSDT.csv").toStdString();
        QFile csv(QString::fromStdString(m_bars));
        QVERIFY(csv.open(QIODevice::WriteOnly));
        csv.write("time,open,high,low,close,volume\n");
        const auto price = [](int minute) {
            return 10'000.0 + 300.0 * std::sin(minute / 70.0) + 100.0 * std::sin(minute / 13.0) + 60.0 * std::sin(minute / 400.0);
        };
        for (int i = 0; i < 3'000; ++i) {
            const double open = price(i);
            const double close = price(i + 1);
            csv.write(QByteArray::number(1'700'000'040LL + i * 60LL) + ',' + QByteArray::number(open, 'f', 2) + ','
                + QByteArray::number(std::max(open, close), 'f', 2) + ',' + QByteArray::number(std::min(open, close), 'f', 2) + ','
                + QByteArray::number(close, 'f', 2) + ",1\n");
        }
        csv.close();
        m_lab = std::make_unique<Lab>(aConfig(m_folder));
    }

    void aGridOverBarsIsMappedAndWalksForward()
    {
        const SweepView view = viewOf(m_lab->search(aSearch()));
        QVERIFY2(view.state == JobState::Done, view.message.c_str());
        QCOMPARE(view.trials, 6U);
        QCOMPARE(view.windows.size(), std::size_t{3});
        QCOMPARE(view.folds.size(), std::size_t{2});
        QCOMPARE(view.objective, std::string("PnL, USDT, out of sample"));
        QVERIFY(view.deflatedSharpe && *view.deflatedSharpe >= 0.0 && *view.deflatedSharpe <= 1.0);
        for (const SweepView::Cell& cell : view.cells) {
            QCOMPARE(*cell.pnl, cell.scores[1].pnl + cell.scores[2].pnl);
            const auto run = resultOf(*m_lab, cell.run);
            QVERIFY(run);
            QCOMPARE(run->statistics.pnl, cell.scores[0].pnl + cell.scores[1].pnl + cell.scores[2].pnl);
            QVERIFY(run->candles.size() > 2'900);
            QCOMPARE(run->outOfSample.size(), std::size_t{2});
        }
        QCOMPARE(*view.outOfSamplePnl, *view.folds[0].outOfSamplePnl + *view.folds[1].outOfSamplePnl);
    }

    void theCommandLineFindsTheSameFigures_data()
    {
        QTest::addColumn<int>("method");
        QTest::newRow("grid") << static_cast<int>(SearchMethod::Grid);
        QTest::newRow("random") << static_cast<int>(SearchMethod::Random);
        QTest::newRow("optimiser") << static_cast<int>(SearchMethod::Optimiser);
    }
    void theCommandLineFindsTheSameFigures()
    {
        QFETCH(int, method);
        SearchRequest request = aSearch();
        request.method = static_cast<SearchMethod>(method);
        request.axes.push_back({"models.taker_fee", {"0", "5"}});
        request.trials = 5;
        request.starts = 2;
        const SweepView view = viewOf(m_lab->search(request));
        QVERIFY2(view.state == JobState::Done, view.message.c_str());
        const std::vector<search::TrialRun> runs = runsOfTheCommandLine(request);
        std::set<search::Settings> tried;
        for (const search::TrialRun& run : runs) {
            tried.insert(run.settings);
            const auto has = [](const std::string& json, const std::string& member) {
                return json.find(member + ',') != std::string::npos || json.find(member + '}') != std::string::npos;
            };
            const auto cell = std::ranges::find_if(view.cells, [&](const SweepView::Cell& candidate) {
                return has(run.settings.params, "\"fast\":" + candidate.values[0])
                    && has(run.settings.params, "\"slow\":" + candidate.values[1])
                    && has(run.settings.models, "\"taker_fee\":" + candidate.values[2]);
            });
            QVERIFY(cell != view.cells.end());
            const auto score = std::ranges::find(cell->scores, run.window, &SweepView::Score::window);
            QVERIFY(score != cell->scores.end());
            QCOMPARE(score->pnl, run.pnl);
            QCOMPARE(score->objective, run.objective);
            QCOMPARE(score->fills, run.fills);
        }
        QCOMPARE(tried.size(), std::size_t{view.trials});
        QVERIFY(runs.size() >= 12);
    }

    void theWalkForwardIsARunWithASampleInAndOut()
    {
        const SweepView view = m_lab->sweeps().back();
        const auto whole = resultOf(*m_lab, view.walkForwardRun);
        QVERIFY(whole);
        std::shared_ptr<const LabResult> in;
        std::shared_ptr<const LabResult> out;
        QVERIFY(until([&] { return (in = m_lab->result(view.walkForwardRun, Sample::In)) != nullptr; }));
        QVERIFY(until([&] { return (out = m_lab->result(view.walkForwardRun, Sample::Out)) != nullptr; }));
        QCOMPARE(out->statistics.pnl, *view.outOfSamplePnl);
        QCOMPARE(in->statistics.pnl.toDouble(), view.folds[0].inSample);
        QCOMPARE(in->statistics.pnl + out->statistics.pnl, whole->statistics.pnl);
        QCOMPARE(in->record.fills.size() + out->record.fills.size(), whole->record.fills.size());
        QVERIFY(out->record.fills.size() > 10);
        for (const auto& part : {in, out}) {
            const Statistics& figures = part->statistics;
            QCOMPARE(figures.pnl, figures.spread + figures.inventory + figures.fees + figures.rebates);
            QCOMPARE(part->record.equity.back().pnl.total, figures.pnl);
        }
    }

    void aCellOfBarsIsOpenedAndChecked()
    {
        const std::vector<SweepView> all = m_lab->sweeps();
        const auto found = std::ranges::find(all, SearchMethod::Optimiser, &SweepView::method);
        QVERIFY(found != all.end());
        const auto cell = static_cast<std::size_t>(
            std::ranges::find(found->cells, std::uint64_t{0}, &SweepView::Cell::run) - found->cells.begin());
        QVERIFY(cell < found->cells.size());
        const std::uint64_t opening = m_lab->openCell(found->id, cell);
        QVERIFY(until([&] { return over(*m_lab, opening); }));
        QVERIFY2(jobOf(*m_lab, opening).state == JobState::Done, jobOf(*m_lab, opening).message.c_str());
        Money pnl;
        for (const SweepView::Score& score : found->cells[cell].scores)
            pnl += score.pnl;
        const auto run = resultOf(*m_lab, jobOf(*m_lab, opening).run);
        QVERIFY(run);
        QCOMPARE(run->statistics.pnl, pnl);
        const std::uint64_t checking = m_lab->checkCell(found->id, cell);
        QVERIFY(until([&] { return over(*m_lab, checking); }));
        QVERIFY2(jobOf(*m_lab, checking).state == JobState::Done, jobOf(*m_lab, checking).message.c_str());
        const auto views = m_lab->sweeps();
        const auto& checks = std::ranges::find(views, found->id, &SweepView::id)->cells[cell].checks;
        QCOMPARE(checks.size(), std::size_t{2});
        for (const auto& [name, sentence] : checks)
            QVERIFY2(sentence.starts_with("ok"), sentence.c_str());
    }

    void whatWasChosenIsCheckedByItself()
    {
        SearchRequest request = aSearch();
        request.base.checks = true;
        const SweepView view = viewOf(m_lab->search(request));
        QVERIFY2(view.state == JobState::Done, view.message.c_str());
        for (const SweepView::Fold& fold : view.folds)
            QCOMPARE(view.cells[fold.cell].checks.size(), std::size_t{2});
    }

    void searchesOverBarsOutliveTheProgram()
    {
        const std::vector<SweepView> before = m_lab->sweeps();
        m_lab.reset(); // one after the other, as programs are
        m_lab = std::make_unique<Lab>(aConfig(m_folder));
        QVERIFY(until([&] { return m_lab->sweeps().size() == before.size(); }));
        const std::vector<SweepView> after = m_lab->sweeps();
        for (std::size_t i = 0; i < before.size(); ++i) {
            QCOMPARE(after[i].name, before[i].name);
            QCOMPARE(after[i].values, before[i].values);
            QCOMPARE(after[i].outOfSamplePnl, before[i].outOfSamplePnl);
            QCOMPARE(after[i].folds.size(), before[i].folds.size());
        }
        const auto found = std::ranges::find(after, SearchMethod::Optimiser, &SweepView::method);
        const auto cell = static_cast<std::size_t>(
            std::ranges::find(found->cells, std::uint64_t{0}, &SweepView::Cell::run) - found->cells.begin());
        if (cell < found->cells.size()) {
            const std::uint64_t opening = m_lab->openCell(found->id, cell);
            QVERIFY(until([&] { return over(*m_lab, opening); }));
            QVERIFY2(jobOf(*m_lab, opening).state == JobState::Done, jobOf(*m_lab, opening).message.c_str());
        }
    }

    void aSearchThatCannotBeFailsWithItsSentence()
    {
        SearchRequest request = aSearch();
        request.base.data.clear(); // the running market has no bars to keep
        const auto nothing = m_lab->sweepPlan(request);
        QVERIFY(!nothing && nothing.error().detail.find("one recording of bars") != std::string::npos);
        request = aSearch();
        request.base.symbol = "OTHERUSDT";
        request.base.data = {m_folder.path().toStdString() + "/nothing.csv"};
        const std::uint64_t job = m_lab->search(request);
        QVERIFY(until([&] { return over(*m_lab, job); }));
        QCOMPARE(jobOf(*m_lab, job).state, JobState::Failed);
        QVERIFY(!jobOf(*m_lab, job).message.empty());
    }
};

MAKER_TEST(tst_lab_bar_search)
#include "tst_lab_bar_search.moc"
