#include "ui/base/theme.h"

#include <QRegularExpression>

#include <cmath>

namespace maker {

namespace {

// Only what repaints rarely is styled here; panels and table cells paint themselves from the theme.
constexpr const char* kSheet = R"(
QMainWindow::separator { background: @window; width: 4px; height: 4px; }
QMainWindow::separator:hover { background: @accentSoft; }
QMainWindow { background: @window; }

QTabBar { background: @header; border: none; }
QTabBar::tab {
    background: @header; color: @secondary; height: 25px; padding: 0px 11px;
    border: none; border-top: 2px solid @header; border-bottom: 1px solid @line; font-weight: 500;
}
QTabBar::tab:hover { background: @hover; border-top-color: @hover; }
QTabBar::tab:selected {
    background: @panel; color: @primary; border-top: 2px solid @accentText; border-bottom: 1px solid @panel; font-weight: 600;
}
QTabBar QToolButton { background: @header; border: none; }

QHeaderView { background: @panel; border: none; }
QHeaderView::section {
    background: @panel; color: @muted; height: 21px; padding: 0px 6px; border: none;
    border-bottom: 1px solid @line; font-size: 7.5pt; font-weight: 500;
}
QHeaderView::section:first { padding-left: 10px; }
QHeaderView::section:last { padding-right: 10px; }
QTableView { background: @panel; border: none; gridline-color: @subtle; }
QTableCornerButton::section { background: @panel; border: none; }

QPushButton {
    background: @raised; color: @primary; border: 1px solid @line; border-radius: 4px;
    padding: 0px 10px; min-height: 22px; font-weight: 500;
}
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @selected; border-color: @accentText; }
QPushButton:checked { background: @selected; border-color: @accentText; color: @primary; }
QPushButton:focus { border: 1px solid @accentText; }
QPushButton:disabled { background: transparent; color: @disabled; border-color: @subtle; }
QPushButton[kind="primary"] { background: @accentFill; border-color: @accentFill; color: @accentOn; }
QPushButton[kind="primary"]:hover { background: @accentText; border-color: @accentText; color: @inverse; }
QPushButton[kind="primary"]:disabled { background: transparent; color: @disabled; border-color: @line; }
QPushButton[kind="danger"] { background: transparent; border-color: @danger; color: @danger; }
QPushButton[kind="danger"]:hover, QPushButton[kind="danger"]:focus { background: @dangerSoft; border-color: @danger; }
QPushButton[kind="danger"]:disabled { border-color: @line; color: @disabled; }
QPushButton[kind="quiet"] { background: transparent; border-color: transparent; color: @secondary; }
QPushButton[kind="quiet"]:hover { background: @hover; color: @primary; }
QPushButton[compact="true"] { min-height: 18px; max-height: 18px; padding: 0px 7px; font-size: 8.25pt; }
QSplitter::handle { background: @window; image: none; }
QSplitter::handle:hover { background: @accentSoft; }

QToolButton { background: transparent; border: none; border-radius: 3px; color: @secondary; }
QToolButton:hover { background: @hover; }
QToolButton:focus { background: @hover; border: 1px solid @accentText; }
QToolButton:pressed { background: @selected; }
QToolButton::menu-indicator { image: none; }

QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox {
    background: @sunken; color: @primary; border: 1px solid @line; border-radius: 4px; min-height: 22px;
    padding: 0px 8px; selection-background-color: @accentFill; selection-color: @accentOn;
}
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus { border: 1px solid @accentText; }
QLineEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled, QComboBox:disabled {
    background: transparent; color: @disabled; border-color: @subtle;
}
QLineEdit[state="draft"], QSpinBox[state="draft"], QDoubleSpinBox[state="draft"], QComboBox[state="draft"],
QLineEdit[state="warn"] { border-color: @warn; }
QLineEdit[state="error"], QSpinBox[state="error"], QDoubleSpinBox[state="error"] { border-color: @danger; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox QAbstractItemView { background: @raised; border: 1px solid @strong; selection-background-color: @selected; }

QToolTip { background: @raised; color: @primary; border: 1px solid @strong; padding: 4px 6px; }

QScrollBar:vertical { background: transparent; width: 8px; margin: 0px; }
QScrollBar:horizontal { background: transparent; height: 8px; margin: 0px; }
QScrollBar::handle { background: @strong; border-radius: 2px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 24px; }
QScrollBar::handle:horizontal { min-width: 24px; }
QScrollBar::handle:hover { background: @muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0px; height: 0px; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: @panel; border: none; }

QMenu { background: @raised; color: @primary; border: 1px solid @strong; padding: 4px 0px; }
QMenu::item { padding: 4px 24px 4px 12px; }
QMenu::item:selected { background: @selected; }
QMenu::item:disabled { color: @disabled; }
QMenu::separator { height: 1px; background: @line; margin: 4px 0px; }

QDockWidget { background: @panel; border: none; }
QDialog { background: @panel; }
QScrollArea { background: @panel; border: none; }
QListView { background: @panel; border: none; outline: none; }
QListView::item { padding: 4px 12px; }
QListView::item:selected { background: @selected; color: @primary; }
QCheckBox { spacing: 6px; }
)";

/// Type sizes, and heights that hold a line of text, grow together; hairlines and handles stay.
QString scaledLengths(const QString& sheet, double scale)
{
    static const QRegularExpression kLength(QStringLiteral("(height|font-size): ([0-9.]+)(px|pt)"));
    constexpr double kLeastLine = 18.0;
    QString out;
    qsizetype from = 0;
    auto each = kLength.globalMatch(sheet);
    while (each.hasNext()) {
        const QRegularExpressionMatch match = each.next();
        const double value = match.captured(2).toDouble();
        const bool type = match.captured(3) == QLatin1String("pt");
        if (!type && value < kLeastLine)
            continue;
        out += QStringView(sheet).mid(from, match.capturedStart(2) - from);
        out += type ? QString::number(value * scale, 'f', 2) : QString::number(std::lround(value * scale));
        from = match.capturedEnd(2);
    }
    out += QStringView(sheet).mid(from);
    return out;
}

} // namespace

QString Theme::styleSheet() const
{
    const std::vector<std::pair<const char*, QColor>> tokens {
        { "@accentSoft", accent.soft },
        { "@accentText", accent.text },
        { "@accentFill", accent.fill },
        { "@accentOn", accent.on },
        { "@dangerSoft", status.dangerSoft },
        { "@danger", status.danger },
        { "@warn", status.warn },
        { "@window", bg.window },
        { "@panel", bg.panel },
        { "@header", bg.header },
        { "@raised", bg.raised },
        { "@hover", bg.hover },
        { "@selected", bg.selected },
        { "@sunken", bg.sunken },
        { "@subtle", line.subtle },
        { "@strong", line.strong },
        { "@line", line.normal },
        { "@primary", text.primary },
        { "@secondary", text.secondary },
        { "@muted", text.muted },
        { "@disabled", text.disabled },
        { "@inverse", text.inverse },
    };
    QString sheet = QString::fromLatin1(kSheet);
    for (const auto& [name, value] : tokens)
        sheet.replace(QLatin1String(name), value.name());
    return textScale == 1.0 ? sheet : scaledLengths(sheet, textScale);
}

} // namespace maker
