#include "lab_rig.h"
#include "search/shard_text.h"
#include "support/maker_test.h"

#include <QFile>
#include <QProcess>

#include <algorithm>
#include <set>

using namespace maker;
using namespace maker::test;

// Searches of the lab: the engine is that of the command line, what they found outlives the program.

class tst_lab_search : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<Lab> m_lab;
    std::string m_sample;

    SearchRequest aSearch() const
    {
        SearchRequest request;
        request.base = aRequest(m_sample);
        request.base.to = Timestamp{1'767'225'600'000'000'000} + Duration::seconds(900);
        request.base.checks = false;
        request.axes = {{"bid_spread", {"1", "2", "4"}}, {"order_size", {"0.01", "0.02"}}};
        request.folds = 2;
        return request;
    }
    SweepView searched(const SearchRequest& request)
    {
        const std::uint64_t job = m_lab->search(request);
        until([&] { return over(*m_lab, job); }, 180);
        for (const SweepView& view : m_lab->sweeps()) {
            if (view.job == job)
                return view;
        }
        SweepView none;
        none.message = jobOf(*m_lab, job).message;
        return none;
    }

private slots:
    void initTestCase();
    void aGridIsMappedAndWalksForward();
    void theCommandLineFindsTheSameFigures_data();
    void theCommandLineFindsTheSameFigures();
    void theWalkForwardIsARunWithASampleInAndOut();
    void searchesOutliveTheProgram();
    void modelsAreAxesToo();
    void aCellIsOpenedAndCheckedOnDemand();
    void whatWasChosenIsCheckedByItself();
    void aWrongSearchFailsWithItsSentence();
    void aRemovedSearchIsGoneForGood();
};

void tst_lab_search::initTestCase()
{
    m_lab = std::make_unique<Lab>(aConfig(m_folder));
    m_sample = aSample(*m_lab);
    QVERIFY(!m_sample.empty());
}

void tst_lab_search::aGridIsMappedAndWalksForward()
{
    const SweepView view = searched(aSearch());
    QVERIFY2(view.state == JobState::Done, view.message.c_str());
    QCOMPARE(view.trials, 6U);
    QCOMPARE(view.windows.size(), std::size_t{3});
    QCOMPARE(view.folds.size(), std::size_t{2});
    QCOMPARE(view.objective, std::string("PnL, USDT, out of sample"));
    QVERIFY(view.deflatedSharpe && *view.deflatedSharpe >= 0.0 && *view.deflatedSharpe <= 1.0);
    for (std::size_t place = 0; place < 6; ++place) {
        const SweepView::Cell& cell = view.cells.at(view.cellAt[place]);
        // x runs fastest: the cell's values are those of its place.
        QCOMPARE(cell.values[0], view.xValues[place % 3]);
        QCOMPARE(cell.values[1], view.yValues[place / 3]);
        QCOMPARE(cell.scores.size(), std::size_t{3});
        QCOMPARE(*cell.pnl, cell.scores[1].pnl + cell.scores[2].pnl);
        QCOMPARE(*view.values[place], cell.pnl->toDouble());
        const auto run = resultOf(*m_lab, view.runs[place]);
        QVERIFY(run);
        QVERIFY(run->request.params.find("\"order_size\":" + cell.values[1]) != std::string::npos);
        QCOMPARE(run->outOfSample.size(), std::size_t{2});
        QCOMPARE(run->statistics.pnl, cell.scores[0].pnl + cell.scores[1].pnl + cell.scores[2].pnl);
        const Statistics& figures = run->statistics;
        QCOMPARE(figures.pnl, figures.spread + figures.inventory + figures.fees + figures.rebates);
        QVERIFY(run->candles.size() >= 14 && run->candles.size() <= 16);
    }
    for (std::size_t i = 0; i < 2; ++i) {
        const SweepView::Fold& fold = view.folds[i];
        QCOMPARE(fold.from, view.windows[i + 1].first);
        for (const SweepView::Cell& cell : view.cells)
            QVERIFY(*cell.scores[i].objective <= fold.inSample);
        QCOMPARE(*view.cells[fold.cell].scores[i + 1].objective, fold.outOfSample);
    }
    QCOMPARE(*view.outOfSamplePnl, *view.folds[0].outOfSamplePnl + *view.folds[1].outOfSamplePnl);
}

