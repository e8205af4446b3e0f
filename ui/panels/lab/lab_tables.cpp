#include "ui/panels/lab/lab_tables.h"

#include "ui/base/number_text.h"
#include "ui/panels/lab_words.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>

namespace maker {

namespace {

constexpr double kTintClip = 4.0; // bp at which the ramp ends
constexpr std::string_view kQuotingGroup = "Quoting"; // of statisticSpecs()
constexpr std::string_view kMarkoutGroup = "Markouts";
constexpr std::array<int, 5> kBarFields { 0, 1, 2, 3, 13 }; // columns of a fill that bars have too

QString words(std::string_view text)
{
    return QCoreApplication::translate("statistics", std::string(text).c_str());
}

int betterOf(const StatisticSpec& spec, const Statistics& first, const Statistics& second)
{
    const std::optional<double> a = toNumber(spec.value(first));
    const std::optional<double> b = toNumber(spec.value(second));
    if (!spec.higherIsBetter || !a || !b || *a == *b)
        return 0;
    return (*a > *b) == *spec.higherIsBetter ? 1 : -1;
}

std::vector<Column> fillColumns(bool overBars)
{
    const auto tr = [](const char* words) { return LabFillModel::tr(words); };
    const std::vector<Column> all { { tr("Time, UTC"), 148, ColumnKind::Time }, { tr("Side"), 60, ColumnKind::Side },
        { tr("Price"), 88, ColumnKind::Number }, { tr("Qty"), 80, ColumnKind::Number }, { tr("Level"), 52, ColumnKind::Number, 3 },
        { tr("Role"), 60, ColumnKind::Text, 4 }, { tr("Queue %"), 66, ColumnKind::Number, 2 }, { tr("0.1 s"), 58, ColumnKind::Tint, 9 },
        { tr("1 s"), 58, ColumnKind::Tint }, { tr("5 s"), 58, ColumnKind::Tint, 8 }, { tr("30 s"), 58, ColumnKind::Tint, 6 },
        { tr("60 s"), 58, ColumnKind::Tint, 7 }, { tr("300 s"), 58, ColumnKind::Tint }, { tr("Fee"), 80, ColumnKind::Number, 1 } };
    if (!overBars)
        return all;
    std::vector<Column> some;
    for (const int field : kBarFields)
        some.push_back(all[static_cast<std::size_t>(field)]);
    return some;
}

QString markoutText(double bps)
{
    return std::isnan(bps) ? QString(text::kPending) : text::signedNumber(bps, 1);
}

} // namespace

QString shownStatistic(const StatisticSpec& spec, const Statistics& statistics)
{
    const StatisticValue value = spec.value(statistics);
    if (const auto* time = std::get_if<Timestamp>(&value))
        return minuteText(*time); // seconds of a drawdown say nothing
    const std::string plain = statisticText(spec, statistics);
    if (std::holds_alternative<Money>(value) && spec.higherIsBetter == true) {
        if (const auto money = Money::parse(plain)) // as it is printed everywhere: causes add up to the cent
            return text::signedMoney(*money, spec.decimals); // a result, not a size
    }
    const bool number = !plain.empty() && plain.find_first_not_of("-0123456789.") == std::string::npos;
    return number ? text::grouped(plain) : QString::fromStdString(plain);
}

bool ofQuotes(const StatisticSpec& spec)
{
    return spec.group == kQuotingGroup || spec.group == kMarkoutGroup;
}

std::vector<StatisticRow> statisticRows(const Statistics& first, const Statistics* second, bool overBars)
{
    std::vector<StatisticRow> rows;
    std::string_view group;
    for (const StatisticSpec& spec : statisticSpecs()) {
        if (overBars && ofQuotes(spec))
            continue;
        if (spec.group != group) {
            group = spec.group;
            StatisticRow title;
            title.title = words(group);
            title.group = true;
            rows.push_back(title);
        }
        StatisticRow row;
        const QString unit = QString::fromStdString(statisticUnit(spec, first));
        row.title = unit.isEmpty() ? words(spec.title) : words(spec.title) + QStringLiteral(", ") + unit;
        row.help = words(spec.help);
        row.first = shownStatistic(spec, first);
        if (second != nullptr) {
            row.second = shownStatistic(spec, *second);
            row.better = betterOf(spec, first, *second);
            row.compared = spec.higherIsBetter.has_value();
        }
        rows.push_back(row);
    }
    return rows;
}

std::vector<StatisticRow> truthRows(const TruthView& truth)
{
    std::vector<StatisticRow> rows;
    const auto add = [&rows](const QString& title, const QString& value, const QString& help) {
        StatisticRow row;
        row.title = title;
        row.first = value;
        row.help = help;
        rows.push_back(row);
    };
    const auto words = [](const char* text) { return QCoreApplication::translate("StatisticsModel", text); };
    StatisticRow group;
    group.title = words("Against live");
    group.group = true;
    rows.push_back(group);
    if (truth.state != JobState::Done) {
        const bool runs = truth.state == JobState::Queued || truth.state == JobState::Running;
        add(words("Truth check"), runs ? words("running") : words("no result"), QString::fromStdString(truth.message));
        return rows;
    }
    const QString summary = QString::fromStdString(truth.message + "\n" + truth.recording);
    const QString currency = QString::fromStdString(truth.currency);
    const double share = truth.compared == 0 ? 1.0 : static_cast<double>(truth.identical) / static_cast<double>(truth.compared);
    add(words("Identical orders of %1").arg(truth.compared), text::percent(share, 1), summary);
    add(words("Fills, live / replay"),
        QString::number(truth.liveFills) + QStringLiteral(" / ") + QString::number(truth.replayedFills), summary);
    add(words("PnL gap, %1").arg(currency), text::signedNumber(truth.pnlGap, 2),
        words("PnL of the live run less that of its replay, both at the last mid price"));
    for (const TruthView::Cause& cause : truth.causes) {
        QString help;
        for (const TruthView::Difference& difference : truth.differences) {
            if (difference.cause == cause.name && help.count(QLatin1Char('\n')) < 8)
                help += text::dateClock(difference.time) + QStringLiteral("  ") + QString::fromStdString(difference.what) + QLatin1Char('\n');
        }
        add(words("Gap by %1, orders %2").arg(QString::fromStdString(cause.name)).arg(cause.orders),
            text::signedNumber(cause.pnlGap, 2), help.trimmed());
    }
    return rows;
}

StatisticsModel::StatisticsModel(QObject* parent)
    : ListTableModel({ { tr("Measure"), 0 }, { QString(), 126, ColumnKind::Number }, { QString(), 126, ColumnKind::Number },
                         { tr("Better"), 62, ColumnKind::Number, 1 } },
        parent)
{
}

void StatisticsModel::setNames(const QString& first, const QString& second)
{
    m_columns[1].title = first;
    m_columns[2].title = second;
    Q_EMIT headerDataChanged(Qt::Horizontal, 1, 2);
}

QVariant StatisticsModel::cell(const StatisticRow& row, int column, int role) const
{
    if (role == GroupRole)
        return row.group;
    if (role == Qt::ToolTipRole) // with the title, which may be cut
        return row.help.isEmpty() ? row.help : row.title + QLatin1Char('\n') + row.help;
    if (role == ToneRole) {
        if (column == 3)
            return static_cast<int>(row.better > 0 ? Tone::Gain : row.better < 0 ? Tone::Loss : Tone::Muted);
        return static_cast<int>(column == 2 ? Tone::Secondary : Tone::Primary);
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case 0:
        return row.title;
    case 1:
        return row.first;
    case 2:
        return row.second;
    default:
        return row.group || !row.compared ? QString()
            : row.better > 0              ? QStringLiteral("\u25B2 ") + tr("yes")
            : row.better < 0              ? QStringLiteral("\u25BC ") + tr("no")
                                          : QString(text::kUnknown);
    }
}

DayModel::DayModel(QObject* parent)
    : ListTableModel({ { tr("Day, UTC"), 100, ColumnKind::Time }, { tr("PnL"), 100, ColumnKind::Number },
                         { tr("Return %"), 84, ColumnKind::Number }, { tr("Fills"), 70, ColumnKind::Number },
                         { tr("Volume"), 130, ColumnKind::Number }, { tr("Deepest drawdown"), 130, ColumnKind::Number } },
        parent)
{
}

QVariant DayModel::cell(const DayResult& row, int column, int role) const
{
    if (role == ToneRole)
        return column == 1 || column == 2 ? QVariant(static_cast<int>(signTone(row.pnl.sign()))) : QVariant();
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case 0:
        return text::dateClock(row.day).left(10);
    case 1:
        return text::signedMoney(row.pnl);
    case 2:
        return row.dayReturn ? text::signedNumber(*row.dayReturn * 100.0, 3) : QString(text::kUnknown);
    case 3:
        return text::number(static_cast<double>(row.fills), 0);
    case 4:
        return text::money(row.volume, 0);
    default:
        return text::signedMoney(-row.maxDrawdown);
    }
}

