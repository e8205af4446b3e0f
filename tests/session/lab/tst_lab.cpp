#include "kernel/backtest/sample_market.h"
#include "kernel/params/params.h"
#include "session/lab/lab.h"
#include "session/lab/one_run.h"
#include "lab_rig.h"
#include "support/maker_test.h"
#include "tape/library.h"
#include "tape/tape_copy.h"
#include "tape/tape_writer.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>

using namespace maker;
using namespace maker::test;

// The lab with its real threads, store and library; market data from the demo's generator.

class tst_lab : public QObject {
    Q_OBJECT

private slots:
    void aLatencyTableIsReadForARun();
    void withoutARecordedRunTheTruthCheckSaysWhatToDo();
    void initTestCase();
    void aFirstRunNeedsNothingButTheSample();
    void aRunOpensAgainAfterARestart();
    void whatDiffersFromTheRunBeforeIsSaid();
    void aWrongRequestFailsWithItsSentence();
    void aRunIsCanceledWhileItRuns();
    void barsAreRunKeptComparedAndReported();
    void feesInATokenAreStatedAndSumUp();
    void theReportNeedsNothingElse();
    void theLibraryListsVerifiesAndRemoves();
    void whatIsBeingRecordedIsListedReadableAndSafe();

private:
    QTemporaryDir m_folder;
    std::unique_ptr<Lab> m_lab;
    std::string m_sample;
};

void tst_lab::initTestCase()
{
    m_lab = std::make_unique<Lab>(aConfig(m_folder));
    m_sample = aSample(*m_lab);
    QVERIFY(!m_sample.empty());
}

void tst_lab::aFirstRunNeedsNothingButTheSample()
{
    const std::uint64_t before = m_lab->version();
    const std::uint64_t job = m_lab->run(aRequest(m_sample));
    QVERIFY(until([&] { return over(*m_lab, job); }));
    const JobView view = jobOf(*m_lab, job);
    QVERIFY2(view.state == JobState::Done, view.message.c_str());
    QVERIFY(m_lab->version() > before);
    QVERIFY(view.run != 0);
    const auto result = resultOf(*m_lab, view.run);
    QVERIFY(result);
    QVERIFY(result->record.fills.size() > 20);
    const Statistics& figures = result->statistics;
    QCOMPARE(figures.pnl, figures.spread + figures.inventory + figures.fees + figures.rebates);
    QVERIFY(result->candles.size() >= 59 && result->candles.size() <= 61);
    QCOMPARE(result->checks.size(), std::size_t{2});
    for (const auto& [name, sentence] : result->checks)
        QVERIFY2(sentence.starts_with("ok"), (name + ": " + sentence).c_str());
    QCOMPARE(result->cuts.size(), std::size_t{3});
    for (const LookAheadCut& cut : result->cuts) {
        QVERIFY(cut.time > result->record.begin && cut.time < result->record.end);
        QVERIFY2(cut.verdict.starts_with("ok: cut off after "), cut.verdict.c_str());
    }
    QVERIFY(!m_lab->runs().empty());
    QCOMPARE(m_lab->runs().front().id, view.run);
    QCOMPARE(m_lab->runs().front().pnl, figures.pnl);
}

void tst_lab::aRunOpensAgainAfterARestart()
{
    const std::uint64_t run = m_lab->runs().front().id;
    const auto before = resultOf(*m_lab, run);
    QVERIFY(before);
    m_lab.reset(); // one after the other, as programs are
    m_lab = std::make_unique<Lab>(aConfig(m_folder));
    QVERIFY(until([&] { return !m_lab->runs().empty(); }));
    QCOMPARE(m_lab->runs().front().id, run);
    const auto after = resultOf(*m_lab, run);
    QVERIFY(after);
    QVERIFY(after != before);
    QCOMPARE(after->record.digest, before->record.digest);
    QCOMPARE(after->record.fills.size(), before->record.fills.size());
    QCOMPARE(statisticsJson(after->statistics), statisticsJson(before->statistics));
    QCOMPARE(after->request.params, before->request.params);
    QCOMPARE(after->checks, before->checks);
    QCOMPARE(after->cuts, before->cuts);
    QVERIFY(after->request.checks);
    QCOMPARE(after->candles, before->candles);
    m_lab->removeRun(run);
    QVERIFY(m_lab->runs().empty());
    QVERIFY(!m_lab->result(run));
}

