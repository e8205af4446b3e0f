#include "ui/panels/fills/fills_panel.h"

#include "ui/base/number_text.h"

#include <algorithm>

namespace maker {

namespace {

enum Columns { kTime, kSide, kInstrument, kPrice, kQty, kRole, kEdge, kFee, kStrategy };
constexpr double kTintClip = 4.0; // bp at which the ramp ends

/// A fee in the base asset at the fill's price, so that a column of one unit can be read; other assets stay as they are.
Money feeInQuote(const FillRow& row)
{
    const Fill& fill = row.fill;
    if (fill.fee.currency != row.instrument->base())
        return fill.fee.money;
    constexpr Int128 kWhole = 1'000'000'000'000'000'000;
    return Money::fromUnits(mulDiv(
        fill.fee.money.units(), row.instrument->toMoney(fill.price).units(), kWhole, Rounding::HalfEven));
}

QVariant fillText(const FillRow& row, int column)
{
    const Fill& fill = row.fill;
    switch (column) {
    case kTime:
        return text::clock(fill.localTime);
    case kSide:
        return fill.side == Side::Buy ? FillsPanel::tr("Buy") : FillsPanel::tr("Sell");
    case kInstrument:
        return text::pair(*row.instrument);
    case kPrice:
        return text::price(*row.instrument, fill.price);
    case kQty:
        return text::qty(*row.instrument, fill.qty);
    case kRole:
        return fill.isMaker ? FillsPanel::tr("Maker") : FillsPanel::tr("Taker");
    case kEdge: {
        const std::optional<double> edge = fillEdge(fill, *row.instrument);
        return edge ? text::signedNumber(*edge, 1) : QString(text::kUnknown);
    }
    case kFee:
        return text::signedMoney(-feeInQuote(row), 3);
    case kStrategy:
        return row.strategy;
    default:
        return {};
    }
}

Tone fillTone(const FillRow& row, int column)
{
    switch (column) {
    case kFee:
        return signTone(text::shownSign(-feeInQuote(row), 3));
    case kRole:
    case kInstrument:
    case kStrategy:
        return Tone::Secondary;
    case kTime:
        return Tone::Secondary;
    default:
        return Tone::Primary;
    }
}

} // namespace

std::optional<double> fillEdge(const Fill& fill, const Instrument& instrument)
{
    const double mid = fill.mid.toDouble();
    if (mid <= 0)
        return std::nullopt;
    return (mid - instrument.toDouble(fill.price)) * sign(fill.side) / mid * 1e4;
}

FillsModel::FillsModel(QObject* parent)
    : RingTableModel(
        { { FillsPanel::tr("Time"), 78, ColumnKind::Time }, { FillsPanel::tr("Side"), 56, ColumnKind::Side },
            { FillsPanel::tr("Instrument"), 88 }, { FillsPanel::tr("Price"), 88, ColumnKind::Number },
            { FillsPanel::tr("Qty"), 80, ColumnKind::Number }, { FillsPanel::tr("Role"), 60, ColumnKind::Text, 3 },
            { FillsPanel::tr("Edge bp"), 62, ColumnKind::Tint }, { FillsPanel::tr("Fee"), 74, ColumnKind::Number, 1 },
            { FillsPanel::tr("Strategy"), 0, ColumnKind::Text, 2 } },
        kCapacity, parent)
{
}

QVariant FillsModel::cell(const FillRow& row, int column, int role) const
{
    if (role == SideRole)
        return static_cast<int>(row.fill.side);
    if (row.instrument == nullptr)
        return {};
    if (role == Qt::DisplayRole)
        return fillText(row, column);
    if (role == ToneRole)
        return static_cast<int>(fillTone(row, column));
    if (role == TintRole && column == kEdge) {
        const std::optional<double> edge = fillEdge(row.fill, *row.instrument);
        return edge ? QVariant(std::clamp(*edge / kTintClip, -1.0, 1.0)) : QVariant();
    }
    if (role == Qt::ToolTipRole) {
        return FillsPanel::tr("Trade %1 of order %2, fee in %3")
            .arg(text::fromView(row.fill.tradeId.view()), text::fromView(row.fill.clientOrderId.view()),
                text::fromView(row.fill.fee.currency.view()));
    }
    return {};
}

FillsPanel::FillsPanel(const PanelContext& context)
    : Panel(context, QStringLiteral("fills"), tr("Fills"))
    , m_model(new FillsModel(this))
    , m_table(new TableView(*m_model, context, this))
    , m_average(new QLabel(this))
{
    m_table->setAccessibleName(tr("Own fills, newest first"));
    head().addEnd(m_average);
    connect(m_table, &QTableView::doubleClicked, this,
        [this](const QModelIndex& index) { selection().setInstrument(m_model->row(index.row()).fill.instrument); });
    setContent(m_table);
    setState(PanelState::Empty, tr("No fills"), tr("Each trade of ours appears here with its edge against the mid."));
    onThemeChanged();
}

void FillsPanel::onRows(std::span<const RowEvent> rows)
{
    for (const RowEvent& row : rows) {
        if (row.kind != RowKind::Fill)
            continue;
        FillRow fill { row.fill, instrument(row.fill.instrument), strategyShort(row.fill.strategy) };
        if (fill.instrument != nullptr) {
            if (const std::optional<double> edge = fillEdge(row.fill, *fill.instrument)) {
                m_edgeSum += *edge;
                ++m_edges;
            }
        }
        m_model->append(fill);
        ++m_total;
        m_changed = true;
    }
}

void FillsPanel::onFrame(const Frame&)
{
    if (!m_changed)
        return;
    m_changed = false;
    m_model->flush();
    setState(PanelState::Live);
    if (m_edges > 0)
        m_average->setText(
            tr("Average edge %1 bp").arg(text::signedNumber(m_edgeSum / static_cast<double>(m_edges), 1)));
    Q_EMIT tabCountChanged();
}

void FillsPanel::onThemeChanged()
{
    if (m_table == nullptr)
        return;
    m_table->refreshTheme();
    m_average->setFont(theme().font(TypeRole::Small));
    m_average->setContentsMargins(0, 0, 6, 0);
    QPalette palette = m_average->palette();
    palette.setColor(QPalette::WindowText, theme().text.muted);
    m_average->setPalette(palette);
}

QString FillsPanel::tabCount() const
{
    return m_total == 0 ? QString() : QString::number(m_total);
}

std::unique_ptr<Panel> makeFillsPanel(const PanelContext& context)
{
    return std::make_unique<FillsPanel>(context);
}

} // namespace maker