LabFillModel::LabFillModel(QObject* parent, bool overBars)
    : ListTableModel(fillColumns(overBars), parent)
    , m_overBars(overBars)
{
}

QVariant LabFillModel::cell(const LabFillRow& row, int shown, int role) const
{
    const int column = m_overBars ? kBarFields[static_cast<std::size_t>(shown)] : shown;
    const Fill& fill = row.fill.fill;
    const bool markout = column >= 7 && column <= 12;
    const double bps = markout ? row.fill.markouts.bps[static_cast<std::size_t>(column - 7)] : 0.0;
    if (role == SideRole)
        return static_cast<int>(fill.side);
    if (role == TintRole)
        return markout && !std::isnan(bps) ? QVariant(std::clamp(bps / kTintClip, -1.0, 1.0)) : QVariant();
    if (role == ToneRole && column == 5)
        return static_cast<int>(Tone::Secondary);
    if (role != Qt::DisplayRole || row.instrument == nullptr)
        return {};
    if (markout)
        return markoutText(bps);
    switch (column) {
    case 0:
        return text::dateClock(fill.venueTime);
    case 1:
        return fill.side == Side::Buy ? tr("Buy") : tr("Sell");
    case 2:
        return text::price(*row.instrument, fill.price);
    case 3:
        return text::qty(*row.instrument, fill.qty);
    case 4:
        return QString::number(row.fill.level + 1);
    case 5:
        return fill.isMaker ? tr("Maker") : tr("Taker");
    case 6:
        return text::number(row.fill.queueAhead * 100.0, 0);
    default:
        return text::signedMoney(-fill.fee.money, 3);
    }
}

} // namespace maker
