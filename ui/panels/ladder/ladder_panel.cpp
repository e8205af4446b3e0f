#include "ui/panels/ladder/ladder_panel.h"

#include "ui/base/key_map.h"
#include "ui/base/number_text.h"
#include "ui/panels/ladder/ladder_parts.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace maker {

LadderPanel::LadderPanel(const PanelContext& context)
    : Panel(context, QStringLiteral("ladder"), tr("Ladder"))
    , m_view(new LadderView(context.theme, this))
    , m_balance(new DepthBalance(context.theme, this))
    , m_lock(new LockButton(context.theme, this))
    , m_groupText(new QLabel(this))
{
    buildHead();
    auto* body = new QWidget(this);
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_balance);
    layout->addWidget(buildFoot());
    body->setFocusProxy(m_view);
    setContent(body);
    connect(m_view, &LadderView::cancelAsked, this, &LadderPanel::cancelRow);
    connect(m_view, &LadderView::keyboardCame, this,
        [this](bool here) { head().setBadge(here ? tr("keyboard here") : QString()); });
    connect(m_view, &LadderView::lockedClick, this, [this] {
        selection().tell(
            Severity::Info, tr("One-click is locked"), tr("Press L in the ladder to cancel own orders by click."));
    });
    connect(m_view, &LadderView::ownRowReached, this, &LadderPanel::pickOrder);
    connect(&selection(), &Selection::instrumentChanged, this, [this] { showInstrument(); });
    setLocked(true);
    showInstrument();
    onThemeChanged();
}

LadderPanel::~LadderPanel()
{
    m_view->disconnect(this); // it loses the keyboard while it is deleted, and then nobody is there to show it
}

void LadderPanel::buildHead()
{
    head().setLinked(true);
    m_finer = head().addIcon(QStringLiteral("minus"), tr("Finer price groups (Ctrl and wheel)"));
    head().addEnd(m_groupText);
    m_coarser = head().addIcon(QStringLiteral("plus"), tr("Coarser price groups (Ctrl and wheel)"));
    QToolButton* centre = head().addIcon(QStringLiteral("centre"), tr("Centre on the spread (Space)"));
    head().addEnd(m_lock);
    m_groupText->setAlignment(Qt::AlignCenter);
    m_groupText->setMinimumWidth(36);
    m_groupText->setAccessibleName(tr("Price group"));
    connect(m_finer, &QToolButton::clicked, this, [this] { changeGroup(false); });
    connect(m_coarser, &QToolButton::clicked, this, [this] { changeGroup(true); });
    connect(centre, &QToolButton::clicked, m_view, &LadderView::centre);
    connect(m_lock, &QToolButton::toggled, this, [this](bool locked) { setLocked(locked); });
}

QWidget* LadderPanel::buildFoot()
{
    auto* foot = new QWidget(this);
    auto* layout = new QHBoxLayout(foot);
    layout->setContentsMargins(8, 6, 8, 6);
    layout->setSpacing(6);
    m_pull = new QPushButton(tr("Pull quotes"), foot);
    m_cancelMine = new QPushButton(tr("Cancel mine"), foot);
    m_flatten = new QPushButton(tr("Flatten"), foot);
    m_pull->setToolTip(tr("Nothing of any strategy rests until you restore (Q)"));
    m_cancelMine->setToolTip(tr("Cancels every order of ours in this instrument"));
    m_flatten->setToolTip(tr("Reduces the position to zero with an immediate order inside the collar; asks once (F)"));
    m_flatten->setProperty("kind", "danger");
    for (QPushButton* button : { m_pull, m_cancelMine, m_flatten }) {
        button->setProperty("compact", true);
        button->setFocusPolicy(Qt::NoFocus);
        button->setMinimumWidth(60);
        layout->addWidget(button, button == m_flatten ? 12 : button == m_cancelMine ? 10 : 9); // as long as their labels
    }
    connect(m_pull, &QPushButton::clicked, this, [this] { pullOrRestore(); });
    connect(m_cancelMine, &QPushButton::clicked, this,
        [this] { session().post({ .kind = CommandKind::CancelAll, .instrument = selection().instrument() }); });
    connect(m_flatten, &QPushButton::clicked, this, [this] { flatten(); });
    return foot;
}

void LadderPanel::showInstrument()
{
    const Instrument* shown = instrument(selection().instrument());
    head().setContext(shown != nullptr ? text::pair(*shown) : QString());
    m_instrumentChanged = true;
    disarm();
    if (shown == nullptr)
        setState(PanelState::Empty, tr("No instrument"), tr("Pick one in the watch list to see its book."));
}

void LadderPanel::onRows(std::span<const RowEvent> rows)
{
    for (const RowEvent& row : rows)
        m_ordersChanged = m_orders.apply(row) || m_ordersChanged;
}

void LadderPanel::showHealth(const Frame& frame)
{
    const bool known = frame.market.version != 0;
    const Duration age
        = frame.desk.time > frame.market.bookTime ? frame.desk.time - frame.market.bookTime : Duration {};
    switch (known ? frame.market.health : BookHealth::Waiting) {
    case BookHealth::Live:
        setState(PanelState::Live);
        break;
    case BookHealth::Waiting:
        setState(PanelState::Loading, tr("Waiting for the book"), tr("It appears when the venue has sent a snapshot."));
        break;
    case BookHealth::Stale:
        setState(PanelState::Stale, tr("No data for %1, quotes pulled").arg(text::age(age)));
        break;
    case BookHealth::Crossed:
        setState(PanelState::Stale, tr("The book is crossed, quotes pulled"));
        break;
    case BookHealth::Disconnected:
        setState(PanelState::Disconnected, tr("The venue is not connected"),
            tr("The book returns when the connection does."));
        break;
    }
    m_view->setMuted(state() == PanelState::Stale);
}

