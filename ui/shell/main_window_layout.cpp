#include "ui/shell/main_window.h"

#include "ui/base/panel.h"
#include "ui/shell/dock_area.h"
#include "ui/shell/top_bar.h"

#include <QDir>
#include <QSettings>

#include <algorithm>
#include <cmath>

// Workspaces: which there are, how they are kept, and which one shows a panel.

namespace maker {

QString WindowOptions::layoutFile() const
{
    return profileDir.isEmpty() ? QString() : QDir(profileDir).filePath(QStringLiteral("layout.ini"));
}

QStringList MainWindow::workspaceNames()
{
    return { tr("Make"), tr("Review"), tr("Lab") };
}

void MainWindow::restoreLayout()
{
    const QString file = m_options.layoutFile();
    if (file.isEmpty())
        return;
    const QSettings settings(file, QSettings::IniFormat);
    restoreGeometry(settings.value(QStringLiteral("geometry")).toByteArray());
    for (std::size_t i = 0; i < m_workspaces.size(); ++i) {
        m_workspaces[i] = settings.value(QStringLiteral("workspace/%1").arg(i)).toByteArray();
        m_layoutScales[i] = settings.value(QStringLiteral("workspace/scale_%1").arg(i), 1.0).toDouble();
        m_layoutRooms[i] = settings.value(QStringLiteral("workspace/room_%1").arg(i), -1).toInt();
    }
    m_workspace = std::clamp(settings.value(QStringLiteral("workspace/current"), 0).toInt(), 0,
        static_cast<int>(m_workspaces.size()) - 1);
    showWorkspace();
    m_topBar->setWorkspaces(workspaceNames(), m_workspace);
}

void MainWindow::saveLayout()
{
    const QString file = m_options.layoutFile();
    keepWorkspace();
    if (file.isEmpty())
        return;
    QSettings settings(file, QSettings::IniFormat);
    settings.setValue(QStringLiteral("geometry"), saveGeometry());
    settings.setValue(
        QStringLiteral("theme"), m_theme.tone == ThemeTone::Dark ? QStringLiteral("dark") : QStringLiteral("light"));
    for (std::size_t i = 0; i < m_workspaces.size(); ++i) {
        settings.setValue(QStringLiteral("workspace/%1").arg(i), m_workspaces[i]);
        settings.setValue(QStringLiteral("workspace/scale_%1").arg(i), m_layoutScales[i]);
        settings.setValue(QStringLiteral("workspace/room_%1").arg(i), m_layoutRooms[i]);
    }
    settings.setValue(QStringLiteral("workspace/current"), m_workspace);
}

void MainWindow::chooseWorkspace(int index)
{
    if (index == m_workspace || index < 0 || index >= static_cast<int>(m_workspaces.size()))
        return;
    keepWorkspace();
    m_workspace = index;
    showWorkspace();
    m_topBar->setWorkspaces(workspaceNames(), index);
}

void MainWindow::keepWorkspace()
{
    const auto index = static_cast<std::size_t>(m_workspace);
    m_workspaces[index] = m_docks->store();
    m_layoutScales[index] = m_theme.textScale;
    const std::optional<DockRoom> planned = m_docks->plannedRoom();
    m_layoutRooms[index] = planned ? static_cast<int>(*planned) : -1;
}

void MainWindow::showWorkspace()
{
    const auto index = static_cast<std::size_t>(m_workspace);
    const QByteArray& state = m_workspaces[index];
    const int room = m_layoutRooms[index];
    const bool planned = room >= 0 && room <= static_cast<int>(DockRoom::Tight);
    if (state.isEmpty()
        || !m_docks->restore(state, static_cast<DockLayout>(m_workspace),
            planned ? std::optional(static_cast<DockRoom>(room)) : std::nullopt)) {
        arrangeWorkspace();
        return;
    }
    m_docks->adapt();
    if (std::abs(m_layoutScales[index] - m_theme.textScale) > 0.01)
        m_docks->sizeWhenShown(); // columns as wide as another size of the text needs them
}

void MainWindow::arrangeWorkspace()
{
    m_docks->arrange(static_cast<DockLayout>(m_workspace));
}

void MainWindow::reveal(const QString& id)
{
    for (const PanelEntry& entry : panelRegistry()) {
        if (id == QLatin1String(entry.id) && entry.home == PanelHome::Lab)
            chooseWorkspace(static_cast<int>(DockLayout::Lab));
    }
    m_docks->reveal(id);
}

void MainWindow::runLab()
{
    Panel* const lab = panel(QStringLiteral("lab"));
    if (lab != nullptr && lab->isVisible())
        lab->perform(QStringLiteral("lab.run"));
    else
        reveal(QStringLiteral("lab")); // what would run is seen first
}

} // namespace maker
