#include "tape/import/import_table.h"

#include "tape/import/csv_fields.h"
#include "tape/import/exchange_info_json.h"
#include "tape/import/read_exchange_info.h"
#include "tape/import/row_window.h"
#include "tape/import/table_rows.h"
#include "tape/import/tape_target.h"
#include "tape/import/zip_entry.h"

#include <algorithm>
#include <filesystem>
#include <limits>

namespace maker {
namespace {

constexpr std::uint64_t kSniffedRows = 2'000'000;
constexpr std::uint64_t kProgressRows = 1U << 15U;

struct Table {
    TextLines lines;
    std::string name; ///< of the file in the archive, else of the file
};

Result<Table> openTable(const std::string& path)
{
    if (!path.ends_with(".zip")) {
        auto bytes = openBytes(path);
        if (!bytes)
            return tl::unexpected(bytes.error());
        return Table{TextLines(std::move(*bytes), path), std::filesystem::path(path).filename().string()};
    }
    auto entry = openZip(path);
    if (!entry)
        return tl::unexpected(entry.error());
    return Table{TextLines(std::move(entry->bytes), path), entry->name};
}

bool fits(ImportFormat format, const TableShape& shape)
{
    switch (format) {
    case ImportFormat::Tardis: return shape.tardis;
    case ImportFormat::Candles: return shape.kind == TableKind::Candles;
    case ImportFormat::Trades: return shape.kind == TableKind::Trades;
    case ImportFormat::Orders: return shape.kind == TableKind::Orders;
    case ImportFormat::BinanceArchive: return !shape.tardis && shape.kind != TableKind::Orders;
    case ImportFormat::Auto:
    case ImportFormat::BinanceStream: break;
    }
    return format == ImportFormat::Auto;
}

/// What a first reading of the table told.
struct Learned {
    TableShape shape;
    SniffedInstrument instrument;
    std::string venue;
    Duration barInterval;
};

void learnRow(const std::vector<std::string_view>& fields, Learned& learned, Timestamp& before)
{
    const TableShape& shape = learned.shape;
    if (fields.size() < shape.width)
        return;
    if (shape.has(Column::SymbolName) && learned.instrument.symbol.empty())
        learned.instrument.symbol = shape.field(fields, Column::SymbolName);
    if (shape.has(Column::Exchange) && learned.venue.empty())
        learned.venue = shape.field(fields, Column::Exchange);
    learnGrid(shape, fields, learned.instrument);
    if (shape.kind != TableKind::Candles)
        return;
    const auto time = readTime(shape.field(fields, Column::Time));
    if (time && before.valid() && *time > before && (learned.barInterval.ns == 0 || *time - before < learned.barInterval))
        learned.barInterval = *time - before;
    before = time.value_or(before);
}

Result<Learned> learn(const std::string& source, const ImportOptions& options)
{
    auto table = openTable(source);
    if (!table)
        return tl::unexpected(table.error());
    std::string_view line;
    auto more = table->lines.next(line);
    if (!more)
        return tl::unexpected(more.error());
    if (!*more)
        return fail(ErrorCode::NotFound, source + " is empty.");
    auto shape = shapeOf(line, table->name);
    if (!shape)
        return fail(ErrorCode::Unsupported, source + ": " + shape.error().detail);
    if (!fits(options.format, *shape))
        return fail(ErrorCode::Unsupported, source + " is not in the format " + std::string(toText(options.format)) + '.');
    Learned learned;
    learned.shape = *shape;
    learned.venue = options.venue;
    learned.instrument.symbol = options.symbol;
    std::vector<std::string_view> fields;
    Timestamp before;
    std::uint64_t rows = 0;
    for (bool first = !shape->header; rows < kSniffedRows; first = false) {
        if (!first) {
            more = table->lines.next(line);
            if (!more)
                return tl::unexpected(more.error());
            if (!*more)
                break;
        }
        ++rows;
        splitCsv(line, shape->separator, fields);
        learnRow(fields, learned, before);
    }
    if (rows == 0)
        return fail(ErrorCode::NotFound, source + " holds no rows, only a header.");
    if (learned.instrument.symbol.empty())
        learned.instrument.symbol = symbolInName(table->name);
    if (learned.instrument.symbol.empty())
        return fail(ErrorCode::InvalidArgument, source + " does not say of which symbol it is: it must be given.");
    if (learned.venue.empty())
        learned.venue = source.ends_with(".zip") || table->name.find("-trades-") != std::string::npos ? "binance" : "unknown";
    return learned;
}

Result<Instrument> makeInstrument(const Learned& learned, const ImportOptions& options)
{
    if (options.exchangeInfo.empty())
        return learned.instrument.makeExact({1}, {1});
    const auto text = readExchangeInfo(options.exchangeInfo);
    if (!text)
        return tl::unexpected(text.error());
    return instrumentOf(*text, learned.instrument.symbol, {1}, {1});
}

/// The second reading: rows to records, records to the tape.
class TableImport {
public:
    TableImport(const std::string& source, const Learned& learned, const Instrument& instrument, TapeWriter& writer,
        const OnImportProgress& onProgress)
        : m_source(source),
          m_shape(learned.shape),
          m_rows(learned.shape, instrument, learned.instrument.symbol),
          m_writer(writer),
          m_onProgress(onProgress)
    {
    }

