#include "ui/shell/key_sheet.h"

#include "ui/base/key_map.h"
#include "ui/base/painters.h"

#include <QPainter>

#include <cmath>

namespace maker {

namespace {
constexpr int kRow = 26;
constexpr int kColumn = 380;
constexpr int kTop = 56;
constexpr int kKeys = 118; // the keys' own lane
} // namespace

std::vector<std::pair<QString, QString>> keyTable()
{
    const auto tr = [](const char* text) { return KeySheet::tr(text); };
    const KeyMap& map = KeyMap::instance();
    std::vector<std::pair<QString, QString>> table;
    for (const KeyAction& action : map.actions()) {
        const bool kill = qstrcmp(action.id, "kill") == 0;
        const QString keys = map.text(action.id);
        const QString title = KeyMap::tr(action.title);
        table.emplace_back(kill && !action.keys.isEmpty() ? keys + QLatin1Char(' ') + keys : keys,
            action.scope == KeyScope::Window ? title : tr("%1: %2").arg(toText(action.scope), title));
    }
    // What cannot be changed.
    table.insert(table.end(),
        { { QStringLiteral("?"), tr("This page") },
            { QStringLiteral("Esc"), tr("Close, leave the field") },
            { tr("letters"), tr("Search an instrument") },
            { QStringLiteral("1 … 7"), tr("Chart: interval") },
            { tr("Wheel"), tr("Scroll the ladder, zoom the chart") },
            { QStringLiteral("Ctrl Enter"), tr("Apply the draft of parameters") },
            { QStringLiteral("Space, Enter, Del"), tr("Lab: compare, show, remove a run") } });
    return table;
}

KeySheet::KeySheet(const Theme& theme, QWidget* parent)
    : QDialog(parent)
    , m_theme(theme)
{
    setWindowTitle(tr("Keys"));
    setModal(false);
    setFixedSize(sizeHint());
    connect(&KeyMap::instance(), &KeyMap::changed, this, qOverload<>(&QWidget::update));
}

QSize KeySheet::sizeHint() const
{
    const int rowCount = static_cast<int>(std::ceil(static_cast<double>(keyTable().size()) / 2.0));
    return { 2 * m_theme.scaled(kColumn) + 32, m_theme.scaled(kTop) + rowCount * m_theme.scaled(kRow) + 20 };
}

void KeySheet::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), m_theme.bg.panel);
    const int top = m_theme.scaled(kTop);
    const int row = m_theme.scaled(kRow);
    const int column = m_theme.scaled(kColumn);
    const int lane = m_theme.scaled(kKeys);
    drawText(painter, QRectF(16, 0, column, top), tr("Keys"), m_theme.font(TypeRole::Headline), m_theme.text.primary);
    const auto table = keyTable();
    const int half = static_cast<int>(std::ceil(static_cast<double>(table.size()) / 2.0));
    QFont keyFont = m_theme.font(TypeRole::Small);
    keyFont.setWeight(QFont::Medium);
    for (int i = 0; i < static_cast<int>(table.size()); ++i) {
        const double x = 16 + (i / half) * (column + 8);
        const double y = top + (i % half) * row;
        const auto& [key, what] = table[static_cast<std::size_t>(i)];
        const double wide = QFontMetricsF(keyFont).horizontalAdvance(key) + 12;
        const QRectF box(x + 0.5, y + 3.5, wide, row - 7);
        painter.setPen(QPen(m_theme.line.normal, 1));
        painter.setBrush(m_theme.bg.header);
        painter.drawRoundedRect(box, 3, 3);
        drawText(painter, box, key, keyFont, m_theme.text.secondary, Qt::AlignCenter);
        drawText(painter, QRectF(x + lane, y, column - lane - 4, row), what, m_theme.font(TypeRole::Body),
            m_theme.text.primary);
    }
}

} // namespace maker
