#include "ui/panels/fills/fills_panel.h"

#include "ui/base/number_text.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace maker {

namespace {

enum Columns { kTime, kSide, kInstrument, kPrice, kQty, kRole, kEdge, kFirstMarkout, kFee = kFirstMarkout + 4, kStrategy };
constexpr double kTintClip = 4.0; // bp at which the ramp ends
constexpr std::array<std::size_t, 4> kShownHorizons { 1, 2, 3, 4 }; // of kMarkoutHorizons: 1, 5, 30, 60 s
constexpr Duration kGrace = Duration::seconds(2); // within which the answer of a horizon arrives

std::optional<std::size_t> horizonOf(int column)
{
    const int at = column - kFirstMarkout;
    if (at < 0 || at >= static_cast<int>(kShownHorizons.size()))
        return std::nullopt;
    return kShownHorizons[static_cast<std::size_t>(at)];
}

QVariant tintOf(double bps)
{
    return std::isnan(bps) ? QVariant() : QVariant(std::clamp(bps / kTintClip, -1.0, 1.0));
}

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
        { { FillsPanel::tr("Time"), 72, ColumnKind::Time, 0, 68 }, { FillsPanel::tr("Side"), 52, ColumnKind::Side, 0, 24 },
            { FillsPanel::tr("Instrument"), 84, ColumnKind::Text, 0, 68 },
            { FillsPanel::tr("Price"), 84, ColumnKind::Number, 0, 74 },
            { FillsPanel::tr("Qty"), 68, ColumnKind::Number, 0, 58 }, { FillsPanel::tr("Role"), 56, ColumnKind::Text, 8 },
            { FillsPanel::tr("Edge bp"), 60, ColumnKind::Tint, 1, 54 }, { FillsPanel::tr("1 s"), 50, ColumnKind::Tint, 4, 42 },
            { FillsPanel::tr("5 s"), 50, ColumnKind::Tint, 2, 42 }, { FillsPanel::tr("30 s"), 50, ColumnKind::Tint, 5, 42 },
            { FillsPanel::tr("60 s"), 50, ColumnKind::Tint, 3, 42 }, { FillsPanel::tr("Fee"), 70, ColumnKind::Number, 6, 58 },
            { FillsPanel::tr("Strategy"), 0, ColumnKind::Text, 7 } },
        kCapacity, parent)
{
}

void FillsModel::setMarkout(const FinishedMarkout& markout)
{
    flush(); // the fill may have come with the same rows
    for (int i = 0; i < rowCount(); ++i) {
        const Fill& fill = row(i).fill;
        if (fill.tradeId != markout.tradeId || fill.instrument != markout.instrument || fill.account != markout.account)
            continue;
        editRow(i).markouts.bps[markout.horizon] = markout.bps();
        rowChanged(i);
        return;
    }
}

void FillsModel::setNow(Timestamp now)
{
    const Timestamp before = m_now;
    m_now = now;
    const Duration longest = kMarkoutHorizons[kShownHorizons.back()] + kGrace;
    for (int i = 0; i < rowCount() && (!before.valid() || row(i).fill.localTime + longest >= before); ++i) {
        const auto turns = [&](std::size_t horizon) {
            return pending(row(i), horizon, before) && !pending(row(i), horizon, now);
        };
        if (std::ranges::any_of(kShownHorizons, turns))
            rowChanged(i);
    }
}

bool FillsModel::pending(const FillRow& row, std::size_t horizon, Timestamp now) const
{
    return row.fill.mid.sign() > 0 && std::isnan(row.markouts.bps[horizon])
        && (!now.valid() || now <= row.fill.localTime + kMarkoutHorizons[horizon] + kGrace);
}

QString FillsModel::markoutText(const FillRow& row, std::size_t horizon) const
{
    const double bps = row.markouts.bps[horizon];
    if (!std::isnan(bps))
        return text::signedNumber(bps, 1);
    return pending(row, horizon, m_now) ? QString(text::kPending) : QString(text::kUnknown);
}

QString FillsModel::markoutTip(const FillRow& row) const
{
    QString tip = FillsPanel::tr("Move of the mid in favour of the fill, in basis points, after");
    for (std::size_t i = 0; i < kMarkoutHorizons.size(); ++i) {
        tip += QStringLiteral("\n%1 s: %2")
                   .arg(QString::number(kMarkoutHorizons[i].toSeconds()), markoutText(row, i));
    }
    return tip;
}

QVariant FillsModel::cell(const FillRow& row, int column, int role) const
{
    if (role == SideRole)
        return static_cast<int>(row.fill.side);
    if (row.instrument == nullptr)
        return {};
    const std::optional<std::size_t> horizon = horizonOf(column);
    if (role == Qt::DisplayRole)
        return horizon ? QVariant(markoutText(row, *horizon)) : fillText(row, column);
    if (role == ToneRole)
        return static_cast<int>(fillTone(row, column));
    if (role == TintRole && horizon)
        return tintOf(row.markouts.bps[*horizon]);
    if (role == TintRole && column == kEdge)
        return tintOf(fillEdge(row.fill, *row.instrument).value_or(Markouts::kUnknown));
    if (role == Qt::ToolTipRole && horizon)
        return markoutTip(row);
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
    m_paper = new PaperMark(theme(), this);
    head().addEnd(m_average);
    head().addEnd(m_paper);
    connect(m_table, &QTableView::doubleClicked, this,
        [this](const QModelIndex& index) { selection().setInstrument(m_model->row(index.row()).fill.instrument); });
    setContent(m_table);
    setState(PanelState::Empty, tr("No fills"), tr("Each trade of ours appears here with its edge against the mid."));
    for (const PastFill& past : session().pastFills())
        addFill(past.fill, past.markouts);
    onThemeChanged();
}

void FillsPanel::onRows(std::span<const RowEvent> rows)
{
    for (const RowEvent& row : rows) {
        if (row.kind == RowKind::Fill)
            addFill(row.fill, {});
        else if (row.kind == RowKind::Markout)
            m_model->setMarkout(row.markout);
    }
}

void FillsPanel::addFill(const Fill& fill, const Markouts& markouts)
{
    FillRow row { fill, instrument(fill.instrument), strategyShort(fill.strategy), markouts };
    if (row.instrument != nullptr) {
        if (const std::optional<double> edge = fillEdge(fill, *row.instrument)) {
            m_edgeSum += *edge;
            ++m_edges;
        }
    }
    m_model->append(row);
    ++m_total;
    m_changed = true;
}

void FillsPanel::onFrame(const Frame& frame)
{
    m_paper->setMode(frame.desk.mode);
    if (frame.deskChanged)
        m_model->setNow(frame.desk.time);
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
