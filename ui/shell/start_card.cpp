#include "ui/shell/start_card.h"

#include "ui/base/painters.h"

#include <QPainter>
#include <QPushButton>
#include <QToolButton>

#include <array>

namespace maker {

namespace {
constexpr int kWidth = 468;
constexpr int kHead = 138;
constexpr int kStep = 28;
constexpr int kSteps = 3;
constexpr int kFoot = 14;
constexpr int kPad = 20;
} // namespace

StartCard::StartCard(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_start(new QPushButton(tr("Start the strategy"), this))
    , m_parameters(new QPushButton(tr("Parameters"), this))
    , m_close(new QToolButton(this))
{
    setAccessibleName(tr("Make a market in two minutes"));
    m_start->setProperty("kind", "primary");
    m_start->setToolTip(tr("Start the strategy (Enter)"));
    m_parameters->setProperty("kind", "quiet");
    m_parameters->setToolTip(tr("See and change how it will quote"));
    m_close->setToolTip(tr("Close"));
    m_close->setAccessibleName(tr("Close the invitation"));
    m_close->setFocusPolicy(Qt::NoFocus);
    connect(m_start, &QPushButton::clicked, this, &StartCard::startAsked);
    connect(m_parameters, &QPushButton::clicked, this, &StartCard::parametersAsked);
    connect(m_close, &QToolButton::clicked, this, &StartCard::dismissed);
    refreshTheme();
    hide();
}

void StartCard::setStrategy(const QString& title)
{
    m_strategy = title;
    setAccessibleDescription(tr("%1 is ready on a simulated market.").arg(title));
    update();
}

void StartCard::refreshTheme()
{
    m_close->setIcon(makeIcon(QStringLiteral("close"), m_theme));
    update();
}

void StartCard::place(const QRect& area)
{
    m_steps = area.height() >= kHead + kSteps * kStep + kFoot + 40;
    const QSize size(std::min(kWidth, area.width() - 24), kHead + (m_steps ? kSteps * kStep : 0) + kFoot);
    QRect box(QPoint(), size);
    box.moveCenter(area.center());
    if (box == geometry())
        return;
    setGeometry(box);
    m_close->setGeometry(width() - 30, 8, 22, 22);
    m_start->setGeometry(kPad, 92, 196, 30);
    m_parameters->setGeometry(kPad + 204, 92, 108, 30);
}

void StartCard::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_theme.accent.text, 1.5));
    painter.setBrush(m_theme.bg.raised);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
    drawText(painter, QRectF(kPad, 14, width() - 2 * kPad - 20, 30), tr("Make a market in two minutes"),
        m_theme.font(TypeRole::Headline), m_theme.text.primary);
    const QFont body = m_theme.font(TypeRole::Body);
    drawText(painter, QRectF(kPad, 44, width() - 2 * kPad, 18),
        tr("A simulated exchange is running here. No keys, no network, no money."), body, m_theme.text.secondary);
    drawText(painter, QRectF(kPad, 64, width() - 2 * kPad, 18), tr("%1 is ready.").arg(m_strategy), body,
        m_theme.text.secondary);
    if (m_steps)
        paintSteps(painter);
}

void StartCard::paintSteps(QPainter& painter) const
{
    const std::array<std::pair<QString, QString>, kSteps> steps { {
        { tr("Start the strategy"), tr("here, or with the arrow in Strategies") },
        { tr("Watch your quotes"), tr("violet, on the ladder and around the price") },
        { tr("See the first fill and its edge"), tr("within seconds, in Fills") },
    } };
    const QFont strong = m_theme.font(TypeRole::Strong);
    const QFont small = m_theme.font(TypeRole::Small);
    const QFontMetricsF metrics(strong);
    for (int i = 0; i < kSteps; ++i) {
        const double y = kHead + i * kStep;
        painter.fillRect(QRectF(kPad, y, width() - 2 * kPad, 1), m_theme.line.normal);
        painter.setPen(QPen(m_theme.line.strong, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(QRectF(kPad + 0.5, y + 6.5, 16, 16));
        drawText(painter, QRectF(kPad, y + 6, 17, 17), QString::number(i + 1), m_theme.font(TypeRole::Micro),
            m_theme.text.secondary, Qt::AlignCenter);
        const auto& [what, how] = steps[static_cast<std::size_t>(i)];
        const double wide = metrics.horizontalAdvance(what);
        drawText(painter, QRectF(kPad + 28, y, wide + 4, kStep), what, strong, m_theme.text.primary);
        drawText(painter, QRectF(kPad + 28 + wide + 10, y + 1, width() - 2 * kPad - 38 - wide, kStep), how, small,
            m_theme.text.secondary);
    }
}

} // namespace maker
