#include "ui/panels/parameters/risk_limits_panel.h"

#include "ui/base/number_text.h"
#include "ui/base/segments.h"

#include <QPushButton>
#include <QStackedWidget>

namespace maker {

namespace {
constexpr qint64 kAnswerMillis = 3'000; // a refusal is in the log; the draft is free again after this
}

RiskLimitsPanel::RiskLimitsPanel(const PanelContext& context)
    : Panel(context, QStringLiteral("risk_limits"), tr("Risk limits"))
{
    if (session().catalog().riskSchema == nullptr) {
        setState(PanelState::Empty, tr("No limits"), tr("This session has no risk gate."));
        return;
    }
    m_pages = new QStackedWidget(this);
    setContent(m_pages);
    m_scope = new Segments(theme(), { tr("All") }, this);
    m_scope->setToolTip(tr("Limits of all instruments, or those of the selected one alone"));
    head().addControl(m_scope);
    m_sameAsAll = new QPushButton(tr("Same as all"), this);
    m_sameAsAll->setProperty("compact", true);
    m_sameAsAll->setToolTip(tr("Give this instrument's own limits up"));
    head().addEnd(m_sameAsAll);
    connect(m_scope, &Segments::chosen, this, &RiskLimitsPanel::show);
    connect(&selection(), &Selection::instrumentChanged, this, &RiskLimitsPanel::show);
    connect(m_sameAsAll, &QPushButton::clicked, this, [this] {
        Entry& entry = entryOf(shown());
        entry.form->revert();
        session().post({ .kind = CommandKind::SetRiskLimits, .instrument = shown() });
    });
    show();
}

InstrumentId RiskLimitsPanel::shown() const
{
    return m_scope->current() == 1 ? selection().instrument() : InstrumentId {};
}

ParamForm* RiskLimitsPanel::form() const
{
    const auto at = m_scope == nullptr ? m_entries.end() : m_entries.find(shown());
    return at == m_entries.end() ? nullptr : at->second.form;
}

RiskLimitsPanel::Entry& RiskLimitsPanel::entryOf(InstrumentId instrument)
{
    Entry& entry = m_entries[instrument];
    if (entry.form != nullptr)
        return entry;
    entry.form = new ParamForm(theme(), *session().catalog().riskSchema, m_pages);
    if (instrument.valid())
        entry.form->showOnly(session().catalog().instrumentLimits);
    m_pages->addWidget(entry.form);
    connect(entry.form, &ParamForm::applied, this, [this, instrument](const std::string& json) {
        m_entries[instrument].sentAt = clock().millis();
        session().post({ .kind = CommandKind::SetRiskLimits, .instrument = instrument, .text = json });
    });
    connect(entry.form, &ParamForm::draftChanged, this, &RiskLimitsPanel::showHead);
    read(instrument, entry, clock().millis());
    return entry;
}

void RiskLimitsPanel::show()
{
    const Instrument* selected = instrument(selection().instrument());
    if (selected == nullptr)
        m_scope->setCurrent(0);
    m_scope->setTexts(selected == nullptr ? QStringList { tr("All") } : QStringList { tr("All"), text::pair(*selected) });
    m_pages->setCurrentWidget(entryOf(shown()).form);
    showHead();
}

void RiskLimitsPanel::showHead()
{
    const auto at = m_entries.find(shown());
    if (at == m_entries.end() || at->second.form == nullptr)
        return;
    const std::size_t changes = at->second.form->draft().changes();
    head().setBadge(changes == 0 ? QString() : tr("%1 changed").arg(changes));
    head().setContext(!shown().valid() ? tr("Checked before every order")
            : at->second.own           ? tr("Limits of its own")
                                       : tr("The same as all; a change makes them its own"));
    m_sameAsAll->setVisible(shown().valid() && at->second.own);
}

void RiskLimitsPanel::read(InstrumentId instrument, Entry& entry, qint64 millis)
{
    // Limits carry no version in the views, so their text is compared.
    std::string applied = instrument.valid() ? session().riskLimits(instrument) : std::string();
    entry.own = !applied.empty();
    if (!entry.own)
        applied = session().params({});
    if (applied != entry.applied) {
        entry.applied = std::move(applied);
        entry.form->setApplied(entry.applied);
    } else if (entry.form->waiting() && millis - entry.sentAt > kAnswerMillis) {
        entry.form->stopWaiting();
    }
}

void RiskLimitsPanel::onFrame(const Frame& frame)
{
    if (m_scope == nullptr || frame.millis - m_readAt < kReadMillis)
        return;
    m_readAt = frame.millis;
    for (auto& [id, entry] : m_entries)
        read(id, entry, frame.millis);
    showHead();
}

void RiskLimitsPanel::onThemeChanged()
{
    for (auto& [id, entry] : m_entries)
        entry.form->refreshTheme();
}

std::unique_ptr<Panel> makeRiskLimitsPanel(const PanelContext& context)
{
    return std::make_unique<RiskLimitsPanel>(context);
}

} // namespace maker
