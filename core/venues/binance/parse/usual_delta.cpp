// The fast way of FrameReader: a depth update as the venue writes it, keys in its order and without blanks.
#include "venues/binance/parse/frame_reader.h"
#include "venues/binance/parse/level_scan.h"
#include "venues/binance/parse/usual_frame.h"

namespace maker::binance {

/// False: not of the usual form, or with something to complain of; nothing is concluded then, the careful way decides.
bool FrameReader::readUsualDelta(const PaddedFrame& frame, Timestamp localTime)
{
    if (frame.size > MarketParser::kMaxFrame)
        return false;
    m_end = frame.data + frame.size;
    UsualFrame at(frame.data, m_end);
    std::string_view name;
    const bool wrapped = at.take(R"({"stream":")");
    if (wrapped && (!at.text(name) || !at.take(R"(,"data":)")))
        return false;
    if (!at.take(R"({"e":"depthUpdate","E":)"))
        return false;
    DeltaHead head;
    std::int64_t unused = 0;
    if (!at.number(head.eventTime) || (at.take(R"(,"T":)") && !at.number(unused)))
        return false;
    if (!at.take(R"(,"s":")") || !at.text(name) || !at.take(R"(,"U":)") || !at.number(head.firstId)
        || !at.take(R"(,"u":)") || !at.number(head.lastId) || (at.take(R"(,"pu":)") && !at.number(head.prevId)))
        return false;
    setInstrument(m_lookup(name));
    restart();
    if (m_instrument == nullptr || !at.take(R"(,"b":)") || !scanUsual(at, Side::Buy) || !at.take(R"(,"a":)")
        || !scanUsual(at, Side::Sell) || !at.take("}") || (wrapped && !at.take("}")) || !at.atEnd())
        return false;
    return writeHeader(MarketKind::BookDelta, head, localTime) == FrameFault::None;
}

bool FrameReader::scanUsual(UsualFrame& at, Side side)
{
    const char* behind = scanLevels(at.at(), side);
    if (behind == nullptr || m_fault != FrameFault::None)
        return false;
    at.moveTo(behind);
    return true;
}

} // namespace maker::binance
