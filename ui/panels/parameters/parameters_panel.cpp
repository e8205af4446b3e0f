#include "ui/panels/parameters/parameters_panel.h"

#include "session/lab_port.h"
#include "ui/base/number_text.h"
#include "ui/panels/parameters/what_if_view.h"

#include <QDir>
#include <QDockWidget>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace maker {

namespace {

constexpr qint64 kAnswerMillis = 3'000; // a refusal is in the log; the draft is free again after this

QString changedText(const ParamForm& form)
{
    const std::size_t changes = form.draft().changes();
    return changes == 0 ? QString() : ParametersPanel::tr("%1 changed").arg(changes);
}

const Catalog::StrategyEntry* findEntry(const Catalog& catalog, StrategyId id)
{
    for (const Catalog::StrategyEntry& entry : catalog.strategies) {
        if (entry.id == id)
            return &entry;
    }
    return nullptr;
}

/// Brings the dock that holds the panel to the front.
void raiseDock(QWidget* panel)
{
    for (QWidget* at = panel; at != nullptr; at = at->parentWidget()) {
        if (auto* dock = qobject_cast<QDockWidget*>(at)) {
            dock->show();
            dock->raise();
        }
    }
}

} // namespace

ParametersPanel::ParametersPanel(const PanelContext& context)
    : Panel(context, QStringLiteral("parameters"), tr("Parameters"))
    , m_pages(new QStackedWidget(this))
    , m_presets(context.profileDir.isEmpty() ? QString() : QDir(context.profileDir).filePath(QStringLiteral("presets.json")))
{
    buildWhatIf();
    setState(PanelState::Empty, tr("No strategy chosen"),
        tr("Click a strategy in the panel at the left to see its parameters."));
    connect(&selection(), &Selection::strategyChanged, this, &ParametersPanel::showStrategy);
    connect(&selection(), &Selection::parametersAsked, this, [this](StrategyId id) {
        selection().setStrategy(id);
        raiseDock(this);
        if (ParamForm* shown = form())
            shown->setFocus();
    });
    showStrategy(selection().strategy());
}

void ParametersPanel::buildWhatIf()
{
    if (lab() == nullptr) {
        setContent(m_pages);
        return;
    }
    auto* beside = new QSplitter(Qt::Horizontal, this);
    beside->setHandleWidth(4);
    beside->setChildrenCollapsible(false);
    m_whatIf = new WhatIfSection(context(), beside);
    m_whatIf->hide();
    beside->addWidget(m_pages);
    beside->addWidget(m_whatIf);
    beside->setSizes({ 660, 460 });
    setContent(beside);
    setFocusProxy(m_pages);
    m_try = new QPushButton(tr("Try on the last %1 minutes").arg(WhatIfSection::kMinutes), this);
    m_try->setProperty("compact", true);
    m_try->setToolTip(tr("Replay what just happened with these values, beside what is applied"));
    head().addEnd(m_try);
    connect(m_try, &QPushButton::clicked, this, &ParametersPanel::tryDraft);
    connect(m_whatIf, &WhatIfSection::closeAsked, this, [this] {
        m_whatIfAsked = 0;
        m_whatIf->hide();
    });
}

void ParametersPanel::tryDraft()
{
    const ParamForm* shown = form();
    const std::optional<std::string> draft = shown == nullptr ? std::nullopt : shown->draft().json();
    if (lab() == nullptr || !draft)
        return; // the form says what is wrong
    m_whatIfOf = selection().strategy();
    m_whatIfAsked = lab()->whatIf(m_whatIfOf, *draft, WhatIfSection::kMinutes);
    m_labVersion = 0;
    WhatIfView waiting;
    waiting.state = JobState::Running;
    m_whatIf->show(waiting, nullptr, {});
}

void ParametersPanel::followWhatIf()
{
    if (m_whatIfAsked == 0 || lab()->version() == m_labVersion)
        return;
    m_labVersion = lab()->version();
    const std::optional<WhatIfView> view = lab()->whatIf(m_whatIfAsked);
    const Catalog::StrategyEntry* entry = findEntry(session().catalog(), m_whatIfOf);
    if (view && entry != nullptr)
        m_whatIf->show(*view, instrument(entry->instrument), text::fromView(clock().desk().accountCurrency.view()));
}

