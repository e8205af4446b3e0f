#include "ui/panels/orders/orders_panel.h"

#include "ui/base/key_map.h"
#include "ui/base/number_text.h"

#include <QCoreApplication>
#include <QHeaderView>
#include <QPushButton>
#include <QShortcut>

#include <algorithm>

namespace maker {

namespace {

enum Columns { kSide, kInstrument, kPrice, kQty, kFilled, kQueue, kChance, kDistance, kState, kStrategy };

QString stateWord(OrderState state)
{
    const auto tr = [](const char* text) { return QCoreApplication::translate("OrdersPanel", text); };
    switch (state) {
    case OrderState::PendingNew:
        return tr("Pending new");
    case OrderState::Accepted:
        return tr("Accepted");
    case OrderState::PartiallyFilled:
        return tr("Partially filled");
    case OrderState::PendingCancel:
        return tr("Pending cancel");
    case OrderState::PendingReplace:
        return tr("Pending replace");
    case OrderState::Filled:
        return tr("Filled");
    case OrderState::Canceled:
        return tr("Cancelled");
    case OrderState::Rejected:
        return tr("Rejected");
    case OrderState::Expired:
        return tr("Expired");
    }
    return {};
}

Tone stateTone(OrderState state)
{
    switch (state) {
    case OrderState::PendingNew:
    case OrderState::PendingReplace:
        return Tone::Info;
    case OrderState::PendingCancel:
        return Tone::Warn;
    default:
        return Tone::Secondary;
    }
}

bool anyPulled(const DeskSnapshot& desk)
{
    for (std::size_t i = 0; i < desk.strategyCount; ++i) {
        if (desk.strategies[i].state == StrategyState::Pulled)
            return true;
    }
    return false;
}

std::optional<QueuePlaceText> placeOf(const Order& order, const MarketSnapshot& market)
{
    for (std::size_t i = 0; i < market.ownCount; ++i) {
        const OwnOrderView& own = market.own[i];
        if (own.clientOrderId != order.clientOrderId || !own.queueKnown)
            continue;
        const double level = static_cast<double>(own.ahead.count + own.qty.count + own.behind.count);
        if (level <= 0.0)
            return std::nullopt;
        return QueuePlaceText { static_cast<double>(own.ahead.count) / level, static_cast<double>(own.qty.count) / level,
            own.fillChance < 0.0 ? QString(text::kUnknown) : text::percent(own.fillChance) };
    }
    return std::nullopt;
}

} // namespace

QString orderStateText(OrderState state, Duration age)
{
    return stateWord(state) + QLatin1Char(' ') + text::age(age);
}

OrdersModel::OrdersModel(QObject* parent)
    : ListTableModel(
        { { OrdersPanel::tr("Side"), 54, ColumnKind::Side, 0, 30 },
            { OrdersPanel::tr("Instrument"), 80, ColumnKind::Text, 0, 68 },
            { OrdersPanel::tr("Price"), 84, ColumnKind::Number, 0, 74 },
            { OrdersPanel::tr("Qty"), 72, ColumnKind::Number, 0, 62 },
            { OrdersPanel::tr("Filled"), 76, ColumnKind::Number, 7, 62 },
            { OrdersPanel::tr("Queue ahead"), 92, ColumnKind::Queue, 4 },
            { OrdersPanel::tr("Fill 60 s"), 58, ColumnKind::Number, 1 },
            { OrdersPanel::tr("Dist bp"), 54, ColumnKind::Number, 3 },
            { OrdersPanel::tr("State"), 124, ColumnKind::Text, 2, 92 },
            { OrdersPanel::tr("Strategy"), 0, ColumnKind::Text, 5 } },
        parent)
{
}

QVariant OrdersModel::cell(const OrderRow& row, int column, int role) const
{
    if (role == SideRole)
        return static_cast<int>(row.order.side);
    if (role == ShareRole)
        return row.queue && column == kQueue ? QVariant(row.queue->ahead) : QVariant();
    if (role == OursRole)
        return row.queue && column == kQueue ? QVariant(row.queue->ours) : QVariant();
    if (role == FadedRole)
        return row.order.foreign;
    if (role == ToneRole) {
        if (column == kState)
            return static_cast<int>(stateTone(row.order.state));
        if (column == kFilled && row.order.cumQty.isZero())
            return static_cast<int>(Tone::Muted);
        return static_cast<int>(column == kDistance || column == kInstrument ? Tone::Secondary : Tone::Primary);
    }
    if (role == Qt::ToolTipRole)
        return QStringLiteral("%1, %2").arg(row.strategy, text::fromView(row.order.clientOrderId.view()));
    if (role != Qt::DisplayRole || row.instrument == nullptr)
        return {};
    switch (column) {
    case kSide:
        return row.order.side == Side::Buy ? OrdersPanel::tr("Buy") : OrdersPanel::tr("Sell");
    case kInstrument:
        return row.symbol;
    case kPrice:
        return text::price(*row.instrument, row.order.price);
    case kQty:
        return text::qty(*row.instrument, row.order.qty);
    case kFilled:
        return text::qty(*row.instrument, row.order.cumQty);
    case kQueue:
        return row.queue ? text::percent(row.queue->ahead) : QString(text::kUnknown);
    case kChance:
        return row.queue ? row.queue->chance : QString(text::kUnknown);
    case kDistance:
        return row.distance;
    case kState:
        return row.state;
    case kStrategy:
        return row.strategy;
    default:
        return {};
    }
}

OrdersPanel::OrdersPanel(const PanelContext& context)
    : Panel(context, QStringLiteral("orders"), tr("Orders"))
    , m_model(new OrdersModel(this))
    , m_table(new TableView(*m_model, context, this))
    , m_pull(new QPushButton(tr("Pull quotes"), this))
    , m_cancelAll(new QPushButton(tr("Cancel all"), this))
    , m_paper(new PaperMark(theme(), this))
{
    m_table->setAccessibleName(tr("Open orders"));
    for (QPushButton* button : { m_pull, m_cancelAll }) {
        button->setProperty("compact", true);
        button->setFocusPolicy(Qt::NoFocus);
        head().addEnd(button);
    }
    head().addEnd(m_paper);
    m_cancelAll->setProperty("kind", "danger");
    m_cancelAll->setToolTip(tr("Cancels every order of ours, everywhere (Ctrl+Shift+X). Foreign orders stay."));
    m_pull->setToolTip(tr("Strategies keep running, but nothing of theirs rests until you restore"));
    connect(m_cancelAll, &QPushButton::clicked, this, [this] { session().post({ .kind = CommandKind::CancelAll }); });
    connect(m_pull, &QPushButton::clicked, this, [this] { pullOrRestore(); });
    auto* cancel = new QShortcut(KeyMap::instance().keys("orders.cancel"), m_table, nullptr, nullptr, Qt::WidgetShortcut);
    connect(cancel, &QShortcut::activated, this, [this] { cancelSelected(); });
    connect(&KeyMap::instance(), &KeyMap::changed, cancel,
        [cancel] { cancel->setKey(KeyMap::instance().keys("orders.cancel")); });
    auto* remove = new QShortcut(QKeySequence(Qt::Key_Delete), m_table, nullptr, nullptr, Qt::WidgetShortcut);
    connect(remove, &QShortcut::activated, this, [this] { cancelSelected(); });
    connect(m_table, &QTableView::doubleClicked, this,
        [this](const QModelIndex& index) { selection().setInstrument(m_model->row(index.row()).order.instrument); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& index) {
        if (index.isValid())
            selection().setOrder(m_model->row(index.row()).order.clientOrderId);
    });
    setContent(m_table);
    setState(PanelState::Empty, tr("No orders rest"), tr("Start a strategy in the panel at the left."));
}

void OrdersPanel::onRows(std::span<const RowEvent> rows)
{
    for (const RowEvent& row : rows)
        m_changed = m_open.apply(row) || m_changed;
}

const MarketSnapshot& OrdersPanel::marketOf(InstrumentId id, const Frame& frame)
{
    if (frame.market.instrument == id)
        return frame.market;
    auto at = std::find_if(
        m_markets.begin(), m_markets.end(), [id](const MarketSnapshot& known) { return known.instrument == id; });
    if (at == m_markets.end()) {
        m_markets.push_back({});
        at = m_markets.end() - 1;
        at->instrument = id;
        at->version = 0;
    }
    frame.session.market(id, *at);
    return *at;
}

OrderRow OrdersPanel::makeRow(const Order& order, Timestamp now) const
{
    OrderRow row;
    row.order = order;
    row.instrument = instrument(order.instrument);
    row.symbol = row.instrument != nullptr ? text::pair(*row.instrument) : QString(text::kUnknown);
    row.state = orderStateText(order.state, now - order.updated);
    row.strategy = order.foreign ? tr("Foreign, manual") : strategyShort(order.strategy);
    row.distance = text::kUnknown;
    return row;
}

void OrdersPanel::onFrame(const Frame& frame)
{
    m_paper->setMode(frame.desk.mode);
    if (frame.millis - m_drawnAt < kRedrawMillis)
        return;
    m_drawnAt = frame.millis;
    m_open.settle(frame.desk);
    m_pulled = anyPulled(frame.desk);
    m_pull->setText(m_pulled ? tr("Restore quotes") : tr("Pull quotes"));
    std::vector<OrderRow> rows;
    rows.reserve(m_open.orders().size());
    for (const Order& order : m_open.orders()) {
        OrderRow row = makeRow(order, frame.desk.time);
        const MarketSnapshot& market = marketOf(order.instrument, frame);
        row.queue = placeOf(order, market);
        const double fair = market.fair;
        if (row.instrument != nullptr && fair > 0) {
            const double away = (row.instrument->toDouble(order.price) - fair) * -sign(order.side) / fair * 1e4;
            row.distance = text::number(away, 1);
        }
        rows.push_back(std::move(row));
    }
    std::stable_sort(rows.begin(), rows.end(), [](const OrderRow& a, const OrderRow& b) {
        if (a.order.instrument != b.order.instrument)
            return a.order.instrument < b.order.instrument;
        return a.order.price > b.order.price;
    });
    if (rows != m_model->rows())
        m_model->setRows(std::move(rows));
    if (m_open.orders().empty())
        setState(PanelState::Empty, tr("No orders rest"), tr("Start a strategy in the panel at the left."));
    else
        setState(PanelState::Live);
    m_cancelAll->setEnabled(m_open.ownCount() > 0);
    if (m_changed)
        Q_EMIT tabCountChanged();
    m_changed = false;
}

void OrdersPanel::cancelSelected()
{
    const QModelIndex at = m_table->currentIndex();
    if (!at.isValid())
        return;
    const Order& order = m_model->row(at.row()).order;
    if (!order.foreign)
        session().post(
            { .kind = CommandKind::CancelOrder, .instrument = order.instrument, .clientOrderId = order.clientOrderId });
}

void OrdersPanel::pullOrRestore()
{
    session().post({ .kind = m_pulled ? CommandKind::RestoreQuotes : CommandKind::PullQuotes });
}

void OrdersPanel::onThemeChanged()
{
    if (m_table != nullptr)
        m_table->refreshTheme();
}

QString OrdersPanel::tabCount() const
{
    return m_open.orders().empty() ? QString() : QString::number(m_open.orders().size());
}

std::unique_ptr<Panel> makeOrdersPanel(const PanelContext& context)
{
    return std::make_unique<OrdersPanel>(context);
}

} // namespace maker
