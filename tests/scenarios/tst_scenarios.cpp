#include "tests/support/maker_test.h"
#include "tests/support/scenario_world.h"

#include <QFile>

using namespace maker;
using namespace maker::test;

/// Golden runs: the committed events lead to the committed digest of the journal, in every build. With
/// MAKERDESK_RECORD_SCENARIOS set, the recordings and digests are made anew instead.
class tst_scenarios : public QObject {
    Q_OBJECT

    static QString pathOf(const QString& name, const char* suffix)
    {
        return QStringLiteral(MAKERDESK_SOURCE_DIR "/tests/scenarios/") + name + QLatin1String(suffix);
    }
    static std::string contentOf(const QString& path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
    }
    static void write(const QString& path, const std::string& text)
    {
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text.data(), qint64(text.size())) < 0)
            qFatal("cannot write a scenario");
    }
    static std::string digestOf(std::string_view journal)
    {
        JournalDigest digest;
        while (!journal.empty()) {
            const std::size_t end = journal.find('\n');
            digest.add(journal.substr(0, end));
            journal.remove_prefix(end + 1);
        }
        return digest.text();
    }
    static void play(const QString& name, EngineRig& rig)
    {
        if (name == QLatin1String("ordinary_day"))
            playOrdinaryDay(rig);
        else if (name == QLatin1String("troubles"))
            playTroubles(rig);
        else
            playLimits(rig);
    }
    static std::string journalOf(const EngineRig& rig)
    {
        std::string text;
        for (const JournalRow& row : rig.journal.rows)
            text += journalLine(row) + '\n';
        return text;
    }

private slots:
    void theCommittedEventsLeadToTheCommittedDigest_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : {"ordinary_day", "troubles", "limits"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void theCommittedEventsLeadToTheCommittedDigest()
    {
        QFETCH(QString, name);
        if (qEnvironmentVariableIsSet("MAKERDESK_RECORD_SCENARIOS")) {
            EngineRig rig(kScenarioParams);
            rig.keepsEvents = true;
            play(name, rig);
            write(pathOf(name, ".events"), rig.recording);
            write(pathOf(name, ".digest"), rig.digest() + '\n');
        }
        const auto events = parseEventScript(contentOf(pathOf(name, ".events")));
        QVERIFY2(events.has_value(), events ? "" : events.error().detail.c_str());
        QVERIFY(events->size() > 500);
        const std::string once = replayed(*events);
        QVERIFY(once.size() > 10'000);
        QVERIFY(replayed(*events) == once); // byte for byte
        QCOMPARE(digestOf(once) + '\n', contentOf(pathOf(name, ".digest")));
    }

    void aLiveRunAndItsReplayWriteTheSameJournal()
    {
        EngineRig rig(kScenarioParams);
        rig.keepsEvents = true;
        playTroubles(rig);
        const auto events = parseEventScript(rig.recording);
        QVERIFY(events.has_value());
        QVERIFY(replayed(*events) == journalOf(rig));
    }

    void lookingChangesNothing()
    {
        const auto events = parseEventScript(contentOf(pathOf(QStringLiteral("troubles"), ".events")));
        QVERIFY(events.has_value());
        QVERIFY(replayed(*events, true) == replayed(*events, false));
    }

    void anotherEventGivesAnotherDigest()
    {
        auto events = parseEventScript(contentOf(pathOf(QStringLiteral("ordinary_day"), ".events")));
        QVERIFY(events.has_value());
        const std::string before = replayed(*events);
        for (Event& event : *events) {
            if (auto* exec = std::get_if<ExecEvent>(&event); exec != nullptr && exec->kind == ExecKind::Fill) {
                exec->qty = exec->qty - Qty{1};
                break;
            }
        }
        QVERIFY(digestOf(replayed(*events)) != digestOf(before));
    }
};

MAKER_TEST(tst_scenarios)
#include "tst_scenarios.moc"