void LadderPanel::showButtons(const Frame& frame)
{
    m_pulled = false;
    for (std::size_t i = 0; i < frame.desk.strategyCount; ++i)
        m_pulled = m_pulled || frame.desk.strategies[i].state == StrategyState::Pulled;
    m_pull->setText(m_pulled ? tr("Restore quotes") : tr("Pull quotes"));
    const Instrument* shown = instrument(selection().instrument());
    m_position = frame.market.position;
    const bool flat = shown == nullptr || m_position.isZero();
    m_flatten->setEnabled(!flat);
    if (m_armedAt && (flat || clock().millis() - *m_armedAt > kArmedMillis))
        m_armedAt.reset();
    const QString amount = flat ? QString() : text::qty(*shown, Qty { std::abs(m_position.count) });
    m_flatten->setText(flat ? tr("Flatten") : m_armedAt ? tr("Sure? %1").arg(amount) : tr("Flatten %1").arg(amount));
}

void LadderPanel::onFrame(const Frame& frame)
{
    const Instrument* shown = instrument(selection().instrument());
    if (shown == nullptr)
        return;
    showHealth(frame);
    showButtons(frame);
    const bool settled = m_orders.settle(frame.desk);
    const bool drafted = readDrafts();
    if (!frame.marketChanged && !m_ordersChanged && !settled && !m_instrumentChanged && !drafted)
        return;
    m_ordersChanged = false;
    m_instrumentChanged = false;
    m_view->show(shown, frame.market, m_orders, m_drafts);
    m_balance->setShare(m_view->rows().bidShare());
    const std::int64_t group = m_view->rows().group();
    m_groupText->setText(group > 0 ? text::price(*shown, Price { group }) : QString(text::kUnknown));
    m_finer->setEnabled(group > shown->tickSize().count);
    const QColor mode = frame.desk.mode == TradingMode::Demo ? theme().mode.demo
        : frame.desk.mode == TradingMode::Paper              ? theme().mode.paper
                                                             : QColor();
    head().setModeLine(mode);
}

bool LadderPanel::readDrafts()
{
    const bool newer = session().preview(m_preview);
    if (!newer && !m_instrumentChanged)
        return false;
    const bool had = !m_drafts.empty();
    m_drafts.clear();
    if (m_preview.instrument == selection().instrument()) {
        for (const Quote& quote : m_preview.target.view())
            m_drafts.push_back({ quote.side, quote.price, quote.qty });
    }
    return had || !m_drafts.empty();
}

/// The order that a row's reasons are asked of.
void LadderPanel::pickOrder(const LadderRow& row)
{
    const auto [low, high] = m_view->rows().range(row);
    const std::vector<Order> found = m_orders.ours(selection().instrument(), row.side, low, high);
    if (!found.empty())
        selection().setOrder(found.front().clientOrderId);
}

void LadderPanel::cancelRow(const LadderRow& row)
{
    const auto [low, high] = m_view->rows().range(row);
    for (const Order& order : m_orders.ours(selection().instrument(), row.side, low, high))
        session().post(
            { .kind = CommandKind::CancelOrder, .instrument = order.instrument, .clientOrderId = order.clientOrderId });
}

void LadderPanel::pullOrRestore()
{
    session().post({ .kind = m_pulled ? CommandKind::RestoreQuotes : CommandKind::PullQuotes });
}

void LadderPanel::flatten()
{
    const Instrument* shown = instrument(selection().instrument());
    if (shown == nullptr || m_position.isZero())
        return;
    if (!m_armedAt) {
        m_armedAt = clock().millis();
        m_flatten->setText(tr("Sure? %1").arg(text::qty(*shown, Qty { std::abs(m_position.count) })));
        return;
    }
    disarm();
    session().post({ .kind = CommandKind::Flatten, .instrument = shown->id() });
}

void LadderPanel::disarm()
{
    m_armedAt.reset();
}

void LadderPanel::setLocked(bool locked)
{
    m_lock->setChecked(locked);
    m_lock->setToolTip(locked ? tr("One-click is locked: clicks cancel nothing (L)")
                              : tr("One-click is armed: a click on an own order cancels it (L)"));
    m_view->setLocked(locked);
}

void LadderPanel::changeGroup(bool coarser)
{
    coarser ? m_view->rows().coarser() : m_view->rows().finer();
    m_instrumentChanged = true;
}

void LadderPanel::keyPressEvent(QKeyEvent* event)
{
    const KeyMap& keys = KeyMap::instance();
    if (keys.is("ladder.pull", *event))
        pullOrRestore();
    else if (keys.is("ladder.flatten", *event))
        flatten();
    else if (keys.is("ladder.lock", *event))
        setLocked(!m_view->locked());
    else if (event->key() == Qt::Key_Escape)
        disarm();
    else
        Panel::keyPressEvent(event);
}

void LadderPanel::onThemeChanged()
{
    if (m_view == nullptr)
        return;
    m_view->refreshTheme();
    m_lock->refreshTheme();
    m_groupText->setFont(theme().numberFont(TypeRole::Small));
    m_groupText->setMinimumWidth(theme().scaled(36));
    QPalette palette = m_groupText->palette();
    palette.setColor(QPalette::WindowText, theme().text.secondary);
    m_groupText->setPalette(palette);
}

std::unique_ptr<Panel> makeLadderPanel(const PanelContext& context)
{
    return std::make_unique<LadderPanel>(context);
}

} // namespace maker
