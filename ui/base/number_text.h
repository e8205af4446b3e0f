#pragma once

#include "kernel/base/timestamp.h"
#include "kernel/model/instrument.h"
#include "kernel/model/money.h"

#include <QString>

namespace maker::text {

inline constexpr QChar kMinus{0x2212};
inline constexpr QChar kUnknown{0x2013}; ///< "–"
inline constexpr QChar kPending{0x2026}; ///< "…"

/// Commas into the whole part of plain decimal text and a true minus: "-12345.60" -> "−12,345.60".
QString grouped(std::string_view plain);
QString price(const Instrument& instrument, Price price);
QString qty(const Instrument& instrument, Qty qty);
/// With + or the true minus; zero carries neither.
QString signedQty(const Instrument& instrument, Qty qty);
QString money(Money value, int decimals = 2);
QString signedMoney(Money value, int decimals = 2);
QString number(double value, int decimals);
QString signedNumber(double value, int decimals);
/// The sign of the value as it is shown with `decimals`: 0 when it rounds to zero.
int shownSign(double value, int decimals);
int shownSign(Money value, int decimals = 2);
/// Per cent with a thin space before the sign: "64 %".
QString percent(double share, int decimals = 0);
/// A latency to two significant digits with its unit: "38 us" as "38 µs", "4.1 ms", "2.4 s".
QString latency(Duration duration);
/// An age in words of one unit: "2 s", "6 min", "3 h".
QString age(Duration duration);
/// UTC clock times.
QString clock(Timestamp time);         ///< HH:MM:SS
QString clockMillis(Timestamp time);   ///< HH:MM:SS.mmm
QString clockMinutes(Timestamp time);  ///< HH:MM
QString clockSeconds(Timestamp time);  ///< MM:SS, for the tape
QString dateClock(Timestamp time);     ///< YYYY-MM-DD HH:MM:SS

/// Where the trailing zeros after the decimal point begin, the point itself when all are zero; text.size() if none.
qsizetype dimFrom(QStringView text);

/// "SOL/USDT", with " perp" behind a perpetual.
QString pair(const Instrument& instrument);

QString fromView(std::string_view utf8);

} // namespace maker::text
