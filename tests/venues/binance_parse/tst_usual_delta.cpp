#include "kernel/model/decimal_text.h"
#include "support/maker_test.h"
#include "venues/binance/parse/market_parser.h"
#include "venues/binance/parse/short_decimal.h"

#include <QDir>
#include <QFile>

#include <algorithm>
#include <array>
#include <random>
#include <string>

using namespace maker;
using namespace maker::binance;

namespace {

constexpr Timestamp kNow{1'700'000'000'000'000'123};

Instrument bitcoin()
{
    InstrumentSpec spec;
    spec.id = {7};
    spec.venue = {3};
    spec.symbol = "BTCUSDT";
    spec.base = "BTC";
    spec.quote = "USDT";
    spec.tickSize = "0.01000000";
    spec.lotSize = "0.00001000";
    return Instrument::make(spec).value();
}

/// What a frame became, kept beyond the next one.
struct Outcome {
    FrameKind kind;
    FrameFault fault;
    std::uint32_t offGrid;
    std::vector<MarketEvent> events;

    friend bool operator==(const Outcome& a, const Outcome& b)
    {
        const auto tied = [](const MarketEvent& e) {
            return std::tuple(e.kind, e.side, e.last, e.instrument, e.venue, e.levels, e.venueTime, e.localTime, e.price,
                              e.qty, e.firstId, e.lastId, e.prevId);
        };
        return a.kind == b.kind && a.fault == b.fault && a.offGrid == b.offGrid
            && std::ranges::equal(a.events, b.events,
                                  [&](const MarketEvent& x, const MarketEvent& y) { return tied(x) == tied(y); });
    }
};

} // namespace

/// The fast way through depth updates against the careful one: a blank behind the frame changes nothing but the way.
class tst_usual_delta : public QObject {
    Q_OBJECT

    Instrument m_instrument = bitcoin();
    MarketParser m_parser{[this](std::string_view symbol) { return symbol == "BTCUSDT" ? &m_instrument : nullptr; }};

    Outcome parse(QByteArray frame)
    {
        const auto size = static_cast<std::size_t>(frame.size());
        frame += QByteArray(static_cast<qsizetype>(PaddedFrame::kPadding), ']');
        const auto parsed =
            m_parser.parseStream({frame.constData(), size, static_cast<std::size_t>(frame.size())}, kNow);
        return {parsed.kind, parsed.fault, parsed.offGrid, {parsed.events.begin(), parsed.events.end()}};
    }

    static QByteArray level(std::mt19937_64& random)
    {
        static const std::array<const char*, 12> odd{"0",          "0.00000000",  "1",       "99999999.5", "0.000001",
                                                     "1.",         ".5",          "-1.0",    "00012.30",   "1e3",
                                                     "1234567.89", "0.123456789"};
        const auto number = [&](int whole, int places, bool strange) {
            if (strange && random() % 40 == 0)
                return QByteArray(odd[random() % odd.size()]);
            QByteArray text = QByteArray::number(static_cast<qulonglong>(random()) % static_cast<qulonglong>(whole)) + '.';
            for (int i = 0; i < 8; ++i)
                text += i < places ? static_cast<char>('0' + random() % 10) : '0';
            return text;
        };
        return "[\"" + number(9'999'999, 2, true) + "\",\"" + number(5'000, 5, true) + "\"]";
    }

    static QByteArray frame(std::mt19937_64& random)
    {
        const bool futures = random() % 3 == 0;
        const auto first = static_cast<qlonglong>(random() % 1'000'000);
        const auto ids = QByteArray::number(first + 1) + ",\"u\":" + QByteArray::number(first + 1 + qlonglong(random() % 9));
        QByteArray text = R"({"e":"depthUpdate","E":1700000000100)";
        text += futures ? R"(,"T":1700000000099)" : "";
        text += R"(,"s":"BTCUSDT","U":)" + ids;
        text += futures ? ",\"pu\":" + QByteArray::number(first) : QByteArray();
        for (const char* side : {",\"b\":[", ",\"a\":["}) {
            text += side;
            for (std::uint64_t count = random() % 6, i = 0; i < count; ++i)
                text += (i == 0 ? "" : ",") + level(random);
            text += ']';
        }
        text += '}';
        return random() % 2 == 0 ? R"({"stream":"btcusdt@depth","data":)" + text + '}' : text;
    }

private slots:
    void bothWaysGiveTheSameRecords()
    {
        std::mt19937_64 random(1);
        std::size_t deltas = 0;
        for (int i = 0; i < 20'000; ++i) {
            const QByteArray text = frame(random);
            const Outcome usual = parse(text);
            deltas += usual.kind == FrameKind::Delta ? 1 : 0;
            QVERIFY2(usual == parse(text + ' '), text.constData());
        }
        QVERIFY(deltas > 10'000 && deltas < 20'000); // most are good, some are not
    }

    void bothWaysRefuseTheSameDamagedFrames()
    {
        std::mt19937_64 random(2);
        for (int i = 0; i < 40'000; ++i) {
            QByteArray text = frame(random);
            const auto at = static_cast<qsizetype>(random() % static_cast<std::uint64_t>(text.size()));
            switch (random() % 4) {
            case 0: text.truncate(at); break;
            case 1: text[at] = static_cast<char>(random() % 256); break;
            case 2: text.remove(at, 1); break;
            default: text.insert(at, text.mid(at, 7)); break;
            }
            QVERIFY2(parse(text) == parse(text + ' '), text.constData());
        }
    }

    void shortDecimalsEqualTheDigitWiseReader()
    {
        std::mt19937_64 random(3);
        std::size_t read = 0;
        for (int i = 0; i < 200'000; ++i) {
            std::string text;
            for (std::uint64_t digits = random() % 9, d = 0; d < digits; ++d)
                text += static_cast<char>('0' + random() % 10);
            if (random() % 5 != 0)
                text += '.';
            const std::uint64_t zerosFrom = random() % 10;
            for (std::uint64_t digits = random() % 10, d = 0; d < digits; ++d)
                text += d < zerosFrom ? static_cast<char>('0' + random() % 10) : '0';
            const int decimals = static_cast<int>(random() % 10);
            std::string padded = text + '"' + std::string(32, static_cast<char>(random() % 256));
            const char* at = padded.data();
            std::int64_t count = 0;
            if (!ShortDecimal(decimals).read(at, count))
                continue; // the careful way decides
            const auto oracle = readDecimal<std::int64_t>(text, decimals, ExtraDigits::Zeros);
            QCOMPARE(oracle.fault, DecimalFault::None);
            QCOMPARE(count, oracle.count);
            QCOMPARE(at, padded.data() + text.size() + 1);
            ++read;
        }
        QVERIFY(read > 20'000);
    }

    void theUsualFormsAreReadTheShortWay()
    {
        for (const char* text : {"67123.44000000\"", "0.00123000\"", "5\"", "9999999.99000000\"", "0.1\""}) {
            const std::string padded = text + std::string(32, ' ');
            const char* at = padded.data();
            std::int64_t count = 0;
            QVERIFY2(ShortDecimal(5).read(at, count), text);
        }
    }
};

MAKER_TEST(tst_usual_delta)
#include "tst_usual_delta.moc"
