#include "venues/binance/parse/frame_reader.h"

#include "kernel/model/decimal_text.h"
#include "venues/binance/parse/level_scan.h"

#include <algorithm>
#include <limits>

namespace maker::binance {
namespace {

constexpr std::size_t kUsualFrame = std::size_t{256} << 10;
constexpr std::size_t kUsualLevels = 8192;
bool isTooFine(std::string_view text, int decimals) noexcept
{
    return readDecimal<std::int64_t>(text, decimals, ExtraDigits::Zeros).fault == DecimalFault::TooFine;
}

constexpr std::size_t kMaxLevels = std::numeric_limits<std::uint16_t>::max();

} // namespace

FrameReader::FrameReader(InstrumentLookup lookup) : m_lookup(std::move(lookup)), m_parser(MarketParser::kMaxFrame)
{
    static_assert(PaddedFrame::kPadding >= simdjson::SIMDJSON_PADDING);
    // Growing later is possible, so a failure here needs no answer.
    [[maybe_unused]] const auto grown = m_parser.allocate(kUsualFrame);
    m_events.reserve(kUsualLevels);
    m_level.kind = MarketKind::BookLevel;
    m_level.last = false;
}

ParsedFrame FrameReader::readStream(const PaddedFrame& frame, Timestamp localTime)
{
    m_level.localTime = localTime;
    if (readUsualDelta(frame, localTime))
        return result(FrameKind::Delta);
    setInstrument(nullptr);
    if (!walk(frame))
        return result(FrameKind::Bad);
    if (m_levelsUnread && m_instrument != nullptr && !walk(frame))
        return result(FrameKind::Bad);
    FrameKind kind = FrameKind::Other;
    m_fault = interpret(localTime, kind);
    return result(m_fault == FrameFault::None ? kind : FrameKind::Bad);
}

ParsedFrame FrameReader::readSnapshot(const PaddedFrame& frame, const Instrument& instrument, Timestamp localTime)
{
    m_level.localTime = localTime;
    setInstrument(&instrument);
    if (!walk(frame))
        return result(FrameKind::Bad);
    m_fault = finishBook(MarketKind::BookSnapshot, localTime);
    return result(m_fault == FrameFault::None ? FrameKind::Snapshot : FrameKind::Bad);
}

ParsedFrame FrameReader::result(FrameKind kind) const noexcept
{
    if (kind == FrameKind::Bad || kind == FrameKind::Other)
        return {kind, m_fault, 0, {}};
    return {kind, m_fault, m_offGrid, m_events};
}

void FrameReader::setInstrument(const Instrument* instrument) noexcept
{
    m_instrument = instrument;
    m_level.instrument = instrument != nullptr ? instrument->id() : InstrumentId{};
    m_level.venue = instrument != nullptr ? instrument->venue() : VenueId{};
}

void FrameReader::restart() noexcept
{
    m_events.clear();
    m_events.emplace_back();
    m_fields.fill({});
    m_levelsUnread = false;
    m_offGrid = 0;
    m_fault = FrameFault::None;
}

bool FrameReader::walk(const PaddedFrame& frame)
{
    restart();
    if (frame.size > MarketParser::kMaxFrame)
        return failWith(FrameFault::TooLarge);
    m_end = frame.data + frame.size;
    simdjson::ondemand::document document;
    if (m_parser.iterate(frame.data, frame.size, frame.capacity).get(document) != simdjson::SUCCESS)
        return failWith(FrameFault::NotJson);
    simdjson::ondemand::json_type type{};
    if (document.type().get(type) != simdjson::SUCCESS)
        return failWith(FrameFault::NotJson);
    if (type == simdjson::ondemand::json_type::object) {
        Object object;
        if (document.get_object().get(object) != simdjson::SUCCESS)
            return failWith(FrameFault::NotJson);
        if (!readObject(object, 0))
            return false;
    } else {
        // Only arrays of events and scalars remain; none of them is for us, but bad JSON is still reported as bad.
        Value value;
        if (document.get_value().get(value) != simdjson::SUCCESS)
            return failWith(FrameFault::WrongType);
        if (!skip(value, 0))
            return false;
    }
    // Behind the value nothing may follow: simdjson says "out of bounds" only when all was read.
    return document.current_location().error() == simdjson::OUT_OF_BOUNDS || failWith(FrameFault::NotJson);
}

bool FrameReader::readObject(Object object, int depth)
{
    for (auto entry : object) {
        simdjson::ondemand::raw_json_string key;
        if (entry.key().get(key) != simdjson::SUCCESS)
            return failWith(FrameFault::NotJson);
        Value value;
        if (entry.value().get(value) != simdjson::SUCCESS)
            return failWith(FrameFault::NotJson);
        const Key known = keyOf(key.raw());
        if (known == Key::Unknown) {
            std::string_view name;
            if (entry.unescaped_key().get(name) != simdjson::SUCCESS)
                return failWith(FrameFault::NotJson);
            if (!skip(value, depth + 1))
                return false;
        } else if (!readField(known, value, depth)) {
            return false;
        }
    }
    return true;
}

bool FrameReader::readField(Key key, Value value, int depth)
{
    Field& found = m_fields[static_cast<std::size_t>(key)];
    if (found.shape != Shape::Absent)
        return failWith(FrameFault::DuplicateField);
    simdjson::ondemand::json_type type{};
    if (value.type().get(type) != simdjson::SUCCESS)
        return failWith(FrameFault::NotJson);
    found.shape = Shape::Other;
    switch (type) {
    case simdjson::ondemand::json_type::string:
        found.shape = Shape::Text;
        if (value.get_string().get(found.text) != simdjson::SUCCESS)
            return failWith(FrameFault::NotJson);
        if (key == Key::Symbol && m_instrument == nullptr)
            setInstrument(m_lookup(found.text));
        return true;
    case simdjson::ondemand::json_type::number: return readNumber(found, value);
    case simdjson::ondemand::json_type::boolean:
        found.shape = Shape::Bool;
        return value.get_bool().get(found.truth) == simdjson::SUCCESS || failWith(FrameFault::NotJson);
    case simdjson::ondemand::json_type::array: return readArray(key, found, value, depth);
    case simdjson::ondemand::json_type::object: {
        Object object;
        if (key != Key::Data || depth != 0)
            return skip(value, depth + 1);
        if (value.get_object().get(object) != simdjson::SUCCESS)
            return failWith(FrameFault::NotJson);
        return readObject(object, depth + 1);
    }
    case simdjson::ondemand::json_type::null: break;
    }
    return skipScalar(value);
}

bool FrameReader::readArray(Key key, Field& found, Value value, int depth)
{
    const bool bids = key == Key::Bid || key == Key::Bids;
    if (!bids && key != Key::Ask && key != Key::Asks)
        return skip(value, depth + 1);
    found.shape = Shape::Levels;
    if (m_instrument == nullptr) {
        m_levelsUnread = true;
        return skip(value, depth + 1);
    }
    const Side side = bids ? Side::Buy : Side::Sell;
    const char* const text = value.raw_json_token().data();
    if (scanLevels(text, side) != nullptr) // simdjson then steps over the array by brackets
        return m_fault == FrameFault::None;
    Array levels;
    if (value.get_array().get(levels) != simdjson::SUCCESS)
        return failWith(FrameFault::NotJson);
    return readLevels(levels, side);
}

const char* FrameReader::scanLevels(const char* text, Side side)
{
    const std::size_t before = m_events.size();
    const std::uint32_t offGridBefore = m_offGrid;
    LevelScan scan(text, m_end, ShortDecimal(m_instrument->priceDecimals()), ShortDecimal(m_instrument->qtyDecimals()));
    ScannedLevel level;
    LevelScan::Step step = LevelScan::Step::Level;
    while ((step = scan.next(level)) == LevelScan::Step::Level) {
        if (level.counted && level.price > 0) [[likely]]
            writeLevel(level.price, level.qty, side);
        else if (level.counted ? !failWith(FrameFault::BadPrice) : !addLevel(level.priceText, level.qtyText, side))
            return text; // the fault says all
    }
    if (step == LevelScan::Step::End) {
        if (m_events.size() - 1 > kMaxLevels)
            failWith(FrameFault::TooManyLevels);
        return scan.behind();
    }
    m_events.resize(before);
    m_offGrid = offGridBefore;
    return nullptr;
}

void FrameReader::writeLevel(std::int64_t price, std::int64_t qty, Side side)
{
    MarketEvent& event = m_events.emplace_back(m_level);
    event.side = side;
    event.price = {price};
    event.qty = {qty};
}

bool FrameReader::readLevels(Array levels, Side side)
{
    for (auto element : levels) {
        Array level;
        if (const auto error = element.get_array().get(level); error != simdjson::SUCCESS)
            return failWith(error == simdjson::INCORRECT_TYPE ? FrameFault::WrongType : FrameFault::NotJson);
        if (!readLevel(level, side))
            return false;
    }
    return m_events.size() - 1 <= kMaxLevels || failWith(FrameFault::TooManyLevels);
}

bool FrameReader::readLevel(Array level, Side side)
{
    std::string_view texts[2];
    std::size_t count = 0;
    for (auto element : level) {
        if (count == 2)
            return failWith(FrameFault::WrongType);
        if (const auto error = element.get_string().get(texts[count++]); error != simdjson::SUCCESS)
            return failWith(error == simdjson::INCORRECT_TYPE ? FrameFault::WrongType : FrameFault::NotJson);
    }
    if (count != 2)
        return failWith(FrameFault::WrongType);
    return addLevel(texts[0], texts[1], side);
}

bool FrameReader::addLevel(std::string_view priceText, std::string_view qtyText, Side side)
{
    const auto price = m_instrument->tryPrice(priceText);
    if (!price && isTooFine(priceText, m_instrument->priceDecimals())) {
        ++m_offGrid;
        return marketQty(qtyText).has_value() || failWith(FrameFault::BadQty);
    }
    if (!price || price->count <= 0)
        return failWith(FrameFault::BadPrice);
    const auto qty = marketQty(qtyText);
    if (!qty)
        return failWith(FrameFault::BadQty);
    writeLevel(price->count, qty->count, side);
    return true;
}

std::optional<Qty> FrameReader::marketQty(std::string_view text) noexcept
{
    if (const auto qty = m_instrument->tryQty(text))
        return qty;
    const int decimals = m_instrument->qtyDecimals();
    if (!isTooFine(text, decimals))
        return std::nullopt;
    const auto point = text.find('.');
    const auto qty = m_instrument->tryQty(text.substr(0, decimals == 0 ? point : point + 1 + static_cast<std::size_t>(decimals)));
    if (!qty)
        return std::nullopt;
    ++m_offGrid;
    return Qty{std::max<std::int64_t>(qty->count, 1)};
}

bool FrameReader::readNumber(Field& found, Value value)
{
    if (value.get_int64().get(found.number) == simdjson::SUCCESS) {
        found.shape = Shape::Integer;
        return true;
    }
    return skipScalar(value);
}

bool FrameReader::skip(Value value, int depth)
{
    if (depth > kMaxDepth)
        return failWith(FrameFault::TooDeep);
    simdjson::ondemand::json_type type{};
    if (value.type().get(type) != simdjson::SUCCESS)
        return failWith(FrameFault::NotJson);
    if (type == simdjson::ondemand::json_type::array) {
        Array array;
        if (value.get_array().get(array) != simdjson::SUCCESS)
            return failWith(FrameFault::NotJson);
        for (auto element : array) {
            Value inner;
            if (element.get(inner) != simdjson::SUCCESS)
                return failWith(FrameFault::NotJson);
            if (!skip(inner, depth + 1))
                return false;
        }
        return true;
    }
    if (type != simdjson::ondemand::json_type::object)
        return skipScalar(value);
    Object object;
    if (value.get_object().get(object) != simdjson::SUCCESS)
        return failWith(FrameFault::NotJson);
    for (auto entry : object) {
        std::string_view name;
        Value inner;
        if (entry.value().get(inner) != simdjson::SUCCESS || entry.unescaped_key().get(name) != simdjson::SUCCESS)
            return failWith(FrameFault::NotJson);
        if (!skip(inner, depth + 1))
            return false;
    }
    return true;
}

bool FrameReader::skipScalar(Value value)
{
    simdjson::ondemand::json_type type{};
    simdjson::error_code error = value.type().get(type);
    if (error == simdjson::SUCCESS) {
        std::string_view text;
        simdjson::ondemand::number number;
        bool truth = false;
        switch (type) {
        case simdjson::ondemand::json_type::string: error = value.get_string().get(text); break;
        case simdjson::ondemand::json_type::number: error = value.get_number().get(number); break;
        case simdjson::ondemand::json_type::boolean: error = value.get_bool().get(truth); break;
        case simdjson::ondemand::json_type::null:
            error = value.is_null().get(truth);
            if (error == simdjson::SUCCESS && !truth)
                error = simdjson::N_ATOM_ERROR;
            break;
        default: error = simdjson::INCORRECT_TYPE; break;
        }
    }
    return error == simdjson::SUCCESS || failWith(FrameFault::NotJson);
}

} // namespace maker::binance
