#include "ui/base/panel.h"

#include "ui/base/number_text.h"
#include "ui/base/painters.h"

#include <QPainter>
#include <QPushButton>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace maker {

/// The two lines and the one action that stand in for content that is not there.
class Panel::StateCard : public QWidget {
public:
    StateCard(const Theme& theme, QWidget* parent)
        : QWidget(parent)
        , m_theme(theme)
        , m_title(new QLabel(this))
        , m_detail(new QLabel(this))
        , m_action(new QPushButton(this))
    {
        auto* layout = new QVBoxLayout(this);
        layout->setContentsMargins(16, 12, 16, 12);
        layout->setSpacing(6);
        layout->addStretch(1);
        layout->addWidget(m_title, 0, Qt::AlignHCenter);
        layout->addWidget(m_detail);
        layout->addWidget(m_action, 0, Qt::AlignHCenter);
        layout->addStretch(1);
        m_detail->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
        m_detail->setWordWrap(true);
        m_action->hide();
        refresh();
    }

    void show(PanelState state, const QString& title, const QString& detail)
    {
        m_state = state;
        m_title->setText(title);
        m_detail->setText(detail);
        m_detail->setVisible(!detail.isEmpty());
        refresh();
    }

    QPushButton* action() const { return m_action; }

    void refresh()
    {
        const bool alarming
            = m_state == PanelState::Disconnected || m_state == PanelState::Error || m_state == PanelState::Killed;
        m_title->setFont(m_theme.font(TypeRole::Strong));
        m_detail->setFont(m_theme.font(TypeRole::Body));
        tint(m_title, alarming ? m_theme.status.danger : m_theme.text.primary);
        tint(m_detail, m_theme.text.secondary);
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.fillRect(rect(), m_theme.bg.panel);
    }

private:
    static void tint(QLabel* label, const QColor& color)
    {
        QPalette palette = label->palette();
        palette.setColor(QPalette::WindowText, color);
        label->setPalette(palette);
    }

    const Theme& m_theme;
    QLabel* m_title;
    QLabel* m_detail;
    QPushButton* m_action;
    PanelState m_state = PanelState::Empty;
};

Panel::Panel(const PanelContext& context, const QString& id, const QString& title, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_id(id)
    , m_head(new PanelHead(context.theme, title, this))
    , m_body(new QWidget(this))
    , m_stack(new QStackedLayout(m_body))
    , m_card(new StateCard(context.theme, m_body))
    , m_foot(new QLabel(this))
{
    setObjectName(id);
    setAccessibleName(title);
    setFocusPolicy(Qt::StrongFocus);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_head);
    layout->addWidget(m_body, 1);
    layout->addWidget(m_foot);
    m_stack->addWidget(m_card);
    m_foot->setContentsMargins(10, 0, 10, 0);
    m_foot->setAutoFillBackground(true);
    m_foot->hide();
    context.clock.add(this);
    refreshTheme();
}

Panel::~Panel()
{
    m_context.clock.remove(this);
}

bool Panel::perform(const QString& key)
{
    Q_UNUSED(key);
    return false;
}

void Panel::setContent(QWidget* content)
{
    m_content = content;
    m_stack->addWidget(content);
    setFocusProxy(content->focusPolicy() == Qt::NoFocus ? nullptr : content);
    if (m_state == PanelState::Live || m_state == PanelState::Stale)
        m_stack->setCurrentWidget(content);
}

void Panel::setState(PanelState state, const QString& title, const QString& detail)
{
    if (state == m_state && title == m_stateTitle && detail == m_stateDetail)
        return;
    m_state = state;
    m_stateTitle = title;
    m_stateDetail = detail;
    const bool showsContent = state == PanelState::Live || state == PanelState::Stale;
    m_foot->setVisible(state == PanelState::Stale);
    m_foot->setText(title);
    m_card->show(state, title, detail);
    if (m_content != nullptr)
        m_stack->setCurrentWidget(showsContent ? m_content : m_card);
}

QPushButton* Panel::setAction(const QString& text)
{
    m_card->action()->setText(text);
    m_card->action()->setVisible(!text.isEmpty());
    return m_card->action();
}

const Instrument* Panel::instrument(InstrumentId id) const
{
    for (const std::shared_ptr<const Instrument>& entry : session().catalog().instruments) {
        if (entry->id() == id)
            return entry.get();
    }
    return nullptr;
}

QString Panel::strategyTitle(StrategyId id) const
{
    for (const Catalog::StrategyEntry& entry : session().catalog().strategies) {
        if (entry.id == id)
            return QString::fromStdString(entry.title);
    }
    return text::kUnknown;
}

QString Panel::strategyShort(StrategyId id) const
{
    const QString title = strategyTitle(id);
    const QStringList words = title.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (words.size() < 3)
        return title;
    QString initials;
    for (qsizetype i = 0; i + 1 < words.size(); ++i)
        initials += words.at(i).at(0).toUpper();
    return initials + QLatin1Char(' ') + words.back();
}

void Panel::refreshTheme()
{
    m_head->refresh();
    m_card->refresh();
    QPalette palette = m_foot->palette();
    palette.setColor(QPalette::Window, theme().status.warnSoft);
    palette.setColor(QPalette::WindowText, theme().status.warn);
    m_foot->setPalette(palette);
    m_foot->setFont(theme().font(TypeRole::Small));
    m_foot->setFixedHeight(theme().scaled(20));
    onThemeChanged();
    update();
}

void Panel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme().bg.panel);
}

} // namespace maker
