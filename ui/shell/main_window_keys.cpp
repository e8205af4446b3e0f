#include "ui/shell/main_window.h"

#include "ui/base/number_text.h"
#include "ui/base/key_map.h"
#include "ui/base/panel.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/dock_area.h"
#include "ui/shell/key_sheet.h"
#include "ui/shell/toasts.h"
#include "ui/shell/top_bar.h"

#include <QDir>
#include <QKeyEvent>
#include <QMenu>
#include <QShortcut>
#include <QToolButton>

namespace maker {

namespace {

Command plain(CommandKind kind, StrategyId strategy = {})
{
    Command command;
    command.kind = kind;
    command.strategy = strategy;
    return command;
}

} // namespace

void MainWindow::addShortcuts()
{
    KeyMap& map = KeyMap::instance();
    map.load(m_options.profileDir.isEmpty() ? QString() : QDir(m_options.profileDir).filePath(QStringLiteral("keys.ini")));
    const auto key = [this, &map](const char* id, auto&& run) {
        auto* shortcut = new QShortcut(map.keys(id), this);
        shortcut->setContext(Qt::ApplicationShortcut);
        shortcut->setAutoRepeat(false);
        connect(shortcut, &QShortcut::activated, this, std::forward<decltype(run)>(run));
        connect(&map, &KeyMap::changed, shortcut, [shortcut, id, &map] { shortcut->setKey(map.keys(id)); });
    };
    connect(&map, &KeyMap::changed, this, [this] {
        fillPalette();
        m_topBar->update();
    });
    key("search", [this] { m_palette->open(); });
    key("search_too", [this] { m_palette->open(); });
    key("keys", [this] { showKeys(); });
    key("kill", [this] { pausePressed(); });
    key("workspace_1", [this] { chooseWorkspace(0); });
    key("workspace_2", [this] { chooseWorkspace(1); });
    key("workspace_3", [this] { chooseWorkspace(2); });
    key("lab.run", [this] { runLab(); });
    for (const char* id : {"lab.stop", "chart.reset", "chart.log", "chart.percent", "chart.alert", "chart.date"}) {
        key(id, [this, id] {
            const QString owner = QString::fromLatin1(id).startsWith(QLatin1String("lab")) ? QStringLiteral("lab") : QStringLiteral("candles");
            if (Panel* shown = panel(owner))
                shown->perform(QString::fromLatin1(id));
        });
    }
    key("next_panel", [this] { m_docks->focusNext(); });
    key("cancel_all", [this] { m_session.post(plain(CommandKind::CancelAll)); });
    key("maximise", [this] { m_docks->toggleMaximised(); });
    key("picture", [this] { savePicture(); });
    key("larger", [this] { setTextScale(nextTextScale(1)); });
    key("smaller", [this] { setTextScale(nextTextScale(-1)); });
}

void MainWindow::pausePressed()
{
    if (m_pause.isValid() && m_pause.elapsed() < kPauseMillis) {
        m_pause.invalidate();
        kill();
        return;
    }
    m_pause.start();
    m_toasts->show(
        Severity::Warning, tr("Press Pause again to kill"), tr("The second press within 2 s cancels every order."));
}

void MainWindow::showKeys()
{
    if (m_keys == nullptr) {
        m_keys = new KeySheet(m_theme, this);
        m_keys->setAttribute(Qt::WA_DeleteOnClose);
    }
    m_keys->show();
    m_keys->raise();
}

void MainWindow::keyPressEvent(QKeyEvent* event)
{
    // Whatever no panel wanted arrives here: letters search an instrument, "?" shows the keys.
    const QString typed = event->text();
    const bool plainKey = (event->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) == Qt::NoModifier;
    if (plainKey && typed == QLatin1String("?"))
        showKeys();
    else if (plainKey && typed.size() == 1 && typed.at(0).isLetter())
        m_palette->open(typed);
    else
        QWidget::keyPressEvent(event);
}

void MainWindow::fillPalette()
{
    const KeyMap& map = KeyMap::instance();
    std::vector<PaletteEntry> entries;
    for (const std::shared_ptr<const Instrument>& entry : m_session.catalog().instruments) {
        const InstrumentId id = entry->id();
        entries.push_back({ tr("Instrument"), text::pair(*entry), {}, [this, id] { m_selection->setInstrument(id); } });
    }
    for (const Panel* panel : m_docks->panels()) {
        const QString id = panel->id();
        entries.push_back({ tr("Panel"), panel->accessibleName(), {}, [this, id] { reveal(id); } });
    }
    for (const Catalog::StrategyEntry& entry : m_session.catalog().strategies) {
        const StrategyId id = entry.id;
        const QString title = QString::fromStdString(entry.title);
        entries.push_back({ tr("Strategy"), tr("Start %1").arg(title), {},
            [this, id] { m_session.post(plain(CommandKind::StartStrategy, id)); } });
        entries.push_back({ tr("Strategy"), tr("Pause %1").arg(title), {},
            [this, id] { m_session.post(plain(CommandKind::PauseStrategy, id)); } });
        entries.push_back({ tr("Strategy"), tr("Stop %1").arg(title), {},
            [this, id] { m_session.post(plain(CommandKind::StopStrategy, id)); } });
        entries.push_back({ tr("Strategy"), tr("Parameters of %1").arg(title), {},
            [this, id] { m_selection->askForParameters(id); } });
    }
    const auto action = [&](const QString& text, const QString& keys, std::function<void()> run) {
        entries.push_back({ tr("Action"), text, keys, std::move(run) });
    };
    action(tr("Kill: cancel everything"), map.text("kill") + QLatin1Char(' ') + map.text("kill"), [this] { kill(); });
    action(tr("Cancel all orders of ours"), map.text("cancel_all"),
        [this] { m_session.post(plain(CommandKind::CancelAll)); });
    action(tr("Pull quotes"), {}, [this] { m_session.post(plain(CommandKind::PullQuotes)); });
    action(tr("Restore quotes"), {}, [this] { m_session.post(plain(CommandKind::RestoreQuotes)); });
    action(tr("Run the backtest"), map.text("lab.run"), [this] { runLab(); });
    action(tr("Change keys"), {}, [this] { changeKeys(); });
    for (const int percent : textScales())
        action(tr("Text size %1 %").arg(percent), {}, [this, percent] { setTextScale(percent / 100.0); });
    action(tr("Dark theme"), {}, [this] { setTone(ThemeTone::Dark); });
    action(tr("Light theme"), {}, [this] { setTone(ThemeTone::Light); });
    action(tr("Sides: green up"), {}, [this] { setSides(SideColors::GreenUp); });
    action(tr("Sides: red up"), {}, [this] { setSides(SideColors::RedUp); });
    action(tr("Sides: colour-blind safe"), {}, [this] { setSides(SideColors::ColourBlindSafe); });
    action(tr("Reset this workspace"), {},
        [this] { arrangeWorkspace(); });
    action(tr("Keys"), map.text("keys"), [this] { showKeys(); });
    action(tr("Picture of the window"), map.text("picture"), [this] { savePicture(); });
    m_palette->setEntries(std::move(entries));
}

void MainWindow::fillMenu()
{
    auto* menu = new QMenu(this);
    menu->addAction(tr("Dark theme"), this, [this] { setTone(ThemeTone::Dark); });
    menu->addAction(tr("Light theme"), this, [this] { setTone(ThemeTone::Light); });
    QMenu* sides = menu->addMenu(tr("Sides"));
    sides->addAction(tr("Green up"), this, [this] { setSides(SideColors::GreenUp); });
    sides->addAction(tr("Red up"), this, [this] { setSides(SideColors::RedUp); });
    sides->addAction(tr("Colour-blind safe"), this, [this] { setSides(SideColors::ColourBlindSafe); });
    QMenu* size = menu->addMenu(tr("Text size"));
    for (const int percent : textScales())
        size->addAction(tr("%1 %").arg(percent), this, [this, percent] { setTextScale(percent / 100.0); });
    menu->addSeparator();
    menu->addAction(tr("Parameters"), this, [this] { m_docks->reveal(QStringLiteral("parameters")); });
    menu->addAction(tr("Risk limits"), this, [this] { m_docks->reveal(QStringLiteral("risk_limits")); });
    menu->addAction(tr("Data"), this, [this] { reveal(QStringLiteral("recordings")); });
    menu->addSeparator();
    menu->addAction(tr("Reset this workspace"), this,
        [this] { arrangeWorkspace(); });
    menu->addAction(tr("Picture of the window"), this, [this] { savePicture(); });
    menu->addAction(tr("Keys"), this, [this] { showKeys(); });
    menu->addAction(tr("Change keys"), this, [this] { changeKeys(); });
    menu->addSeparator();
    menu->addAction(tr("Quit"), this, &QWidget::close);
    m_topBar->menuButton().setMenu(menu);
}

} // namespace maker