void tst_lab_search::theCommandLineFindsTheSameFigures_data()
{
    QTest::addColumn<int>("method");
    QTest::newRow("grid") << static_cast<int>(SearchMethod::Grid);
    QTest::newRow("random") << static_cast<int>(SearchMethod::Random);
    QTest::newRow("optimiser") << static_cast<int>(SearchMethod::Optimiser);
}

void tst_lab_search::theCommandLineFindsTheSameFigures()
{
    QFETCH(int, method);
    SearchRequest request = aSearch();
    request.method = static_cast<SearchMethod>(method);
    request.axes.push_back({"models.queue_model", {"risk_averse", "log"}});
    request.base.to = Timestamp{1'767'225'600'000'000'000} + Duration::seconds(300);
    request.trials = 5;
    request.starts = 2;
    const SweepView view = searched(request);
    QVERIFY2(view.state == JobState::Done, view.message.c_str());

    QTemporaryDir folder;
    QFile plan(folder.filePath("plan.json"));
    QVERIFY(plan.open(QIODevice::WriteOnly));
    plan.write(QByteArray::fromStdString(m_lab->sweepPlan(request).value()));
    plan.close();
    QProcess process;
    process.start(QStringLiteral(MAKERDESK_BIN_DIR "/makerdesk-cli"),
        {"sweep", "run", "--plan", plan.fileName(), "--out", folder.path(), "--threads", "1", "--quiet"});
    QVERIFY(process.waitForFinished(120'000));
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
    const auto shard = search::readShard(folder.filePath("shard-00000-of-00001.jsonl").toStdString(), true);
    QVERIFY(shard);
    std::set<search::Settings> tried;
    std::size_t compared = 0;
    for (const search::ItemRuns& item : shard->items) {
        for (const search::TrialRun& run : item.runs) {
            tried.insert(run.settings);
            // The cell whose values are in the settings of the run.
            const auto cell = std::ranges::find_if(view.cells, [&](const SweepView::Cell& candidate) {
                const auto has = [](const std::string& json, const std::string& member) {
                    return json.find(member + ',') != std::string::npos || json.find(member + '}') != std::string::npos;
                };
                return has(run.settings.params, "\"bid_spread\":" + candidate.values[0])
                    && has(run.settings.params, "\"order_size\":" + candidate.values[1])
                    && has(run.settings.models, "\"queue_model\":\"" + candidate.values[2] + '"');
            });
            QVERIFY(cell != view.cells.end());
            const auto score = std::ranges::find(cell->scores, run.window, &SweepView::Score::window);
            QVERIFY(score != cell->scores.end());
            QCOMPARE(score->pnl, run.pnl);
            QCOMPARE(score->objective, run.objective);
            QCOMPARE(score->fills, run.fills);
            ++compared;
        }
    }
    QCOMPARE(tried.size(), std::size_t{view.trials});
    QVERIFY(compared >= 12);
}

void tst_lab_search::theWalkForwardIsARunWithASampleInAndOut()
{
    const SweepView view = m_lab->sweeps().back();
    QVERIFY(view.walkForwardRun != 0);
    const auto whole = resultOf(*m_lab, view.walkForwardRun);
    QVERIFY(whole);
    QCOMPARE(m_lab->result(view.walkForwardRun, Sample::All), whole);
    std::shared_ptr<const LabResult> in;
    std::shared_ptr<const LabResult> out;
    QVERIFY(until([&] { return (in = m_lab->result(view.walkForwardRun, Sample::In)) != nullptr; }));
    QVERIFY(until([&] { return (out = m_lab->result(view.walkForwardRun, Sample::Out)) != nullptr; }));
    QCOMPARE(out->statistics.pnl, *view.outOfSamplePnl);
    QCOMPARE(in->statistics.pnl + out->statistics.pnl, whole->statistics.pnl);
    QCOMPARE(in->record.fills.size() + out->record.fills.size(), whole->record.fills.size());
    QCOMPARE(in->statistics.pnl.toDouble(), view.folds[0].inSample);
    QVERIFY(out->record.fills.size() > 10);
    QCOMPARE(out->windows.size(), std::size_t{2});
    for (const auto& part : {in, out}) {
        const Statistics& figures = part->statistics;
        QCOMPARE(figures.pnl, figures.spread + figures.inventory + figures.fees + figures.rebates);
        QCOMPARE(part->record.equity.back().pnl.total, figures.pnl);
    }
    QVERIFY(in->record.end < out->record.begin);
    // A run that is no walk-forward has no parts.
    const std::uint64_t job = m_lab->run(aSearch().base);
    QVERIFY(until([&] { return over(*m_lab, job); }));
    const std::uint64_t plain = jobOf(*m_lab, job).run;
    QVERIFY(resultOf(*m_lab, plain));
    QVERIFY(!m_lab->result(plain, Sample::Out));
}

void tst_lab_search::searchesOutliveTheProgram()
{
    const std::vector<SweepView> before = m_lab->sweeps();
    QVERIFY(before.size() >= 4);
    m_lab.reset(); // one after the other, as programs are
    m_lab = std::make_unique<Lab>(aConfig(m_folder));
    QVERIFY(until([&] { return m_lab->sweeps().size() == before.size(); }));
    const std::vector<SweepView> after = m_lab->sweeps();
    for (std::size_t i = 0; i < before.size(); ++i) {
        QCOMPARE(after[i].id, before[i].id);
        QCOMPARE(after[i].name, before[i].name);
        QCOMPARE(after[i].state, before[i].state);
        QCOMPARE(after[i].created, before[i].created);
        QCOMPARE(after[i].axes, before[i].axes);
        QCOMPARE(after[i].objective, before[i].objective);
        QCOMPARE(after[i].values, before[i].values);
        QCOMPARE(after[i].runs, before[i].runs);
        QCOMPARE(after[i].windows, before[i].windows);
        QCOMPARE(after[i].deflatedSharpe, before[i].deflatedSharpe);
        QCOMPARE(after[i].outOfSamplePnl, before[i].outOfSamplePnl);
        QCOMPARE(after[i].walkForwardRun, before[i].walkForwardRun);
        QCOMPARE(after[i].folds.size(), before[i].folds.size());
        QCOMPARE(after[i].cells.size(), before[i].cells.size());
        QCOMPARE(after[i].job, std::uint64_t{0});
    }
    for (const std::uint64_t run : after.back().runs)
        QVERIFY(resultOf(*m_lab, run));
    // A name is not given twice.
    const SweepView next = searched(aSearch());
    QVERIFY(std::ranges::none_of(before, [&](const SweepView& view) { return view.name == next.name; }));
}

void tst_lab_search::modelsAreAxesToo()
{
    SearchRequest request = aSearch();
    request.axes = {{"models.entry_latency", {"0", "200"}}, {"models.maker_fee", {"0", "2"}}};
    request.folds = 0;
    const SweepView view = searched(request);
    QVERIFY2(view.state == JobState::Done, view.message.c_str());
    QCOMPARE(view.xKey, std::string("models.entry_latency"));
    QCOMPARE(view.objective, std::string("PnL, USDT"));
    QVERIFY(view.folds.empty());
    // The same fills at a higher fee make less.
    QVERIFY(*view.values[0] > *view.values[2]);
    const auto run = resultOf(*m_lab, view.runs[3]);
    QVERIFY(run);
    QVERIFY(run->request.models.find("\"entry_latency\":200") != std::string::npos);
    QVERIFY(run->request.models.find("\"maker_fee\":2") != std::string::npos);
    QVERIFY(run->outOfSample.empty());
}

void tst_lab_search::aCellIsOpenedAndCheckedOnDemand()
{
    const std::vector<SweepView> all = m_lab->sweeps();
    const auto found = std::ranges::find(all, SearchMethod::Optimiser, &SweepView::method);
    QVERIFY(found != all.end());
    std::size_t cell = 0;
    while (cell < found->cells.size() && found->cells[cell].run != 0)
        ++cell;
    QVERIFY(cell < found->cells.size());
    const std::uint64_t opening = m_lab->openCell(found->id, cell);
    QVERIFY(opening != 0);
    QVERIFY(until([&] { return over(*m_lab, opening); }));
    QVERIFY2(jobOf(*m_lab, opening).state == JobState::Done, jobOf(*m_lab, opening).message.c_str());
    const std::uint64_t run = jobOf(*m_lab, opening).run;
    const auto result = resultOf(*m_lab, run);
    QVERIFY(result);
    Money pnl;
    for (const SweepView::Score& score : found->cells[cell].scores)
        pnl += score.pnl;
    QCOMPARE(result->statistics.pnl, pnl);
    QCOMPARE(m_lab->openCell(found->id, cell), std::uint64_t{0}); // it has one now

    const std::uint64_t checking = m_lab->checkCell(found->id, cell);
    QVERIFY(until([&] { return over(*m_lab, checking); }));
    QVERIFY2(jobOf(*m_lab, checking).state == JobState::Done, jobOf(*m_lab, checking).message.c_str());
    const auto viewOf = [&](std::uint64_t id) {
        const auto views = m_lab->sweeps();
        return *std::ranges::find(views, id, &SweepView::id);
    };
    const SweepView::Cell checked = viewOf(found->id).cells[cell];
    QCOMPARE(checked.run, run);
    QCOMPARE(checked.checks.size(), std::size_t{2});
    QVERIFY2(checked.checks[0].second.starts_with("ok"), checked.checks[0].second.c_str());
    QVERIFY(until([&] { return resultOf(*m_lab, run)->checks == checked.checks; }));
    m_lab.reset(); // one after the other, as programs are
    m_lab = std::make_unique<Lab>(aConfig(m_folder));
    QVERIFY(until([&] { return m_lab->sweeps().size() == all.size(); }));
    QCOMPARE(viewOf(found->id).cells[cell].checks, checked.checks);
    QCOMPARE(resultOf(*m_lab, run)->checks, checked.checks);
}

void tst_lab_search::whatWasChosenIsCheckedByItself()
{
    SearchRequest request = aSearch();
    request.base.checks = true;
    request.base.to = Timestamp{1'767'225'600'000'000'000} + Duration::seconds(300);
    const SweepView view = searched(request);
    QVERIFY2(view.state == JobState::Done, view.message.c_str());
    for (const SweepView::Fold& fold : view.folds) {
        const SweepView::Cell& cell = view.cells[fold.cell];
        QCOMPARE(cell.checks.size(), std::size_t{2});
        QVERIFY2(cell.checks[0].second.starts_with("ok"), cell.checks[0].second.c_str());
    }
    const auto best = std::ranges::max_element(view.cells, {}, [](const SweepView::Cell& cell) { return *cell.objective; });
    QVERIFY(!best->checks.empty());
}

void tst_lab_search::aWrongSearchFailsWithItsSentence()
{
    const std::size_t before = m_lab->sweeps().size();
    SearchRequest request = aSearch();
    request.axes[0].key = "no_such_key";
    QVERIFY(!m_lab->sweepPlan(request));
    const std::uint64_t wrong = m_lab->search(request);
    QVERIFY(until([&] { return over(*m_lab, wrong); }));
    QCOMPARE(jobOf(*m_lab, wrong).state, JobState::Failed);
    QVERIFY(jobOf(*m_lab, wrong).message.find("no_such_key") != std::string::npos);
    request = aSearch();
    request.base.data = {m_folder.path().toStdString() + "/nothing.tape"};
    const std::uint64_t missing = m_lab->search(request);
    QVERIFY(until([&] { return over(*m_lab, missing); }));
    QCOMPARE(jobOf(*m_lab, missing).state, JobState::Failed);
    QCOMPARE(m_lab->sweeps().size(), before + 1); // it is listed with its reason
    QVERIFY(!m_lab->sweeps().front().message.empty());
}

void tst_lab_search::aRemovedSearchIsGoneForGood()
{
    const std::vector<SweepView> before = m_lab->sweeps();
    const std::uint64_t id = before.back().id;
    m_lab->removeSweep(id);
    QCOMPARE(m_lab->sweeps().size(), before.size() - 1);
    m_lab.reset(); // one after the other, as programs are
    m_lab = std::make_unique<Lab>(aConfig(m_folder));
    QVERIFY(until([&] { return !m_lab->sweeps().empty(); }));
    for (const SweepView& view : m_lab->sweeps())
        QVERIFY(view.id != id);
    QVERIFY(resultOf(*m_lab, before.back().runs[0])); // its runs stay
}

MAKER_TEST(tst_lab_search)
#include "tst_lab_search.moc"
