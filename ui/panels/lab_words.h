#pragma once

#include "session/lab_port.h"

#include <QString>

namespace maker {

/// A size in the largest unit that leaves a figure before the point: "1.84 GB".
QString sizeText(std::uint64_t bytes);
/// "68.4 M", "4.81 M", "41,760".
QString countText(double count);
/// "2026-11-01 00:00"; empty for never.
QString minuteText(Timestamp time);
/// The moment of "2026-11-01 00:00" or "2026-11-01" in UTC, zero for an empty text; nothing when it is neither.
std::optional<Timestamp> parseMinute(const QString& text);
/// "3 min 40 s"; a dash where it is not known.
QString spanText(Duration duration);
/// "Binance SOLUSDT, order book".
QString dataSetText(const DataSetView& set);
/// How much it holds: "24 d 0 h, 68.4 M events, gaps 4.17 %".
QString extentText(const DataSetView& set);
/// "Run 127" or its label: "as live (109)".
QString runName(const RunSummary& run);
bool isActive(const JobView& job);

} // namespace maker
