#include "ui/panels/trades/trades_panel.h"

#include "ui/base/number_text.h"

#include <QMenu>
#include <QToolButton>

#include <algorithm>

namespace maker {

namespace {

constexpr Duration kSameTrade = Duration::seconds(2); // venue and local clocks may differ by this much

bool sameTrade(const TapeRow& trade, const TapeRow& fill)
{
    const Duration apart = trade.time > fill.time ? trade.time - fill.time : fill.time - trade.time;
    return !trade.own && trade.price == fill.price && trade.qty >= fill.qty && apart < kSameTrade;
}

} // namespace

TradesPanel::TradesPanel(const PanelContext& context)
    : Panel(context, QStringLiteral("trades"), tr("Trades"))
    , m_tape(new TapeView(context.theme, this))
    , m_filter(new QToolButton(this))
{
    m_filter->setPopupMode(QToolButton::InstantPopup);
    m_filter->setFocusPolicy(Qt::NoFocus);
    m_filter->setToolTip(tr("Leave out trades smaller than this"));
    m_filter->setAccessibleName(tr("Smallest trade shown"));
    auto* menu = new QMenu(m_filter);
    menu->addAction(tr("All trades"), this, [this] { chooseLeast(0.0); });
    menu->addAction(tr("From a quarter of a large one"), this, [this] { chooseLeast(0.25); });
    menu->addAction(tr("Large trades only"), this, [this] { chooseLeast(1.0); });
    m_filter->setMenu(menu);
    m_filter->setText(tr("All"));
    head().addEnd(m_filter);
    setContent(m_tape);
    connect(&selection(), &Selection::instrumentChanged, this, [this] { showInstrument(); });
    showInstrument();
}

void TradesPanel::chooseLeast(double multiple)
{
    const Instrument* shown = instrument(selection().instrument());
    if (shown == nullptr)
        return;
    const Qty least { static_cast<std::int64_t>(static_cast<double>(m_tape->large().count) * multiple) };
    m_tape->setLeast(least);
    m_filter->setText(multiple > 0 ? QChar(0x2265) + QStringLiteral(" ") + text::qty(*shown, least) : tr("All"));
}

void TradesPanel::addTrade(const RowEvent& row)
{
    Tape& tape = m_tapes[row.instrument];
    TapeRow trade { row.time, row.price, row.qty, row.side, row.own };
    const auto ahead = std::find_if(
        tape.ownAhead.begin(), tape.ownAhead.end(), [&](const TapeRow& fill) { return sameTrade(trade, fill); });
    if (ahead != tape.ownAhead.end()) {
        trade.own = true;
        tape.ownAhead.erase(ahead);
    }
    tape.rows.push_front(trade);
    ++tape.added;
    if (tape.rows.size() > kKept)
        tape.rows.pop_back();
}

void TradesPanel::addFill(const RowEvent& row)
{
    Tape& tape = m_tapes[row.instrument];
    const TapeRow fill { row.fill.venueTime, row.fill.price, row.fill.qty, row.fill.side, true };
    const auto last = tape.rows.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(tape.rows.size(), 64));
    const auto known
        = std::find_if(tape.rows.begin(), last, [&](const TapeRow& trade) { return sameTrade(trade, fill); });
    if (known != last) {
        known->own = true;
        return;
    }
    tape.ownAhead.push_back(fill);
    if (tape.ownAhead.size() > kAhead)
        tape.ownAhead.pop_front();
}

void TradesPanel::onRows(std::span<const RowEvent> rows)
{
    for (const RowEvent& row : rows) {
        if (row.kind == RowKind::MarketTrade)
            addTrade(row);
        else if (row.kind == RowKind::Fill)
            addFill(row);
    }
}

void TradesPanel::showInstrument()
{
    const InstrumentId id = selection().instrument();
    Tape& tape = m_tapes[id];
    m_tape->setRows(instrument(id), &tape.rows);
    m_filter->setText(tr("All"));
    if (tape.rows.empty())
        setState(PanelState::Empty, tr("No trades"), tr("Each trade of the market appears here as it happens."));
    else
        setState(PanelState::Live);
}

void TradesPanel::onFrame(const Frame&)
{
    Tape& tape = m_tapes[selection().instrument()];
    if (tape.added == 0)
        return;
    m_tape->refresh(tape.added);
    tape.added = 0;
    setState(PanelState::Live);
}

void TradesPanel::onThemeChanged()
{
    if (m_tape != nullptr)
        m_tape->refreshTheme();
}

std::unique_ptr<Panel> makeTradesPanel(const PanelContext& context)
{
    return std::make_unique<TradesPanel>(context);
}

} // namespace maker
