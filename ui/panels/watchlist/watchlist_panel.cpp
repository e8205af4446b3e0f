#include "ui/panels/watchlist/watchlist_panel.h"

#include "ui/base/number_text.h"

namespace maker {

namespace {

enum Columns { kInstrument, kLast, kChange, kSpread };

void refresh(WatchLine& line, const MarketSnapshot& market, qint64 millis)
{
    if (market.version == 0)
        return;
    if (line.last.count != 0 && market.lastPrice != line.last) {
        line.flashAt = millis;
        line.moved = market.lastPrice > line.last ? Side::Buy : Side::Sell;
    }
    line.last = market.lastPrice;
    line.stale = market.health != BookHealth::Live;
    line.hasChange = market.open24h.count > 0 && market.lastPrice.count > 0;
    if (line.hasChange)
        line.change = static_cast<double>(market.lastPrice.count) / static_cast<double>(market.open24h.count) - 1.0;
    line.spread = -1.0;
    if (market.bidCount > 0 && market.askCount > 0) {
        const auto bid = static_cast<double>(market.bids[0].price.count);
        const auto ask = static_cast<double>(market.asks[0].price.count);
        line.spread = (ask - bid) / (ask + bid) * 2e4;
    }
}

} // namespace

WatchModel::WatchModel(QObject* parent)
    : ListTableModel({ { WatchlistPanel::tr("Instrument"), 0, ColumnKind::Text, 0, 60 },
                         { WatchlistPanel::tr("Last"), 80, ColumnKind::Number, 0, 66 },
                         { WatchlistPanel::tr("24 h %"), 54, ColumnKind::Number, 1 },
                         { WatchlistPanel::tr("Spr bp"), 48, ColumnKind::Number, 2 } },
        parent)
{
}

QVariant WatchModel::cell(const WatchLine& line, int column, int role) const
{
    if (role == FadedRole)
        return line.stale;
    if (role == SideRole)
        return static_cast<int>(line.moved);
    if (role == FlashRole)
        return column == kLast ? QVariant(line.flashAt) : QVariant();
    if (role == Qt::ToolTipRole && line.stale)
        return WatchlistPanel::tr("The book is not live; these are the last values seen");
    if (role == ToneRole) {
        if (column == kChange)
            return static_cast<int>(line.hasChange ? signTone(text::shownSign(line.change * 100.0, 2)) : Tone::Muted);
        return static_cast<int>(column == kSpread ? Tone::Secondary : Tone::Primary);
    }
    if (role != Qt::DisplayRole || line.instrument == nullptr)
        return {};
    switch (column) {
    case kInstrument:
        return text::pair(*line.instrument);
    case kLast:
        return line.last.count > 0 ? text::price(*line.instrument, line.last) : QString(text::kUnknown);
    case kChange:
        return line.hasChange ? text::signedNumber(line.change * 100.0, 2) : QString(text::kUnknown);
    case kSpread:
        return line.spread >= 0 ? text::number(line.spread, 1) : QString(text::kUnknown);
    default:
        return {};
    }
}

WatchlistPanel::WatchlistPanel(const PanelContext& context)
    : Panel(context, QStringLiteral("watchlist"), tr("Watch list"))
    , m_model(new WatchModel(this))
    , m_table(new TableView(*m_model, context, this))
{
    m_table->setAccessibleName(tr("Instruments"));
    head().setLinked(true);
    for (const std::shared_ptr<const Instrument>& entry : context.session.catalog().instruments) {
        WatchLine line;
        line.instrument = entry.get();
        m_lines.push_back(line);
        m_markets.push_back({});
        m_markets.back().instrument = entry->id();
    }
    setContent(m_table);
    if (m_lines.empty())
        setState(PanelState::Empty, tr("Nothing watched yet"),
            tr("Connect a venue or start the demo to see its instruments."));
    m_model->setRows(m_lines);
    connect(
        m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& current) {
            if (current.isValid())
                selection().setInstrument(m_model->row(current.row()).instrument->id());
        });
    connect(&selection(), &Selection::instrumentChanged, this, &WatchlistPanel::select);
    select(selection().instrument());
}

void WatchlistPanel::select(InstrumentId id)
{
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        if (m_lines[i].instrument->id() == id)
            m_table->selectRow(static_cast<int>(i));
    }
}

void WatchlistPanel::onFrame(const Frame& frame)
{
    if (frame.millis - m_drawnAt < kRedrawMillis)
        return;
    m_drawnAt = frame.millis;
    bool changed = false;
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        if (!frame.session.market(m_lines[i].instrument->id(), m_markets[i]))
            continue;
        refresh(m_lines[i], m_markets[i], frame.millis);
        changed = true;
    }
    // A flash ends by the next frames, so the rows repaint a little longer than they change.
    if (changed)
        m_model->setRows(m_lines);
    else
        m_table->viewport()->update();
}

void WatchlistPanel::onThemeChanged()
{
    if (m_table != nullptr)
        m_table->refreshTheme();
}

std::unique_ptr<Panel> makeWatchlistPanel(const PanelContext& context)
{
    return std::make_unique<WatchlistPanel>(context);
}

} // namespace maker
