#include "ui/panels/lab/run_form.h"

#include "ui/base/number_text.h"
#include "ui/base/segments.h"
#include "ui/forms/param_editors.h"
#include "ui/forms/param_form.h"
#include "ui/panels/lab/lab_strategies.h"
#include "ui/panels/lab_words.h"

#include <QGridLayout>
#include <QStackedWidget>

#include <algorithm>

namespace maker {

RunForm::RunForm(const PanelContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_strategies(offeredStrategies(context))
    , m_strategy(new ChoiceBox(context.theme, this))
    , m_recordings(new RecordingPicker(context.theme, this))
    , m_instrument(new InstrumentChoice(context, this))
    , m_from(new QLineEdit(this))
    , m_to(new QLineEdit(this))
    , m_checks(new Switch(context.theme, this))
    , m_pagesChoice(new Segments(context.theme, { tr("Parameters"), tr("Models"), tr("Search") }, this))
    , m_pages(new QStackedWidget(this))
    , m_paramPages(new QStackedWidget(m_pages))
    , m_modelPages(new QStackedWidget(m_pages))
    , m_search(new SearchForm(context.theme, m_pages))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* top = new QWidget(this);
    buildTop(top);
    layout->addWidget(top);
    m_pages->addWidget(m_paramPages);
    m_pages->addWidget(m_modelPages);
    m_pages->addWidget(m_search);
    layout->addWidget(m_pages, 1);
    layout->addWidget(buildButtons());
    connect(m_pagesChoice, &Segments::chosen, this, &RunForm::showPage);
    connect(m_strategy, &QComboBox::currentIndexChanged, this, &RunForm::showStrategy);
    connect(m_recordings, &RecordingPicker::picked, this, &RunForm::refresh);
    connect(m_instrument, &QComboBox::currentIndexChanged, this, &RunForm::refresh);
    connect(m_search, &SearchForm::edited, this, &RunForm::refresh);
    connect(m_search, &SearchForm::planAsked, this, [this] {
        if (const std::optional<SearchRequest> wanted = searchRequest())
            Q_EMIT planAsked(*wanted);
    });
    for (QLineEdit* field : { m_from, m_to })
        connect(field, &QLineEdit::textChanged, this, &RunForm::refresh);
    m_checks->setChecked(true);
    connect(m_checks, &Switch::toggled, this, &RunForm::refresh);
    m_strategy->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon); // a long title does not widen the form
    m_strategy->setMinimumContentsLength(10);
    for (const LabStrategy& entry : m_strategies)
        m_strategy->addItem(entry.overBars ? tr("%1, on bars").arg(QString::fromStdString(entry.title)) : QString::fromStdString(entry.title),
            QString::fromStdString(entry.name));
    showStrategy();
    refreshTheme();
}

void RunForm::buildTop(QWidget* top)
{
    auto* grid = new QGridLayout(top);
    grid->setContentsMargins(12, 10, 12, 8);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(6);
    const std::array<std::pair<QString, QWidget*>, 6> rows { { { tr("Strategy"), m_strategy }, { tr("Recording"), m_recordings },
        { tr("Instrument"), m_instrument }, { tr("From, UTC"), m_from }, { tr("To, UTC"), m_to }, { tr("Checks"), m_checks } } };
    for (int i = 0; i < static_cast<int>(rows.size()); ++i) {
        const auto& [name, field] = rows[static_cast<std::size_t>(i)];
        auto* label = new QLabel(name, top);
        m_labels.push_back(label);
        field->setAccessibleName(name);
        grid->addWidget(label, i, 0);
        grid->addWidget(field, i, 1);
    }
    m_from->setToolTip(tr("Where to begin, as 2026-11-22 14:30; empty: from the beginning"));
    m_to->setToolTip(tr("Where to end, as 2026-11-22 14:30; empty: to the end"));
    grid->setAlignment(m_checks, Qt::AlignLeft | Qt::AlignVCenter);
    m_checks->setToolTip(tr("After the run, look for look-ahead and for a start that matters for ever: about two and a half times "
                            "the work of the run alone. A run without checks says so."));
    grid->addWidget(m_pagesChoice, static_cast<int>(rows.size()), 0, 1, 2, Qt::AlignLeft);
    grid->setColumnStretch(1, 1);
}

