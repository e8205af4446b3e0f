#include "ui/forms/param_editors.h"

#include "kernel/params/param_json.h"
#include "ui/base/number_text.h"
#include "ui/base/painters.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QStyle>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace maker {

namespace {

class SwitchEditor : public ParamEditor {
public:
    SwitchEditor(const Theme& theme, QWidget* parent, const std::function<void()>& edited)
        : m_switch(new Switch(theme, parent))
    {
        QObject::connect(m_switch, &QAbstractButton::clicked, m_switch, edited);
    }
    QWidget* widget() override { return m_switch; }
    std::string text() const override { return m_switch->isChecked() ? "true" : "false"; }
    void setText(const std::string& text) override { m_switch->setChecked(text == "true"); }

private:
    Switch* m_switch;
};

class ChoiceEditor : public ParamEditor {
public:
    ChoiceEditor(const Theme& theme, const ParamSpec& spec, QWidget* parent, const std::function<void()>& edited)
        : m_box(new ChoiceBox(theme, parent))
    {
        for (const ParamChoice& choice : spec.choices)
            m_box->addItem(paramText(choice.text), text::fromView(choice.key));
        QObject::connect(m_box, &QComboBox::activated, m_box, edited);
    }
    QWidget* widget() override { return m_box; }
    std::string text() const override { return m_box->currentData().toString().toStdString(); }
    void setText(const std::string& text) override
    {
        m_box->setCurrentIndex(m_box->findData(QString::fromStdString(text)));
    }

private:
    ChoiceBox* m_box;
};

class NumberEditor : public ParamEditor {
public:
    NumberEditor(const Theme& theme, const ParamSpec& spec, QWidget* parent, const std::function<void()>& edited)
        : m_field(new NumberField(theme, spec, parent))
    {
        QObject::connect(m_field, &QLineEdit::textEdited, m_field, edited);
    }
    QWidget* widget() override { return m_field; }
    std::string text() const override
    {
        QString typed = m_field->text().trimmed();
        typed.replace(text::kMinus, QLatin1Char('-'));
        return typed.toStdString();
    }
    void setText(const std::string& value) override
    {
        if (text() != value)
            m_field->setText(QString::fromStdString(value));
    }
    void refreshTheme() override { m_field->refreshTheme(); }
    void setUnit(const QString& unit) override { m_field->setUnit(unit); }

private:
    NumberField* m_field;
};

class TextEditor : public ParamEditor {
public:
    TextEditor(QWidget* parent, const std::function<void()>& edited)
        : m_field(new QLineEdit(parent))
    {
        QObject::connect(m_field, &QLineEdit::textEdited, m_field, edited);
    }
    QWidget* widget() override { return m_field; }
    std::string text() const override { return m_field->text().toStdString(); }
    void setText(const std::string& value) override
    {
        if (text() != value)
            m_field->setText(QString::fromStdString(value));
    }

private:
    QLineEdit* m_field;
};

} // namespace

QString paramText(std::string_view text)
{
    return QCoreApplication::translate("params", std::string(text).c_str());
}

void ParamEditor::setMark(const QString& mark)
{
    QWidget* editor = widget();
    if (editor->property("state").toString() == mark)
        return;
    editor->setProperty("state", mark);
    editor->style()->unpolish(editor);
    editor->style()->polish(editor);
    editor->update();
}

Switch::Switch(const Theme& theme, QWidget* parent)
    : QAbstractButton(parent)
    , m_theme(theme)
{
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
}

void Switch::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF track(1, (height() - 16) / 2.0, 28, 16);
    const QString state = property("state").toString();
    painter.setPen(state.isEmpty() ? Qt::NoPen : QPen(m_theme.status.warn, 1.0));
    if (hasFocus())
        painter.setPen(QPen(m_theme.accent.text, 1.5));
    painter.setBrush(isChecked() ? m_theme.accent.fill : m_theme.line.strong);
    painter.drawRoundedRect(track, 8, 8);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.accent.on);
    painter.drawEllipse(QRectF(isChecked() ? track.right() - 14 : track.left() + 2, track.top() + 2, 12, 12));
    painter.setPen(m_theme.text.primary);
    painter.setFont(m_theme.font(TypeRole::Body));
    painter.drawText(QRectF(track.right() + 8, 0, 60, height()), Qt::AlignLeft | Qt::AlignVCenter,
        isChecked() ? tr("on") : tr("off"));
}

