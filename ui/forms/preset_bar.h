#pragma once

#include "ui/base/theme.h"
#include "ui/forms/preset_store.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace maker {

class ParamForm;

/// Presets of one kind of strategy above its form: a click puts the set into the draft, nothing is applied; "+" saves
/// what is drafted under a name; the menu of a preset overwrites or deletes it.
class PresetBar : public QWidget {
    Q_OBJECT
public:
    PresetBar(const Theme& theme, PresetStore& store, const QString& kind, ParamForm& form, QWidget* parent = nullptr);

    QStringList names() const;
    void load(const QString& name);
    void saveAs(const QString& name);
    void remove(const QString& name);
    QLineEdit* nameField() const { return m_name; }
    QPushButton* addButton() const { return m_add; }
    QPushButton* button(const QString& name) const;
    void refreshTheme();

Q_SIGNALS:
    /// The file could not be written, or the draft is not valid: a sentence.
    void failed(const QString& sentence);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void fill();
    void mark();
    void askForName();
    std::string paramsOf(const QString& name) const;
    void openMenu(QPushButton* button, const QString& name);

    const Theme& m_theme;
    PresetStore& m_store;
    QString m_kind;
    ParamForm& m_form;
    QHBoxLayout* m_buttons;
    QLabel* m_title;
    QLineEdit* m_name;
    QPushButton* m_add;
};

} // namespace maker