QWidget* RunForm::buildButtons()
{
    auto* foot = new QWidget(this);
    auto* layout = new QGridLayout(foot);
    layout->setContentsMargins(12, 8, 12, 10);
    layout->setHorizontalSpacing(8);
    layout->setVerticalSpacing(6);
    m_run = new QPushButton(tr("Run   F5"), foot);
    m_run->setProperty("kind", "primary");
    m_run->setToolTip(tr("Replay the recordings with these parameters (F5)"));
    m_sweep = new QPushButton(tr("Sweep"), foot);
    m_sweep->setToolTip(tr("Search over the values of the Search page"));
    m_stop = new QPushButton(tr("Stop"), foot);
    m_stop->setProperty("kind", "danger");
    m_stop->setToolTip(tr("Cancel what runs (Shift F5)"));
    m_truth = new QPushButton(tr("Truth check"), foot);
    m_truth->setToolTip(tr("Replay the last run recorded with its market (--record-market) with simulated executions, and say "
                           "order by order what differs and why"));
    m_status = new QLabel(foot);
    m_status->setWordWrap(true);
    m_status->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    layout->addWidget(m_run, 0, 0);
    layout->addWidget(m_sweep, 0, 1);
    layout->addWidget(m_truth, 0, 2);
    layout->addWidget(m_status, 1, 0, 1, 2);
    layout->addWidget(m_stop, 1, 2, Qt::AlignTop);
    layout->setColumnStretch(0, 2);
    layout->setColumnStretch(1, 1);
    layout->setColumnStretch(2, 1);
    connect(m_run, &QPushButton::clicked, this, &RunForm::run);
    connect(m_sweep, &QPushButton::clicked, this, &RunForm::sweep);
    connect(m_stop, &QPushButton::clicked, this, &RunForm::stopAsked);
    connect(m_truth, &QPushButton::clicked, this, &RunForm::truthAsked);
    return foot;
}

const LabStrategy* RunForm::strategy() const
{
    const int index = m_strategy->currentIndex();
    return index < 0 || index >= static_cast<int>(m_strategies.size()) ? nullptr : &m_strategies[static_cast<std::size_t>(index)];
}

const ParamSchema& RunForm::modelSchema() const
{
    const LabStrategy* chosen = strategy();
    return chosen != nullptr && chosen->models != nullptr ? *chosen->models : m_context.lab->modelSchema();
}

ParamForm* RunForm::paramForm() const
{
    const LabStrategy* chosen = strategy();
    const auto at = chosen == nullptr ? m_forms.end() : m_forms.find(chosen->schema);
    return at == m_forms.end() ? nullptr : at->second;
}

ParamForm* RunForm::modelForm() const
{
    const auto at = m_forms.find(&modelSchema());
    return at == m_forms.end() ? nullptr : at->second;
}

/// The form of a schema, made when it is first needed.
ParamForm& RunForm::formOf(QStackedWidget& pages, const ParamSchema& schema, const std::string& json)
{
    ParamForm*& form = m_forms[&schema];
    if (form == nullptr) {
        form = new ParamForm(m_context.theme, schema, &pages);
        form->setCompact(true);
        form->setApplied(json);
        pages.addWidget(form);
        connect(form, &ParamForm::draftChanged, this, &RunForm::refresh);
    }
    pages.setCurrentWidget(form);
    return *form;
}

void RunForm::showStrategy()
{
    const LabStrategy* chosen = strategy();
    if (chosen == nullptr || m_run == nullptr)
        return;
    const ParamForm& params = formOf(*m_paramPages, *chosen->schema, startingParams(m_context, *chosen));
    const ParamForm& models = formOf(*m_modelPages, modelSchema(), modelSchema().defaults());
    m_strategy->setToolTip(QString::fromStdString(chosen->help));
    m_recordings->setOverBars(chosen->overBars);
    m_search->setOverBars(chosen->overBars);
    m_search->setSchemas(chosen->schema, params.draft().json().value_or(std::string()), modelSchema(),
        models.draft().json().value_or(std::string()));
    refresh();
}

void RunForm::showPage(int page)
{
    m_pagesChoice->setCurrent(page);
    m_pages->setCurrentIndex(page);
    refresh();
}

void RunForm::follow(const std::vector<DataSetView>& sets, bool running)
{
    m_sets = sets;
    m_recordings->setDataSets(sets);
    m_running = running;
    refresh();
}

void RunForm::load(const LabRequest& request)
{
    const int index = m_strategy->findData(QString::fromStdString(request.strategy));
    if (index >= 0)
        m_strategy->setCurrentIndex(index);
    m_recordings->choose(request.data);
    m_instrument->choose(request.symbol);
    m_from->setText(minuteText(request.from));
    m_to->setText(minuteText(request.to));
    m_checks->setChecked(request.checks);
    if (ParamForm* form = paramForm())
        form->setDraft(request.params);
    if (ParamForm* form = modelForm())
        form->setDraft(request.models);
    refresh();
}

void RunForm::loadCell(const SweepView& sweep, const SweepView::Cell& cell)
{
    const int index = m_strategy->findData(QString::fromStdString(sweep.strategy));
    if (index >= 0)
        m_strategy->setCurrentIndex(index);
    const std::string prefix = kModelAxis;
    for (std::size_t axis = 0; axis < sweep.axes.size() && axis < cell.values.size(); ++axis) {
        const std::string& key = sweep.axes[axis].key;
        const bool model = key.starts_with(prefix);
        ParamForm* form = model ? modelForm() : paramForm();
        if (form != nullptr)
            form->setDraft(valueJson(form->draft(), model ? key.substr(prefix.size()) : key, cell.values[axis]));
    }
    refresh();
}