void tst_lab::whatDiffersFromTheRunBeforeIsSaid()
{
    LabRequest request = aRequest(m_sample);
    const std::uint64_t first = m_lab->run(request);
    QVERIFY(until([&] { return over(*m_lab, first); }));
    request.params = R"({"bid_spread":2,"ask_spread":2,"min_spread":0.5,"order_size":0.02,"refresh_time":1})";
    request.models = R"({"queue_model":"log"})";
    const std::uint64_t second = m_lab->run(request);
    QVERIFY(until([&] { return over(*m_lab, second); }));
    const std::string difference = m_lab->runs().front().difference;
    QVERIFY2(difference.find("order_size 0.01 -> 0.02") != std::string::npos, difference.c_str());
    QVERIFY2(difference.find("queue_model power3 -> log") != std::string::npos, difference.c_str());
    QVERIFY(difference.find("bid_spread") == std::string::npos);
}

void tst_lab::aWrongRequestFailsWithItsSentence()
{
    LabRequest request = aRequest(m_sample);
    request.params = R"({"bid_spread":-5})";
    const std::uint64_t wrong = m_lab->run(request);
    request = aRequest(m_folder.path().toStdString() + "/nothing.tape");
    const std::uint64_t missing = m_lab->run(request);
    request.data.clear();
    const std::uint64_t nothing = m_lab->run(request);
    for (const std::uint64_t job : {wrong, missing, nothing}) {
        QVERIFY(until([&] { return over(*m_lab, job); }));
        QCOMPARE(jobOf(*m_lab, job).state, JobState::Failed);
        QVERIFY(!jobOf(*m_lab, job).message.empty());
        QCOMPARE(jobOf(*m_lab, job).run, std::uint64_t{0});
    }
}

void tst_lab::aRunIsCanceledWhileItRuns()
{
    const std::size_t before = m_lab->runs().size();
    const std::uint64_t job = m_lab->run(aRequest(m_sample));
    m_lab->cancel(job);
    QVERIFY(until([&] { return over(*m_lab, job); }, 5));
    QCOMPARE(jobOf(*m_lab, job).state, JobState::Canceled);
    QCOMPARE(m_lab->runs().size(), before);
}