ParamForm* ParametersPanel::form() const
{
    const auto at = m_forms.find(selection().strategy());
    return at == m_forms.end() ? nullptr : at->second.form;
}

PresetBar* ParametersPanel::presets() const
{
    const auto at = m_forms.find(selection().strategy());
    return at == m_forms.end() ? nullptr : at->second.presets;
}

void ParametersPanel::makePage(const Catalog::StrategyEntry& entry, Entry& known)
{
    known.page = new QWidget(m_pages);
    known.form = new ParamForm(theme(), *entry.schema, known.page);
    if (const Instrument* traded = instrument(entry.instrument))
        known.form->setBase(text::fromView(traded->base().view()));
    known.presets = new PresetBar(theme(), m_presets, QString::fromStdString(entry.name), *known.form, known.page);
    auto* layout = new QVBoxLayout(known.page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(known.presets);
    layout->addWidget(known.form, 1);
    m_pages->addWidget(known.page);
    connect(known.presets, &PresetBar::failed, this,
        [this](const QString& sentence) { selection().tell(Severity::Warning, tr("Preset"), sentence); });
}

void ParametersPanel::showStrategy(StrategyId id)
{
    const Catalog::StrategyEntry* entry = findEntry(session().catalog(), id);
    if (entry == nullptr || entry->schema == nullptr)
        return;
    Entry& known = m_forms[id];
    if (known.form == nullptr) {
        makePage(*entry, known);
        connect(known.form, &ParamForm::applied, this, [this, id](const std::string& json) {
            m_forms[id].sentAt = clock().millis();
            session().post({ .kind = CommandKind::SetParams, .strategy = id, .text = json });
        });
        connect(known.form, &ParamForm::draftChanged, this, [this] { showHead(); });
        known.form->setApplied(session().params(id));
    }
    m_pages->setCurrentWidget(known.page);
    setState(PanelState::Live);
    showHead();
}

void ParametersPanel::showHead()
{
    const Catalog::StrategyEntry* entry = findEntry(session().catalog(), selection().strategy());
    if (entry == nullptr || form() == nullptr)
        return;
    head().setContext(QString::fromStdString(entry->title));
    head().setBadge(changedText(*form()));
    previewDraft();
}

void ParametersPanel::previewDraft()
{
    const ParamDraft& draft = form()->draft();
    const bool drawn = draft.changes() > 0 && draft.valid();
    std::pair<StrategyId, std::string> wanted { selection().strategy(), drawn ? *draft.json() : std::string() };
    if (wanted == m_previewed || (wanted.second.empty() && m_previewed.second.empty()))
        return;
    m_previewed = wanted;
    session().previewQuotes(wanted.first, std::move(wanted.second));
}

void ParametersPanel::follow(const StrategyView& view, qint64 millis)
{
    const auto at = m_forms.find(view.id);
    if (at == m_forms.end())
        return;
    Entry& known = at->second;
    if (!known.read || known.version != view.paramsVersion) {
        known.read = true;
        known.version = view.paramsVersion;
        known.form->setApplied(session().params(view.id));
    } else if (known.form->waiting() && millis - known.sentAt > kAnswerMillis) {
        known.form->stopWaiting();
    }
}

void ParametersPanel::onFrame(const Frame& frame)
{
    if (m_try != nullptr) {
        m_try->setEnabled(form() != nullptr && form()->draft().valid());
        followWhatIf();
    }
    for (std::size_t i = 0; i < frame.desk.strategyCount; ++i)
        follow(frame.desk.strategies[i], frame.millis);
}

void ParametersPanel::onThemeChanged()
{
    for (auto& [id, entry] : m_forms) {
        entry.form->refreshTheme();
        entry.presets->refreshTheme();
    }
    if (m_whatIf != nullptr)
        m_whatIf->refreshTheme();
}

std::unique_ptr<Panel> makeParametersPanel(const PanelContext& context)
{
    return std::make_unique<ParametersPanel>(context);
}

} // namespace maker
