#include "venues/binance/exec_parser.h"
#include "venues/binance/exchange_info.h"
#include "venues/binance/venue_errors.h"

#include "support/maker_test.h"
#include "venues/binance/binance_samples.h"

#include <random>

using namespace maker;
using namespace maker::binance;

class tst_exec_parser : public QObject {
    Q_OBJECT

private slots:
    void newReportAcknowledges();
    void tradeReportIsAFillOfTheMaker();
    void canceledReportNamesTheOrderNotTheCancel();
    void fillInTheAnswerAndInTheStreamHaveOneTradeId();
    void answerToAFilledOrderIsAckThenFillsThenStatus();
    void cancelAnswerKeepsWhatWasFilled();
    void cancelOfAnUnknownOrderIsARefusalNotAnError();
    void replaceSaysWhatBecameOfEachHalf();
    void unknownOutcomesProveNothing_data();
    void unknownOutcomesProveNothing();
    void foreignOrdersAreListedAsTheyAre();
    void tradesMayCarryARebate();
    void balancesAreRead();
    void limitsComeWithEveryAnswer();
    void badFramesGiveNothing_data();
    void badFramesGiveNothing();
    void mutatedFramesNeverCrashNorGiveHalf_data();
    void mutatedFramesNeverCrashNorGiveHalf();
    void listingKeepsTheReasonWhyAnInstrumentIsUnsupported();
    void mutatedListingsNeverCrash();

private:
    static constexpr Timestamp kNow = Timestamp::fromMillis(1'700'000'001'000);

    ApiFrame open(const std::string& frame)
    {
        m_records.clear();
        m_frame = std::make_unique<samples::Padded>(frame);
        return m_parser.open(m_frame->view(), kNow, m_records);
    }
    bool answer(const char* file, Operation operation)
    {
        if (open(samples::fixture(file)) != ApiFrame::Reply)
            return false;
        return m_parser.readResult({operation, {1}, "mk-1f-000012", "mk-1f-000014"}, kNow, m_records);
    }
    std::string price(std::size_t i) const { return m_instruments->find({1})->format(m_records[i].price); }
    std::string qty(Qty value) const { return m_instruments->find({1})->format(value); }

    std::shared_ptr<const InstrumentSet> m_instruments = samples::theInstruments();
    ExecParser m_parser{{1}, {1}, m_instruments};
    std::unique_ptr<samples::Padded> m_frame;
    std::vector<ExecEvent> m_records;
};

void tst_exec_parser::newReportAcknowledges()
{
    QCOMPARE(open(samples::fixture("report_new.json")), ApiFrame::Events);
    QCOMPARE(m_records.size(), std::size_t{1});
    const ExecEvent& ack = m_records[0];
    QCOMPARE(ack.kind, ExecKind::OrderAck);
    QCOMPARE(ack.clientOrderId.view(), std::string_view("mk-1f-000012"));
    QCOMPARE(ack.venueOrderId.view(), std::string_view("4293153"));
    QCOMPARE(ack.side, Side::Sell);
    QVERIFY(ack.postOnly);
    QCOMPARE(price(0), std::string("52000.00"));
    QCOMPARE(qty(ack.qty), std::string("0.01000"));
    QCOMPARE(ack.venueTime, Timestamp::fromMillis(1'700'000'000'100));
    QCOMPARE(ack.localTime, kNow);
}

void tst_exec_parser::tradeReportIsAFillOfTheMaker()
{
    QCOMPARE(open(samples::fixture("report_trade.json")), ApiFrame::Events);
    const ExecEvent& fill = m_records.at(0);
    QCOMPARE(fill.kind, ExecKind::Fill);
    QCOMPARE(fill.tradeId.view(), std::string_view("77001"));
    QCOMPARE(qty(fill.qty), std::string("0.00400"));
    QCOMPARE(qty(fill.cumQty), std::string("0.00400"));
    QCOMPARE(fill.fee.money.toString(), std::string("0.208"));
    QCOMPARE(fill.fee.currency.view(), std::string_view("USDT"));
    QVERIFY(fill.isMaker);
    QCOMPARE(fill.state, OrderState::PartiallyFilled);
}