void tst_lab::barsAreRunKeptComparedAndReported()
{
    // A market in waves, so that averages cross.
    QFile csv(m_folder.filePath("WAVES.csv"));
    QVERIFY(csv.open(QIODevice::WriteOnly));
    csv.write("time,open,high,low,close,volume\n");
    for (int i = 0; i < 3'000; ++i) {
        const auto price = [](int minute) { return 10'000.0 + 500.0 * std::sin(minute / 70.0) + 100.0 * std::sin(minute / 11.0); };
        const double open = price(i);
        const double close = price(i + 1);
        csv.write(QByteArray::number(1'700'000'000LL + i * 60LL) + ',' + QByteArray::number(open, 'f', 2) + ','
            + QByteArray::number(std::max(open, close), 'f', 2) + ',' + QByteArray::number(std::min(open, close), 'f', 2) + ','
            + QByteArray::number(close, 'f', 2) + ",1\n");
    }
    csv.close();
    const std::uint64_t import = m_lab->importFile(csv.fileName().toStdString(), "candles", "WAVES");
    QVERIFY(until([&] { return over(*m_lab, import); }));
    QVERIFY2(jobOf(*m_lab, import).state == JobState::Done, jobOf(*m_lab, import).message.c_str());
    const std::string tape = jobOf(*m_lab, import).dataSet;
    const auto sets = m_lab->dataSets();
    const auto set = std::ranges::find(sets, tape, &DataSetView::path);
    QVERIFY(set != sets.end());
    QCOMPARE(set->kind, std::string("bars"));

    const auto kinds = m_lab->strategies();
    const auto kind = std::ranges::find(kinds, std::string("sma_cross"), &LabStrategy::name);
    QVERIFY(kind != kinds.end() && kind->overBars && findSpec(*kind->models, "taker_fee") != nullptr);

    LabRequest request;
    request.strategy = "sma_cross";
    request.params = R"({"fast":10,"slow":30,"size":1})";
    std::vector<std::uint64_t> runs;
    for (const std::string& path : {tape, csv.fileName().toStdString()}) {
        request.data = {path};
        const std::uint64_t job = m_lab->run(request);
        QVERIFY(until([&] { return over(*m_lab, job); }));
        QVERIFY2(jobOf(*m_lab, job).state == JobState::Done, jobOf(*m_lab, job).message.c_str());
        runs.push_back(jobOf(*m_lab, job).run);
    }
    const auto fromTape = resultOf(*m_lab, runs[0]);
    const auto fromCsv = resultOf(*m_lab, runs[1]);
    QVERIFY(fromTape && fromCsv);
    QCOMPARE(fromTape->record.events, std::uint64_t{3'000});
    QVERIFY(fromTape->record.fills.size() > 10);
    QCOMPARE(fromTape->record.fills.size(), fromCsv->record.fills.size());
    QCOMPARE(fromTape->statistics.pnl, fromCsv->statistics.pnl);
    const Statistics& figures = fromTape->statistics;
    QCOMPARE(figures.pnl, figures.spread + figures.inventory + figures.fees + figures.rebates);
    QCOMPARE(fromTape->candles.size(), std::size_t{3'000});
    QCOMPARE(fromTape->checks.size(), std::size_t{2});
    QCOMPARE(fromTape->cuts.size(), std::size_t{3});
    for (const auto& [name, sentence] : fromTape->checks)
        QVERIFY2(sentence.starts_with("ok"), (name + ": " + sentence).c_str());

    request.models = R"({"taker_fee":2})";
    const std::uint64_t cheaper = m_lab->run(request);
    QVERIFY(until([&] { return over(*m_lab, cheaper); }));
    const std::string difference = m_lab->runs().front().difference;
    QVERIFY2(difference.find("taker_fee 10 -> 2") != std::string::npos, difference.c_str());
    QVERIFY(m_lab->runs().front().pnl > figures.pnl);

    m_lab.reset(); // one after the other, as programs are
    m_lab = std::make_unique<Lab>(aConfig(m_folder));
    QVERIFY(until([&] { return !m_lab->runs().empty(); }));
    const auto again = resultOf(*m_lab, runs[0]);
    QVERIFY(again);
    QCOMPARE(statisticsJson(again->statistics), statisticsJson(figures));
    const std::string report = m_folder.filePath("bars.html").toStdString();
    QVERIFY(m_lab->exportReport(runs[0], report));
    QFile file(QString::fromStdString(report));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray html = file.readAll();
    QVERIFY(html.contains("Fast average") && html.contains("Taker fee") && html.contains("Equity change"));

    // Each kind of strategy on the other kind of recording, and what has no such bars, is refused with a sentence.
    LabRequest book = aRequest(tape);
    LabRequest bars = request;
    bars.data = {m_sample};
    LabRequest none = request;
    none.to = Timestamp{1'600'000'000'000'000'000};
    for (const LabRequest& wrong : {book, bars, none}) {
        const std::uint64_t job = m_lab->run(wrong);
        QVERIFY(until([&] { return over(*m_lab, job); }));
        QCOMPARE(jobOf(*m_lab, job).state, JobState::Failed);
        QVERIFY(!jobOf(*m_lab, job).message.empty());
    }
    QVERIFY(m_lab->remove(tape));
}

void tst_lab::feesInATokenAreStatedAndSumUp()
{
    LabRequest request = aRequest(m_sample);
    request.checks = false;
    request.to = Timestamp{1'767'225'600'000'000'000} + Duration::seconds(900);
    request.models = R"({"fee_token":"BNB","fee_token_price":600,"fee_token_discount":25,"fee_token_balance":5})";
    const std::uint64_t job = m_lab->run(request);
    QVERIFY(until([&] { return over(*m_lab, job); }));
    QVERIFY2(jobOf(*m_lab, job).state == JobState::Done, jobOf(*m_lab, job).message.c_str());
    const std::uint64_t run = jobOf(*m_lab, job).run;
    const auto result = resultOf(*m_lab, run);
    QVERIFY(result && result->record.fills.size() > 3);
    QCOMPARE(result->checks.size(), std::size_t{2});
    for (const auto& [name, sentence] : result->checks)
        QVERIFY2(sentence.starts_with("not checked: ") && sentence.find("switched off") != std::string::npos, sentence.c_str());
    QVERIFY(result->cuts.empty());
    for (const RunFill& fill : result->record.fills)
        QCOMPARE(fill.fill.fee.currency.str(), std::string("BNB"));
    const Statistics& figures = result->statistics;
    QVERIFY(figures.fees.sign() < 0);
    QCOMPARE(figures.pnl, figures.spread + figures.inventory + figures.fees + figures.rebates);
    const std::string path = m_folder.filePath("token.html").toStdString();
    QVERIFY(m_lab->exportReport(run, path));
    QFile file(QString::fromStdString(path));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray html = file.readAll();
    QVERIFY(html.contains("Fee token price") && html.contains("BNB"));
    QVERIFY(html.contains("not checked: the run was made with its checks switched off")); // a run without checks says so
    QVERIFY(!html.contains("class=\"note"));
}

void tst_lab::theReportNeedsNothingElse()
{
    LabRequest request = aRequest(m_sample);
    request.label = "<script>alert('x')</script> & \"quotes\"";
    const std::uint64_t job = m_lab->run(request);
    QVERIFY(until([&] { return over(*m_lab, job); }));
    const std::uint64_t run = jobOf(*m_lab, job).run;
    QVERIFY(resultOf(*m_lab, run));
    const std::string path = m_folder.filePath("report.html").toStdString();
    const auto exported = m_lab->exportReport(run, path);
    QVERIFY2(exported.has_value(), exported ? "" : exported.error().detail.c_str());
    QFile file(QString::fromStdString(path));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray html = file.readAll();
    QVERIFY(html.size() > 20'000);
    QVERIFY(!html.contains("<script"));
    QVERIFY(!html.contains("http://") && !html.contains("https://") && !html.contains("url(") && !html.contains("src="));
    QVERIFY(html.contains("&lt;script&gt;"));
    QVERIFY(html.contains("prefers-color-scheme"));
    QCOMPARE(html.count("<path class=\"note"), 3); // the cuts of the look-ahead check, on the equity
    QVERIFY(html.contains("<title>Look-ahead check, "));
    for (const char* text : {"Equity change", "Drawdown", "PnL by cause", "Inventory BTCUSDT", "Markout", "Look-ahead",
             "Warm-up", "Bid spread", "Queue model"})
        QVERIFY2(html.contains(text), text);
    QVERIFY(html.contains("<th>Quoted</th><td>BTCUSDT</td>") && html.contains("<th>Not quoted</th><td>ETHUSDT</td>"));
    QVERIFY2(html.contains(">100000<") && !html.contains("1e+05"), "balances are written as people write them");
    if (qEnvironmentVariableIsSet("MAKERDESK_KEEP_REPORT"))
        QFile::copy(file.fileName(), qEnvironmentVariable("MAKERDESK_KEEP_REPORT"));
}

void tst_lab::theLibraryListsVerifiesAndRemoves()
{
    const auto sets = m_lab->dataSets();
    QCOMPARE(sets.size(), std::size_t{1});
    QCOMPARE(sets.front().path, m_sample);
    QCOMPARE(sets.front().kind, std::string("order book"));
    QVERIFY(sets.front().events > 100'000);
    QVERIFY(sets.front().gaps.empty());
    QVERIFY(sets.front().trouble.empty());
    std::uint64_t job = m_lab->verify(m_sample);
    QVERIFY(until([&] { return over(*m_lab, job); }));
    QCOMPARE(jobOf(*m_lab, job).state, JobState::Done);

    QFile file(QString::fromStdString(m_sample));
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek(file.size() / 2));
    char byte = 0;
    QVERIFY(file.getChar(&byte));
    QVERIFY(file.seek(file.size() / 2));
    QVERIFY(file.putChar(static_cast<char>(byte ^ 1)));
    file.close();
    job = m_lab->verify(m_sample);
    QVERIFY(until([&] { return over(*m_lab, job); }));
    QCOMPARE(jobOf(*m_lab, job).state, JobState::Failed);
    QVERIFY(!m_lab->dataSets().front().trouble.empty());

    QVERIFY(!m_lab->remove(m_folder.filePath("other.tape").toStdString()));
    QVERIFY(m_lab->remove(m_sample));
    QVERIFY(m_lab->dataSets().empty());
    QVERIFY(!QFile::exists(QString::fromStdString(m_sample)));
}

/// A session and the command line record into the same library, while the lab is open.
void tst_lab::whatIsBeingRecordedIsListedReadableAndSafe()
{
    QTemporaryDir folder;
    Lab lab(aConfig(folder));
    const std::string path = TapeLibrary::folderOf(folder.path().toStdString()) + "/now.tape";
    QVERIFY(QDir().mkpath(QFileInfo(QString::fromStdString(path)).path()));
    SampleMarket market({.length = Duration::seconds(60)});
    auto writer = TapeWriter::create(path, headerOf(market, "Demo", "recorded"));
    QVERIFY(writer.has_value());
    const auto events = market.next();
    for (const MarketEvent& event : *events)
        QVERIFY(writer->add(event).has_value());
    QVERIFY(writer->flush().has_value());

    lab.lookForDataSets();
    QVERIFY(until([&] { return lab.dataSets().size() == 1; }));
    const DataSetView growing = lab.dataSets().front();
    QVERIFY(growing.growing);
    QCOMPARE(growing.trouble, std::string());
    QCOMPARE(growing.events, std::uint64_t{events->size()});
    const auto refused = lab.remove(path);
    QVERIFY(!refused);
    QVERIFY2(refused.error().detail.find("is being recorded") != std::string::npos, refused.error().detail.c_str());
    const std::uint64_t job = lab.verify(path);
    QVERIFY(until([&] { return over(lab, job); }));
    QCOMPARE(jobOf(lab, job).state, JobState::Done);

    QVERIFY(writer->close().has_value());
    lab.lookForDataSets();
    QVERIFY(until([&] { return !lab.dataSets().front().growing; }));
    QVERIFY(lab.remove(path));
}

void tst_lab::aLatencyTableIsReadForARun()
{
    QTemporaryDir folder;
    const QString path = folder.filePath("latencies.csv");
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("request,exchange,response\n1000000000,1004000000,1009000000\n2000000000,2005000000,2011000000\n");
    file.close();
    LabRequest request = aRequest({});
    request.models = "{\"latency_table\":\"" + path.toStdString() + "\"}";
    const auto setup = setupOf(request);
    QVERIFY2(setup, setup ? "" : setup.error().detail.c_str());
    QCOMPARE(setup->latencies.size(), std::size_t{2});
    QCOMPARE(setup->latencies[1].response.ns, std::int64_t{2'011'000'000});

    request.models = R"({"latency_table":"/nowhere/latencies.csv"})";
    const auto missing = setupOf(request);
    QVERIFY(!missing);
    QVERIFY2(missing.error().detail.find("/nowhere/latencies.csv") != std::string::npos, missing.error().detail.c_str());
}

void tst_lab::withoutARecordedRunTheTruthCheckSaysWhatToDo()
{
    QTemporaryDir folder;
    Lab lab(aConfig(folder));
    QVERIFY(!lab.truth());
    const std::uint64_t job = lab.truthCheck({});
    QVERIFY(until([&] { return over(lab, job); }));
    const auto truth = lab.truth();
    QVERIFY(truth && truth->state == JobState::Failed);
    QVERIFY2(truth->message.find("--record-market") != std::string::npos, truth->message.c_str());
}

MAKER_TEST(tst_lab)
#include "tst_lab.moc"
