#include "ui/panels/lab/search_form.h"

#include "kernel/params/param_json.h"

#include <QGridLayout>
#include <QLabel>

#include <algorithm>
#include <cmath>

namespace maker {

namespace {

constexpr int kProposed = 5;

bool isNumber(const ParamSpec& spec)
{
    return spec.type == ParamType::Int || spec.type == ParamType::Real || spec.type == ParamType::Seconds;
}

double numberIn(const std::string& json, const ParamSpec& spec)
{
    const auto members = readMembers(json);
    if (members) {
        for (const ParamMember& member : *members) {
            if (member.key != spec.key)
                continue;
            if (const auto* real = std::get_if<double>(&member.value))
                return *real;
            if (const auto* whole = std::get_if<std::int64_t>(&member.value))
                return static_cast<double>(*whole);
        }
    }
    return spec.min;
}

/// Values around the present one, in steps that make a difference.
QString proposal(const ParamSpec& spec, double now)
{
    const double least = spec.type == ParamType::Int ? 1.0 : std::max(spec.step, 1e-9);
    const double step = std::max(least, std::round(std::abs(now) * 0.25 / least) * least);
    QStringList texts;
    for (int i = -(kProposed / 2); texts.size() < kProposed && i < 3 * kProposed; ++i) {
        const double value = now + i * step;
        if (value < spec.min - 1e-12 || value > spec.max + 1e-12)
            continue;
        texts << QString::fromStdString(numberText(std::round(value / least) * least));
        if (spec.type != ParamType::Int) // no digits that only floating point made
            texts.last() = QString::number(value, 'f', spec.decimals);
    }
    return texts.join(QStringLiteral(", "));
}

} // namespace

SearchForm::SearchForm(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_folds(new QSpinBox(this))
    , m_foldsLabel(new QLabel(tr("Walk-forward folds"), this))
    , m_summary(new QLabel(this))
{
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(12, 8, 12, 8);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(6);
    for (int axis = 0; axis < 2; ++axis) {
        Row& row = m_rows[axis];
        row.label = new QLabel(axis == 0 ? tr("Across") : tr("Down"), this);
        row.key = new ChoiceBox(theme, this);
        row.values = new QLineEdit(this);
        row.key->setAccessibleName(axis == 0 ? tr("Parameter across") : tr("Parameter down"));
        row.values->setAccessibleName(axis == 0 ? tr("Values across") : tr("Values down"));
        row.values->setToolTip(tr("Values to try, with commas between them"));
        grid->addWidget(row.label, axis * 2, 0);
        grid->addWidget(row.key, axis * 2, 1);
        grid->addWidget(row.values, axis * 2 + 1, 1);
        connect(row.key, &QComboBox::activated, this, [this, axis] { propose(axis); });
        connect(row.values, &QLineEdit::textChanged, this, &SearchForm::edited);
    }
    m_folds->setRange(0, 24);
    m_folds->setValue(4);
    m_folds->setSpecialValueText(tr("none, in sample"));
    m_folds->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_folds->setAccessibleName(tr("Walk-forward folds"));
    m_folds->setToolTip(tr("Parts of the time: parameters are chosen in one and judged in the next"));
    grid->addWidget(m_foldsLabel, 4, 0);
    grid->addWidget(m_folds, 4, 1);
    grid->addWidget(m_summary, 5, 0, 1, 2);
    m_summary->setWordWrap(true);
    grid->setRowStretch(6, 1);
    grid->setColumnStretch(1, 1);
    connect(m_folds, &QSpinBox::valueChanged, this, &SearchForm::edited);
    connect(this, &SearchForm::edited, this, &SearchForm::refreshTheme);
}

void SearchForm::setSchema(const ParamSchema* schema, const std::string& json)
{
    m_json = json;
    if (schema == m_schema)
        return;
    m_schema = schema;
    std::vector<const ParamSpec*> offered;
    if (schema != nullptr) {
        const bool marked = std::any_of(schema->specs.begin(), schema->specs.end(), [](const ParamSpec& s) { return s.searchable && isNumber(s); });
        for (const ParamSpec& spec : schema->specs) {
            if (isNumber(spec) && (spec.searchable || !marked))
                offered.push_back(&spec);
        }
    }
    for (int axis = 0; axis < 2; ++axis) {
        m_rows[axis].key->clear();
        for (const ParamSpec* spec : offered)
            m_rows[axis].key->addItem(paramText(spec->text), QString::fromUtf8(spec->key.data(), static_cast<qsizetype>(spec->key.size())));
        m_rows[axis].key->setCurrentIndex(std::min(axis, static_cast<int>(offered.size()) - 1));
        propose(axis);
    }
}

const ParamSpec* SearchForm::spec(int axis) const
{
    return m_schema == nullptr ? nullptr : findSpec(*m_schema, m_rows[axis].key->currentData().toString().toStdString());
}

void SearchForm::propose(int axis)
{
    if (const ParamSpec* chosen = spec(axis))
        m_rows[axis].values->setText(proposal(*chosen, numberIn(m_json, *chosen)));
}

Result<SearchForm::Axis> SearchForm::axis(int row) const
{
    const ParamSpec* chosen = spec(row);
    if (chosen == nullptr)
        return fail(ErrorCode::NotFound, tr("This strategy has nothing to search.").toStdString());
    Axis out { std::string(chosen->key), {} };
    for (const QString& word : m_rows[row].values->text().split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        const std::string typed = word.trimmed().toStdString();
        if (const auto value = readValue(*chosen, typed); !value)
            return fail(ErrorCode::Parse, (paramText(chosen->text) + QStringLiteral(": ")).toStdString() + value.error().detail);
        out.values.push_back(typed);
    }
    if (out.values.empty())
        return fail(ErrorCode::Parse, tr("%1 needs at least one value.").arg(paramText(chosen->text)).toStdString());
    return out;
}

QString SearchForm::problem() const
{
    for (int row = 0; row < 2; ++row) {
        if (const auto read = axis(row); !read)
            return QString::fromStdString(read.error().detail);
    }
    return m_rows[0].key->currentData() == m_rows[1].key->currentData() ? tr("Choose two different parameters.") : QString();
}

std::optional<std::pair<SearchForm::Axis, SearchForm::Axis>> SearchForm::axes() const
{
    if (!problem().isEmpty())
        return std::nullopt;
    return std::pair { *axis(0), *axis(1) };
}

QString SearchForm::summary() const
{
    const QString wrong = problem();
    if (!wrong.isEmpty())
        return wrong;
    const auto across = axis(0)->values.size();
    const auto down = axis(1)->values.size();
    return folds() == 0 ? tr("%1 × %2 = %3 runs, all in sample.").arg(across).arg(down).arg(across * down)
                        : tr("%1 × %2 = %3 runs, judged out of sample in %4 folds.").arg(across).arg(down).arg(across * down).arg(folds());
}

void SearchForm::refreshTheme()
{
    const auto tint = [](QLabel* label, const QFont& font, const QColor& color) {
        label->setFont(font);
        QPalette palette = label->palette();
        palette.setColor(QPalette::WindowText, color);
        label->setPalette(palette);
    };
    for (const Row& row : m_rows)
        tint(row.label, m_theme.font(TypeRole::Body), m_theme.text.secondary);
    tint(m_foldsLabel, m_theme.font(TypeRole::Body), m_theme.text.secondary);
    m_summary->setText(summary());
    tint(m_summary, m_theme.font(TypeRole::Small), problem().isEmpty() ? m_theme.text.muted : m_theme.status.danger);
}

} // namespace maker
