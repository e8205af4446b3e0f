#pragma once

#include "session/views.h"
#include "ui/base/theme.h"

#include <QWidget>

namespace maker {

enum class DeskMode : std::uint8_t { Demo, Paper, Live, Killed };

DeskMode deskMode(const DeskSnapshot& desk);
QString modeText(DeskMode mode);
QColor modeColor(DeskMode mode, const Theme& theme);
QColor modeOnColor(DeskMode mode, const Theme& theme);

/// The 3 px along the top edge of every window of ours: live amber, paper blue, demo dashed grey, killed red.
class ModeStripe : public QWidget {
public:
    explicit ModeStripe(const Theme& theme, QWidget* parent = nullptr);
    void setMode(DeskMode mode);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    DeskMode m_mode = DeskMode::Demo;
};

/// The tag beside KILL that says the mode in a word.
class ModeTag : public QWidget {
public:
    explicit ModeTag(const Theme& theme, QWidget* parent = nullptr);
    void setMode(DeskMode mode);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    DeskMode m_mode = DeskMode::Demo;
};

} // namespace maker
