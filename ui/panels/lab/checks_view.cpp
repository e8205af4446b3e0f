#include "ui/panels/lab/checks_view.h"

#include "ui/base/painters.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace maker {

namespace {

constexpr int kRow = 22; // lengths times the size of the text
constexpr int kHead = 28;
constexpr int kName = 74;
constexpr double kNameAt = 30.0;

} // namespace

bool checkPassed(const std::string& sentence)
{
    return sentence.starts_with("ok");
}

QString checkText(const std::string& sentence)
{
    if (!checkPassed(sentence))
        return QString::fromStdString(sentence);
    const std::size_t from = sentence.find_first_not_of(" :", 2);
    return from == std::string::npos ? ChecksView::tr("passed") : QString::fromStdString(sentence.substr(from));
}

ChecksView::ChecksView(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("Checks"));
}

void ChecksView::setChecks(std::vector<std::pair<std::string, std::string>> checks)
{
    m_checks = std::move(checks);
    setVisible(!m_checks.empty());
    setAccessibleDescription(texts().join(QLatin1Char('\n')));
    refreshTheme();
}

void ChecksView::refreshTheme()
{
    updateGeometry();
    update();
}

QStringList ChecksView::texts() const
{
    QStringList out;
    for (const auto& [name, sentence] : m_checks)
        out << QString::fromStdString(name) + QStringLiteral(": ") + checkText(sentence);
    return out;
}

double ChecksView::nameWidth() const
{
    const QFontMetricsF metrics(m_theme.font(TypeRole::Body));
    double widest = m_theme.scaled(kName);
    for (const auto& [name, sentence] : m_checks)
        widest = std::max(widest, metrics.horizontalAdvance(QString::fromStdString(name)) + 10.0);
    return widest;
}

double ChecksView::rowHeight(const std::string& sentence, double wide) const
{
    const QFontMetricsF metrics(m_theme.font(TypeRole::Small));
    const double room = std::max(80.0, wide - kNameAt - nameWidth() - 10.0);
    const double text = metrics.boundingRect(QRectF(0, 0, room, 10'000), Qt::TextWordWrap, checkText(sentence)).height();
    return std::max(static_cast<double>(m_theme.scaled(kRow)), std::ceil(text) + 6.0);
}

int ChecksView::heightForWidth(int wide) const
{
    double height = m_theme.scaled(kHead) + 8;
    for (const auto& [name, sentence] : m_checks)
        height += rowHeight(sentence, wide);
    return static_cast<int>(std::ceil(height));
}

QSize ChecksView::sizeHint() const
{
    return { 240, heightForWidth(std::max(240, width())) };
}

void ChecksView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.bg.panel);
    const double head = m_theme.scaled(kHead);
    painter.fillRect(QRectF(0, 0, width(), head), m_theme.bg.header);
    drawHairline(painter, 0, width(), head - 1, m_theme.line.normal);
    drawText(painter, QRectF(10, 0, width() - 20, head), tr("Checks"), m_theme.font(TypeRole::Strong), m_theme.text.primary);
    double y = head + 4;
    const double line = m_theme.scaled(kRow);
    const double at = kNameAt + nameWidth();
    for (const auto& [name, sentence] : m_checks) {
        const bool fine = checkPassed(sentence);
        const double row = rowHeight(sentence, width());
        drawIcon(painter, fine ? QStringLiteral("check") : QStringLiteral("warning"), QRectF(10, y + line / 2 - 6, 12, 12),
            fine ? m_theme.status.ok : m_theme.status.warn);
        drawText(painter, QRectF(kNameAt, y, at - kNameAt, line), QString::fromStdString(name), m_theme.font(TypeRole::Body),
            m_theme.text.primary);
        painter.setFont(m_theme.font(TypeRole::Small));
        painter.setPen(fine ? m_theme.text.secondary : m_theme.status.warn);
        const bool single = row <= line;
        painter.drawText(QRectF(at, single ? y : y + 3, width() - at - 10, single ? line : row - 3),
            Qt::TextWordWrap | (single ? Qt::AlignVCenter : Qt::AlignTop), checkText(sentence));
        y += row;
    }
}

} // namespace maker
