#include "venues/binance/parse/market_parser.h"

#include "venues/binance/parse/frame_reader.h"

namespace maker::binance {

std::string_view toText(FrameFault fault) noexcept
{
    switch (fault) {
    case FrameFault::None: return "none";
    case FrameFault::TooLarge: return "frame is larger than 8 MiB";
    case FrameFault::NotJson: return "not valid JSON";
    case FrameFault::TooDeep: return "nested too deeply";
    case FrameFault::DuplicateField: return "a field comes twice";
    case FrameFault::MissingField: return "a field is missing";
    case FrameFault::WrongType: return "a field has the wrong type";
    case FrameFault::UnknownSymbol: return "unknown symbol";
    case FrameFault::BadPrice: return "a price is not a positive decimal of the instrument";
    case FrameFault::BadQty: return "a quantity is not a decimal of the instrument";
    case FrameFault::BadId: return "update ids are not positive or not in order";
    case FrameFault::BadTime: return "a time is out of range";
    case FrameFault::TooManyLevels: return "more than 65,535 levels";
    }
    return "unknown";
}

class MarketParser::Reader : public FrameReader {
public:
    using FrameReader::FrameReader;
};

MarketParser::MarketParser(InstrumentLookup lookup) : m_reader(std::make_unique<Reader>(std::move(lookup))) {}
MarketParser::~MarketParser() = default;
MarketParser::MarketParser(MarketParser&&) noexcept = default;
MarketParser& MarketParser::operator=(MarketParser&&) noexcept = default;

ParsedFrame MarketParser::parseStream(const PaddedFrame& frame, Timestamp localTime)
{
    return m_reader->readStream(frame, localTime);
}

ParsedFrame MarketParser::parseSnapshot(const PaddedFrame& frame, const Instrument& instrument, Timestamp localTime)
{
    return m_reader->readSnapshot(frame, instrument, localTime);
}

} // namespace maker::binance
