#pragma once

#include "tape/tape_reader.h"
#include "tape/tape_writer.h"

#include <QByteArray>
#include <QFile>
#include <QString>

#include <cstring>
#include <random>

namespace maker::test {

inline TapeInstrument instrumentOf(std::uint32_t id, const char* symbol, SequenceRule rule = kBinanceSpotRule)
{
    InstrumentSpec spec;
    spec.id = {id};
    spec.venue = {3};
    spec.symbol = symbol;
    spec.base = "AAA";
    spec.quote = "BBB";
    spec.tickSize = "0.05";
    spec.lotSize = "0.001";
    spec.minPrice = "0.1";
    spec.maxPrice = "100000";
    spec.minQty = "0.002";
    spec.maxQty = "9000";
    spec.minNotional = "5.5";
    return {std::make_shared<const Instrument>(Instrument::make(spec).value()), rule};
}

inline TapeHeader headerOf(std::initializer_list<TapeInstrument> instruments)
{
    TapeHeader header;
    header.venueName = "nowhere";
    header.source = "a test";
    header.instruments = instruments;
    return header;
}

/// A stream of every kind of record with numbers of every size, in the order of receipt.
inline std::vector<MarketEvent> anyEvents(std::uint32_t seed, std::size_t count)
{
    std::mt19937_64 random(seed);
    const auto below = [&](std::uint64_t n) { return random() % n; };
    std::vector<MarketEvent> events;
    std::int64_t now = 1'700'000'000'000'000'000;
    std::int64_t id = 500;
    while (events.size() < count) {
        now += static_cast<std::int64_t>(below(50'000'000));
        MarketEvent event;
        event.kind = static_cast<MarketKind>(below(8));
        event.instrument = {static_cast<std::uint32_t>(1 + below(2))};
        event.venue = {3};
        event.localTime = {now};
        event.venueTime = {below(4) == 0 ? 0 : now - static_cast<std::int64_t>(below(5'000'000))};
        event.side = below(2) == 0 ? Side::Buy : Side::Sell;
        if (event.kind == MarketKind::BookSnapshot || event.kind == MarketKind::BookDelta) {
            const std::uint64_t levels = below(5);
            event.levels = static_cast<std::uint16_t>(levels);
            event.firstId = id + 1;
            id += static_cast<std::int64_t>(below(9)) + 1;
            event.lastId = id;
            event.prevId = below(2) == 0 ? 0 : id - 3;
            event.last = levels == 0;
            events.push_back(event);
            MarketEvent level = event;
            level.kind = MarketKind::BookLevel;
            level.levels = 0;
            if (below(2) == 0)
                level.firstId = level.lastId = level.prevId = 0;
            if (below(4) == 0)
                level.venueTime = {};
            for (std::uint64_t i = 0; i < levels; ++i) {
                level.side = below(2) == 0 ? Side::Buy : Side::Sell;
                level.price = {static_cast<std::int64_t>(100'000 + below(1000))};
                level.qty = {static_cast<std::int64_t>(below(3) == 0 ? 0 : below(1'000'000'000'000))};
                level.last = i + 1 == levels;
                events.push_back(level);
            }
            continue;
        }
        event.last = below(2) == 0;
        event.reserved = static_cast<std::uint8_t>(below(3));
        event.price = {static_cast<std::int64_t>(random())};
        event.qty = {static_cast<std::int64_t>(random() >> below(64))};
        event.askPrice = {below(2) == 0 ? 0 : static_cast<std::int64_t>(random())};
        event.askQty = {static_cast<std::int64_t>(below(7))};
        event.lastId = static_cast<std::int64_t>(random() >> below(64));
        if (event.kind == MarketKind::FeedUp || event.kind == MarketKind::FeedDown)
            event.instrument = {};
        if (event.kind == MarketKind::BookLevel) // one that does not follow its header
            event.levels = static_cast<std::uint16_t>(below(3));
        events.push_back(event);
    }
    return events;
}

/// Padding has no value, so records are compared field by field.
inline bool same(const MarketEvent& a, const MarketEvent& b)
{
    return a.kind == b.kind && a.side == b.side && a.last == b.last && a.reserved == b.reserved
        && a.instrument == b.instrument && a.venue == b.venue && a.levels == b.levels && a.venueTime == b.venueTime
        && a.localTime == b.localTime && a.price == b.price && a.qty == b.qty && a.askPrice == b.askPrice
        && a.askQty == b.askQty && a.firstId == b.firstId && a.lastId == b.lastId && a.prevId == b.prevId;
}

inline std::vector<MarketEvent> readAll(TapeReader& reader)
{
    std::vector<MarketEvent> all;
    for (;;) {
        const auto batch = reader.next();
        if (!batch)
            throw std::runtime_error(batch.error().detail);
        if (batch->empty())
            return all;
        all.insert(all.end(), batch->begin(), batch->end());
    }
}

inline bool same(const std::vector<MarketEvent>& a, const std::vector<MarketEvent>& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) { return same(x, y); });
}

inline QByteArray bytesOf(const std::string& path)
{
    QFile file(QString::fromStdString(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline bool writeBytes(const std::string& path, const QByteArray& bytes)
{
    QFile file(QString::fromStdString(path));
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

} // namespace maker::test
