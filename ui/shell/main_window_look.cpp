#include "ui/dialogs/keys_dialog.h"
#include "ui/shell/dock_area.h"
#include "ui/shell/main_window.h"
#include "ui/shell/risk_strip.h"
#include "ui/shell/status_bar.h"
#include "ui/shell/top_bar.h"

#include <QSettings>

#include <algorithm>
#include <cmath>

// Size of the text and the user's keys.

namespace maker {

void MainWindow::setTextScale(double scale)
{
    m_theme = Theme::load(m_theme.tone, m_theme.sides, std::clamp(scale, 0.85, 2.0));
    m_topBar->setFixedHeight(m_theme.scaled(41));
    m_riskStrip->setFixedHeight(m_theme.scaled(40));
    m_status->setFixedHeight(m_theme.scaled(22));
    applyTheme();
    m_docks->adapt();
    m_docks->sizeAll();
    placeToasts();
    if (const QString file = m_options.layoutFile(); !file.isEmpty())
        QSettings(file, QSettings::IniFormat).setValue(QStringLiteral("text_scale"), m_theme.textScale);
}

double MainWindow::nextTextScale(int direction) const
{
    const std::vector<int> all = textScales();
    const int now = static_cast<int>(std::lround(m_theme.textScale * 100.0));
    const auto above = std::upper_bound(all.begin(), all.end(), now);
    if (direction > 0)
        return (above == all.end() ? all.back() : *above) / 100.0;
    const auto here = std::lower_bound(all.begin(), all.end(), now);
    return (here == all.begin() ? all.front() : *(here - 1)) / 100.0;
}

void MainWindow::changeKeys()
{
    if (m_changeKeys == nullptr) {
        m_changeKeys = new KeysDialog(m_theme, KeyMap::instance(), this);
        m_changeKeys->setAttribute(Qt::WA_DeleteOnClose);
    }
    m_changeKeys->show();
    m_changeKeys->raise();
}

} // namespace maker
