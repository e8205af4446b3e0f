#include "kernel/engine/event_script.h"
#include "session/event_recorder.h"
#include "store/replay.h"
#include "support/maker_test.h"
#include "tests/support/scenario_world.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <set>

using namespace maker;
using namespace maker::test;

namespace {

std::vector<Event> theOrdinaryDay()
{
    QFile file(QStringLiteral(MAKERDESK_SOURCE_DIR "/tests/scenarios/ordinary_day.events"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("the scenario is missing");
    const auto events = parseEventScript(file.readAll().toStdString());
    if (!events)
        qFatal("%s", events.error().detail.c_str());
    return *events;
}

EngineSetup aSetup()
{
    EngineSetup setup;
    setup.config.instruments.push_back({btcUsdt(), EngineRig::kAccount, kBinanceSpotRule});
    setup.config.strategies.push_back(
        {EngineRig::kStrategy, "pure_market_making", EngineRig::kInstrument, kScenarioParams});
    return setup;
}

/// A journal that at times takes no rows, or takes them and asks for a pause; both are told to the recorder.
class MoodyJournal final : public JournalSink {
public:
    MoodyJournal(EventRecorder& recorder, std::set<std::uint64_t> full, std::set<std::uint64_t> pausing)
        : m_recorder(recorder), m_full(std::move(full)), m_pausing(std::move(pausing))
    {
    }
    bool record(const JournalRow& row) override
    {
        const bool full = m_full.contains(row.sequence);
        if (!full)
            m_recorder.digest(row);
        if (!full && !m_pausing.contains(row.sequence))
            return true;
        m_recorder.record(JournalAnswer{row.sequence, !full});
        return false;
    }

private:
    EventRecorder& m_recorder;
    std::set<std::uint64_t> m_full;
    std::set<std::uint64_t> m_pausing;
};

enum class Ending { Clean, Cut };

/// Plays the day through a recorder and gives the directory of the recording.
std::string recordDay(const QTemporaryDir& folder, std::set<std::uint64_t> full = {}, std::set<std::uint64_t> pausing = {},
    Ending ending = Ending::Clean)
{
    EventRecorder recorder({folder.path().toStdString(), true, {}});
    const EngineSetup setup = aSetup();
    if (!recorder.begin(setup))
        qFatal("the recording did not begin");
    MoodyJournal journal(recorder, std::move(full), std::move(pausing));
    DeafVenue venue;
    auto engine = Engine::make(setup.config, {venue, journal, venue});
    if (!engine || !(*engine)->restore(setup.history))
        qFatal("the engine was not made");
    std::size_t count = 0;
    for (const Event& event : theOrdinaryDay()) {
        std::visit([&](const auto& each) { recorder.record(each); }, event);
        (*engine)->process(event);
        if (++count % 100 == 0)
            recorder.drain();
    }
    if (ending == Ending::Clean)
        recorder.end(true);
    else
        recorder.drain();
    return folder.filePath("run-000001").toStdString();
}

ReplayReport replayOf(const std::string& path)
{
    auto report = replayRecording(path);
    if (!report)
        qFatal("%s", report.error().detail.c_str());
    return *report;
}

} // namespace

class tst_event_recorder : public QObject {
    Q_OBJECT

private slots:
    void theJournalOfAScenarioIsRepeated();
    void aJournalThatRefusedRowsIsRepeatedWithItsRefusals();
    void aRunThatWasCutOffIsRepeatedAsFarAsItWent();
    void aFullQueueBreaksTheRecordingAndNothingElse();
    void anIncompleteJournalIsNotCalledIdentical();
    void anotherEventIsCalledDifferent();
    void aPlaceThatCannotBeWrittenIsASentence();
};

void tst_event_recorder::theJournalOfAScenarioIsRepeated()
{
    QTemporaryDir folder;
    const ReplayReport report = replayOf(recordDay(folder));
    QVERIFY(report.identical());
    QCOMPARE(report.events, static_cast<std::uint64_t>(theOrdinaryDay().size()));
    QFile committed(QStringLiteral(MAKERDESK_SOURCE_DIR "/tests/scenarios/ordinary_day.digest"));
    QVERIFY(committed.open(QIODevice::ReadOnly));
    QCOMPARE(QString::fromStdString(report.digest), QString::fromLatin1(committed.readAll().trimmed()));
}

void tst_event_recorder::aJournalThatRefusedRowsIsRepeatedWithItsRefusals()
{
    QTemporaryDir calm;
    const ReplayReport before = replayOf(recordDay(calm));
    QVERIFY(before.rows > 60);
    QTemporaryDir folder;
    const ReplayReport report = replayOf(recordDay(folder, {12, 13, 40}, {25, 26, 55}));
    QVERIFY(report.recorded);
    QCOMPARE(report.digest, report.recorded->digest);
    QVERIFY(report.identical());
    QVERIFY(report.digest != before.digest);
    QVERIFY(report.rows != before.rows); // the engine paused and went on: other decisions, not only missing rows
}

void tst_event_recorder::aRunThatWasCutOffIsRepeatedAsFarAsItWent()
{
    QTemporaryDir folder;
    const std::string run = recordDay(folder, {}, {}, Ending::Cut);
    const ReplayReport whole = replayOf(run);
    QCOMPARE(whole.verdict(), std::string_view("unknown"));
    QVERIFY(whole.note.find("no end") != std::string::npos);
    QCOMPARE(whole.events, static_cast<std::uint64_t>(theOrdinaryDay().size()));
    QFile segment(QString::fromStdString(run) + "/000001.events");
    QVERIFY(segment.resize(segment.size() * 2 / 3));
    const ReplayReport part = replayOf(run);
    QVERIFY(part.events < whole.events && part.events > 100);
    QVERIFY(part.note.find("was cut off") != std::string::npos);
}

void tst_event_recorder::aFullQueueBreaksTheRecordingAndNothingElse()
{
    QTemporaryDir folder;
    EventRecorder recorder({folder.path().toStdString(), false, {}});
    EngineSetup setup = aSetup();
    QVERIFY(recorder.begin(setup));
    for (std::size_t i = 0; i < EventRecorder::kRing + 10; ++i)
        recorder.record(Timer{Timestamp{static_cast<std::int64_t>(1000 + i)}});
    QVERIFY(recorder.pressed());
    while (recorder.drain()) {
    }
    recorder.record(Timer{Timestamp{9'000'000}}); // after a gap nothing may follow
    recorder.end(true);

    auto reader = RecordingReader::open(folder.filePath("run-000001").toStdString());
    QVERIFY(reader);
    std::vector<std::string> lines;
    std::string line;
    for (auto more = reader->next(line); more && *more; more = reader->next(line))
        lines.push_back(line);
    QVERIFY(lines.size() > EventRecorder::kRing);
    QCOMPARE(lines.back(), std::string("broken reason=Its%20queue%20was%20full."));
    QCOMPARE(lines[lines.size() - 2], "Timer time=" + std::to_string(1000 + EventRecorder::kRing - 1));
}

void tst_event_recorder::anIncompleteJournalIsNotCalledIdentical()
{
    QTemporaryDir folder;
    {
        EventRecorder recorder({folder.path().toStdString(), true, {}});
        QVERIFY(recorder.begin(aSetup()));
        recorder.record(Timer{Timestamp{1000}});
        recorder.end(false);
    }
    const ReplayReport report = replayOf(folder.filePath("run-000001").toStdString());
    QCOMPARE(report.verdict(), std::string_view("unknown"));
    QVERIFY2(report.note.find("not written to its end") != std::string::npos, report.note.c_str());
}

/// A recording whose checksums are right and whose content is not what the run was given.
void tst_event_recorder::anotherEventIsCalledDifferent()
{
    QTemporaryDir folder;
    auto reader = RecordingReader::open(recordDay(folder));
    QVERIFY(reader);
    QTemporaryDir other;
    auto writer = RecordingWriter::create(other.path().toStdString(), 1, {});
    QVERIFY(writer);
    std::string line;
    int left = 0;
    for (auto more = reader->next(line); more && *more; more = reader->next(line)) {
        if (line.starts_with("Fill ") && left++ == 0)
            continue;
        writer->add(line);
    }
    QVERIFY(writer->sync());
    QVERIFY(left > 0);
    const ReplayReport report = replayOf(writer->directory());
    QCOMPARE(report.verdict(), std::string_view("different"));
}

void tst_event_recorder::aPlaceThatCannotBeWrittenIsASentence()
{
    QTemporaryDir folder;
    QFile file(folder.filePath("recordings"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    EventRecorder recorder({folder.filePath("recordings").toStdString(), true, {}});
    const auto begun = recorder.begin(aSetup());
    QVERIFY(!begun);
    QVERIFY(begun.error().detail.find("recordings") != std::string::npos);
    recorder.record(Timer{Timestamp{1}}); // goes nowhere, harms nothing
    QVERIFY(!recorder.drain());
    recorder.end(true);
}

MAKER_TEST(tst_event_recorder)
#include "tst_event_recorder.moc"
