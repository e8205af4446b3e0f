#pragma once

#include "ui/base/key_map.h"
#include "ui/base/theme.h"

#include <QDialog>

#include <vector>

class QKeySequenceEdit;
class QLabel;

namespace maker {

/// Every key of the terminal, each to be changed by pressing another; a clash is said at once and changes nothing.
class KeysDialog : public QDialog {
    Q_OBJECT
public:
    KeysDialog(const Theme& theme, KeyMap& keys, QWidget* parent = nullptr);

    QKeySequenceEdit* editor(const QString& id) const;
    /// The sentence beside an action; empty: its key is right.
    QString problem(const QString& id) const;

private:
    struct Row {
        QString id;
        QKeySequenceEdit* editor;
        QLabel* problem;
    };
    QWidget* buildRows();
    void change(const Row& row);
    void showKeys();

    const Theme& m_theme;
    KeyMap& m_keys;
    std::vector<Row> m_rows;
};

} // namespace maker
