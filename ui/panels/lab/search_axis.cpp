#include "ui/panels/lab/search_axis.h"

#include "kernel/params/param_json.h"

#include <QGridLayout>
#include <QLabel>

#include <algorithm>
#include <cmath>

namespace maker {

namespace {

constexpr int kProposed = 5;
constexpr int kLabelWidth = 86;

bool isNumber(const ParamSpec& spec)
{
    return spec.type == ParamType::Int || spec.type == ParamType::Real || spec.type == ParamType::Seconds;
}

bool isWord(const ParamSpec& spec)
{
    return spec.type == ParamType::Bool || spec.type == ParamType::Choice;
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

/// All there is of a choice or a switch.
QString wordsOf(const ParamSpec& spec)
{
    if (spec.type == ParamType::Bool)
        return QStringLiteral("false, true");
    QStringList keys;
    for (const ParamChoice& choice : spec.choices)
        keys << QString::fromUtf8(choice.key.data(), static_cast<qsizetype>(choice.key.size()));
    return keys.join(QStringLiteral(", "));
}

} // namespace

std::vector<SearchSubject> searchSubjects(const ParamSchema& schema, const std::string& json, const QString& prefix)
{
    const bool marked = std::any_of(
        schema.specs.begin(), schema.specs.end(), [](const ParamSpec& spec) { return spec.searchable && isNumber(spec); });
    std::vector<SearchSubject> out;
    for (const ParamSpec& spec : schema.specs) {
        if (!(isNumber(spec) && (spec.searchable || !marked)) && !isWord(spec))
            continue;
        const QString key = prefix + QString::fromUtf8(spec.key.data(), static_cast<qsizetype>(spec.key.size()));
        out.push_back({ key, &spec, isNumber(spec) ? numberText(numberIn(json, spec)) : std::string() });
    }
    std::stable_partition(out.begin(), out.end(), [](const SearchSubject& subject) { return isNumber(*subject.spec); });
    return out;
}

void styleFormLabel(QLabel& label, const QFont& font, const QColor& color)
{
    label.setFont(font);
    QPalette palette = label.palette();
    palette.setColor(QPalette::WindowText, color);
    label.setPalette(palette);
}

SearchAxisRow::SearchAxisRow(const Theme& theme, const QString& name, bool optional, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_optional(optional)
    , m_label(new QLabel(name, this))
    , m_key(new ChoiceBox(theme, this))
    , m_values(new QLineEdit(this))
{
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(4);
    grid->addWidget(m_label, 0, 0);
    grid->addWidget(m_key, 0, 1);
    grid->addWidget(m_values, 1, 1);
    grid->setColumnStretch(1, 1);
    m_key->setAccessibleName(tr("Parameter, %1").arg(name));
    m_values->setAccessibleName(tr("Values, %1").arg(name));
    m_values->setToolTip(tr("Values to try, ascending, with commas between them"));
    m_key->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_key->setMinimumContentsLength(8);
    connect(m_key, &QComboBox::activated, this, [this] { propose(); });
    connect(m_values, &QLineEdit::textChanged, this, &SearchAxisRow::edited);
}

void SearchAxisRow::setSubjects(const std::vector<SearchSubject>& subjects, int otherwise)
{
    const QString before = key();
    const bool hadAny = m_key->count() > 0;
    m_subjects = subjects;
    m_key->clear();
    if (m_optional)
        m_key->addItem(tr("none"), QString());
    const QString models = QLatin1String(kModelAxis);
    for (const SearchSubject& subject : subjects) {
        const QString title = paramText(subject.spec->text);
        m_key->addItem(subject.key.startsWith(models) ? tr("Model: %1").arg(title) : title, subject.key);
    }
    const int kept = hadAny ? m_key->findData(before) : -1;
    if (kept >= 0) {
        m_key->setCurrentIndex(kept);
        return;
    }
    const bool some = otherwise >= 0 && otherwise < static_cast<int>(subjects.size());
    m_key->setCurrentIndex(some ? otherwise + (m_optional ? 1 : 0) : 0);
    propose();
}

void SearchAxisRow::choose(const QString& wanted)
{
    m_key->setCurrentIndex(std::max(0, m_key->findData(wanted)));
    propose();
}

const SearchSubject* SearchAxisRow::subject() const
{
    const auto at = std::find_if(
        m_subjects.begin(), m_subjects.end(), [wanted = key()](const SearchSubject& subject) { return subject.key == wanted; });
    return at == m_subjects.end() ? nullptr : &*at;
}

bool SearchAxisRow::unused() const
{
    return m_optional && subject() == nullptr;
}

void SearchAxisRow::propose()
{
    const SearchSubject* chosen = subject();
    m_values->setVisible(chosen != nullptr || !m_optional);
    if (chosen == nullptr) {
        m_values->clear();
    } else {
        const double now = QString::fromStdString(chosen->now).toDouble();
        m_values->setText(isNumber(*chosen->spec) ? proposal(*chosen->spec, now) : wordsOf(*chosen->spec));
        m_values->setCursorPosition(0);
        m_key->setToolTip(paramText(chosen->spec->help));
    }
    Q_EMIT edited();
}

Result<SearchAxis> SearchAxisRow::axis() const
{
    const SearchSubject* chosen = subject();
    if (chosen == nullptr)
        return fail(ErrorCode::NotFound, tr("This strategy has nothing to search.").toStdString());
    SearchAxis out { chosen->key.toStdString(), {} };
    for (const QString& word : m_values->text().split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        const std::string typed = word.trimmed().toStdString();
        if (const auto value = readValue(*chosen->spec, typed); !value)
            return fail(ErrorCode::Parse, (paramText(chosen->spec->text) + QStringLiteral(": ")).toStdString() + value.error().detail);
        if (std::find(out.values.begin(), out.values.end(), typed) == out.values.end())
            out.values.push_back(typed);
    }
    if (out.values.empty())
        return fail(ErrorCode::Parse, tr("%1 needs at least one value.").arg(paramText(chosen->spec->text)).toStdString());
    if (isNumber(*chosen->spec))
        std::stable_sort(out.values.begin(), out.values.end(), [](const std::string& a, const std::string& b) {
            return QString::fromStdString(a).toDouble() < QString::fromStdString(b).toDouble();
        });
    return out;
}

void SearchAxisRow::refreshTheme()
{
    m_label->setMinimumWidth(m_theme.scaled(kLabelWidth));
    styleFormLabel(*m_label, m_theme.font(TypeRole::Body), m_theme.text.secondary);
    m_values->setFont(m_theme.numberFont(TypeRole::Body));
}

} // namespace maker
