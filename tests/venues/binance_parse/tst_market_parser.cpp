#include "venues/binance/parse/market_parser.h"

#include "kernel/book/book_sync.h"
#include "support/maker_test.h"
#include "venues/binance_parse/frame_oracle.h"

#include <QDir>
#include <QFile>

#include <optional>
#include <random>

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

/// A buffer as a socket leaves it: behind the frame lies what an earlier, longer one left.
class Buffer {
public:
    PaddedFrame hold(const QByteArray& frame, const QByteArray& behind = QByteArray(8, ']'))
    {
        m_bytes = frame;
        while (m_bytes.size() < frame.size() + static_cast<qsizetype>(PaddedFrame::kPadding))
            m_bytes += behind;
        const auto size = static_cast<std::size_t>(frame.size());
        return {m_bytes.constData(), size, static_cast<std::size_t>(m_bytes.size())};
    }

private:
    QByteArray m_bytes;
};

QByteArray fixture(const QString& name)
{
    QFile file(QStringLiteral(MAKERDESK_SOURCE_DIR "/tests/fixtures/binance/market/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool sameEvent(const MarketEvent& a, const MarketEvent& b)
{
    const auto tied = [](const MarketEvent& e) {
        return std::tuple(e.kind, e.side, e.last, e.instrument, e.venue, e.levels, e.venueTime, e.localTime, e.price, e.qty,
                          e.askPrice, e.askQty, e.firstId, e.lastId, e.prevId);
    };
    return tied(a) == tied(b);
}

/// Damages frames as wires, bugs and malice do.
class Mutator {
public:
    explicit Mutator(std::uint64_t seed) : m_random(seed) {}

    qsizetype below(qsizetype n) { return static_cast<qsizetype>(m_random() % static_cast<std::uint64_t>(n)); }

    QByteArray mutate(QByteArray frame)
    {
        for (qsizetype times = below(6) / 4; times >= 0 && !frame.isEmpty(); --times)
            once(frame);
        return frame;
    }

private:
    void once(QByteArray& frame)
    {
        static const QByteArray words[] = {"1e999", "-1", "null", "NaN", "\"\"", "[]", "{}", "\xff", "\xc3\x28", "\\u0000",
                                           "true", "0.", "\"-0.5\"", "99999999999999999999", ",", "]", "}", "\"", "\n", "1.5"};
        const qsizetype at = below(frame.size());
        const qsizetype span = 1 + below(qMin<qsizetype>(12, frame.size() - at));
        switch (below(8)) {
        case 0: frame[at] = static_cast<char>(below(256)); break;
        case 1: frame[at] = static_cast<char>(frame[at] ^ (1 << below(8))); break;
        case 2: frame.remove(at, span); break;
        case 3: frame.truncate(at); break;
        case 4: frame.insert(at, frame.mid(at, span)); break;
        case 5: frame.insert(at, words[below(std::size(words))]); break;
        case 6: frame.replace(at, span, words[below(std::size(words))]); break;
        default: frame[at] = static_cast<char>('0' + below(10)); break;
        }
    }

    std::mt19937_64 m_random;
};

bool isSnapshot(const QString& name)
{
    return name.startsWith(QStringLiteral("rest_"));
}

} // namespace

class tst_market_parser : public QObject {
    Q_OBJECT

    Instrument m_instrument = bitcoin();
    MarketParser m_parser{[this](std::string_view symbol) { return symbol == "BTCUSDT" ? &m_instrument : nullptr; }};
    Buffer m_buffer;

    ParsedFrame parse(const QByteArray& frame, bool snapshot = false)
    {
        const PaddedFrame padded = m_buffer.hold(frame);
        return snapshot ? m_parser.parseSnapshot(padded, m_instrument, kNow) : m_parser.parseStream(padded, kNow);
    }

    static QStringList fixtures()
    {
        return QDir(QStringLiteral(MAKERDESK_SOURCE_DIR "/tests/fixtures/binance/market")).entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name);
    }

private slots:
    void aSpotDeltaBecomesAHeaderAndItsLevels()
    {
        const auto frame = parse(fixture(QStringLiteral("spot_depth.json")));
        QCOMPARE(frame.kind, FrameKind::Delta);
        QCOMPARE(frame.events.size(), std::size_t{4});
        const MarketEvent& header = frame.events[0];
        QCOMPARE(header.kind, MarketKind::BookDelta);
        QCOMPARE(header.firstId, 1001);
        QCOMPARE(header.lastId, 1004);
        QCOMPARE(header.levels, 3);
        QCOMPARE(header.instrument.value, 7U);
        QCOMPARE(header.venue.value, 3);
        QCOMPARE(header.venueTime.ns, 1'700'000'000'100'000'000);
        QCOMPARE(header.localTime, kNow);
        QVERIFY(!header.last);
        QCOMPARE(frame.events[1].price.count, 5'000'010);
        QCOMPARE(frame.events[1].qty.count, 150'000);
        QCOMPARE(frame.events[1].side, Side::Buy);
        QVERIFY(!frame.events[1].last);
        QCOMPARE(frame.events[2].qty.count, 0);
        QCOMPARE(frame.events[3].side, Side::Sell);
        QVERIFY(frame.events[3].last);
    }

    void aDeltaWithoutLevelsIsOneCompleteRecord()
    {
        const auto frame = parse(fixture(QStringLiteral("spot_depth_empty.json")));
        QCOMPARE(frame.events.size(), std::size_t{1});
        QVERIFY(frame.events[0].last);
    }

    void fieldsMayComeInAnyOrderWithBlanks()
    {
        const auto frame = parse(fixture(QStringLiteral("spot_depth_blanks.json")));
        QCOMPARE(frame.kind, FrameKind::Delta);
        QCOMPARE(frame.events.size(), std::size_t{2});
        QCOMPARE(frame.events[1].qty.count, 200'000);
        QCOMPARE(frame.events[0].firstId, 1006);
    }

    void futuresDeltasCarryTheIdBefore()
    {
        const auto frame = parse(fixture(QStringLiteral("futures_depth.json")));
        QCOMPARE(frame.events[0].prevId, 1990);
        QCOMPARE(frame.events[3].price.count, 5'000'100);
    }

    void tradesNameTheAggressor()
    {
        const auto sold = parse(fixture(QStringLiteral("spot_trade.json")));
        QCOMPARE(sold.kind, FrameKind::Trade);
        QCOMPARE(sold.events[0].side, Side::Sell); // the buyer was the maker
        QCOMPARE(sold.events[0].lastId, 777);
        QCOMPARE(sold.events[0].venueTime.ns, 1'700'000'000'500'000'000);
        const auto bought = parse(fixture(QStringLiteral("spot_agg_trade.json")));
        QCOMPARE(bought.events[0].side, Side::Buy);
        QCOMPARE(bought.events[0].lastId, 42);
        QCOMPARE(bought.events[0].qty.count, 2);
    }

    void bestQuotesAreReadWithAndWithoutAType()
    {
        for (const char* name : {"spot_book_ticker.json", "futures_book_ticker.json"}) {
            const auto frame = parse(fixture(QString::fromLatin1(name)));
            QCOMPARE(frame.kind, FrameKind::BestQuote);
            QCOMPARE(frame.events.size(), std::size_t{1});
            QCOMPARE(frame.events[0].price.count, 5'000'010);
            QCOMPARE(frame.events[0].askQty.count, 25'000);
        }
    }

    void quantitiesOfOldOrdersAreCutToTheLotAndPricesBetweenTicksLeftOut()
    {
        QByteArray text = fixture(QStringLiteral("spot_depth.json"));
        text.replace("\"1.50000000\"", "\"25.42618900\"");
        auto frame = parse(text);
        QCOMPARE(frame.events[1].qty.count, 2'542'618);
        QCOMPARE(frame.offGrid, 1U);
        text.replace("\"25.42618900\"", "\"0.00000900\"");
        QCOMPARE(parse(text).events[1].qty.count, 1);
        text.replace("50000.10000000", "50000.10100000");
        frame = parse(text);
        QCOMPARE(frame.kind, FrameKind::Delta);
        QCOMPARE(frame.events.size(), std::size_t{3});
        QCOMPARE(frame.events[0].levels, 2);
        QCOMPARE(frame.events[1].price.count, 4'999'990);
        text.replace("\"0.00000900\"", "\"-1\"");
        QVERIFY(parse(text).bad());
    }

    void restDepthBecomesASnapshot()
    {
        const auto frame = parse(fixture(QStringLiteral("rest_depth.json")), true);
        QCOMPARE(frame.kind, FrameKind::Snapshot);
        QCOMPARE(frame.events[0].kind, MarketKind::BookSnapshot);
        QCOMPARE(frame.events[0].lastId, 1000);
        QCOMPARE(frame.events.size(), std::size_t{5});
    }

    void everyFixtureEqualsTheOracle()
    {
        const FrameOracle oracle(m_instrument, kNow);
        int compared = 0;
        for (const QString& name : fixtures()) {
            const QByteArray text = fixture(name);
            const auto frame = parse(text, isSnapshot(name));
            const auto expected = oracle.read(text, isSnapshot(name));
            if (name.startsWith(QStringLiteral("other_"))) {
                QCOMPARE(frame.kind, FrameKind::Other);
                QVERIFY(frame.events.empty());
                continue;
            }
            QVERIFY2(expected && frame.events.size() == expected->size(), qPrintable(name));
            for (std::size_t i = 0; i < expected->size(); ++i)
                QVERIFY2(sameEvent(frame.events[i], (*expected)[i]), qPrintable(name));
            ++compared;
        }
        QVERIFY(compared >= 11);
    }

    void badFramesSayWhyAndGiveNothing_data()
    {
        QTest::addColumn<QByteArray>("frame");
        QTest::addColumn<FrameFault>("fault");
        const QByteArray good = fixture(QStringLiteral("spot_depth.json"));
        const auto changed = [&good](const char* from, const char* to) {
            QByteArray frame = good;
            frame.replace(from, to);
            return frame;
        };
        QTest::newRow("truncated") << good.left(good.size() / 2) << FrameFault::NotJson;
        QTest::newRow("cut behind a level") << good.left(good.indexOf(']') + 1) << FrameFault::NotJson;
        QTest::newRow("last brace missing") << good.chopped(1) << FrameFault::NotJson;
        QTest::newRow("empty") << QByteArray() << FrameFault::NotJson;
        QTest::newRow("more behind it") << good + "{}" << FrameFault::NotJson;
        QTest::newRow("invalid UTF-8") << changed("depthUpdate\",", "depthUpdate\",\"x\":\"\xff\xfe\",") << FrameFault::NotJson;
        QTest::newRow("bad word in a field not used") << changed("\"U\"", "\"x\":tru,\"U\"") << FrameFault::NotJson;
        QTest::newRow("number out of range") << changed("\"U\"", "\"x\":1e999,\"U\"") << FrameFault::NotJson;
        QTest::newRow("price 1e999") << changed("50000.10000000", "1e999") << FrameFault::BadPrice;
        QTest::newRow("price of 30 digits") << changed("50000.10000000", "500001000000000000000000000000") << FrameFault::BadPrice;
        QTest::newRow("price zero") << changed("50000.10000000", "0.00000000") << FrameFault::BadPrice;
        QTest::newRow("negative quantity") << changed("1.50000000", "-1.50000000") << FrameFault::BadQty;
        QTest::newRow("quantity NaN") << changed("1.50000000", "NaN") << FrameFault::BadQty;
        QTest::newRow("price as a number") << changed("\"50000.10000000\"", "50000.1") << FrameFault::WrongType;
        QTest::newRow("level of one") << changed(",\"1.50000000\"", "") << FrameFault::WrongType;
        QTest::newRow("level of three") << changed("\"1.50000000\"", "\"1.50000000\",\"1\"") << FrameFault::WrongType;
        QTest::newRow("levels as text") << changed("[[\"50000.20000000\",\"0.25000000\"]]", "\"x\"") << FrameFault::WrongType;
        QTest::newRow("id as text") << changed("1001", "\"1001\"") << FrameFault::WrongType;
        QTest::newRow("id with a fraction") << changed("1001", "1001.5") << FrameFault::WrongType;
        QTest::newRow("id beyond 63 bits") << changed("1004", "18446744073709551615") << FrameFault::WrongType;
        QTest::newRow("ids in the wrong order") << changed("1001", "1005") << FrameFault::BadId;
        QTest::newRow("id zero") << changed("1001", "0") << FrameFault::BadId;
        QTest::newRow("no asks") << changed(",\"a\":[[\"50000.20000000\",\"0.25000000\"]]", "") << FrameFault::MissingField;
        QTest::newRow("no symbol") << changed("\"s\":\"BTCUSDT\",", "") << FrameFault::MissingField;
        QTest::newRow("bids twice") << changed("\"a\":", "\"b\":[],\"a\":") << FrameFault::DuplicateField;
        QTest::newRow("another symbol") << changed("BTCUSDT", "ETHUSDT") << FrameFault::UnknownSymbol;
        QTest::newRow("time out of range") << changed("1700000000100", "9223372036854775807") << FrameFault::BadTime;
        QTest::newRow("nested too deeply") << changed("\"U\"", ("\"x\":" + QByteArray(40, '[') + QByteArray(40, ']') + ",\"U\"").constData()) << FrameFault::TooDeep;
        QTest::newRow("larger than 8 MiB") << QByteArray((8 << 20) + 1, ' ') << FrameFault::TooLarge;
        QByteArray many = "[\"1.00\",\"1.00000\"]";
        many = (many + ',').repeated(65'535) + many;
        QTest::newRow("65,536 levels") << changed("[\"50000.20000000\",\"0.25000000\"]", many.constData()) << FrameFault::TooManyLevels;
    }

    void badFramesSayWhyAndGiveNothing()
    {
        QFETCH(QByteArray, frame);
        const auto parsed = parse(frame);
        QCOMPARE(parsed.kind, FrameKind::Bad);
        QVERIFY(parsed.events.empty());
        QVERIFY(!toText(parsed.fault).empty());
        QTEST(parsed.fault, "fault");
        QCOMPARE(parse(fixture(QStringLiteral("spot_depth.json"))).events.size(), std::size_t{4});
    }

    void whatLiesBehindTheFrameIsNeverRead()
    {
        const QByteArray good = fixture(QStringLiteral("spot_depth.json"));
        for (qsizetype cut = 0; cut < good.size(); ++cut) {
            const PaddedFrame frame = m_buffer.hold(good.left(cut), good.mid(cut) + QByteArray(64, '}'));
            QVERIFY2(m_parser.parseStream(frame, kNow).bad(), qPrintable(QString::number(cut)));
        }
    }

    void tenThousandMutationsNeverGiveAWrongEvent()
    {
        const FrameOracle oracle(m_instrument, kNow);
        const QStringList names = fixtures();
        Mutator mutator(20'240'808);
        BookSync sync(m_instrument.tickSize(), kBinanceSpotRule);
        int bad = 0;
        int believed = 0;
        for (int i = 0; i < 10'000; ++i) {
            const QString& name = names[mutator.below(names.size())];
            const QByteArray frame = mutator.mutate(fixture(name));
            const PaddedFrame padded = m_buffer.hold(frame, fixture(names[mutator.below(names.size())]));
            const auto parsed = isSnapshot(name) ? m_parser.parseSnapshot(padded, m_instrument, kNow)
                                                 : m_parser.parseStream(padded, kNow);
            for (const MarketEvent& event : parsed.events)
                sync.process(event);
            if (parsed.bad() || parsed.kind == FrameKind::Other) {
                QVERIFY(parsed.events.empty());
                bad += parsed.bad();
                continue;
            }
            ++believed;
            const auto expected = oracle.read(frame, isSnapshot(name));
            const QByteArray shown = QByteArray::number(i) + ": " + frame;
            QVERIFY2(expected && expected->size() == parsed.events.size(), shown.constData());
            for (std::size_t k = 0; k < expected->size(); ++k)
                QVERIFY2(sameEvent(parsed.events[k], (*expected)[k]), shown.constData());
        }
        qInfo("%d refused, %d believed", bad, believed);
        QVERIFY(bad > 5000);
        QVERIFY(believed > 400);
        checkHealed(sync);
    }

private:

    void checkHealed(BookSync& sync)
    {
        MarketEvent up;
        up.kind = MarketKind::FeedUp;
        up.localTime = kNow;
        sync.process(up);
        BookSync fresh(m_instrument.tickSize(), kBinanceSpotRule);
        const auto feed = [&](const char* name, bool snapshot) {
            for (const MarketEvent& event : parse(fixture(QString::fromLatin1(name)), snapshot).events) {
                sync.process(event);
                fresh.process(event);
            }
        };
        feed("rest_depth.json", true);
        feed("spot_depth.json", false);
        feed("spot_depth_wrapped.json", false);
        QVERIFY(sync.live() && fresh.live());
        QCOMPARE(sync.lastId(), 1005);
        for (const Side side : {Side::Buy, Side::Sell}) {
            std::array<Level, 8> a;
            std::array<Level, 8> b;
            QCOMPARE(sync.book().top(side, a), fresh.book().top(side, b));
            QVERIFY(a == b);
        }
        QCOMPARE(sync.book().bestBid()->qty.count, 150'000);
        QCOMPARE(sync.book().levelCount(Side::Buy), std::size_t{1});
        QCOMPARE(sync.book().levelCount(Side::Sell), std::size_t{2});
    }
};

Q_DECLARE_METATYPE(maker::binance::FrameFault)
MAKER_TEST(tst_market_parser)
#include "tst_market_parser.moc"