    Result<ImportReport> run()
    {
        auto table = openTable(m_source);
        if (!table)
            return tl::unexpected(table.error());
        std::vector<std::string_view> fields;
        std::string_view line;
        for (bool first = true;; first = false) {
            const auto more = table->lines.next(line);
            if (!more)
                return tl::unexpected(more.error());
            if (!*more)
                break;
            if ((first && m_shape.header) || line.empty() || line == "\r")
                continue;
            splitCsv(line, m_shape.separator, fields);
            if (auto taken = takeRow(fields, table->lines.line()); !taken)
                return tl::unexpected(taken.error());
            if (++m_report.rows % kProgressRows == 0 && m_onProgress && !m_onProgress(progress(*table)))
                return fail(ErrorCode::Canceled, "The import of " + m_source + " was canceled.");
        }
        m_rows.finish();
        if (auto written = writeMessages(); !written)
            return tl::unexpected(written.error());
        if (auto written = drain(true); !written)
            return tl::unexpected(written.error());
        m_report.offGrid = m_rows.rounded();
        if (m_onProgress)
            m_onProgress(progress(*table));
        return m_report;
    }

private:
    ImportProgress progress(const Table& table) const
    {
        return {table.lines.bytes().consumed(), table.lines.bytes().total(), m_report.rows, m_report.events};
    }

    Result<void> takeRow(const std::vector<std::string_view>& fields, std::uint64_t line)
    {
        if (const char* const wrong = m_rows.add(fields)) {
            m_report.addWrong(line, wrong);
            return {};
        }
        if (m_shape.kind == TableKind::Candles) {
            note(m_bars.add(m_rows.bar().openTime, 1, m_rows.bar()), line);
        } else if (m_shape.kind == TableKind::Trades || m_shape.kind == TableKind::BestQuotes) {
            const MarketEvent event = m_rows.events().back();
            m_rows.events().clear();
            note(m_events.add(event.localTime, m_rows.id(), Row{event}), line);
        } else {
            return writeMessages();
        }
        return drain(false);
    }

    template <typename Taken>
    void note(Taken taken, std::uint64_t line)
    {
        switch (static_cast<RowWindow<int>::Taken>(taken)) {
        case RowWindow<int>::Taken::Yes: break;
        case RowWindow<int>::Taken::OutOfOrder: ++m_report.outOfOrder; break;
        case RowWindow<int>::Taken::Duplicate: ++m_report.duplicates; break;
        case RowWindow<int>::Taken::Conflict:
            m_report.addWrong(line, "it differs from a row of the same time and id before it");
            break;
        case RowWindow<int>::Taken::TooLate:
            ++m_report.outOfOrder;
            m_report.addWrong(line, "it is too late: thousands of younger rows came before it");
            break;
        }
    }

    Result<void> drain(bool all)
    {
        for (Candle bar; m_bars.take(bar, all);) {
            noteTime(bar.openTime);
            if (auto written = m_writer.add(bar); !written)
                return written;
        }
        for (Row row; m_events.take(row, all);) {
            noteTime(row.event.localTime);
            if (auto written = m_writer.add(row.event); !written)
                return written;
        }
        return {};
    }

    /// Messages of a book are not sorted: what they mean depends on their order.
    Result<void> writeMessages()
    {
        for (MarketEvent& event : m_rows.events()) {
            if (event.localTime < m_report.to) {
                m_report.outOfOrder += event.kind == MarketKind::BookLevel ? 0 : 1;
                event.localTime = m_report.to;
            }
            noteTime(event.localTime);
            if (auto written = m_writer.add(event); !written)
                return written;
        }
        m_rows.events().clear();
        return {};
    }

    void noteTime(Timestamp time)
    {
        if (m_report.events++ == 0)
            m_report.from = time;
        m_report.to = time;
    }

    struct Row {
        MarketEvent event;
        friend bool operator==(const Row& a, const Row& b)
        {
            return a.event.price == b.event.price && a.event.qty == b.event.qty && a.event.side == b.event.side
                && a.event.askPrice == b.event.askPrice && a.event.askQty == b.event.askQty;
        }
    };

    std::string m_source;
    TableShape m_shape;
    TableRows m_rows;
    TapeWriter& m_writer;
    const OnImportProgress& m_onProgress;
    RowWindow<Candle> m_bars;
    RowWindow<Row> m_events;
    ImportReport m_report;
};

} // namespace

Result<ImportReport> importTable(const std::string& source, const std::string& target, const ImportOptions& options)
{
    if (const auto checked = verifyChecksum(source); !checked)
        return tl::unexpected(checked.error());
    const auto learned = learn(source, options);
    if (!learned)
        return tl::unexpected(learned.error());
    auto instrument = makeInstrument(*learned, options);
    if (!instrument)
        return fail(instrument.error().code, source + ": " + instrument.error().detail);
    TapeHeader header;
    header.content = learned->shape.kind == TableKind::Candles ? TapeContent::Bars : TapeContent::Events;
    header.venueName = learned->venue;
    header.source = std::filesystem::path(source).filename().string();
    header.barInterval = learned->barInterval;
    const auto shared = std::make_shared<const Instrument>(std::move(*instrument));
    header.instruments.push_back({shared, kBinanceSpotRule});
    TapeWriting writing;
    // Between two trades of a quiet market lie minutes; a book that is silent for so long is broken.
    if (learned->shape.kind == TableKind::Trades)
        writing.silence = Duration::seconds(600);
    auto tape = TapeTarget::create(target, std::move(header), writing);
    if (!tape)
        return tl::unexpected(tape.error());
    auto report = TableImport(source, *learned, *shared, tape->writer(), options.onProgress).run();
    if (!report)
        return report;
    if (report->events == 0)
        return fail(ErrorCode::Parse, source + " has no good row. Line " + std::to_string(report->firstWrong.front().line)
                        + ": " + report->firstWrong.front().sentence + '.');
    if (auto finished = tape->finish(); !finished)
        return tl::unexpected(finished.error());
    return report;
}

} // namespace maker