void tst_exec_parser::canceledReportNamesTheOrderNotTheCancel()
{
    QCOMPARE(open(samples::fixture("report_canceled.json")), ApiFrame::Events);
    QCOMPARE(m_records.at(0).kind, ExecKind::OrderStatus);
    QCOMPARE(m_records[0].state, OrderState::Canceled);
    QCOMPARE(m_records[0].clientOrderId.view(), std::string_view("mk-1f-000012"));
    QCOMPARE(qty(m_records[0].cumQty), std::string("0.00400"));
}

void tst_exec_parser::fillInTheAnswerAndInTheStreamHaveOneTradeId()
{
    QVERIFY(answer("my_trades.json", Operation::Trades));
    const ExecEvent listed = m_records.at(0);
    QCOMPARE(open(samples::fixture("report_trade.json")), ApiFrame::Events);
    QCOMPARE(m_records.at(0).tradeId, listed.tradeId);
    QCOMPARE(m_records[0].venueOrderId, listed.venueOrderId);
    QCOMPARE(m_records[0].instrument, listed.instrument);
    QCOMPARE(m_records[0].qty, listed.qty);
    QCOMPARE(m_records[0].price, listed.price);
    QCOMPARE(m_records[0].side, listed.side);
}

void tst_exec_parser::answerToAFilledOrderIsAckThenFillsThenStatus()
{
    QCOMPARE(open(samples::fixture("place_full.json")), ApiFrame::Reply);
    QCOMPARE(m_parser.reply().id, std::uint64_t{17});
    QVERIFY(m_parser.readResult({Operation::Place, {1}, "mk-1f-000013", {}}, kNow, m_records));
    QCOMPARE(m_records.size(), std::size_t{4});
    QCOMPARE(m_records[0].kind, ExecKind::OrderAck);
    QCOMPARE(m_records[0].state, OrderState::Accepted);
    QCOMPARE(m_records[1].kind, ExecKind::Fill);
    QCOMPARE(m_records[2].tradeId.view(), std::string_view("77003"));
    QCOMPARE(qty(m_records[1].cumQty), std::string("0.00800"));
    QCOMPARE(qty(m_records[2].cumQty), std::string("0.01000"));
    QCOMPARE(price(2), std::string("51999.00"));
    QVERIFY(!m_records[2].isMaker);
    QCOMPARE(m_records[3].kind, ExecKind::OrderStatus);
    QCOMPARE(m_records[3].state, OrderState::Filled);
    for (const ExecEvent& record : m_records)
        QCOMPARE(record.clientOrderId.view(), std::string_view("mk-1f-000013"));
}

void tst_exec_parser::cancelAnswerKeepsWhatWasFilled()
{
    QVERIFY(answer("cancel_done.json", Operation::Cancel));
    QCOMPARE(m_records.at(0).kind, ExecKind::OrderStatus);
    QCOMPARE(m_records[0].state, OrderState::Canceled);
    QCOMPARE(m_records[0].clientOrderId.view(), std::string_view("mk-1f-000012"));
    QCOMPARE(qty(m_records[0].cumQty), std::string("0.00400"));
}

void tst_exec_parser::cancelOfAnUnknownOrderIsARefusalNotAnError()
{
    QCOMPARE(open(samples::fixture("cancel_unknown_order.json")), ApiFrame::Reply);
    const ReplyHeader& reply = m_parser.reply();
    QVERIFY(provesRefusal(reply.status, reply.code));
    QCOMPARE(rejectReason(reply.code, reply.message.view()), RejectReason::UnknownOrder);
}

