// Draws every registered panel alone, at the size it has in the window, into PNG files:
// maker_panel_shot FOLDER [SCALE dark|light|safe|empty].
#include "support/fake_lab.h"
#include "support/fake_lab_result.h"
#include "support/panel_rig.h"
#include "ui/panels/parameters/parameters_panel.h"
#include "ui/panels/registry.h"

#include <QTimer>

#include <cstdio>
#include <cstdlib>

namespace {

QSize sizeAt(maker::DockPlace place)
{
    switch (place) {
    case maker::DockPlace::LeftTop:
    case maker::DockPlace::LeftBottom:
        return { 268, 420 };
    case maker::DockPlace::CentreTop:
        return { 1128, 508 };
    case maker::DockPlace::CentreBottom:
        return { 1128, 208 };
    case maker::DockPlace::BottomLeft:
        return { 690, 250 };
    case maker::DockPlace::BottomRight:
        return { 706, 250 };
    case maker::DockPlace::Right:
        return { 340, 974 };
    case maker::DockPlace::FarRight:
        return { 172, 974 };
    }
    return { 400, 300 };
}

} // namespace

int main(int argc, char** argv)
{
    const auto word = [&](int index, const char* otherwise) {
        return QString::fromLocal8Bit(argc > index ? argv[index] : otherwise);
    };
    const QString folder = word(1, ".");
    const QString look = word(3, "dark");
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("QT_SCALE_FACTOR", word(2, "1").toUtf8());
    QApplication application(argc, argv);
    bool saved = true;
    for (const maker::PanelEntry& entry : maker::panelRegistry()) {
        maker::PanelRig rig(
            look == QStringLiteral("empty") ? maker::FakeSession::Content::Empty : maker::FakeSession::Content::Full);
        rig.theme
            = maker::Theme::load(look == QStringLiteral("light") ? maker::ThemeTone::Light : maker::ThemeTone::Dark,
                look == QStringLiteral("safe") ? maker::SideColors::ColourBlindSafe : maker::SideColors::GreenUp);
        rig.theme.apply(application);
        maker::FakeLab lab(look == QStringLiteral("empty") ? maker::FakeLab::Content::Empty : maker::FakeLab::Content::Full);
        rig.lab = &lab;
        const QSize size = entry.home == maker::PanelHome::Lab ? QSize(1920, 974) : sizeAt(entry.place);
        rig.open(entry.make(rig.context()), size.width(), size.height());
        rig.panel->refreshTheme();
        if (auto* parameters = qobject_cast<maker::ParametersPanel*>(rig.panel.get()); parameters != nullptr && look != QStringLiteral("empty")) {
            parameters->tryDraft();
            lab.editWhatIfs()[1] = maker::fakeWhatIf(1, false);
            lab.touch();
        }
        QTimer steps;
        QObject::connect(&steps, &QTimer::timeout, &application, [&] {
            if (look != QStringLiteral("empty"))
                rig.session.step();
            rig.frame();
        });
        steps.start(40);
        QTimer::singleShot(400, &application, &QApplication::quit);
        QApplication::exec();
        const QString file = folder + QLatin1Char('/') + QString::fromLatin1(entry.id) + QStringLiteral(".png");
        saved = rig.picture().save(file) && saved;
    }
    std::printf("%s\n", saved ? "written" : "NOT written");
    return saved ? EXIT_SUCCESS : EXIT_FAILURE;
}
