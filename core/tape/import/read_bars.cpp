#include "tape/import/read_bars.h"

#include "tape/tape_reader.h"

namespace maker {

Result<BarSeries> readBars(const std::string& path, const std::string& symbol)
{
    auto series = TapeReader::isTape(path) ? readBarTape(path) : readCandlesCsv(path, symbol);
    if (series && !symbol.empty() && series->instrument->symbol().view() != symbol) {
        return fail(ErrorCode::NotFound,
            "The recording " + path + " holds " + series->instrument->symbol().str() + ", not " + symbol + '.');
    }
    return series;
}

} // namespace maker
