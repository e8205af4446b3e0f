#include "ui/panels/balances/balances_panel.h"

#include "ui/base/number_text.h"

#include <QVBoxLayout>

#include <algorithm>

namespace maker {

namespace {

enum PositionColumns { kAsset, kQuantity, kAverage, kMark, kUnrealised, kRealised };
enum BalanceColumns { kCurrency, kTotal, kFree, kLocked, kValue };
constexpr int kMostDecimals = 8;

/// Exact up to eight decimals, at least two.
QString assetAmount(Money amount)
{
    const std::string full = amount.toString(kMostDecimals);
    std::size_t size = full.size();
    const std::size_t least = full.find('.') + 3;
    while (size > least && full[size - 1] == '0')
        --size;
    return text::grouped(std::string_view(full).substr(0, size));
}

QString averageText(const PositionLine& line)
{
    if (line.row.position.isZero())
        return text::kUnknown;
    const double average = line.row.cost.toDouble() / line.instrument->toDouble(line.row.position);
    return text::number(average, line.instrument->priceDecimals());
}

} // namespace

PositionsModel::PositionsModel(QObject* parent)
    : ListTableModel(
        { { BalancesPanel::tr("Position"), 110, ColumnKind::Text, 0, 74 },
            { BalancesPanel::tr("Quantity"), 116, ColumnKind::Number, 0, 80 },
            { BalancesPanel::tr("Average"), 104, ColumnKind::Number, 2, 80 },
            { BalancesPanel::tr("Mark"), 104, ColumnKind::Number, 1, 80 },
            { BalancesPanel::tr("Unrealised"), 104, ColumnKind::Number, 0, 78 },
            { BalancesPanel::tr("Realised"), 0, ColumnKind::Number, 0, 78 } },
        parent)
{
}

QVariant PositionsModel::cell(const PositionLine& line, int column, int role) const
{
    if (line.instrument == nullptr)
        return {};
    const PositionRow& row = line.row;
    if (role == Qt::DisplayRole) {
        switch (column) {
        case kAsset:
            return text::pair(*line.instrument);
        case kQuantity:
            return text::signedQty(*line.instrument, row.position);
        case kAverage:
            return averageText(line);
        case kMark:
            return line.mark > 0 ? text::number(line.mark, line.instrument->priceDecimals()) : QString(text::kUnknown);
        case kUnrealised:
            return text::signedMoney(row.unrealized);
        case kRealised:
            return text::signedMoney(row.realized);
        default:
            return {};
        }
    }
    if (role == ToneRole) {
        switch (column) {
        case kUnrealised:
            return static_cast<int>(signTone(text::shownSign(row.unrealized)));
        case kRealised:
            return static_cast<int>(signTone(text::shownSign(row.realized)));
        case kQuantity:
            return static_cast<int>(row.position.isZero() ? Tone::Muted : Tone::Primary);
        case kAverage:
        case kMark:
            return static_cast<int>(Tone::Secondary);
        default:
            return static_cast<int>(Tone::Primary);
        }
    }
    return {};
}

BalancesModel::BalancesModel(QObject* parent)
    : ListTableModel({ { BalancesPanel::tr("Balance"), 110, ColumnKind::Text, 0, 60 }, { BalancesPanel::tr("Total"), 116, ColumnKind::Number, 0, 90 },
                         { BalancesPanel::tr("Free"), 104, ColumnKind::Number, 2, 90 },
                         { BalancesPanel::tr("Locked"), 104, ColumnKind::Number, 1, 80 },
                         { BalancesPanel::tr("Value"), 104, ColumnKind::Number, 0, 84 }, { QString(), 0, ColumnKind::Text, 3 } },
        parent)
{
}

void BalancesModel::setCurrency(const Currency& currency)
{
    const QString title = BalancesPanel::tr("Value, %1").arg(text::fromView(currency.view()));
    if (m_columns[kValue].title == title)
        return;
    m_columns[kValue].title = title;
    Q_EMIT headerDataChanged(Qt::Horizontal, kValue, kValue);
}

QVariant BalancesModel::cell(const BalanceView& view, int column, int role) const
{
    if (role == Qt::DisplayRole) {
        switch (column) {
        case kCurrency:
            return text::fromView(view.asset.view());
        case kTotal:
            return assetAmount(view.total);
        case kFree:
            return assetAmount(view.free);
        case kLocked:
            return assetAmount(view.locked);
        case kValue:
            return text::money(view.value);
        default:
            return {};
        }
    }
    if (role == ToneRole) {
        if (column == kLocked && view.locked.isZero())
            return static_cast<int>(Tone::Muted);
        return static_cast<int>(column == kFree || column == kLocked ? Tone::Secondary : Tone::Primary);
    }
    return {};
}

BalancesPanel::BalancesPanel(const PanelContext& context)
    : Panel(context, QStringLiteral("balances"), tr("Positions and balances"))
    , m_positions(new PositionsModel(this))
    , m_balances(new BalancesModel(this))
    , m_positionTable(new TableView(*m_positions, context, this))
    , m_balanceTable(new TableView(*m_balances, context, this))
{
    m_positionTable->setAccessibleName(tr("Positions"));
    m_balanceTable->setAccessibleName(tr("Balances"));
    auto* both = new QWidget(this);
    auto* layout = new QVBoxLayout(both);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_positionTable);
    layout->addWidget(m_balanceTable, 1);
    both->setFocusProxy(m_positionTable);
    connect(m_positionTable, &QTableView::clicked, this,
        [this](const QModelIndex& index) { selection().setInstrument(m_positions->row(index.row()).row.instrument); });
    setContent(both);
    setState(PanelState::Empty, tr("No balances yet"), tr("They appear when the account has answered."));
}

