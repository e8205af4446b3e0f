#include "kernel/params/params.h"
#include "session/lab/lab.h"
#include "session/lab/one_run.h"
#include "lab_rig.h"
#include "support/maker_test.h"

#include <QFile>
#include <QTemporaryDir>

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
    void theReportNeedsNothingElse();
    void theLibraryListsVerifiesAndRemoves();

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
    QVERIFY(!m_lab->runs().empty());
    QCOMPARE(m_lab->runs().front().id, view.run);
    QCOMPARE(m_lab->runs().front().pnl, figures.pnl);
}

void tst_lab::aRunOpensAgainAfterARestart()
{
    const std::uint64_t run = m_lab->runs().front().id;
    const auto before = resultOf(*m_lab, run);
    QVERIFY(before);
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
    for (const char* text : {"Equity change", "Drawdown", "PnL by cause", "Inventory BTCUSDT", "Markout", "Look-ahead",
             "Warm-up", "Bid spread", "Queue model"})
        QVERIFY2(html.contains(text), text);
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
