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
    m_close->setIconSize({ m_theme.scaled(14), m_theme.scaled(14) });
    if (!m_area.isEmpty())
        place(m_area);
    update();
}

void StartCard::place(const QRect& area)
{
    m_area = area;
    const auto at = [this](int length) { return m_theme.scaled(length); };
    m_steps = area.height() >= at(kHead + kSteps * kStep + kFoot) + 40;
    const QSize size(std::min(at(kWidth), area.width() - 24), at(kHead + (m_steps ? kSteps * kStep : 0) + kFoot));
    QRect box(QPoint(), size);
    box.moveCenter(area.center());
    if (box == geometry())
        return;
    setGeometry(box);
    m_close->setGeometry(width() - at(30), at(8), at(22), at(22));
    m_start->setGeometry(at(kPad), at(92), at(196), at(30));
    m_parameters->setGeometry(at(kPad + 204), at(92), at(108), at(30));
}

void StartCard::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_theme.accent.text, 1.5));
    painter.setBrush(m_theme.bg.raised);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
    const auto at = [this](int length) { return m_theme.scaled(length); };
    const double wide = width() - 2.0 * at(kPad);
    drawText(painter, QRectF(at(kPad), at(14), wide - at(20), at(30)), tr("Make a market in two minutes"),
        m_theme.font(TypeRole::Headline), m_theme.text.primary);
    const QFont body = m_theme.font(TypeRole::Body);
    drawText(painter, QRectF(at(kPad), at(44), wide, at(18)),
        tr("A simulated exchange is running here. No keys, no network, no money."), body, m_theme.text.secondary);
    drawText(painter, QRectF(at(kPad), at(64), wide, at(18)), tr("%1 is ready.").arg(m_strategy), body,
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
    const double scale = m_theme.textScale;
    const double pad = kPad * scale;
    const double step = kStep * scale;
    const double circle = 16 * scale;
    for (int i = 0; i < kSteps; ++i) {
        const double y = (kHead + i * kStep) * scale;
        painter.fillRect(QRectF(pad, y, width() - 2 * pad, 1), m_theme.line.normal);
        painter.setPen(QPen(m_theme.line.strong, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(QRectF(pad + 0.5, y + (step - circle) / 2.0 + 0.5, circle, circle));
        drawText(painter, QRectF(pad, y + (step - circle) / 2.0, circle + 1, circle + 1), QString::number(i + 1), m_theme.font(TypeRole::Micro),
            m_theme.text.secondary, Qt::AlignCenter);
        const auto& [what, how] = steps[static_cast<std::size_t>(i)];
        const double wide = metrics.horizontalAdvance(what);
        drawText(painter, QRectF(pad + 28 * scale, y, wide + 4, step), what, strong, m_theme.text.primary);
        drawText(painter, QRectF(pad + 28 * scale + wide + 10, y + 1, width() - 2 * pad - 28 * scale - 10 - wide, step), how, small,
            m_theme.text.secondary);
    }
}

} // namespace maker
