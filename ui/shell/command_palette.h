#pragma once

#include "ui/base/theme.h"

#include <QFrame>

#include <functional>
#include <vector>

class QLineEdit;
class QListWidget;

namespace maker {

/// One thing the palette can do.
struct PaletteEntry {
    QString group; ///< "Instrument", "Panel", "Strategy", "Action"
    QString text;
    QString keys;
    std::function<void()> run;
};

/// Ctrl K: everything the window can do, found by typing; never modal.
class CommandPalette : public QFrame {
    Q_OBJECT
public:
    CommandPalette(const Theme& theme, QWidget* parent);
    void setEntries(std::vector<PaletteEntry> entries);
    void open(const QString& typed = {});
    void refreshTheme();
    /// Texts of the entries now shown, best first.
    QStringList shown() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void filter(const QString& typed);
    void runCurrent();
    static int rank(const QString& typed, const PaletteEntry& entry);

    const Theme& m_theme;
    QLineEdit* m_field;
    QListWidget* m_list;
    std::vector<PaletteEntry> m_entries;
    std::vector<std::size_t> m_shown;
};

} // namespace maker
