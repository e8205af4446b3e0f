#include "ui/shell/key_sheet.h"

#include "ui/base/painters.h"

#include <QPainter>

#include <cmath>

namespace maker {

namespace {
constexpr int kRow = 26;
constexpr int kColumn = 380;
constexpr int kTop = 56;
} // namespace

std::vector<std::pair<QString, QString>> keyTable()
{
    const auto tr = [](const char* text) { return KeySheet::tr(text); };
    return {
        { QStringLiteral("Ctrl K"), tr("Search: instruments, panels, actions") },
        { QStringLiteral("Pause Pause"), tr("Kill switch; or hold KILL for 0.6 s") },
        { QStringLiteral("F1  ?"), tr("This page") },
        { QStringLiteral("Esc"), tr("Close, leave the field") },
        { QStringLiteral("letters"), tr("Search an instrument") },
        { QStringLiteral("1 … 7"), tr("Interval of the chart") },
        { QStringLiteral("Ctrl 1 … 3"), tr("Workspace") },
        { QStringLiteral("Ctrl Tab"), tr("Next panel") },
        { QStringLiteral("Space"), tr("Ladder to the centre, chart back to now") },
        { QStringLiteral("Wheel"), tr("Scroll the ladder, zoom the chart") },
        { QStringLiteral("X"), tr("Cancel ours at the row of the ladder") },
        { QStringLiteral("Ctrl Shift X"), tr("Cancel all orders of ours") },
        { QStringLiteral("Q"), tr("Pull or restore the quotes") },
        { QStringLiteral("F"), tr("Flatten the position, asks once") },
        { QStringLiteral("L"), tr("Lock or unlock one-click") },
        { QStringLiteral("Ctrl Enter"), tr("Apply the draft of parameters") },
        { QStringLiteral("F5, Shift F5"), tr("Run the backtest, stop it") },
        { QStringLiteral("Space, Enter, Del"), tr("Compare, show, remove a run") },
        { QStringLiteral("Alt Enter"), tr("One panel fills the window, and back") },
        { QStringLiteral("Alt S"), tr("Picture of the window") },
    };
}

KeySheet::KeySheet(const Theme& theme, QWidget* parent)
    : QDialog(parent)
    , m_theme(theme)
{
    setWindowTitle(tr("Keys"));
    setModal(false);
    setFixedSize(sizeHint());
}

QSize KeySheet::sizeHint() const
{
    const int rowCount = static_cast<int>(std::ceil(static_cast<double>(keyTable().size()) / 2.0));
    return { 2 * kColumn + 32, kTop + rowCount * kRow + 20 };
}

void KeySheet::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), m_theme.bg.panel);
    drawText(painter, QRectF(16, 12, 400, 30), tr("Keys"), m_theme.font(TypeRole::Headline), m_theme.text.primary);
    const auto table = keyTable();
    const int half = static_cast<int>(std::ceil(static_cast<double>(table.size()) / 2.0));
    QFont keyFont = m_theme.font(TypeRole::Small);
    keyFont.setWeight(QFont::Medium);
    for (int i = 0; i < static_cast<int>(table.size()); ++i) {
        const double x = 16 + (i / half) * (kColumn + 8);
        const double y = kTop + (i % half) * kRow;
        const auto& [key, what] = table[static_cast<std::size_t>(i)];
        const double wide = QFontMetricsF(keyFont).horizontalAdvance(key) + 12;
        const QRectF box(x + 0.5, y + 3.5, wide, 19);
        painter.setPen(QPen(m_theme.line.normal, 1));
        painter.setBrush(m_theme.bg.header);
        painter.drawRoundedRect(box, 3, 3);
        drawText(painter, box, key, keyFont, m_theme.text.secondary, Qt::AlignCenter);
        drawText(
            painter, QRectF(x + 112, y, kColumn - 116, kRow), what, m_theme.font(TypeRole::Body), m_theme.text.primary);
    }
}

} // namespace maker
