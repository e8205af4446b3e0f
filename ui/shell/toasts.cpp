#include "ui/shell/toasts.h"

#include "ui/base/painters.h"

#include <QMouseEvent>
#include <QPainter>
#include <QTimer>

#include <algorithm>

namespace maker {

namespace {
constexpr int kWidth = 300;
constexpr int kHeight = 50;
constexpr int kGap = 8;

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
    setFixedWidth(kWidth);
    hide();
}

void ToastStack::show(Severity severity, const QString& title, const QString& detail)
{
    for (Toast& toast : m_toasts) {
        if (toast.title == title && toast.severity == severity) {
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

void ToastStack::place(int bottom)
{
    m_bottom = bottom;
    refit();
}

void ToastStack::refit()
{
    setVisible(!m_toasts.empty());
    const int tall = count() * (kHeight + kGap);
    if (parentWidget() != nullptr && tall > 0)
        setGeometry(parentWidget()->width() - kWidth - 12, parentWidget()->height() - m_bottom - tall, kWidth, tall);
    raise();
    update();
}

void ToastStack::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    double y = 0;
    for (const Toast& toast : m_toasts) {
        const QRectF box(0.5, y + 0.5, kWidth - 1.0, kHeight - 1.0);
        const QColor edge = edgeOf(toast.severity, m_theme);
        painter.setPen(QPen(m_theme.line.strong, 1));
        painter.setBrush(m_theme.bg.raised);
        painter.drawRoundedRect(box, 4, 4);
        painter.fillRect(QRectF(0, y, 3, kHeight), edge);
        drawIcon(painter,
            toast.severity == Severity::Info || toast.severity == Severity::Debug ? QStringLiteral("check")
                                                                                  : QStringLiteral("warning"),
            QRectF(13, y + 10, 14, 14), edge);
        const QString title = toast.repeats > 1 ? tr("%1, %2 times").arg(toast.title).arg(toast.repeats) : toast.title;
        drawText(
            painter, QRectF(36, y + 7, kWidth - 66, 18), title, m_theme.font(TypeRole::Strong), m_theme.text.primary);
        drawText(painter, QRectF(36, y + 26, kWidth - 48, 16), toast.detail, m_theme.font(TypeRole::Small),
            m_theme.text.secondary);
        drawIcon(painter, QStringLiteral("close"), QRectF(kWidth - 22, y + 9, 12, 12), m_theme.text.muted);
        y += kHeight + kGap;
    }
}

void ToastStack::mousePressEvent(QMouseEvent* event)
{
    const int index = static_cast<int>(event->position().y()) / (kHeight + kGap);
    if (index >= 0 && index < count())
        leave(m_toasts[static_cast<std::size_t>(index)].number);
}

} // namespace maker
