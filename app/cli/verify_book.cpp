#include "app/cli/verify_book.h"

#include "kernel/book/book_sync.h"
#include "kernel/model/decimal_text.h"
#include "tape/import/frame_sniffer.h"
#include "tape/import/recording_lines.h"
#include "venues/binance/parse/market_parser.h"

#include <algorithm>
#include <map>
#include <optional>

namespace maker::cli {
namespace {

constexpr std::size_t kTop = 10;
constexpr std::uint64_t kSampleEvery = 100;

/// What the first book frame tells of the instrument; the recording has no exchange information.
struct Guess {
    std::string symbol;
    bool futures = false;
    GridSniffer prices;
    GridSniffer quantities;
};

Result<Guess> guessInstrument(const std::string& path)
{
    auto lines = RecordingLines::open(path);
    if (!lines)
        return tl::unexpected(lines.error());
    RecordedFrame frame;
    for (;;) {
        const auto more = lines->next(frame);
        if (!more)
            return tl::unexpected(more.error());
        if (!*more)
            return fail(ErrorCode::NotFound, path + " holds no depthUpdate frame with a level.");
        Guess guess;
        if (frame.json.find("\"depthUpdate\"") == std::string_view::npos
            || !addLevels(frame.json, guess.prices, guess.quantities))
            continue;
        guess.futures = frame.json.find("\"pu\":") != std::string_view::npos;
        guess.symbol = textBetween(frame.json, "\"s\":\"", '"');
        return guess;
    }
}

std::string stepText(int decimals)
{
    return decimals == 0 ? "1" : "0." + std::string(static_cast<std::size_t>(decimals - 1), '0') + '1';
}

/// With every decimal that the venue writes, so that what is shown is what it wrote.
Result<Instrument> makeInstrument(const Guess& guess)
{
    InstrumentSpec spec;
    spec.id = {1};
    spec.venue = {1};
    if (guess.symbol.empty() || !spec.symbol.assign(guess.symbol))
        return fail(ErrorCode::Unsupported, "The symbol \"" + guess.symbol.substr(0, 64) + "\" is empty or too long.");
    spec.kind = guess.futures ? InstrumentKind::LinearPerpetual : InstrumentKind::Spot;
    spec.base = "BASE";
    spec.quote = "QUOTE";
    spec.tickSize = stepText(guess.prices.writtenDecimals());
    spec.lotSize = stepText(guess.quantities.writtenDecimals());
    return Instrument::make(spec);
}

/// The replay itself.
class BookCheck {
public:
    BookCheck(const Instrument& instrument, const Guess& guess)
        : m_instrument(instrument),
          m_parser([this](std::string_view symbol) {
              return symbol == m_instrument.symbol().view() ? &m_instrument : nullptr;
          }),
          m_sync({pow10(guess.prices.writtenDecimals() - guess.prices.finestDecimals())},
                 guess.futures ? kBinanceFuturesRule : kBinanceSpotRule)
    {
        m_report.symbol = instrument.symbol().str();
        m_report.rule = guess.futures ? "futures rule" : "spot rule";
    }
    BookCheck(const BookCheck&) = delete;
    BookCheck& operator=(const BookCheck&) = delete;

    void onFrame(const RecordedFrame& recorded)
    {
        const binance::PaddedFrame frame{recorded.json.data(), recorded.json.size(), recorded.capacity};
        const bool snapshot = recorded.json.starts_with("{\"lastUpdateId\"");
        const auto parsed = snapshot ? m_parser.parseSnapshot(frame, m_instrument, recorded.localTime)
                                     : m_parser.parseStream(frame, recorded.localTime);
        if (parsed.bad()) {
            ++m_report.badFrames;
            trouble("line " + std::to_string(recorded.line) + ": " + std::string(toText(parsed.fault)));
        }
        const std::uint64_t gaps = m_sync.counters().gaps;
        for (const MarketEvent& event : parsed.events)
            onEvent(event);
        if (m_sync.counters().gaps != gaps)
            trouble("line " + std::to_string(recorded.line) + ": a gap in the sequence");
    }

