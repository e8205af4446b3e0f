#include "ui/panels/strategies/strategies_panel.h"

#include "ui/base/number_text.h"

#include <QScrollArea>
#include <QToolButton>

namespace maker {

StrategiesPanel::StrategiesPanel(const PanelContext& context)
    : Panel(context, QStringLiteral("strategies"), tr("Strategies"))
    , m_list(new StrategyList(context.theme, this))
    , m_parameters(head().addIcon(QStringLiteral("gear"), tr("Parameters of the selected strategy (Enter)")))
{
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(m_list);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setFocusProxy(m_list);
    setContent(scroll);
    setFocusProxy(m_list);
    setState(
        PanelState::Empty, tr("No strategies"), tr("The demo adds one that quotes both sides with small, safe sizes."));
    connect(m_list, &StrategyList::acted, this, &StrategiesPanel::act);
    connect(m_list, &StrategyList::chosen, this, &StrategiesPanel::choose);
    connect(m_list, &StrategyList::opened, this, [this](StrategyId id) { selection().askForParameters(id); });
    connect(
        m_parameters, &QToolButton::clicked, this, [this] { selection().askForParameters(selection().strategy()); });
    connect(&selection(), &Selection::strategyChanged, m_list, &StrategyList::setCurrent);
    m_list->setCurrent(selection().strategy());
}

StrategyLine StrategiesPanel::makeLine(const StrategyView& view) const
{
    StrategyLine line;
    line.id = view.id;
    line.state = view.state;
    line.title = text::fromView(view.title.view());
    line.reason = text::fromView(view.reason.view());
    const Instrument* traded = instrument(view.instrument);
    line.position = traded == nullptr ? QString(text::kUnknown)
        : view.position.isZero()      ? tr("flat")
                                      : text::signedQty(*traded, view.position);
    line.pnl = text::signedMoney(view.dayPnl);
    line.pnlSign = text::shownSign(view.dayPnl);
    return line;
}

void StrategiesPanel::onFrame(const Frame& frame)
{
    if (!frame.deskChanged && !m_list->lines().empty())
        return;
    std::vector<StrategyLine> lines;
    int quoting = 0;
    for (std::size_t i = 0; i < frame.desk.strategyCount; ++i) {
        lines.push_back(makeLine(frame.desk.strategies[i]));
        quoting += frame.desk.strategies[i].state == StrategyState::Running ? 1 : 0;
    }
    if (lines.empty()) {
        setState(PanelState::Empty, tr("No strategies"),
            tr("The demo adds one that quotes both sides with small, safe sizes."));
        head().setBadge({});
        return;
    }
    setState(PanelState::Live);
    head().setBadge(tr("%1 of %2 quoting").arg(quoting).arg(lines.size()));
    const bool first = m_list->lines().empty();
    const StrategyId firstId = lines.front().id;
    m_list->setLines(std::move(lines));
    if (first && !selection().strategy().valid())
        selection().setStrategy(firstId);
    m_parameters->setEnabled(selection().strategy().valid());
}

void StrategiesPanel::act(StrategyId id, StrategyAction action)
{
    const CommandKind kind = action == StrategyAction::Start ? CommandKind::StartStrategy
        : action == StrategyAction::Pause                    ? CommandKind::PauseStrategy
                                                             : CommandKind::StopStrategy;
    session().post({ .kind = kind, .strategy = id });
}

void StrategiesPanel::choose(StrategyId id)
{
    selection().setStrategy(id);
    for (const Catalog::StrategyEntry& entry : session().catalog().strategies) {
        if (entry.id == id)
            selection().setInstrument(entry.instrument);
    }
}

void StrategiesPanel::onThemeChanged()
{
    if (m_list != nullptr)
        m_list->refreshTheme();
}

std::unique_ptr<Panel> makeStrategiesPanel(const PanelContext& context)
{
    return std::make_unique<StrategiesPanel>(context);
}

} // namespace maker