QString RunForm::problem() const
{
    if (strategy() == nullptr || paramForm() == nullptr)
        return tr("There is no strategy to run.");
    const std::optional<Timestamp> from = parseMinute(m_from->text());
    const std::optional<Timestamp> to = parseMinute(m_to->text());
    if (!from || !to)
        return tr("Times are written as 2026-11-22 14:30.");
    if (from->valid() && to->valid() && *from >= *to)
        return tr("The run would end before it begins.");
    for (const ParamForm* form : { paramForm(), modelForm() }) {
        if (form != nullptr && !form->draft().valid())
            return firstProblem(*form);
    }
    if (strategy()->overBars && m_recordings->first() == nullptr)
        return tr("Choose a recording of bars; the Data tab imports candles.");
    return {};
}

std::optional<LabRequest> RunForm::request() const
{
    if (!problem().isEmpty())
        return std::nullopt;
    LabRequest out;
    out.data = m_recordings->chosen();
    out.symbol = m_instrument->symbol();
    out.strategy = strategy()->name;
    out.params = paramForm()->draft().json().value_or(std::string());
    out.models = modelForm()->draft().json().value_or(std::string());
    out.from = parseMinute(m_from->text()).value_or(Timestamp {});
    out.to = parseMinute(m_to->text()).value_or(Timestamp {});
    out.checks = m_checks->isChecked();
    return out;
}

void RunForm::run()
{
    if (const std::optional<LabRequest> wanted = request())
        Q_EMIT runAsked(*wanted);
}

std::optional<SearchRequest> RunForm::searchRequest() const
{
    const std::optional<LabRequest> base = request();
    SearchRequest out;
    if (!base || !m_search->fill(out))
        return std::nullopt;
    out.base = *base;
    return out;
}

void RunForm::sweep()
{
    if (m_pages->currentWidget() != m_search) {
        showPage(m_pages->indexOf(m_search)); // what would be searched is seen first
        return;
    }
    if (const std::optional<SearchRequest> wanted = searchRequest())
        Q_EMIT searchAsked(*wanted);
}

QString RunForm::statusText() const
{
    const QString wrong = problem();
    if (!wrong.isEmpty())
        return wrong;
    if (m_pages->currentWidget() == m_search) { // what Sweep would do, beside the button
        const bool said = m_search->troubled() || m_checks->isChecked();
        return said ? m_search->summary() : tr("%1 Nothing is checked.").arg(m_search->summary());
    }
    const DataSetView* set = m_recordings->first();
    if (set == nullptr)
        return tr("Replays the last minutes that the running market left in memory.");
    return m_checks->isChecked() ? extentText(*set) : tr("%1, without checks").arg(extentText(*set));
}

void RunForm::refresh()
{
    if (m_run == nullptr)
        return;
    m_instrument->follow(m_sets, m_recordings->chosen());
    if (ParamForm* form = paramForm())
        form->setBase(m_instrument->base());
    const DataSetView* set = m_recordings->first();
    m_from->setPlaceholderText(set == nullptr ? tr("from the beginning") : minuteText(set->from));
    m_to->setPlaceholderText(set == nullptr ? tr("to the end") : minuteText(set->to));
    for (QLineEdit* field : { m_from, m_to }) {
        const QString state = parseMinute(field->text()) ? QString() : QStringLiteral("error");
        if (field->property("state").toString() != state) {
            field->setProperty("state", state);
            field->setStyle(field->style());
        }
    }
    const QString wrong = problem();
    m_run->setEnabled(wrong.isEmpty());
    m_sweep->setEnabled(wrong.isEmpty() && m_search->problem().isEmpty());
    m_stop->setEnabled(m_running);
    m_status->setText(statusText());
    const bool fine = wrong.isEmpty() && (m_pages->currentWidget() != m_search || !m_search->troubled());
    QPalette palette = m_status->palette();
    palette.setColor(QPalette::WindowText, fine ? m_context.theme.text.muted : m_context.theme.status.danger);
    m_status->setPalette(palette);
}

void RunForm::refreshTheme()
{
    for (QLabel* label : m_labels) {
        styleFormLabel(*label, m_context.theme.font(TypeRole::Body), m_context.theme.text.secondary);
        label->setFixedWidth(m_context.theme.scaled(86));
    }
    for (QWidget* field : { static_cast<QWidget*>(m_strategy), static_cast<QWidget*>(m_recordings), static_cast<QWidget*>(m_instrument),
             static_cast<QWidget*>(m_from), static_cast<QWidget*>(m_to), static_cast<QWidget*>(m_checks) })
        field->setFixedHeight(m_context.theme.scaled(rows::kControl));
    for (QLineEdit* field : { m_from, m_to })
        field->setFont(m_context.theme.numberFont(TypeRole::Body));
    m_status->setMinimumHeight(m_context.theme.scaled(28));
    m_status->setFont(m_context.theme.font(TypeRole::Small));
    for (auto& [schema, form] : m_forms)
        form->refreshTheme();
    m_search->refreshTheme();
    refresh();
}

} // namespace maker
