#pragma once

#include "kernel/model/instrument.h"
#include "kernel/model/market_event.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <optional>
#include <vector>

namespace maker::binance {

/// Reads the same frames by way of QJsonDocument: slow, plain and written from the venue's documents alone.
class FrameOracle {
public:
    FrameOracle(const Instrument& instrument, Timestamp now) : m_instrument(instrument), m_now(now) {}

    /// nullopt: not a frame that may give events.
    std::optional<std::vector<MarketEvent>> read(const QByteArray& frame, bool snapshot) const
    {
        const QJsonDocument document = QJsonDocument::fromJson(frame);
        if (!document.isObject())
            return std::nullopt;
        const QJsonObject outer = document.object();
        const QJsonValue inner = outer.value(QStringLiteral("data"));
        const QJsonObject object = !snapshot && inner.isObject() ? inner.toObject() : outer;
        if (snapshot)
            return book(object, MarketKind::BookSnapshot);
        if (object[QStringLiteral("s")].toString() != QStringLiteral("BTCUSDT"))
            return std::nullopt;
        const QString type = object[QStringLiteral("e")].toString();
        if (type == QStringLiteral("depthUpdate"))
            return book(object, MarketKind::BookDelta);
        if (type == QStringLiteral("trade"))
            return trade(object, QStringLiteral("t"));
        if (type == QStringLiteral("aggTrade"))
            return trade(object, QStringLiteral("a"));
        if (type == QStringLiteral("bookTicker") || !object.contains(QStringLiteral("e")))
            return ticker(object);
        return std::nullopt;
    }

private:
    MarketEvent base(MarketKind kind, const QJsonValue& time) const
    {
        MarketEvent event;
        event.kind = kind;
        event.instrument = m_instrument.id();
        event.venue = m_instrument.venue();
        event.localTime = m_now;
        event.venueTime = Timestamp::fromMillis(time.toInteger());
        return event;
    }
    std::optional<Price> price(const QJsonValue& value) const
    {
        return value.isString() ? m_instrument.tryPrice(value.toString().toStdString()) : std::nullopt;
    }
    std::optional<Qty> qty(const QJsonValue& value) const
    {
        if (!value.isString())
            return std::nullopt;
        QString text = value.toString();
        const qsizetype finest = text.indexOf(u'.') + 1 + m_instrument.qtyDecimals();
        const bool plain = QRegularExpression(QStringLiteral("^[0-9]+\\.[0-9]+$")).match(text).hasMatch();
        if (!plain || text.size() <= finest)
            return m_instrument.tryQty(text.toStdString());
        const bool dust = text.mid(finest).count(u'0') < text.size() - finest;
        const auto cut = m_instrument.tryQty(text.left(finest).toStdString());
        return cut && cut->isZero() && dust ? Qty{1} : cut;
    }

    bool levels(const QJsonValue& value, Side side, std::vector<MarketEvent>& events) const
    {
        if (!value.isArray())
            return false;
        for (const QJsonValue level : value.toArray()) {
            const QJsonArray pair = level.toArray();
            static const QRegularExpression betweenTicks(QStringLiteral("^[0-9]+\\.[0-9]{2}[0-9]*[1-9][0-9]*$"));
            if (pair.size() == 2 && betweenTicks.match(pair[0].toString()).hasMatch() && qty(pair[1]))
                continue;
            if (pair.size() != 2 || !price(pair[0]) || !qty(pair[1]) || price(pair[0])->count <= 0)
                return false;
            MarketEvent event = events.front();
            event.kind = MarketKind::BookLevel;
            event.side = side;
            event.price = *price(pair[0]);
            event.qty = *qty(pair[1]);
            event.firstId = event.lastId = event.prevId = 0;
            events.push_back(event);
        }
        return true;
    }

    std::optional<std::vector<MarketEvent>> book(const QJsonObject& object, MarketKind kind) const
    {
        const bool full = kind == MarketKind::BookSnapshot;
        std::vector<MarketEvent> events{base(kind, object[QStringLiteral("E")])};
        const QJsonValue last = object[full ? QStringLiteral("lastUpdateId") : QStringLiteral("u")];
        const QJsonValue first = full ? last : object[QStringLiteral("U")];
        if (!last.isDouble() || !first.isDouble() || first.toInteger() <= 0 || last.toInteger() < first.toInteger())
            return std::nullopt;
        events.front().last = false;
        events.front().firstId = first.toInteger();
        events.front().lastId = last.toInteger();
        events.front().prevId = object[QStringLiteral("pu")].toInteger();
        // The field order on the wire is bids, asks in every fixture that has both.
        if (!levels(object[full ? QStringLiteral("bids") : QStringLiteral("b")], Side::Buy, events)
            || !levels(object[full ? QStringLiteral("asks") : QStringLiteral("a")], Side::Sell, events))
            return std::nullopt;
        events.front().levels = static_cast<std::uint16_t>(events.size() - 1);
        events.back().last = true;
        return events;
    }

    std::optional<std::vector<MarketEvent>> trade(const QJsonObject& object, const QString& id) const
    {
        MarketEvent event = base(MarketKind::Trade, object[QStringLiteral("T")]);
        const auto p = price(object[QStringLiteral("p")]);
        const auto q = qty(object[QStringLiteral("q")]);
        if (!p || !q || p->count <= 0 || q->count <= 0 || !object[id].isDouble() || !object[QStringLiteral("m")].isBool())
            return std::nullopt;
        event.price = *p;
        event.qty = *q;
        event.side = object[QStringLiteral("m")].toBool() ? Side::Sell : Side::Buy;
        event.lastId = object[id].toInteger();
        return std::vector{event};
    }

    std::optional<std::vector<MarketEvent>> ticker(const QJsonObject& object) const
    {
        MarketEvent event = base(MarketKind::BestQuote, object[QStringLiteral("E")]);
        const auto bid = price(object[QStringLiteral("b")]);
        const auto ask = price(object[QStringLiteral("a")]);
        const auto bidQty = qty(object[QStringLiteral("B")]);
        const auto askQty = qty(object[QStringLiteral("A")]);
        if (!bid || !ask || !bidQty || !askQty || object[QStringLiteral("u")].toInteger() <= 0)
            return std::nullopt;
        event.price = *bid;
        event.qty = *bidQty;
        event.askPrice = *ask;
        event.askQty = *askQty;
        event.lastId = object[QStringLiteral("u")].toInteger();
        return std::vector{event};
    }

    const Instrument& m_instrument;
    Timestamp m_now;
};

} // namespace maker::binance
