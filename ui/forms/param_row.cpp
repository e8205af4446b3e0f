#include "ui/forms/param_row.h"

#include "ui/base/number_text.h"
#include "ui/base/painters.h"

#include <QKeyEvent>
#include <QPainter>

namespace maker {

namespace {

constexpr int kRow = 30;
constexpr int kCompactRow = 28;
constexpr int kCompactRight = 12;
constexpr int kDot = 12; // left edge to the dot's centre
constexpr int kMark = 22; // left edge of the hot or cold mark
constexpr int kLabel = 40;
constexpr int kField = 176; // left edge of the field
constexpr int kFieldWidth = 158;
constexpr int kMessage = kField + kFieldWidth + 10;

/// A choice by its shown text, a switch by its word, a number as it is.
QString shownValue(const ParamSpec& spec, const std::string& text)
{
    if (spec.type == ParamType::Bool)
        return text == "true" ? ParamRow::tr("on") : ParamRow::tr("off");
    if (spec.type == ParamType::Choice) {
        if (const auto index = choiceIndex(spec, text))
            return paramText(spec.choices[*index].text);
    }
    return QString::fromStdString(text);
}

} // namespace

ParamRow::ParamRow(const Theme& theme, ParamDraft& draft, std::size_t field, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_draft(draft)
    , m_field(field)
    , m_editor(makeParamEditor(theme, draft.spec(field), this, [this] {
        m_draft.edit(m_field, m_editor->text());
        Q_EMIT edited();
    }))
{
    const ParamSpec& spec = draft.spec(field);
    QWidget* editor = m_editor->widget();
    editor->setAccessibleName(paramText(spec.text));
    editor->installEventFilter(this);
    editor->setObjectName(text::fromView(spec.key));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    refresh();
}

ParamRow::~ParamRow() = default;

void ParamRow::setCompact(bool compact)
{
    m_compact = compact;
    refresh();
    updateGeometry();
}

QString ParamRow::toolTipText() const
{
    const ParamSpec& spec = m_draft.spec(m_field);
    const QString tip = paramText(spec.help) + QLatin1Char('\n');
    if (m_compact)
        return tip + message();
    return tip + (spec.hot ? tr("Applies between two events.") : tr("Pulls the quotes, then applies."));
}

bool ParamRow::hasDraftDot() const
{
    return m_draft.changed(m_field);
}

QString ParamRow::rangeText() const
{
    const ParamSpec& spec = m_draft.spec(m_field);
    const bool number = spec.type == ParamType::Int || spec.type == ParamType::Real || spec.type == ParamType::Seconds;
    // A range nobody would reach says nothing; the help does.
    if (!number || spec.min == spec.max || spec.max >= 1e9)
        return paramText(spec.help);
    const auto bound = [](double value) { return text::grouped(numberText(value)); };
    return tr("%1 … %2").arg(bound(spec.min), bound(spec.max));
}

QString ParamRow::message() const
{
    const std::string& problem = m_draft.problem(m_field);
    if (!problem.empty())
        return QString::fromStdString(problem);
    if (m_draft.changed(m_field))
        return tr("was %1").arg(shownValue(m_draft.spec(m_field), m_draft.applied(m_field)));
    return rangeText();
}

void ParamRow::refresh()
{
    m_editor->setText(m_draft.text(m_field));
    m_editor->setMark(!m_draft.problem(m_field).empty() ? QStringLiteral("error")
            : m_draft.changed(m_field)                  ? QStringLiteral("draft")
                                                        : QString());
    m_editor->widget()->setAccessibleDescription(message());
    setToolTip(toolTipText());
    setAccessibleName(paramText(m_draft.spec(m_field).text) + QStringLiteral(", ") + message());
    update();
}

void ParamRow::refreshTheme()
{
    m_editor->refreshTheme();
    updateGeometry();
    update();
}

void ParamRow::setBase(const QString& base)
{
    if (m_draft.spec(m_field).unit == kBaseUnit)
        m_editor->setUnit(base.isEmpty() ? paramText(kBaseUnit) : base);
}

QSize ParamRow::sizeHint() const
{
    return m_compact ? minimumSizeHint() : QSize(at(kMessage + 190), at(kRow));
}

QSize ParamRow::minimumSizeHint() const
{
    return { at(m_compact ? kFieldWidth + 120 : kMessage + 60), at(m_compact ? kCompactRow : kRow) };
}

int ParamRow::at(int length) const
{
    return m_theme.scaled(length);
}

QRectF ParamRow::labelRect() const
{
    if (m_compact)
        return QRectF(at(kDot + 8), 0, width() - at(kCompactRight + kFieldWidth + kDot + 14), height());
    return QRectF(at(kLabel), 0, at(kField - kLabel - 6), height());
}

QRectF ParamRow::messageRect() const
{
    return QRectF(at(kMessage), 0, width() - at(kMessage) - 10, height());
}

void ParamRow::resizeEvent(QResizeEvent*)
{
    const int tall = m_theme.scaled(rows::kControl);
    const bool sized = m_draft.spec(m_field).type == ParamType::Bool;
    const int field = m_compact ? width() - at(kCompactRight + kFieldWidth) : at(kField);
    m_editor->widget()->setGeometry(field, (height() - tall) / 2, at(sized ? 84 : kFieldWidth), tall);
}

bool ParamRow::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::FocusOut)
        m_draft.endEdit();
    if (event->type() != QEvent::ShortcutOverride && event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    // One history for the whole form instead of one in each field.
    auto* key = static_cast<QKeyEvent*>(event);
    const bool undo = key->matches(QKeySequence::Undo);
    const bool redo
        = key->matches(QKeySequence::Redo) || (key->key() == Qt::Key_Y && key->modifiers() == Qt::ControlModifier);
    if (!undo && !redo)
        return QWidget::eventFilter(watched, event);
    event->accept();
    if (event->type() == QEvent::KeyPress)
        undo ? Q_EMIT undoAsked() : Q_EMIT redoAsked();
    return true;
}

void ParamRow::paintMessage(QPainter& painter) const
{
    QRectF place = messageRect();
    const bool wrong = !m_draft.problem(m_field).empty();
    const QString sentence = message();
    if (wrong) {
        drawIcon(painter, QStringLiteral("warning"), QRectF(place.left(), place.center().y() - at(6), at(12), at(12)),
            m_theme.status.danger);
        place.setLeft(place.left() + at(18));
    } else if (m_draft.changed(m_field)) {
        const QString old = shownValue(m_draft.spec(m_field), m_draft.applied(m_field));
        const QString before = tr("was %1").arg(QString());
        const QFont small = m_theme.font(TypeRole::Small);
        drawText(painter, place, before, small, m_theme.text.muted);
        QFont struck = m_theme.numberFont(TypeRole::Small);
        struck.setStrikeOut(true);
        drawText(painter, place.adjusted(QFontMetricsF(small).horizontalAdvance(before) + 1, 0, 0, 0), old, struck,
            m_theme.text.muted);
        return;
    }
    const QColor color = wrong ? m_theme.status.danger : m_theme.text.muted;
    const QFont small = m_theme.font(TypeRole::Small);
    if (QFontMetricsF(small).horizontalAdvance(sentence) <= place.width()) {
        drawText(painter, place, sentence, small, color);
        return;
    }
    drawWrapped(painter, place, sentence, m_theme.font(TypeRole::Micro), color);
}

void ParamRow::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const ParamSpec& spec = m_draft.spec(m_field);
    if (hasDraftDot()) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.status.warn);
        painter.drawEllipse(QPointF(at(kDot), height() / 2.0), at(3), at(3));
    }
    if (m_compact) {
        drawText(painter, labelRect(), paramText(spec.text), m_theme.font(TypeRole::Body),
            m_draft.problem(m_field).empty() ? m_theme.text.secondary : m_theme.status.danger);
        return;
    }
    drawIcon(painter, spec.hot ? QStringLiteral("hot") : QStringLiteral("cold"),
        QRectF(at(kMark), height() / 2.0 - at(6), at(12), at(12)), spec.hot ? m_theme.text.muted : m_theme.accent.text);
    drawText(painter, labelRect(), paramText(spec.text), m_theme.font(TypeRole::Body), m_theme.text.primary);
    paintMessage(painter);
}

} // namespace maker
