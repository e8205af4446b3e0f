#include "kernel/params/params.h"
#include "support/maker_test.h"
#include "support/panel_rig.h"
#include "ui/base/segments.h"
#include "ui/forms/param_editors.h"
#include "ui/forms/param_form.h"
#include "ui/panels/parameters/parameters_panel.h"
#include "ui/panels/parameters/risk_limits_panel.h"

#include <QPushButton>
#include <QSignalSpy>

using namespace maker;

namespace {

enum class Source : std::uint8_t { Mid, Micro };
constexpr std::array<ParamChoice, 2> kSources { { { "mid", "Mid" }, { "micro", "Microprice" } } };

/// One parameter of each type, and one rule between two of them.
struct Sample {
    double low = 0.5;
    double high = 2.0;
    std::int32_t levels = 3;
    Duration refresh = Duration::seconds(2);
    Source source = Source::Mid;
    bool postOnly = true;
    FixedText<16> note = "hello";

    static constexpr std::string_view kName = "sample";
    static constexpr auto fields()
    {
        return std::tuple {
            field(&Sample::low,
                { .key = "low",
                    .text = "Low",
                    .unit = "bp",
                    .group = "Spread",
                    .min = 0,
                    .max = 10,
                    .step = 0.1,
                    .decimals = 2 }),
            field(&Sample::high,
                { .key = "high",
                    .text = "High",
                    .unit = "bp",
                    .group = "Spread",
                    .min = 0,
                    .max = 10,
                    .step = 0.1,
                    .decimals = 2 }),
            field(&Sample::levels,
                { .key = "levels", .text = "Levels", .group = "Size", .hot = false, .min = 1, .max = 10, .step = 1 }),
            field(&Sample::refresh,
                { .key = "refresh",
                    .text = "Refresh",
                    .unit = "s",
                    .group = "Size",
                    .min = 0,
                    .max = 60,
                    .step = 0.1 }),
            field(&Sample::source, { .key = "source", .text = "Source", .group = "Size", .choices = kSources }),
            field(&Sample::postOnly, { .key = "post_only", .text = "Post only", .group = "Size" }),
            field(&Sample::note, { .key = "note", .text = "Note", .group = "Size" }),
        };
    }
    std::vector<Violation> validate() const
    {
        if (high < low)
            return { { "high", "High must not be below low." } };
        return {};
    }
};

/// A form on screen with the theme of the window.
struct FormRig {
    FormRig()
        : theme(Theme::load(ThemeTone::Dark))
    {
        theme.apply(*qApp);
        form = std::make_unique<ParamForm>(theme, schemaOf<Sample>());
        form->resize(640, 480);
        form->show();
        QApplication::processEvents();
    }
    void type(const char* key, const char* text)
    {
        auto* field = qobject_cast<QLineEdit*>(form->row(key)->editor());
        field->selectAll();
        QTest::keyClicks(field, QString::fromLatin1(text));
    }
    Theme theme;
    std::unique_ptr<ParamForm> form;
};

} // namespace