    VerifyReport finish()
    {
        const SyncCounters& counters = m_sync.counters();
        m_report.state = toText(m_sync.state());
        m_report.snapshotId = m_sync.snapshotId();
        m_report.dropped = counters.dropped;
        m_report.applied = counters.applied;
        m_report.gaps = counters.gaps;
        m_report.firstFirstId = m_sync.firstAppliedFirstId();
        m_report.firstLastId = m_sync.firstAppliedLastId();
        m_report.finalId = m_sync.lastId();
        m_report.levels = {m_sync.book().levelCount(Side::Buy), m_sync.book().levelCount(Side::Sell)};
        m_report.topBids = top(Side::Buy);
        m_report.topAsks = top(Side::Sell);
        m_report.tradeVolume = m_instrument.format(m_volume);
        m_report.takerBuyVolume = m_instrument.format(m_bought);
        if (counters.snapshots == 0)
            trouble("no snapshot to begin with");
        return m_report;
    }

private:
    void onEvent(const MarketEvent& event)
    {
        if (event.kind == MarketKind::Trade) {
            ++m_report.trades;
            m_volume += event.qty;
            if (event.side == Side::Buy)
                m_bought += event.qty;
        } else if (event.kind == MarketKind::BestQuote) {
            ++m_report.quotes;
            if (m_sync.counters().snapshots > 0 && event.lastId == m_sync.lastId())
                check(event); // came after the delta: it must be right, but is not what the count is of
            else if (event.lastId > m_sync.lastId())
                m_ahead.insert_or_assign(event.lastId, event);
        } else if (m_sync.process(event).complete) {
            const auto quote = m_ahead.find(m_sync.lastId());
            if (quote != m_ahead.end())
                count(quote->second);
            m_ahead.erase(m_ahead.begin(), m_ahead.upper_bound(m_sync.lastId()));
        }
    }

    bool check(const MarketEvent& quote)
    {
        const auto bid = m_sync.book().bestBid();
        const auto ask = m_sync.book().bestAsk();
        if (bid && ask && *bid == Level{quote.price, quote.qty} && *ask == Level{quote.askPrice, quote.askQty})
            return true;
        ++m_report.mismatches;
        trouble("at id " + std::to_string(quote.lastId) + " the venue's best quote is not the book's");
        return false;
    }

    /// A best quote that came before the delta which brought the book to its id.
    void count(const MarketEvent& quote)
    {
        if (!check(quote))
            return;
        if (m_report.quotesEqual++ % kSampleEvery == 0)
            m_report.samples.push_back({quote.lastId, text({quote.price, quote.qty}), text({quote.askPrice, quote.askQty})});
    }

    VerifyReport::TextLevel text(const Level& level) const
    {
        return {m_instrument.format(level.price), m_instrument.format(level.qty)};
    }

    std::vector<VerifyReport::TextLevel> top(Side side) const
    {
        std::vector<VerifyReport::TextLevel> texts;
        auto levels = m_sync.book().cursor(side);
        while (texts.size() < kTop) {
            const auto level = levels.next();
            if (!level)
                break;
            texts.push_back(text(*level));
        }
        return texts;
    }

    void trouble(std::string sentence)
    {
        if (m_report.firstTrouble.empty())
            m_report.firstTrouble = std::move(sentence);
    }

    Instrument m_instrument;
    binance::MarketParser m_parser;
    BookSync m_sync;
    std::map<std::int64_t, MarketEvent> m_ahead; ///< best quotes at ids the book has not reached
    Qty m_volume;
    Qty m_bought;
    VerifyReport m_report;
};

} // namespace

Result<VerifyReport> verifyBook(const std::string& path)
{
    const auto guess = guessInstrument(path);
    if (!guess)
        return tl::unexpected(guess.error());
    const auto instrument = makeInstrument(*guess);
    if (!instrument)
        return tl::unexpected(instrument.error());
    auto lines = RecordingLines::open(path);
    if (!lines)
        return tl::unexpected(lines.error());
    BookCheck check(*instrument, *guess);
    RecordedFrame frame;
    for (;;) {
        const auto more = lines->next(frame);
        if (!more)
            return tl::unexpected(more.error());
        if (!*more)
            return check.finish();
        check.onFrame(frame);
    }
}

} // namespace maker::cli