double BalancesPanel::markOf(InstrumentId id, const Frame& frame)
{
    auto at = std::find_if(
        m_markets.begin(), m_markets.end(), [id](const MarketSnapshot& known) { return known.instrument == id; });
    if (at == m_markets.end()) {
        m_markets.push_back({});
        at = m_markets.end() - 1;
        at->instrument = id;
    }
    frame.session.market(id, *at);
    return at->fair;
}

void BalancesPanel::showPositions(const Frame& frame)
{
    std::vector<PositionLine> lines;
    for (std::size_t i = 0; i < frame.desk.positionCount; ++i) {
        const PositionRow& row = frame.desk.positions[i];
        lines.push_back({ row, instrument(row.instrument), markOf(row.instrument, frame) });
    }
    const auto count = static_cast<int>(lines.size());
    m_positions->setRows(std::move(lines));
    // As tall as its rows, at most half: the rest is for the balances.
    const int wanted = theme().scaled(rows::kTableHead) + std::max(1, count) * theme().scaled(rows::kTable);
    const int most = std::max(theme().scaled(rows::kTableHead + rows::kTable), content()->height() / 2);
    m_positionTable->setFixedHeight(std::min(wanted, most));
}

void BalancesPanel::onFrame(const Frame& frame)
{
    if (frame.millis - m_drawnAt < kRedrawMillis)
        return;
    m_drawnAt = frame.millis;
    showPositions(frame);
    const auto first = frame.desk.balances.begin();
    m_balances->setCurrency(frame.desk.accountCurrency);
    m_balances->setRows(std::vector<BalanceView>(first, first + frame.desk.balanceCount));
    if (frame.desk.balanceCount == 0 && frame.desk.positionCount == 0)
        setState(PanelState::Empty, tr("No balances yet"), tr("They appear when the account has answered."));
    else
        setState(PanelState::Live);
}

void BalancesPanel::onThemeChanged()
{
    if (m_positionTable == nullptr)
        return;
    m_positionTable->refreshTheme();
    m_balanceTable->refreshTheme();
}

std::unique_ptr<Panel> makeBalancesPanel(const PanelContext& context)
{
    return std::make_unique<BalancesPanel>(context);
}

} // namespace maker
