#pragma once

#include "tape/import/import_report.h"
#include "tape/import/recording_lines.h"
#include "tape/recorded_market.h"
#include "venues/binance/parse/market_parser.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace maker {

/// A raw Binance recording (spot, USD-M or COIN-M; `<local ns> <frame>` a line, plain or gzip, REST snapshots inline) as a
/// market, streaming: one batch of frames is held. Lines whose time runs back get the time of the line before; frames that
/// cannot be read are left out and counted.
class BinanceStreamSource final : public RecordedMarket {
public:
    struct Options {
        std::string symbol;       ///< only this one; empty: every symbol of the recording
        std::string exchangeInfo; ///< the text of an exchangeInfo answer; empty: instruments are sniffed from the recording
        std::uint32_t firstInstrument = 1; ///< ids count from here
        VenueId venue{1};
        /// Reads it once through beforehand, so that expectedEvents() and leastFeedLatency() are exact.
        bool scan = true;
    };

    /// Fails where the file cannot be read, is damaged, or holds no frame of a known symbol.
    static Result<std::unique_ptr<BinanceStreamSource>> open(const std::string& path, Options options);
    static Result<std::unique_ptr<BinanceStreamSource>> open(const std::string& path) { return open(path, Options()); }

    const std::vector<std::shared_ptr<const Instrument>>& instruments() const override { return m_instruments; }
    Result<std::span<const MarketEvent>> next() override;
    Result<void> rewind() override;
    std::uint64_t expectedEvents() const override { return m_expected; }
    Duration leastFeedLatency() const override { return m_leastLatency; }
    const std::string& venueName() const override { return m_venueName; }
    SequenceRule sequenceRule(InstrumentId instrument) const override;

    /// Of what was read since the last rewind.
    const ImportReport& report() const noexcept { return m_report; }
    ImportProgress progress() const;

private:
    BinanceStreamSource(std::string path, Options options);
    Result<void> findInstruments();
    Result<void> scan();
    Result<bool> readFrame();
    void take(const binance::ParsedFrame& parsed, const RecordedFrame& frame);
    const Instrument* find(std::string_view symbol) const noexcept;
    const Instrument* snapshotOf(std::string_view json) const noexcept;

    std::string m_path;
    Options m_options;
    std::string m_venueName;
    std::vector<std::shared_ptr<const Instrument>> m_instruments;
    bool m_futures = false;
    std::optional<RecordingLines> m_lines;
    binance::MarketParser m_parser;
    std::vector<MarketEvent> m_batch;
    ImportReport m_report;
    Timestamp m_lastTime;
    std::uint64_t m_expected = 0;
    Duration m_leastLatency;
};

} // namespace maker
