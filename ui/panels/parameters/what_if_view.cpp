#include "ui/panels/parameters/what_if_view.h"

#include "kernel/model/cents.h"
#include "ui/base/number_text.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include <array>
#include <cstdlib>

namespace maker {

namespace {

constexpr int kLeastWidth = 430; // of what is inside, times the size of the text
constexpr int kLeastSeen = 300;

/// Arrow and figure: "▲ +22.48"; a difference without better and worse has no arrow, none at all is plain.
QString differenceText(const QString& figure, int better)
{
    return better == 0 ? figure : (better > 0 ? QStringLiteral("\u25B2 ") : QStringLiteral("\u25BC ")) + figure;
}

WhatIfRow moneyRow(const QString& measure, Money applied, Money draft)
{
    // Of what is shown, so that a column of differences adds up as well.
    const auto shown = [](Money money) { return centsThatAddUp(std::array { money }).front(); };
    const Money change = shown(draft) - shown(applied);
    return { measure, text::signedMoney(applied), text::signedMoney(draft),
        differenceText(text::signedMoney(change), text::shownSign(change)), text::shownSign(change) };
}

QString qtyText(const Instrument* instrument, Qty qty)
{
    return instrument == nullptr ? QString::number(qty.count) : text::signedQty(*instrument, qty);
}

} // namespace

std::vector<WhatIfRow> whatIfRows(const WhatIfView& view, const Instrument* instrument)
{
    const WhatIfView::Side& now = view.applied;
    const WhatIfView::Side& then = view.draft;
    std::vector<WhatIfRow> rows;
    rows.push_back(moneyRow(WhatIfSection::tr("PnL"), now.pnl.total, then.pnl.total));
    const auto causes = [](const PnlParts& pnl) { return centsThatAddUp(std::array { pnl.spread, pnl.inventory, pnl.rebates, pnl.fees }); };
    const std::array<QString, 4> names { WhatIfSection::tr("   Spread captured"), WhatIfSection::tr("   Inventory drift"),
        WhatIfSection::tr("   Rebates"), WhatIfSection::tr("   Fees") };
    for (std::size_t i = 0; i < names.size(); ++i)
        rows.push_back(moneyRow(names[i], causes(now.pnl)[i], causes(then.pnl)[i]));
    const auto fills = static_cast<double>(then.fills) - static_cast<double>(now.fills);
    rows.push_back({ WhatIfSection::tr("Fills"), text::number(static_cast<double>(now.fills), 0),
        text::number(static_cast<double>(then.fills), 0), text::signedNumber(fills, 0), 0 });
    const auto size = [](Qty qty) { return Qty { std::abs(qty.count) }; };
    const Qty change { size(then.largestPosition).count - size(now.largestPosition).count };
    const int better = change.count == 0 ? 0 : change.count < 0 ? 1 : -1;
    rows.push_back({ WhatIfSection::tr("Largest inventory"), qtyText(instrument, now.largestPosition),
        qtyText(instrument, then.largestPosition), differenceText(qtyText(instrument, change), better), better });
    rows.push_back({ WhatIfSection::tr("Inventory at the end"), qtyText(instrument, now.endPosition), qtyText(instrument, then.endPosition),
        qtyText(instrument, { then.endPosition.count - now.endPosition.count }), 0 });
    return rows;
}

WhatIfModel::WhatIfModel(QObject* parent)
    : ListTableModel({ { WhatIfSection::tr("Measure"), 0 }, { WhatIfSection::tr("Now applied"), 92, ColumnKind::Number },
                         { WhatIfSection::tr("With draft"), 92, ColumnKind::Number },
                         { WhatIfSection::tr("Difference"), 104, ColumnKind::Number } },
        parent)
{
}

QVariant WhatIfModel::cell(const WhatIfRow& row, int column, int role) const
{
    if (role == ToneRole) {
        if (column == 3)
            return static_cast<int>(row.better > 0 ? Tone::Gain : row.better < 0 ? Tone::Loss : Tone::Muted);
        return static_cast<int>(column == 1 ? Tone::Secondary : Tone::Primary);
    }
    if (role != Qt::DisplayRole)
        return {};
    const std::array<const QString*, 4> cells { &row.measure, &row.applied, &row.draft, &row.difference };
    return *cells[static_cast<std::size_t>(column)];
}

WhatIfSection::WhatIfSection(const PanelContext& context, QWidget* parent)
    : QWidget(parent)
    , m_theme(context.theme)
    , m_head(new PanelHead(context.theme, tr("What if"), this))
    , m_model(new WhatIfModel(this))
    , m_table(new TableView(*m_model, context, this))
    , m_chart(new WhatIfChart(context.theme, this))
    , m_ladder(new GhostLadder(context.theme, this))
    , m_pictures(new QWidget(this))
    , m_sentence(new QLabel(this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_head);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    m_body = new QWidget(scroll);
    auto* down = new QVBoxLayout(m_body);
    down->setContentsMargins(0, 0, 0, 0);
    down->setSpacing(0);
    down->addWidget(m_table);
    down->addWidget(m_sentence);
    auto* beside = new QHBoxLayout(m_pictures);
    beside->setContentsMargins(0, 0, 0, 0);
    beside->setSpacing(0);
    beside->addWidget(m_chart, 1);
    beside->addWidget(m_ladder);
    down->addWidget(m_pictures, 1);
    scroll->setWidget(m_body);
    m_body->setAutoFillBackground(false);
    layout->addWidget(scroll, 1); // in a low or narrow dock it scrolls, the dock does not grow
    m_sentence->setWordWrap(true);
    m_sentence->setMargin(8);
    m_table->setFocusPolicy(Qt::NoFocus);
    m_table->setSelectionMode(QAbstractItemView::NoSelection);
    m_table->setAccessibleName(tr("Applied, draft and difference"));
    connect(m_head->addIcon(QStringLiteral("close"), tr("Close the comparison")), &QToolButton::clicked, this, &WhatIfSection::closeAsked);
    setMinimumWidth(kLeastSeen);
    refreshTheme();
}

void WhatIfSection::say(const QString& sentence, bool trouble)
{
    m_trouble = trouble;
    m_sentence->setText(sentence);
    m_sentence->setFont(m_theme.font(TypeRole::Small));
    QPalette palette = m_sentence->palette();
    palette.setColor(QPalette::WindowText, trouble ? m_theme.status.danger : m_theme.text.secondary);
    m_sentence->setPalette(palette);
}

void WhatIfSection::show(const WhatIfView& view, const Instrument* instrument, const QString& currency)
{
    setVisible(true);
    const bool done = view.state == JobState::Done;
    m_table->setVisible(done);
    m_pictures->setVisible(done);
    if (!done) {
        const bool ended = view.state == JobState::Failed || view.state == JobState::Canceled;
        m_head->setContext({});
        say(ended ? (view.message.empty() ? tr("The replay was canceled.") : QString::fromStdString(view.message))
                  : tr("Replaying the last %1 minutes twice.").arg(kMinutes),
            view.state == JobState::Failed);
        return;
    }
    const auto minutes = (view.to - view.from).toSeconds() / 60.0;
    m_head->setContext(tr("last %1 min replayed, %2 events")
                           .arg(text::number(minutes, minutes < 10 ? 1 : 0), text::number(static_cast<double>(view.events), 0)));
    m_model->setRows(whatIfRows(view, instrument));
    m_table->setFixedHeight(m_table->horizontalHeader()->height() + m_model->rowCount() * m_table->verticalHeader()->defaultSectionSize() + 2);
    m_chart->setSides(view, instrument, currency);
    m_ladder->setVisible(instrument != nullptr);
    if (instrument != nullptr)
        m_ladder->setQuotes(view, *instrument);
    const Money change = view.draft.pnl.total - view.applied.pnl.total;
    if (change.isZero() && view.applied.fills == view.draft.fills)
        say(tr("No difference: these parameters would have done exactly the same."), false);
    else if (view.applied.fills + view.draft.fills < 40)
        say(tr("Low confidence: so few fills prove little. Run it in the lab over a longer time."), false);
    else
        say(QString::fromStdString(view.message), false);
    m_sentence->setVisible(!m_sentence->text().isEmpty());
}

void WhatIfSection::refreshTheme()
{
    m_head->refresh();
    m_table->refreshTheme();
    m_chart->refreshTheme();
    m_ladder->refreshTheme();
    m_body->setMinimumWidth(m_theme.scaled(kLeastWidth));
    say(m_sentence->text(), m_trouble);
}

} // namespace maker