class tst_param_form : public QObject {
    Q_OBJECT
private slots:
    void everyTypeHasItsEditor()
    {
        FormRig rig;
        QVERIFY(qobject_cast<NumberField*>(rig.form->row("low")->editor()) != nullptr);
        QVERIFY(qobject_cast<NumberField*>(rig.form->row("levels")->editor()) != nullptr);
        QVERIFY(qobject_cast<NumberField*>(rig.form->row("refresh")->editor()) != nullptr);
        QVERIFY(qobject_cast<QComboBox*>(rig.form->row("source")->editor()) != nullptr);
        QVERIFY(qobject_cast<Switch*>(rig.form->row("post_only")->editor()) != nullptr);
        QVERIFY(qobject_cast<QLineEdit*>(rig.form->row("note")->editor()) != nullptr);
        QCOMPARE(QFontInfo(rig.form->row("low")->editor()->font()).family(), QStringLiteral("JetBrains Mono"));
        QCOMPARE(rig.form->row("low")->message(), QStringLiteral("0 … 10"));
    }
    void aChangedValueIsMarkedAndSaysWhatItWas()
    {
        FormRig rig;
        const QImage before = rig.form->grab().toImage();
        QVERIFY(!rig.form->applyButton()->isEnabled());
        rig.type("low", "0.35");
        QVERIFY(rig.form->row("low")->hasDraftDot());
        QCOMPARE(rig.form->row("low")->message(), QStringLiteral("was 0.5"));
        QCOMPARE(rig.form->row("low")->editor()->property("state").toString(), QStringLiteral("draft"));
        QCOMPARE(rig.form->applyButton()->text(), QStringLiteral("Apply 1 change"));
        QVERIFY(rig.form->applyButton()->isEnabled());
        QVERIFY(rig.form->grab().toImage() != before);
        rig.type("low", "0.50");
        QVERIFY2(!rig.form->row("low")->hasDraftDot(), "0.50 is what 0.5 is");
    }
    void aWrongValueDisablesApplyWithASentence()
    {
        FormRig rig;
        QSignalSpy applied(rig.form.get(), &ParamForm::applied);
        rig.type("low", "11");
        QCOMPARE(rig.form->row("low")->message(), QStringLiteral("Low is 11 bp; it must be between 0 and 10 bp."));
        QVERIFY(!rig.form->applyButton()->isEnabled());
        QCOMPARE(rig.form->statusText(), QStringLiteral("One value is not right."));
        rig.type("low", "2.5");
        QCOMPARE(rig.form->row("high")->message(), QStringLiteral("High must not be below low."));
        QVERIFY(!rig.form->applyButton()->isEnabled());
        rig.form->apply();
        QCOMPARE(applied.count(), 0);
        rig.type("low", "1.5");
        QVERIFY(rig.form->applyButton()->isEnabled());
    }
    void applyGivesExactlyTheWholeSet()
    {
        FormRig rig;
        QSignalSpy applied(rig.form.get(), &ParamForm::applied);
        rig.type("low", "0.35");
        rig.type("levels", "5");
        rig.form->row("post_only")->editor()->setFocus();
        QTest::mouseClick(rig.form->row("post_only")->editor(), Qt::LeftButton);
        QCOMPARE(rig.form->statusText(), QStringLiteral("Applying pulls the quotes for a moment."));
        QTest::keyClick(rig.form->row("low")->editor(), Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(applied.count(), 1);
        const std::string json = applied[0][0].value<std::string>();
        QCOMPARE(json,
            std::string(
                R"({"low":0.35,"high":2,"levels":5,"refresh":2,"source":"mid","post_only":false,"note":"hello"})"));
        QVERIFY(rig.form->waiting());
        rig.form->setApplied(json);
        QVERIFY(!rig.form->waiting());
        QCOMPARE(rig.form->draft().changes(), std::size_t { 0 });
    }
    void revertAndUndoRestore()
    {
        FormRig rig;
        rig.type("low", "0.35");
        rig.form->row("levels")->editor()->setFocus();
        rig.type("levels", "5");
        rig.form->undo();
        QCOMPARE(rig.form->draft().changes(), std::size_t { 1 });
        QVERIFY(!rig.form->row("levels")->hasDraftDot());
        rig.form->redo();
        QVERIFY(rig.form->row("levels")->hasDraftDot());
        rig.form->revertButton()->click();
        QCOMPARE(rig.form->draft().changes(), std::size_t { 0 });
        QCOMPARE(qobject_cast<QLineEdit*>(rig.form->row("low")->editor())->text(), QStringLiteral("0.5"));
        QTest::keyClick(rig.form->row("low")->editor(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(rig.form->draft().changes(), std::size_t { 2 });
    }
    void arrowKeysMoveByOneStepInsideTheRange()
    {
        FormRig rig;
        auto* low = qobject_cast<QLineEdit*>(rig.form->row("low")->editor());
        QTest::keyClick(low, Qt::Key_Up);
        QCOMPARE(low->text(), QStringLiteral("0.6"));
        QTest::keyClick(low, Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(low->text(), QStringLiteral("0"));
        QVERIFY(rig.form->row("low")->hasDraftDot());
    }
    void changesByOthersAreFollowedButDraftsStay()
    {
        FormRig rig;
        rig.type("low", "0.35");
        rig.form->setApplied(
            R"({"low":0.7,"high":3,"levels":3,"refresh":2,"source":"micro","post_only":true,"note":"hello"})");
        QCOMPARE(qobject_cast<QLineEdit*>(rig.form->row("high")->editor())->text(), QStringLiteral("3"));
        QCOMPARE(
            qobject_cast<QComboBox*>(rig.form->row("source")->editor())->currentText(), QStringLiteral("Microprice"));
        QCOMPARE(qobject_cast<QLineEdit*>(rig.form->row("low")->editor())->text(), QStringLiteral("0.35"));
        QCOMPARE(rig.form->row("low")->message(), QStringLiteral("was 0.7"));
    }
    void thePanelPostsParametersOfItsStrategyAndKeepsDraftsApart()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<ParametersPanel>(rig.context()), 640, 480);
        auto* levels = qobject_cast<QLineEdit*>(panel.form()->row("levels")->editor());
        levels->selectAll();
        QTest::keyClicks(levels, QStringLiteral("4"));
        rig.selection.setStrategy({ 2 });
        QCOMPARE(panel.form()->draft().changes(), std::size_t { 0 });
        rig.selection.setStrategy({ 1 });
        QCOMPARE(panel.form()->draft().changes(), std::size_t { 1 });
        panel.form()->applyButton()->click();
        QCOMPARE(rig.session.posted.size(), std::size_t { 1 });
        QCOMPARE(rig.session.posted[0].kind, CommandKind::SetParams);
        QCOMPARE(rig.session.posted[0].strategy, StrategyId { 1 });
        QCOMPARE(rig.session.posted[0].text, *panel.form()->draft().json());
        QVERIFY(rig.session.posted[0].text.find("\"levels\":4") != std::string::npos);
    }
    void theLimitsArePostedAsLimits()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<RiskLimitsPanel>(rig.context()), 640, 480);
        auto* levels = qobject_cast<QLineEdit*>(panel.form()->row("levels")->editor());
        levels->selectAll();
        QTest::keyClicks(levels, QStringLiteral("7"));
        panel.form()->applyButton()->click();
        QCOMPARE(rig.session.posted.size(), std::size_t { 1 });
        QCOMPARE(rig.session.posted[0].kind, CommandKind::SetRiskLimits);
        QVERIFY(!rig.session.posted[0].instrument.valid());
    }
    void anInstrumentHasLimitsOfItsOwn()
    {
        PanelRig rig;
        rig.selection.setInstrument(FakeSession::kSol);
        auto& panel = rig.open(std::make_unique<RiskLimitsPanel>(rig.context()), 640, 480);
        ParamForm* all = panel.form();
        QVERIFY(!panel.sameAsAll()->isVisible());
        panel.scope()->setFocus();
        QTest::keyClick(panel.scope(), Qt::Key_Right);
        QVERIFY(panel.form() != all);
        QVERIFY(!panel.form()->row("levels")->isVisible()); // counts over the whole desk
        auto* qty = qobject_cast<QLineEdit*>(panel.form()->row("order_qty")->editor());
        QVERIFY(qty->isVisible());
        qty->selectAll();
        QTest::keyClicks(qty, QStringLiteral("3"));
        panel.form()->applyButton()->click();
        QCOMPARE(rig.session.posted.size(), std::size_t { 1 });
        QCOMPARE(rig.session.posted[0].instrument, FakeSession::kSol);
        rig.session.ownLimits[FakeSession::kSol.value] = rig.session.posted[0].text;
        QTest::qWait(550); // the panel reads twice a second
        rig.frame();
        QVERIFY(panel.sameAsAll()->isVisible());
        QCOMPARE(panel.form()->draft().changes(), std::size_t { 0 });
        rig.selection.setInstrument(FakeSession::kBtc); // the scope follows what is selected
        QVERIFY(!panel.sameAsAll()->isVisible());
        rig.selection.setInstrument(FakeSession::kSol);
        panel.sameAsAll()->click();
        QVERIFY(rig.session.posted.back().text.empty());
        QCOMPARE(rig.session.posted.back().instrument, FakeSession::kSol);
    }
    void aQuantityIsCountedInTheCurrencyThatIsTraded()
    {
        PanelRig rig;
        auto& panel = rig.open(std::make_unique<ParametersPanel>(rig.context()), 900, 700);
        const auto unitOf = [&panel](const char* key) {
            return qobject_cast<NumberField*>(panel.form()->row(key)->editor())->unit();
        };
        rig.selection.setStrategy({ 1 });
        QCOMPARE(unitOf("order_qty"), QStringLiteral("SOL"));
        QCOMPARE(unitOf("half_spread"), QStringLiteral("bp"));
        rig.selection.setStrategy({ 2 });
        QCOMPARE(unitOf("order_qty"), QStringLiteral("BTC"));
        panel.form()->setBase({});
        QCOMPARE(unitOf("order_qty"), QStringLiteral("base"));
    }
};

MAKER_APP_TEST(tst_param_form, QApplication)

#include "tst_param_form.moc"
