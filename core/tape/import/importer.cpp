#include "tape/import/importer.h"

#include "tape/import/binance_stream.h"
#include "tape/import/import_table.h"
#include "tape/import/read_exchange_info.h"
#include "tape/import/tape_target.h"
#include "tape/import/text_lines.h"
#include "tape/tape_reader.h"

#include <array>
#include <filesystem>
#include <utility>

namespace maker {
namespace {

constexpr std::array<std::pair<ImportFormat, std::string_view>, 7> kFormats = {{
    {ImportFormat::Auto, "auto"},
    {ImportFormat::BinanceStream, "binance-stream"},
    {ImportFormat::BinanceArchive, "binance-archive"},
    {ImportFormat::Tardis, "tardis"},
    {ImportFormat::Candles, "candles"},
    {ImportFormat::Trades, "trades"},
    {ImportFormat::Orders, "orders"},
}};

/// `<digits> {` begins a line of a raw recording.
Result<bool> looksLikeStream(const std::string& path)
{
    auto bytes = openBytes(path);
    if (!bytes)
        return tl::unexpected(bytes.error());
    char begin[40] = {};
    const auto read = (*bytes)->read(begin, sizeof(begin) - 1);
    if (!read)
        return fail(read.error().code, path + " cannot be read: " + read.error().detail + '.');
    const std::string_view text(begin, *read);
    const std::size_t digits = text.find_first_not_of("0123456789");
    return digits != std::string_view::npos && digits > 0 && text.substr(digits).starts_with(" {");
}

Result<ImportReport> importStream(const std::string& source, const std::string& target, const ImportOptions& options)
{
    BinanceStreamSource::Options reading;
    reading.symbol = options.symbol;
    reading.scan = false;
    if (!options.exchangeInfo.empty()) {
        auto text = readExchangeInfo(options.exchangeInfo);
        if (!text)
            return tl::unexpected(text.error());
        reading.exchangeInfo = std::move(*text);
    }
    auto stream = BinanceStreamSource::open(source, std::move(reading));
    if (!stream)
        return tl::unexpected(stream.error());
    TapeHeader header;
    header.venueName = options.venue.empty() ? (*stream)->venueName() : options.venue;
    header.source = std::filesystem::path(source).filename().string();
    for (const auto& instrument : (*stream)->instruments())
        header.instruments.push_back({instrument, (*stream)->sequenceRule(instrument->id())});
    auto tape = TapeTarget::create(target, std::move(header));
    if (!tape)
        return tl::unexpected(tape.error());
    for (;;) {
        const auto batch = (*stream)->next();
        if (!batch)
            return tl::unexpected(batch.error());
        for (const MarketEvent& event : *batch) {
            if (auto added = tape->writer().add(event); !added)
                return tl::unexpected(added.error());
        }
        if (options.onProgress && !options.onProgress((*stream)->progress()))
            return fail(ErrorCode::Canceled, "The import of " + source + " was canceled.");
        if (batch->empty())
            break;
    }
    if ((*stream)->report().events == 0)
        return fail(ErrorCode::Parse, source + " holds no market event.");
    if (auto finished = tape->finish(); !finished)
        return tl::unexpected(finished.error());
    return (*stream)->report();
}

} // namespace

std::string_view toText(ImportFormat format) noexcept
{
    for (const auto& [each, text] : kFormats) {
        if (each == format)
            return text;
    }
    return "unknown";
}

std::optional<ImportFormat> importFormat(std::string_view text) noexcept
{
    for (const auto& [format, each] : kFormats) {
        if (each == text)
            return format;
    }
    return std::nullopt;
}

std::vector<std::string> importFormatNames()
{
    std::vector<std::string> names;
    for (const auto& [format, text] : kFormats)
        names.emplace_back(text);
    return names;
}

Result<ImportReport> importFile(const std::string& source, const std::string& target, const ImportOptions& options)
{
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(source, ignored))
        return fail(ErrorCode::NotFound, source + " is not there, or no file.");
    if (TapeReader::isTape(source))
        return fail(ErrorCode::Unsupported, source + " is a tape already: it can be used as it is.");
    if (options.format == ImportFormat::BinanceStream)
        return importStream(source, target, options);
    if (options.format == ImportFormat::Auto && !source.ends_with(".zip")) {
        const auto stream = looksLikeStream(source);
        if (!stream)
            return tl::unexpected(stream.error());
        if (*stream)
            return importStream(source, target, options);
    }
    return importTable(source, target, options);
}

} // namespace maker
