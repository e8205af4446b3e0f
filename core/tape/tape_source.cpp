#include "tape/tape_source.h"

namespace maker {

TapeSource::TapeSource(TapeReader reader) : m_reader(std::move(reader))
{
    for (const TapeInstrument& each : m_reader.header().instruments)
        m_instruments.push_back(each.instrument);
}

Result<std::unique_ptr<TapeSource>> TapeSource::open(const std::string& path, TapeReader::Options options)
{
    auto reader = TapeReader::open(path, options);
    if (!reader)
        return tl::unexpected(reader.error());
    if (reader->header().content != TapeContent::Events)
        return fail(ErrorCode::Unsupported, path + " is a tape of bars, not of events.");
    return std::unique_ptr<TapeSource>(new TapeSource(std::move(*reader)));
}

Result<void> TapeSource::rewind()
{
    m_reader.rewind();
    return {};
}

SequenceRule TapeSource::sequenceRule(InstrumentId instrument) const
{
    for (const TapeInstrument& each : m_reader.header().instruments) {
        if (each.instrument->id() == instrument)
            return each.rule;
    }
    return kBinanceSpotRule;
}

} // namespace maker
