#include "tape/import/open_market.h"

#include "tape/import/binance_stream.h"
#include "tape/import/read_exchange_info.h"
#include "tape/tape_source.h"

namespace maker {
Result<std::unique_ptr<RecordedMarket>> openMarket(const std::string& path, const MarketFileOptions& options)
{
    if (TapeReader::isTape(path)) {
        auto tape = TapeSource::open(path, {.firstInstrument = options.firstInstrument, .venue = options.venue});
        if (!tape)
            return tl::unexpected(tape.error());
        return std::unique_ptr<RecordedMarket>(std::move(*tape));
    }
    BinanceStreamSource::Options raw;
    raw.symbol = options.symbol;
    raw.firstInstrument = options.firstInstrument;
    raw.venue = options.venue;
    raw.scan = options.scan;
    if (!options.exchangeInfo.empty()) {
        auto text = readExchangeInfo(options.exchangeInfo);
        if (!text)
            return tl::unexpected(text.error());
        raw.exchangeInfo = std::move(*text);
    }
    auto source = BinanceStreamSource::open(path, std::move(raw));
    if (!source)
        return tl::unexpected(source.error());
    return std::unique_ptr<RecordedMarket>(std::move(*source));
}

} // namespace maker
