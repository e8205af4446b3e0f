#include "support/fake_lab.h"
#include "support/maker_test.h"
#include "support/panel_rig.h"
#include "ui/panels/recordings/recordings_panel.h"

#include <QPushButton>

using namespace maker;

class tst_recordings_panel : public QObject {
    Q_OBJECT
private slots:
    void eachRecordingIsARowAndDamageIsASentence()
    {
        FakeLab lab;
        PanelRig rig;
        rig.lab = &lab;
        auto& panel = rig.open(std::make_unique<RecordingsPanel>(rig.context()), 1400, 600);
        QCOMPARE(panel.model().rowCount(), 4);
        const auto cell = [&](int row, int column) { return panel.model().index(row, column).data().toString(); };
        QCOMPARE(cell(0, 0), QStringLiteral("SOLUSDT"));
        QCOMPARE(cell(0, 3), QStringLiteral("2026-11-01 00:00"));
        QCOMPARE(cell(0, 6), QStringLiteral("68,400,000"));
        QCOMPARE(cell(0, 7), QStringLiteral("1.84\u2009GB"));
        QCOMPARE(cell(0, 8), QStringLiteral("2"));
        QVERIFY(cell(3, 9).startsWith(QStringLiteral("Block 218 fails its checksum")));
        QCOMPARE(panel.model().index(3, 0).data(LampRole).toInt(), static_cast<int>(LampShape::Error));
        QCOMPARE(panel.tabCount(), QStringLiteral("4"));
        panel.choose(3);
        QVERIFY(panel.sentence().startsWith(QStringLiteral("Block 218")));
    }
    void whatIsBeingRecordedIsNoDamage()
    {
        FakeLab lab;
        lab.editData().front().growing = true;
        PanelRig rig;
        rig.lab = &lab;
        auto& panel = rig.open(std::make_unique<RecordingsPanel>(rig.context()), 1200, 500);
        QCOMPARE(panel.model().index(0, 9).data().toString(), QStringLiteral("being recorded"));
        QCOMPARE(panel.model().index(0, 0).data(LampRole).toInt(), static_cast<int>(LampShape::Running));
    }
    void whatIsRecordedElsewhereTakesBackThatThereIsNothing()
    {
        FakeLab lab(FakeLab::Content::Empty);
        PanelRig rig;
        rig.lab = &lab;
        auto& panel = rig.open(std::make_unique<RecordingsPanel>(rig.context()), 1200, 500);
        QVERIFY(panel.sentence().startsWith(QStringLiteral("Nothing is recorded yet")));
        DataSetView set;
        set.path = "/data/new.tape";
        set.growing = true;
        lab.editData().push_back(set);
        lab.touch();
        rig.frame();
        QVERIFY2(panel.sentence().startsWith(QStringLiteral("1 recording, ")), qPrintable(panel.sentence()));
        QCOMPARE(panel.model().index(0, 2).data().toString(), QString(QChar(0x2013))); // of nothing yet
    }
    void deletingAsksInPlaceAndAnotherRowForgetsTheQuestion()
    {
        FakeLab lab;
        PanelRig rig;
        rig.lab = &lab;
        auto& panel = rig.open(std::make_unique<RecordingsPanel>(rig.context()), 1400, 600);
        panel.choose(1);
        QTest::keyClick(panel.table(), Qt::Key_Delete);
        QVERIFY(lab.asked.empty());
        QCOMPARE(panel.deleteButton()->text(), QStringLiteral("Delete 61.2\u2009MB"));
        panel.choose(2);
        QCOMPARE(panel.deleteButton()->text(), QStringLiteral("Delete"));
        panel.deleteButton()->click();
        QVERIFY(lab.asked.empty());
        panel.deleteButton()->click();
        QCOMPARE(lab.asked.back(), std::string("remove /data/ethusdt-bars.tape"));
        rig.frame();
        QCOMPARE(panel.model().rowCount(), 3);
    }
    void aRefusedDeletionIsSaid()
    {
        FakeLab lab;
        lab.refuseRemoval = true;
        PanelRig rig;
        rig.lab = &lab;
        auto& panel = rig.open(std::make_unique<RecordingsPanel>(rig.context()), 1400, 600);
        panel.choose(0);
        panel.remove();
        panel.remove();
        QCOMPARE(panel.sentence(), QStringLiteral("The recording is in use by run 104."));
        QCOMPARE(panel.model().rowCount(), 4);
    }
    void importAndVerifyGoToTheLabAndAFailureKeepsItsLineNumber()
    {
        FakeLab lab;
        PanelRig rig;
        rig.lab = &lab;
        auto& panel = rig.open(std::make_unique<RecordingsPanel>(rig.context()), 1400, 600);
        panel.formatBox()->setCurrentIndex(panel.formatBox()->findData(QStringLiteral("tardis")));
        panel.importFile(QStringLiteral("/tmp/book.csv.gz"));
        QCOMPARE(lab.asked.back(), std::string("import /tmp/book.csv.gz tardis"));
        JobView& job = lab.editJobs().back();
        job.state = JobState::Failed;
        job.message = "Line 4,812 has 7 columns where 9 are expected; nothing was imported.";
        lab.touch();
        rig.frame();
        QVERIFY(panel.sentence().contains(QStringLiteral("Line 4,812")));
        panel.choose(0);
        panel.verifyButton()->click();
        QCOMPARE(lab.asked.back(), std::string("verify /data/solusdt-2026-11.tape"));
    }
    void anEmptyLibrarySaysWhatToDo()
    {
        FakeLab lab(FakeLab::Content::Empty);
        PanelRig rig;
        rig.lab = &lab;
        auto& panel = rig.open(std::make_unique<RecordingsPanel>(rig.context()), 1400, 600);
        QVERIFY(panel.sentence().contains(QStringLiteral("import a file")));
        QVERIFY(!panel.deleteButton()->isEnabled());
        panel.keepButton()->click();
        QCOMPARE(lab.asked.back(), std::string("keep"));
    }
    void anotherGapDrawsAnotherImage()
    {
        FakeLab lab;
        PanelRig rig;
        rig.lab = &lab;
        rig.open(std::make_unique<RecordingsPanel>(rig.context()), 1400, 600);
        const QImage before = rig.picture();
        lab.editData()[1].gaps.push_back({ lab.editData()[1].from + Duration::seconds(3'600), lab.editData()[1].from + Duration::seconds(40'000) });
        lab.touch();
        rig.frame();
        QVERIFY(rig.picture() != before);
    }
};

MAKER_APP_TEST(tst_recordings_panel, QApplication)
#include "tst_recordings_panel.moc"