ChoiceBox::ChoiceBox(const Theme& theme, QWidget* parent)
    : QComboBox(parent)
    , m_theme(theme)
{
    setFocusPolicy(Qt::StrongFocus);
}

void ChoiceBox::paintEvent(QPaintEvent* event)
{
    QComboBox::paintEvent(event);
    QPainter painter(this);
    drawIcon(painter, QStringLiteral("down"), QRectF(width() - 18, (height() - 12) / 2.0, 12, 12),
        isEnabled() ? m_theme.text.secondary : m_theme.text.disabled);
}

void ChoiceBox::wheelEvent(QWheelEvent* event)
{
    // A wheel over a box that nobody chose scrolls what is around it.
    if (hasFocus())
        QComboBox::wheelEvent(event);
    else
        event->ignore();
}

NumberField::NumberField(const Theme& theme, const ParamSpec& spec, QWidget* parent)
    : QLineEdit(parent)
    , m_theme(theme)
    , m_spec(spec)
    , m_unit(paramText(spec.unit))
{
    setAlignment(Qt::AlignRight);
    setFocusPolicy(Qt::StrongFocus);
    refreshTheme();
}

double NumberField::unitColumn() const
{
    // Units stand in a column of their own, so that figures of different units still line up.
    return std::max(26.0, std::ceil(QFontMetricsF(m_theme.font(TypeRole::Small)).horizontalAdvance(m_unit)) + 2.0);
}

void NumberField::refreshTheme()
{
    setFont(m_theme.numberFont(TypeRole::Body));
    setTextMargins(0, 0, static_cast<int>(unitColumn()) + 2, 0);
    update();
}

void NumberField::setUnit(const QString& unit)
{
    if (unit == m_unit)
        return;
    m_unit = unit;
    refreshTheme();
}

void NumberField::paintEvent(QPaintEvent* event)
{
    QLineEdit::paintEvent(event);
    QPainter painter(this);
    const double column = unitColumn();
    drawText(painter, QRectF(width() - column - 8, 0, column, height()), m_unit, m_theme.font(TypeRole::Small),
        isEnabled() ? m_theme.text.muted : m_theme.text.disabled);
}

void NumberField::stepBy(int steps)
{
    const auto read = readValue(m_spec, text().trimmed().toStdString());
    if (!read || m_spec.step <= 0)
        return;
    const bool whole = std::holds_alternative<std::int64_t>(*read);
    double value = whole ? static_cast<double>(std::get<std::int64_t>(*read)) : std::get<double>(*read);
    value += steps * m_spec.step;
    if (m_spec.min != m_spec.max)
        value = std::clamp(value, m_spec.min, m_spec.max);
    // Steps are decimal; twelve digits cut what adding them in binary leaves behind.
    const double tidy = QString::number(value, 'g', 12).toDouble();
    const ParamValue next = whole ? ParamValue(static_cast<std::int64_t>(std::llround(tidy))) : ParamValue(tidy);
    setText(QString::fromStdString(valueText(next)));
    Q_EMIT textEdited(text());
}

void NumberField::keyPressEvent(QKeyEvent* event)
{
    const int size = event->modifiers().testFlag(Qt::ShiftModifier) ? 10 : 1;
    if (event->key() == Qt::Key_Up)
        stepBy(size);
    else if (event->key() == Qt::Key_Down)
        stepBy(-size);
    else
        QLineEdit::keyPressEvent(event);
}

void NumberField::wheelEvent(QWheelEvent* event)
{
    // A wheel over a field that nobody chose scrolls the form.
    if (!hasFocus()) {
        event->ignore();
        return;
    }
    stepBy(event->angleDelta().y() > 0 ? 1 : -1);
    event->accept();
}

std::unique_ptr<ParamEditor> makeParamEditor(
    const Theme& theme, const ParamSpec& spec, QWidget* parent, std::function<void()> edited)
{
    switch (spec.type) {
    case ParamType::Bool:
        return std::make_unique<SwitchEditor>(theme, parent, edited);
    case ParamType::Choice:
        return std::make_unique<ChoiceEditor>(theme, spec, parent, edited);
    case ParamType::Text:
        return std::make_unique<TextEditor>(parent, edited);
    case ParamType::Int:
    case ParamType::Real:
    case ParamType::Seconds:
        break;
    }
    return std::make_unique<NumberEditor>(theme, spec, parent, edited);
}

} // namespace maker
