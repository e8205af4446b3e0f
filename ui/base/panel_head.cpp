#include "ui/base/panel.h"

#include "ui/base/painters.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QToolButton>

namespace maker {

namespace {

constexpr int kLinkSquare = 8;
constexpr int kLeft = 10;

/// Gives way to its neighbours, elided at the end.
class ElidedLabel : public QLabel {
public:
    using QLabel::QLabel;
    QSize minimumSizeHint() const override { return { 0, QLabel::minimumSizeHint().height() }; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        drawText(painter, QRectF(rect()), text(), font(), palette().color(QPalette::WindowText));
    }
};

} // namespace

PanelHead::PanelHead(const Theme& theme, const QString& title, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_title(new QLabel(title, this))
    , m_context(new ElidedLabel(this))
    , m_badge(new QLabel(this))
    , m_controls(new ControlRow(theme, this))
    , m_layout(new QHBoxLayout(this))
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_layout->setContentsMargins(kLeft, 0, 4, 1);
    m_layout->setSpacing(8);
    m_layout->addWidget(m_title);
    m_layout->addWidget(m_badge);
    m_layout->addWidget(m_context);
    m_layout->addWidget(m_controls, 1);
    m_context->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    m_badge->hide();
    m_context->hide();
    refresh();
}

void PanelHead::setTitle(const QString& title)
{
    m_title->setText(title);
}

void PanelHead::setContext(const QString& context)
{
    m_context->setText(context);
    m_context->setVisible(!context.isEmpty());
}

void PanelHead::setBadge(const QString& badge)
{
    m_badge->setText(badge);
    m_badge->setVisible(!badge.isEmpty());
}

void PanelHead::setLinked(bool linked)
{
    m_linked = linked;
    m_layout->setContentsMargins(linked ? kLeft + m_theme.scaled(kLinkSquare) + 8 : kLeft, 0, 4, 1);
    update();
}

void PanelHead::setModeLine(const QColor& color)
{
    if (m_modeLine == color)
        return;
    m_modeLine = color;
    update();
}

void PanelHead::setFocused(bool focused)
{
    if (focused == m_focused)
        return;
    m_focused = focused;
    update();
}

void PanelHead::addControl(QWidget* control)
{
    m_controls->addControl(control);
}

void PanelHead::addEnd(QWidget* control)
{
    m_controls->addEnd(control);
}

void PanelHead::dress(QToolButton& button, const QString& icon) const
{
    button.setFixedSize(m_theme.scaled(22), m_theme.scaled(22));
    button.setIconSize({ m_theme.scaled(14), m_theme.scaled(14) });
    button.setIcon(makeIcon(icon, m_theme));
}

QToolButton* PanelHead::addIcon(const QString& icon, const QString& toolTip)
{
    auto* button = new QToolButton(m_controls);
    button->setToolTip(toolTip);
    button->setAccessibleName(toolTip);
    button->setFocusPolicy(Qt::NoFocus);
    m_icons.emplace_back(button, icon);
    dress(*button, icon);
    m_controls->addEnd(button);
    return button;
}

bool PanelHead::lendControls(QWidget* borrower)
{
    // Nothing where it is lent already: showing it anew would ask the tab bar for a layout, which asks for this again.
    if (m_controls->parentWidget() == borrower)
        return false;
    m_layout->removeWidget(m_controls);
    m_controls->setParent(borrower);
    m_controls->show();
    return true;
}

bool PanelHead::takeControlsBack()
{
    if (m_controls->parentWidget() == this)
        return false;
    m_controls->setParent(this);
    m_layout->addWidget(m_controls, 1);
    m_controls->show();
    return true;
}

void PanelHead::refresh()
{
    const auto paint = [](QLabel* label, const QFont& font, const QColor& color) {
        label->setFont(font);
        QPalette palette = label->palette();
        palette.setColor(QPalette::WindowText, color);
        label->setPalette(palette);
    };
    paint(m_title, m_theme.font(TypeRole::Strong), m_theme.text.primary);
    paint(m_context, m_theme.font(TypeRole::Body), m_theme.text.muted);
    paint(m_badge, m_theme.font(TypeRole::Micro), m_theme.text.secondary);
    m_badge->setStyleSheet(
        QStringLiteral("background:%1;border-radius:7px;padding:0px 5px;min-height:%2px;max-height:%2px;")
            .arg(m_theme.bg.raised.name())
            .arg(m_theme.scaled(14)));
    for (const auto& [button, icon] : m_icons)
        dress(*button, icon);
    m_controls->refreshTheme();
    setLinked(m_linked);
    updateGeometry();
    update();
}

QSize PanelHead::sizeHint() const
{
    return { m_layout->sizeHint().width(), m_theme.scaled(rows::kPanelHead) };
}

QSize PanelHead::minimumSizeHint() const
{
    return { 60, m_theme.scaled(rows::kPanelHead) };
}

void PanelHead::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.bg.header);
    painter.fillRect(QRectF(0, height() - 1, width(), 1), m_theme.line.normal);
    if (m_modeLine.isValid())
        painter.fillRect(QRectF(0, height() - 2, width(), 2), m_modeLine);
    if (m_focused) {
        for (const QRectF& edge : { QRectF(0, 0, width(), 1), QRectF(0, height() - 1, width(), 1),
                 QRectF(0, 0, 1, height()), QRectF(width() - 1, 0, 1, height()) })
            painter.fillRect(edge, m_theme.accent.text);
    }
    if (m_linked) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.stack.spread);
        const double side = m_theme.scaled(kLinkSquare);
        painter.drawRoundedRect(QRectF(kLeft, (height() - side) / 2.0, side, side), 2, 2);
    }
}

} // namespace maker
