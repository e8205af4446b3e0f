#include "ui/panels/lab/search_form.h"

#include "ui/base/number_text.h"
#include "ui/base/segments.h"
#include "ui/panels/lab/lab_tables.h"

#include <QCoreApplication>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace maker {

namespace {

constexpr int kLabelWidth = 86;
constexpr int kAxesAtFirst = 2;

} // namespace

SearchForm::SearchForm(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_method(new Segments(theme, { tr("Grid"), tr("Random"), tr("Optimiser") }, this))
    , m_objective(new ChoiceBox(theme, this))
    , m_plan(new QPushButton(tr("Copy plan"), this))
{
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* page = new QWidget(scroll);
    build(page);
    scroll->setWidget(page);
    page->setAutoFillBackground(false);
    whole->addWidget(scroll);
    for (SearchAxisRow* row : m_axes)
        connect(row, &SearchAxisRow::edited, this, &SearchForm::noteEdit);
    for (QSpinBox* field : { m_folds, m_trials, m_starts, m_seed })
        connect(field, &QSpinBox::valueChanged, this, &SearchForm::noteEdit);
    connect(m_objective, &QComboBox::activated, this, &SearchForm::noteEdit);
    connect(m_method, &Segments::chosen, this, &SearchForm::noteEdit);
    connect(m_plan, &QPushButton::clicked, this, &SearchForm::planAsked);
    showFields();
}

void SearchForm::build(QWidget* page)
{
    auto* grid = new QGridLayout(page);
    grid->setContentsMargins(12, 8, 12, 8);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(6);
    grid->setColumnStretch(1, 1);
    addField(*grid, tr("Method"), m_method);
    grid->setAlignment(m_method, Qt::AlignLeft | Qt::AlignVCenter);
    m_method->setToolTip(tr("Grid: every combination. Random: so many, drawn by the seed. Optimiser: simplex searches (SBPLX) "
                            "from random starts in each training window."));
    const std::array<QString, kMostAxes> names { tr("Across"), tr("Down"), tr("Also"), tr("And") };
    for (std::size_t axis = 0; axis < kMostAxes; ++axis) {
        m_axes[axis] = new SearchAxisRow(m_theme, names[axis], axis > 0, page);
        grid->addWidget(m_axes[axis], grid->rowCount(), 0, 1, 2);
    }
    m_objective->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_objective->setMinimumContentsLength(10);
    offerObjectives(false);
    addField(*grid, tr("Judge by"), m_objective);
    m_objective->setToolTip(tr("The figure that chooses a combination in each training window; more is better, except where the "
                               "figure is a loss"));
    m_folds = addNumber(*grid, tr("Folds"), 0, 24, 3,
        tr("Walk-forward windows after the first: parameters are chosen in one window and judged in the next"));
    m_folds->setSpecialValueText(tr("none, in sample"));
    m_trials = addNumber(*grid, tr("Trials"), 1, 100'000, 50, tr("Random: combinations to draw. Optimiser: evaluations of one search"));
    m_starts = addNumber(*grid, tr("Starts"), 1, 64, 4, tr("Searches of the optimiser in each training window, each from another point"));
    m_seed = addNumber(*grid, tr("Seed"), 0, 999'999'999, 1, tr("Equal seeds draw equal combinations"));
    m_plan->setProperty("compact", true);
    m_plan->setToolTip(tr("Copies this search as a plan for makerdesk-cli sweep run --plan"));
    grid->addWidget(m_plan, grid->rowCount(), 0, 1, 2, Qt::AlignLeft);
    grid->setRowStretch(grid->rowCount(), 1);
    setTabOrder(m_method, m_axes[0]->keyBox());
}

void SearchForm::addField(QGridLayout& grid, const QString& name, QWidget* field)
{
    auto* label = new QLabel(name, field->parentWidget());
    const int row = grid.rowCount();
    grid.addWidget(label, row, 0);
    grid.addWidget(field, row, 1);
    field->setAccessibleName(name);
    m_fields.emplace_back(label, field);
}

QSpinBox* SearchForm::addNumber(QGridLayout& grid, const QString& name, int least, int most, int value, const QString& help)
{
    auto* field = new QSpinBox(this);
    field->setRange(least, most);
    field->setValue(value);
    field->setButtonSymbols(QAbstractSpinBox::NoButtons);
    field->setGroupSeparatorShown(false);
    field->setToolTip(help);
    addField(grid, name, field);
    return field;
}

void SearchForm::setOverBars(bool bars)
{
    if (bars == m_overBars)
        return;
    m_overBars = bars;
    offerObjectives(bars);
    noteEdit();
}

/// What was chosen stays where it is offered.
void SearchForm::offerObjectives(bool overBars)
{
    const QString before = m_objective->currentData().toString();
    m_objective->clear();
    for (const StatisticSpec& spec : statisticSpecs()) {
        if (!spec.higherIsBetter || (overBars && ofQuotes(spec)))
            continue;
        const QString title = QCoreApplication::translate("statistics", std::string(spec.title).c_str());
        m_objective->addItem(title, text::fromView(spec.key));
        m_objective->setItemData(m_objective->count() - 1,
            QCoreApplication::translate("statistics", std::string(spec.help).c_str()), Qt::ToolTipRole);
    }
    const int kept = m_objective->findData(before);
    m_objective->setCurrentIndex(kept >= 0 ? kept : std::max(0, m_objective->findData(QStringLiteral("pnl"))));
}

void SearchForm::setSchemas(const ParamSchema* params, const std::string& json, const ParamSchema& models, const std::string& modelsJson)
{
    const bool same = params == m_params && &models == m_models;
    m_params = params;
    m_models = &models;
    if (same)
        return;
    std::vector<SearchSubject> subjects;
    if (params != nullptr)
        subjects = searchSubjects(*params, json, {});
    const std::size_t own = subjects.size();
    for (SearchSubject& subject : searchSubjects(models, modelsJson, QLatin1String(kModelAxis)))
        subjects.push_back(std::move(subject));
    for (std::size_t axis = 0; axis < kMostAxes; ++axis) {
        const bool first = axis < kAxesAtFirst && axis < own;
        m_axes[axis]->setSubjects(subjects, first ? static_cast<int>(axis) : -1);
    }
    noteEdit();
}

SearchMethod SearchForm::method() const
{
    return static_cast<SearchMethod>(m_method->current());
}

void SearchForm::setMethod(SearchMethod method)
{
    m_method->setCurrent(static_cast<int>(method));
    noteEdit();
}

void SearchForm::noteEdit()
{
    m_refusal.clear();
    showFields();
    Q_EMIT edited();
}

/// An axis is offered as soon as the one before it is used.
std::size_t SearchForm::shownAxes() const
{
    std::size_t shown = 1;
    while (shown < kMostAxes && !m_axes[shown - 1]->unused())
        ++shown;
    return shown;
}

void SearchForm::showFields()
{
    for (std::size_t axis = 0; axis < kMostAxes; ++axis)
        m_axes[axis]->setVisible(axis < shownAxes());
    for (const auto& [label, field] : m_fields) {
        const bool drawn = field == m_trials || field == m_seed;
        const bool shown = drawn ? method() != SearchMethod::Grid : field != m_starts || method() == SearchMethod::Optimiser;
        label->setVisible(shown);
        field->setVisible(shown);
    }
    refreshTheme();
}

bool SearchForm::fill(SearchRequest& out) const
{
    if (!problem().isEmpty())
        return false;
    out.method = method();
    out.axes.clear();
    for (std::size_t axis = 0; axis < shownAxes(); ++axis) {
        if (!m_axes[axis]->unused())
            out.axes.push_back(*m_axes[axis]->axis());
    }
    out.objective = m_objective->currentData().toString().toStdString();
    out.folds = static_cast<std::uint32_t>(m_folds->value());
    out.trials = static_cast<std::uint32_t>(m_trials->value());
    out.starts = static_cast<std::uint32_t>(m_starts->value());
    out.seed = static_cast<std::uint64_t>(m_seed->value());
    return true;
}

QString SearchForm::problem() const
{
    QStringList keys;
    for (std::size_t row = 0; row < shownAxes(); ++row) {
        if (m_axes[row]->unused())
            continue;
        if (const auto read = m_axes[row]->axis(); !read)
            return QString::fromStdString(read.error().detail);
        if (keys.contains(m_axes[row]->key()))
            return tr("Choose different parameters.");
        keys << m_axes[row]->key();
    }
    return {};
}

QString SearchForm::summary() const
{
    const QString wrong = problem();
    if (!wrong.isEmpty())
        return wrong;
    if (!m_refusal.isEmpty())
        return m_refusal;
    QStringList sizes;
    double cells = 1.0;
    for (std::size_t row = 0; row < shownAxes(); ++row) {
        if (m_axes[row]->unused())
            continue;
        sizes << QString::number(m_axes[row]->axis()->values.size());
        cells *= static_cast<double>(m_axes[row]->axis()->values.size());
    }
    const QString grid = sizes.size() > 1 ? sizes.join(QStringLiteral(" × ")) + QStringLiteral(" = ") : QString();
    QString what;
    if (method() == SearchMethod::Grid)
        what = tr("%1%2 combinations").arg(grid, text::number(cells, 0));
    else if (method() == SearchMethod::Random)
        what = tr("%1 of %2 combinations").arg(text::number(std::min<double>(m_trials->value(), cells), 0), text::number(cells, 0));
    else
        what = tr("%1 searches of at most %2 trials in each window").arg(m_starts->value()).arg(m_trials->value());
    return folds() == 0 ? tr("%1, all in sample.").arg(what) : tr("%1, judged out of sample in %2 folds.").arg(what).arg(folds());
}

void SearchForm::setRefusal(const QString& sentence)
{
    m_refusal = sentence;
    Q_EMIT edited();
}

void SearchForm::refreshTheme()
{
    for (const auto& [label, field] : m_fields) {
        label->setMinimumWidth(m_theme.scaled(kLabelWidth));
        styleFormLabel(*label, m_theme.font(TypeRole::Body), m_theme.text.secondary);
    }
    for (SearchAxisRow* row : m_axes)
        row->refreshTheme();
    m_plan->setEnabled(problem().isEmpty());
}

} // namespace maker
