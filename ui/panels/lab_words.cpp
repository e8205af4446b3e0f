#include "ui/panels/lab_words.h"

#include "ui/base/number_text.h"

#include <QCoreApplication>
#include <QDateTime>

#include <array>

namespace maker {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Lab", text);
}

QString scaledText(double value, const std::array<const char*, 4>& units, double step)
{
    std::size_t unit = 0;
    while (value >= step && unit + 1 < units.size()) {
        value /= step;
        ++unit;
    }
    const QString figure = text::number(value, unit == 0 ? 0 : value < 10 ? 2 : value < 100 ? 1 : 0);
    return units[unit][0] == '\0' ? figure : figure + QChar(0x2009) + QLatin1String(units[unit]);
}

} // namespace

QString sizeText(std::uint64_t bytes)
{
    return scaledText(static_cast<double>(bytes), { "B", "kB", "MB", "GB" }, 1'000.0);
}

QString countText(double count)
{
    if (count < 100'000)
        return text::number(count, 0);
    return scaledText(count, { "", "k", "M", "G" }, 1'000.0);
}

QString minuteText(Timestamp time)
{
    return time.valid() ? text::dateClock(time).chopped(3) : QString();
}

std::optional<Timestamp> parseMinute(const QString& words)
{
    const QString trimmed = words.trimmed();
    if (trimmed.isEmpty())
        return Timestamp {};
    for (const char* format : { "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd" }) {
        QDateTime at = QDateTime::fromString(trimmed, QLatin1String(format));
        if (!at.isValid())
            continue;
        at.setTimeSpec(Qt::UTC);
        return Timestamp::fromMillis(at.toMSecsSinceEpoch());
    }
    return std::nullopt;
}

QString spanText(Duration duration)
{
    const auto seconds = duration.ns / 1'000'000'000;
    if (duration.ns <= 0)
        return text::kUnknown;
    if (seconds < 60)
        return tr("%1 s").arg(std::max<std::int64_t>(1, seconds));
    if (seconds < 3'600)
        return tr("%1 min %2 s").arg(seconds / 60).arg(seconds % 60);
    if (seconds < 86'400)
        return tr("%1 h %2 min").arg(seconds / 3'600).arg(seconds / 60 % 60);
    return tr("%1 d %2 h").arg(seconds / 86'400).arg(seconds / 3'600 % 24);
}

QString dataSetText(const DataSetView& set)
{
    QString venue = QString::fromStdString(set.venue);
    if (!venue.isEmpty())
        venue[0] = venue[0].toUpper();
    return QStringLiteral("%1 %2, %3").arg(venue, QString::fromStdString(set.symbol), QString::fromStdString(set.kind)).trimmed();
}

QString extentText(const DataSetView& set)
{
    double gaps = 0.0;
    for (const DataSetView::Gap& gap : set.gaps)
        gaps += (gap.to - gap.from).toSeconds();
    const double whole = (set.to - set.from).toSeconds();
    return tr("%1, %2 events, gaps %3")
        .arg(spanText(set.to - set.from), countText(static_cast<double>(set.events)), text::percent(whole > 0 ? gaps / whole : 0.0, 2));
}

QString runName(const RunSummary& run)
{
    return run.label.empty() ? tr("Run %1").arg(run.id) : QStringLiteral("%1 (%2)").arg(QString::fromStdString(run.label)).arg(run.id);
}

bool isActive(const JobView& job)
{
    return job.state == JobState::Queued || job.state == JobState::Running || job.state == JobState::Paused;
}

} // namespace maker