void tst_exec_parser::replaceSaysWhatBecameOfEachHalf()
{
    QVERIFY(answer("replace_done.json", Operation::Replace));
    QCOMPARE(m_records.size(), std::size_t{2});
    QCOMPARE(m_records[0].state, OrderState::Canceled);
    QCOMPARE(m_records[0].clientOrderId.view(), std::string_view("mk-1f-000012"));
    QCOMPARE(m_records[1].kind, ExecKind::OrderAck);
    QCOMPARE(m_records[1].clientOrderId.view(), std::string_view("mk-1f-000014"));

    QVERIFY(answer("replace_new_half_failed.json", Operation::Replace));
    QCOMPARE(m_records.at(0).state, OrderState::Canceled);
    QCOMPARE(m_records.at(1).kind, ExecKind::OrderReject);
    QCOMPARE(m_records[1].reason, RejectReason::PostOnlyWouldTake);
    QVERIFY(m_records[1].fromReplace);

    QVERIFY(answer("replace_failed.json", Operation::Replace));
    QCOMPARE(m_records.at(0).kind, ExecKind::CancelReject);
    QCOMPARE(m_records[0].reason, RejectReason::UnknownOrder);
    QCOMPARE(m_records.at(1).kind, ExecKind::OrderReject);
    QCOMPARE(m_records[1].clientOrderId.view(), std::string_view("mk-1f-000014"));
}

void tst_exec_parser::unknownOutcomesProveNothing_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("code");
    QTest::addColumn<bool>("proof");
    QTest::newRow("insufficient balance") << 400 << -2010 << true;
    QTest::newRow("filter") << 400 << -1013 << true;
    QTest::newRow("signature") << 400 << -1022 << true;
    QTest::newRow("early") << 400 << -1021 << true;
    QTest::newRow("limit") << 429 << -1003 << true;
    QTest::newRow("firewall") << 403 << 0 << true;
    QTest::newRow("backend time-out") << 504 << -1007 << false;
    QTest::newRow("unexpected response") << 400 << -1006 << false;
    QTest::newRow("time-out told as 4xx") << 400 << -1007 << false;
    QTest::newRow("unknown error") << 400 << -1000 << false;
    QTest::newRow("internal") << 500 << 0 << false;
    QTest::newRow("bad gateway") << 502 << 0 << false;
    QTest::newRow("busy, as 5xx") << 503 << -1008 << false;
    QTest::newRow("4xx without a code") << 400 << 0 << false;
    QTest::newRow("no answer") << 0 << 0 << false;
}

void tst_exec_parser::unknownOutcomesProveNothing()
{
    QFETCH(int, status);
    QFETCH(int, code);
    QFETCH(bool, proof);
    QCOMPARE(provesRefusal(status, code), proof);
}

void tst_exec_parser::foreignOrdersAreListedAsTheyAre()
{
    QVERIFY(answer("open_orders.json", Operation::OpenOrders));
    QCOMPARE(m_records.size(), std::size_t{2});
    QCOMPARE(m_records[0].state, OrderState::PartiallyFilled);
    QCOMPARE(m_records[1].clientOrderId.view(), std::string_view("web_7"));
    QCOMPARE(m_parser.listEnd().count, std::size_t{2});
}

void tst_exec_parser::tradesMayCarryARebate()
{
    QVERIFY(answer("my_trades.json", Operation::Trades));
    QCOMPARE(m_records.at(0).fee.money.toString(), std::string("-0.0208"));
    QCOMPARE(m_records[0].side, Side::Sell);
    QVERIFY(m_records[0].isMaker);
    QCOMPARE(m_parser.listEnd().lastId, std::int64_t{77001});
}

void tst_exec_parser::balancesAreRead()
{
    QVERIFY(answer("account.json", Operation::Account));
    QCOMPARE(open(samples::fixture("account_position.json")), ApiFrame::Events);
    QCOMPARE(m_records.size(), std::size_t{2});
    QCOMPARE(m_records[0].kind, ExecKind::Balance);
    QCOMPARE(m_records[0].asset.view(), std::string_view("BTC"));
    QCOMPARE(m_records[0].free.toString(), std::string("1.99"));
    QCOMPARE(m_records[0].locked.toString(), std::string("0.006"));
}

void tst_exec_parser::limitsComeWithEveryAnswer()
{
    QCOMPARE(open(samples::fixture("rate_limited.json")), ApiFrame::Reply);
    QCOMPARE(m_parser.reply().status, 429);
    QCOMPARE(m_parser.reply().weightUsed, 6001U);
    QCOMPARE(m_parser.reply().retryAfter, Timestamp::fromMillis(1'700'000'007'000));
    QCOMPARE(open(samples::fixture("place_full.json")), ApiFrame::Reply);
    QCOMPARE(m_parser.reply().ordersUsed, 3U);
}

