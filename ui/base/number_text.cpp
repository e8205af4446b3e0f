#include "ui/base/number_text.h"

#include <QDateTime>

#include <array>
#include <cmath>

namespace maker::text {

namespace {

constexpr QChar kThinSpace{0x2009};

/// Plain text of a finite double with fixed decimals, independent of the locale.
std::string fixedText(double value, int decimals)
{
    if (!std::isfinite(value))
        return {};
    return QByteArray::number(value, 'f', decimals).toStdString();
}

bool isZeroText(std::string_view plain)
{
    return plain.find_first_of("123456789") == std::string_view::npos;
}

QString signedGrouped(std::string_view plain)
{
    if (plain.empty())
        return kUnknown;
    if (isZeroText(plain))
        return grouped(plain.front() == '-' ? plain.substr(1) : plain);
    return plain.front() == '-' ? grouped(plain) : QLatin1Char('+') + grouped(plain);
}

struct ClockParts {
    std::int64_t days, hours, minutes, seconds, millis;
};

ClockParts partsOf(Timestamp time)
{
    const std::int64_t millis = time.millis();
    const std::int64_t ofDay = millis % 86'400'000;
    return {millis / 86'400'000, ofDay / 3'600'000, ofDay / 60'000 % 60, ofDay / 1000 % 60, ofDay % 1000};
}

QString two(std::int64_t value)
{
    return QString::number(value).rightJustified(2, QLatin1Char('0'));
}

} // namespace

QString grouped(std::string_view plain)
{
    if (plain.empty())
        return kUnknown;
    const bool negative = plain.front() == '-';
    if (negative)
        plain.remove_prefix(1);
    const std::size_t whole = std::min(plain.find('.'), plain.size());
    QString out;
    out.reserve(static_cast<qsizetype>(plain.size() + plain.size() / 3 + 1));
    if (negative && !isZeroText(plain))
        out += kMinus;
    for (std::size_t i = 0; i < plain.size(); ++i) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0)
            out += QLatin1Char(',');
        out += QLatin1Char(plain[i]);
    }
    return out;
}

QString price(const Instrument& instrument, Price price)
{
    std::array<char, 32> buffer{};
    const char* end = instrument.formatTo(buffer.data(), price);
    return grouped({buffer.data(), static_cast<std::size_t>(end - buffer.data())});
}

QString qty(const Instrument& instrument, Qty qty)
{
    std::array<char, 32> buffer{};
    const char* end = instrument.formatTo(buffer.data(), qty);
    return grouped({buffer.data(), static_cast<std::size_t>(end - buffer.data())});
}

QString signedQty(const Instrument& instrument, Qty value)
{
    return value.count > 0 ? QLatin1Char('+') + qty(instrument, value) : qty(instrument, value);
}

QString money(Money value, int decimals)
{
    return grouped(value.toString(decimals));
}

QString signedMoney(Money value, int decimals)
{
    return signedGrouped(value.toString(decimals));
}

QString number(double value, int decimals)
{
    return grouped(fixedText(value, decimals));
}

QString signedNumber(double value, int decimals)
{
    return signedGrouped(fixedText(value, decimals));
}

int shownSign(double value, int decimals)
{
    const std::string plain = fixedText(value, decimals);
    return plain.empty() || isZeroText(plain) ? 0 : plain.front() == '-' ? -1 : 1;
}

int shownSign(Money value, int decimals)
{
    return isZeroText(value.toString(decimals)) ? 0 : value.sign();
}

QString percent(double share, int decimals)
{
    return number(share * 100.0, decimals) + kThinSpace + QLatin1Char('%');
}

QString latency(Duration duration)
{
    struct Unit {
        double ns;
        const char16_t* name;
    };
    static constexpr std::array<Unit, 4> kUnits{{{1.0, u"ns"}, {1e3, u"µs"}, {1e6, u"ms"}, {1e9, u"s"}}};
    const double ns = std::abs(static_cast<double>(duration.ns));
    std::size_t unit = 0;
    // 99.5 would round to three digits' worth of the smaller unit; 999.5 and more read better in the next one.
    while (unit + 1 < kUnits.size() && ns >= kUnits[unit + 1].ns * 0.9995)
        ++unit;
    const double value = ns / kUnits[unit].ns;
    const int decimals = value < 9.95 && unit > 0 ? 1 : 0;
    const double rounded = value >= 99.5 ? std::round(value / 10.0) * 10.0 : value;
    QString out = number(duration.ns < 0 ? -rounded : rounded, decimals);
    return out + QLatin1Char(' ') + QString::fromUtf16(kUnits[unit].name);
}

QString age(Duration duration)
{
    const std::int64_t seconds = std::max<std::int64_t>(0, duration.ns / 1'000'000'000);
    if (seconds < 60)
        return QString::number(seconds) + QStringLiteral(" s");
    if (seconds < 3600)
        return QString::number(seconds / 60) + QStringLiteral(" min");
    if (seconds < 86'400)
        return QString::number(seconds / 3600) + QStringLiteral(" h");
    return QString::number(seconds / 86'400) + QStringLiteral(" d");
}

QString clock(Timestamp time)
{
    if (!time.valid())
        return kUnknown;
    const ClockParts parts = partsOf(time);
    return two(parts.hours) + QLatin1Char(':') + two(parts.minutes) + QLatin1Char(':') + two(parts.seconds);
}

QString clockMillis(Timestamp time)
{
    if (!time.valid())
        return kUnknown;
    return clock(time) + QLatin1Char('.') + QString::number(partsOf(time).millis).rightJustified(3, QLatin1Char('0'));
}

QString clockMinutes(Timestamp time)
{
    return time.valid() ? clock(time).left(5) : QString(kUnknown);
}

QString clockSeconds(Timestamp time)
{
    return time.valid() ? clock(time).mid(3) : QString(kUnknown);
}

QString dateClock(Timestamp time)
{
    if (!time.valid())
        return kUnknown;
    return QDateTime::fromMSecsSinceEpoch(time.millis(), Qt::UTC).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

qsizetype dimFrom(QStringView text)
{
    const qsizetype point = text.indexOf(QLatin1Char('.'));
    if (point < 0)
        return text.size();
    qsizetype at = text.size();
    while (at > point + 1 && text[at - 1] == QLatin1Char('0'))
        --at;
    return at == point + 1 ? point : at;
}

QString pair(const Instrument& instrument)
{
    const QString name = fromView(instrument.base().view()) + QLatin1Char('/') + fromView(instrument.quote().view());
    return instrument.kind() == InstrumentKind::Spot ? name : name + QStringLiteral(" perp");
}

QString fromView(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

} // namespace maker::text
