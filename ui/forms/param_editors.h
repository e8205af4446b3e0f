#pragma once

#include "kernel/params/param_spec.h"
#include "ui/base/theme.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QLineEdit>

#include <functional>
#include <memory>

namespace maker {

/// The value of one parameter as text that readValue understands; one kind for each ParamType.
class ParamEditor {
public:
    virtual ~ParamEditor() = default;
    virtual QWidget* widget() = 0;
    virtual std::string text() const = 0;
    virtual void setText(const std::string& text) = 0;
    /// "", "draft" or "error": the colour of the border.
    virtual void setMark(const QString& mark);
    virtual void refreshTheme() { }
    /// What stands in the field in place of the unit of the parameter; of a number only.
    virtual void setUnit(const QString& unit) { static_cast<void>(unit); }
};

/// An on-off switch that says its state in a word beside it.
class Switch : public QAbstractButton {
    Q_OBJECT
public:
    explicit Switch(const Theme& theme, QWidget* parent = nullptr);
    QSize sizeHint() const override { return { 84, 24 }; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
};

/// A combo box whose arrow is an icon of the theme.
class ChoiceBox : public QComboBox {
    Q_OBJECT
public:
    explicit ChoiceBox(const Theme& theme, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    const Theme& m_theme;
};

/// A number with its unit inside the field; arrow keys and the wheel move it by one step, Shift by ten.
class NumberField : public QLineEdit {
    Q_OBJECT
public:
    NumberField(const Theme& theme, const ParamSpec& spec, QWidget* parent = nullptr);
    void refreshTheme();
    void setUnit(const QString& unit);
    const QString& unit() const { return m_unit; }

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void stepBy(int steps);
    double unitColumn() const;

    const Theme& m_theme;
    const ParamSpec& m_spec;
    QString m_unit;
};

/// The editor of a parameter; `edited` runs when the user, not the program, changed it.
std::unique_ptr<ParamEditor> makeParamEditor(
    const Theme& theme, const ParamSpec& spec, QWidget* parent, std::function<void()> edited);

/// A text of Qt-free code in the language of the window.
QString paramText(std::string_view text);

} // namespace maker