void tst_exec_parser::badFramesGiveNothing_data()
{
    QTest::addColumn<QByteArray>("frame");
    const QByteArray trade = QByteArray::fromStdString(samples::fixture("report_trade.json"));
    QVERIFY(!trade.isEmpty());
    const auto with = [&trade](const char* from, const char* to) { return QByteArray(trade).replace(from, to); };
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("truncated") << trade.left(trade.size() / 2);
    QTest::newRow("last brace missing") << trade.left(trade.size() - 2);
    QTest::newRow("wrong type of quantity") << with("\"l\":\"0.00400000\"", "\"l\":0.004");
    QTest::newRow("wrong type of id") << with("\"i\":4293153", "\"i\":\"x\"");
    QTest::newRow("missing symbol") << with("\"s\":\"BTCUSDT\",", "");
    QTest::newRow("missing quantity") << with("\"l\":\"0.00400000\",", "");
    QTest::newRow("missing trade id") << with("\"t\":77001,", "");
    QTest::newRow("exponent") << with("\"L\":\"52000.00000000\"", "\"L\":\"1e999\"");
    QTest::newRow("negative quantity") << with("\"l\":\"0.00400000\"", "\"l\":\"-0.00400000\"");
    QTest::newRow("zero quantity") << with("\"l\":\"0.00400000\"", "\"l\":\"0.00000000\"");
    QTest::newRow("off the lot") << with("\"l\":\"0.00400000\"", "\"l\":\"0.00400001\"");
    QTest::newRow("huge number") << with("\"i\":4293153", "\"i\":99999999999999999999999");
    QTest::newRow("huge time") << with("\"T\":1700000000201", "\"T\":9223372036854775807");
    QTest::newRow("filled more than ordered") << with("\"z\":\"0.00400000\"", "\"z\":\"0.02000000\"");
    QTest::newRow("unknown state") << with("PARTIALLY_FILLED", "HALF_FILLED");
    QTest::newRow("invalid UTF-8") << with("mk-1f", "mk\xFF\xFE""f");
    QTest::newRow("not JSON") << QByteArray("<html>busy</html>");
    QTest::newRow("a number") << QByteArray("17");
    QTest::newRow("deep") << QByteArray(100'000, '[');
    QTest::newRow("64 MiB of spaces") << QByteArray(64 << 20, ' ');
}

void tst_exec_parser::badFramesGiveNothing()
{
    QFETCH(QByteArray, frame);
    QCOMPARE(open(frame.toStdString()), ApiFrame::Bad);
    QVERIFY(m_records.empty());
    QVERIFY2(open(samples::fixture("report_trade.json")) == ApiFrame::Events, "the next good frame is read as ever");
}

void tst_exec_parser::mutatedFramesNeverCrashNorGiveHalf_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("operation");
    const auto row = [](const char* file, Operation operation) {
        QTest::newRow(file) << QString::fromLatin1(file) << static_cast<int>(operation);
    };
    row("report_new.json", Operation::Place);
    row("report_trade.json", Operation::Place);
    row("account_position.json", Operation::Place);
    row("place_full.json", Operation::Place);
    row("rate_limited.json", Operation::Place);
    row("cancel_done.json", Operation::Cancel);
    row("replace_done.json", Operation::Replace);
    row("replace_new_half_failed.json", Operation::Replace);
    row("open_orders.json", Operation::OpenOrders);
    row("my_trades.json", Operation::Trades);
    row("account.json", Operation::Account);
    row("order_status.json", Operation::Status);
}

void tst_exec_parser::mutatedFramesNeverCrashNorGiveHalf()
{
    QFETCH(QString, file);
    QFETCH(int, operation);
    const std::string original = samples::fixture(file.toLatin1().constData());
    QVERIFY(!original.empty());
    std::mt19937 random(static_cast<unsigned>(original.size()));
    int understood = 0;
    for (int round = 0; round < 10'000; ++round) {
        std::string frame = original;
        for (unsigned long edits = 1 + random() % 4; edits > 0 && !frame.empty(); --edits) {
            const std::size_t at = random() % frame.size();
            switch (random() % 4) {
            case 0:
                frame[at] = static_cast<char>(random());
                break;
            case 1:
                frame.erase(at, 1 + random() % 8);
                break;
            case 2:
                frame.insert(frame.begin() + static_cast<std::ptrdiff_t>(at), "{}[]\",:0-9e.\\n"[random() % 14]);
                break;
            default: {
                const std::size_t from = random() % frame.size();
                const std::vector<char> piece(frame.begin() + static_cast<std::ptrdiff_t>(from),
                    frame.begin() + static_cast<std::ptrdiff_t>(std::min(frame.size(), from + random() % 16)));
                frame.insert(frame.begin() + static_cast<std::ptrdiff_t>(at), piece.begin(), piece.end());
            }
            }
        }
        const ApiFrame kind = open(frame);
        if (kind == ApiFrame::Bad)
            QVERIFY(m_records.empty());
        if (kind == ApiFrame::Reply
            && !m_parser.readResult({static_cast<Operation>(operation), {1}, "mk-1", "mk-2"}, kNow, m_records))
            QVERIFY(m_records.empty());
        understood += kind == ApiFrame::Bad ? 0 : 1;
        for (const ExecEvent& record : m_records) {
            QVERIFY(record.qty.count >= 0 && record.cumQty.count >= 0 && record.price.count >= 0);
            QVERIFY(record.free.sign() >= 0 && record.locked.sign() >= 0);
            QVERIFY(record.kind != ExecKind::Fill || record.qty.count > 0);
        }
    }
    QVERIFY(understood > 0);
}

void tst_exec_parser::listingKeepsTheReasonWhyAnInstrumentIsUnsupported()
{
    InstrumentLoader::Request request{{1}, 10, {}};
    const auto all = parseExchangeInfo(samples::fixture("exchange_info.json"), request);
    QVERIFY2(all.has_value(), all ? "" : all.error().detail.c_str());
    QCOMPARE(all->instruments.size(), std::size_t{1});
    QCOMPARE(all->instruments[0]->id(), InstrumentId{10});
    QCOMPARE(all->instruments[0]->priceDecimals(), 2);
    QCOMPARE(all->instruments[0]->qtyDecimals(), 5);
    QCOMPARE(all->instruments[0]->minNotional().toString(), std::string("5"));
    QCOMPARE(all->limits.weightPerMinute, 1200U);
    QCOMPARE(all->limits.ordersPerTenSeconds, 50U);
    QCOMPARE(all->limits.ordersPerDay, 160000U);
    QCOMPARE(all->unsupported.size(), std::size_t{2});
    QVERIFY(all->unsupported[0].reason.find("BREAK") != std::string::npos);
    QVERIFY(!all->unsupported[1].reason.empty());
    request.symbols = {"NOPEUSDT", "BTCUSDT"};
    const auto some = parseExchangeInfo(samples::fixture("exchange_info.json"), request);
    QCOMPARE(some->instruments.size(), std::size_t{1});
    QCOMPARE(some->unsupported[0].symbol, std::string("NOPEUSDT"));
    QVERIFY(!parseExchangeInfo("{}", request).has_value());
    QVERIFY(!parseExchangeInfo("", request).has_value());
}

void tst_exec_parser::mutatedListingsNeverCrash()
{
    const std::string original = samples::fixture("exchange_info.json");
    std::mt19937 random(99);
    int read = 0;
    for (int round = 0; round < 10'000; ++round) {
        std::string text = original;
        for (unsigned long edits = 1 + random() % 3; edits > 0; --edits)
            text[random() % text.size()] = static_cast<char>(random());
        const auto listing = parseExchangeInfo(text, {{1}, 1, {}});
        read += listing.has_value() ? 1 : 0;
        if (listing)
            for (const auto& instrument : listing->instruments)
                QVERIFY(instrument->tickSize().count > 0 && instrument->lotSize().count > 0);
    }
    QVERIFY(read > 0);
}

MAKER_TEST(tst_exec_parser)
#include "tst_exec_parser.moc"
