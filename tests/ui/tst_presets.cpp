#include "support/maker_test.h"
#include "support/panel_rig.h"
#include "ui/panels/parameters/parameters_panel.h"

#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>

using namespace maker;

namespace {
const QString kKind = QStringLiteral("pure_market_making");
}

class tst_presets : public QObject {
    Q_OBJECT
private slots:
    void aSetIsSavedLoadedAsDraftAndThereInTheNextWindow()
    {
        QTemporaryDir profile;
        PanelRig rig;
        PanelContext context = rig.context();
        context.profileDir = profile.path();
        {
            ParametersPanel panel(context);
            panel.form()->setDraft(R"({"levels": 5, "half_spread": 3.5})");
            QTest::mouseClick(panel.presets()->addButton(), Qt::LeftButton);
            panel.presets()->nameField()->setText(QStringLiteral("Calm"));
            QTest::keyClick(panel.presets()->nameField(), Qt::Key_Return);
            QVERIFY(panel.presets()->button(QStringLiteral("Calm"))->isChecked());
            panel.form()->revert();
            QVERIFY(!panel.presets()->button(QStringLiteral("Calm"))->isChecked());
            QVERIFY(panel.presets()->button(QStringLiteral("Default"))->isChecked());
        }
        ParametersPanel later(context);
        QCOMPARE(later.presets()->names(), (QStringList { QStringLiteral("Default"), QStringLiteral("Calm") }));
        later.presets()->load(QStringLiteral("Calm"));
        QCOMPARE(later.form()->draft().changes(), std::size_t { 2 });
        QVERIFY(rig.session.posted.empty()); // drafted, not applied
        QCOMPARE(rig.session.asked.first, StrategyId { 1 });
        QVERIFY(QString::fromStdString(rig.session.asked.second).contains(QStringLiteral("\"levels\":5")));
        later.form()->revert();
        QVERIFY(rig.session.asked.second.empty()); // the ghosts go with the draft
    }
    void aWrongDraftIsNotKept()
    {
        PanelRig rig;
        ParametersPanel panel(rig.context());
        QString said;
        connect(panel.presets(), &PresetBar::failed, this, [&said](const QString& sentence) { said = sentence; });
        panel.form()->setDraft(R"({"levels": 99})");
        panel.presets()->saveAs(QStringLiteral("Wild"));
        QVERIFY(!said.isEmpty());
        QCOMPARE(panel.presets()->names(), QStringList { QStringLiteral("Default") });
    }
    void aDeletedSetIsGoneAndTheDefaultStays()
    {
        QTemporaryDir profile;
        const QString file = profile.filePath(QStringLiteral("presets.json"));
        PresetStore store(file);
        QVERIFY(store.save(kKind, QStringLiteral("A"), R"({"levels":1})"));
        QVERIFY(store.save(kKind, QStringLiteral("B"), R"({"levels":2})"));
        QVERIFY(store.remove(kKind, QStringLiteral("A")));
        QCOMPARE(PresetStore(file).names(kKind), QStringList { QStringLiteral("B") });
        QCOMPARE(PresetStore(file).params(kKind, QStringLiteral("B")), std::string(R"({"levels":2})"));
        QVERIFY(PresetStore(file).names(QStringLiteral("another")).isEmpty());
    }
    void aDamagedFileIsSetAside()
    {
        QTemporaryDir profile;
        const QString path = profile.filePath(QStringLiteral("presets.json"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"pure_market_making\": {");
        file.close();
        PresetStore store(path);
        QVERIFY(store.names(kKind).isEmpty());
        QVERIFY(QFile::exists(path + QStringLiteral(".broken")));
        QVERIFY(store.save(kKind, QStringLiteral("A"), "{}"));
    }
};

MAKER_APP_TEST(tst_presets, QApplication)
#include "tst_presets.moc"
