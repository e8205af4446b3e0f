#include "ui/shell/toasts.h"

#include "ui/base/painters.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QRegularExpression>
#include <QTimer>
#include <QToolTip>

#include <algorithm>

namespace maker {

namespace {
constexpr int kWidth = 320;
constexpr int kHeight = 50;
constexpr int kSecondLine = 16;
constexpr int kGap = 8;

/// The same message with other figures in it is the same message again.
QString withoutFigures(QString sentence)
{
    static const QRegularExpression kFigures(QStringLiteral("[0-9.,]+"));
    return sentence.replace(kFigures, QStringLiteral("0"));
}

QColor edgeOf(Severity severity, const Theme& theme)
{
    return severity == Severity::Danger ? theme.status.danger
        : severity == Severity::Warning ? theme.status.warn
                                        : theme.status.info;
}
} // namespace

ToastStack::ToastStack(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setAccessibleName(tr("Messages"));
    hide();
}

void ToastStack::show(Severity severity, const QString& title, const QString& detail)
{
    for (Toast& toast : m_toasts) {
        if (toast.title == title && toast.severity == severity && withoutFigures(toast.detail) == withoutFigures(detail)) {
            toast.detail = detail;
            ++toast.repeats;
            update();
            return;
        }
    }
    if (count() >= kMost) {
        // The oldest that need not be acknowledged makes room first.
        const auto mild = std::find_if(
            m_toasts.begin(), m_toasts.end(), [](const Toast& t) { return t.severity != Severity::Danger; });
        m_toasts.erase(mild != m_toasts.end() ? mild : m_toasts.begin());
    }
    const int number = m_next++;
    m_toasts.push_back({ number, severity, title, detail, 1 });
    if (severity != Severity::Danger)
        QTimer::singleShot(kInfoMillis, this, [this, number] { leave(number); });
    refit();
}

void ToastStack::leave(int number)
{
    std::erase_if(m_toasts, [number](const Toast& toast) { return toast.number == number; });
    refit();
}

int ToastStack::heightOf(const Toast& toast) const
{
    const double room = m_theme.scaled(kWidth) - m_theme.scaled(48);
    const bool fits = QFontMetricsF(m_theme.font(TypeRole::Small)).horizontalAdvance(toast.detail) <= room;
    return m_theme.scaled(fits ? kHeight : kHeight + kSecondLine);
}

int ToastStack::indexAt(const QPoint& point) const
{
    int top = 0;
    for (int index = 0; index < count(); ++index) {
        const int bottom = top + heightOf(m_toasts[static_cast<std::size_t>(index)]);
        if (point.y() >= top && point.y() < bottom)
            return index;
        top = bottom + kGap;
    }
    return -1;
}

void ToastStack::place(int bottom)
{
    m_bottom = bottom;
    refit();
}

void ToastStack::refit()
{
    setVisible(!m_toasts.empty());
    const int wide = m_theme.scaled(kWidth);
    int tall = 0;
    for (const Toast& toast : m_toasts)
        tall += heightOf(toast) + kGap;
    if (parentWidget() != nullptr && tall > 0)
        setGeometry(parentWidget()->width() - wide - 12, parentWidget()->height() - m_bottom - tall, wide, tall);
    raise();
    update();
}

void ToastStack::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto at = [this](int length) { return m_theme.scaled(length); };
    const int icon = at(14);
    double y = 0;
    for (const Toast& toast : m_toasts) {
        const int tall = heightOf(toast);
        const QRectF box(0.5, y + 0.5, width() - 1.0, tall - 1.0);
        const QColor edge = edgeOf(toast.severity, m_theme);
        painter.setPen(QPen(m_theme.line.strong, 1));
        painter.setBrush(m_theme.bg.raised);
        painter.drawRoundedRect(box, 4, 4);
        painter.fillRect(QRectF(0, y, 3, tall), edge);
        drawIcon(painter,
            toast.severity == Severity::Info || toast.severity == Severity::Debug ? QStringLiteral("check")
                                                                                  : QStringLiteral("warning"),
            QRectF(at(13), y + at(10), icon, icon), edge);
        const QString title = toast.repeats > 1 ? tr("%1, %2 times").arg(toast.title).arg(toast.repeats) : toast.title;
        drawText(
            painter, QRectF(at(36), y + at(7), width() - at(66), at(18)), title, m_theme.font(TypeRole::Strong), m_theme.text.primary);
        drawWrapped(painter, QRectF(at(36), y + at(26), width() - at(48), tall - at(34)), toast.detail,
            m_theme.font(TypeRole::Small), m_theme.text.secondary);
        drawIcon(painter, QStringLiteral("close"), QRectF(width() - at(22), y + at(9), at(12), at(12)), m_theme.text.muted);
        y += tall + kGap;
    }
}

void ToastStack::mousePressEvent(QMouseEvent* event)
{
    if (const int index = indexAt(event->position().toPoint()); index >= 0)
        leave(m_toasts[static_cast<std::size_t>(index)].number);
}

bool ToastStack::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int index = indexAt(help->pos());
    if (index < 0)
        return false;
    // The sentence may be longer than its line.
    const Toast& toast = m_toasts[static_cast<std::size_t>(index)];
    QToolTip::showText(help->globalPos(), toast.title + QLatin1Char('\n') + toast.detail + QLatin1Char('\n') + tr("A click closes it."), this);
    return true;
}

} // namespace maker
