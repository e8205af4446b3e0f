// The second half of ExecParser: what the answers and reports mean.
#include "venues/binance/exec_fields.h"
#include "venues/binance/exec_parser.h"
#include "venues/binance/venue_errors.h"

namespace maker::binance {

using simdjson::SUCCESS;

ApiFrame ExecParser::readReport(Object event, Timestamp now, std::vector<ExecEvent>& out)
{
    ReportFields fields;
    if (!forEachField(event, [&](std::string_view key, Value value) { return takeField(fields, key, value); }))
        return ApiFrame::Bad;
    if (fields.symbol.empty() || fields.execution.empty())
        return ApiFrame::Bad;
    const Instrument* instrument = m_instruments->findSymbol(fields.symbol);
    if (instrument == nullptr)
        return ApiFrame::Ignored;
    const bool isTrade = fields.execution == "TRADE";
    ExecEvent record = blank(isTrade ? ExecKind::Fill : ExecKind::OrderStatus);
    record.localTime = now;
    OrderFields order;
    order.price = fields.price;
    order.origQty = fields.qty;
    order.executedQty = fields.cumQty;
    order.status = fields.status;
    order.timeInForce = fields.timeInForce;
    order.type = fields.type;
    order.side = fields.side;
    order.orderId = fields.orderId;
    order.time = fields.time;
    // A cancel has a client id of its own; the order it withdrew is then named by C.
    const bool canceled = fields.execution == "CANCELED" && !fields.origClientOrderId.empty();
    if (!fillOrder(record, *instrument, order)
        || !record.clientOrderId.assign(canceled ? fields.origClientOrderId : fields.clientOrderId))
        return ApiFrame::Bad;
    if (isTrade) {
        TradeFields trade;
        trade.price = fields.lastPrice;
        trade.qty = fields.lastQty;
        trade.fee = fields.fee;
        trade.feeAsset = fields.feeAsset;
        trade.tradeId = fields.tradeId;
        if (!fillTrade(record, *instrument, trade))
            return ApiFrame::Bad;
        record.isMaker = fields.isMaker;
    } else if (fields.execution == "NEW") {
        record.kind = ExecKind::OrderAck;
    } else if (fields.execution == "REJECTED") {
        record.kind = ExecKind::OrderReject;
        record.detail = FixedText<95>::truncated(fields.rejectText);
        record.reason = rejectReason(-2010, fields.rejectText);
    }
    out.push_back(record);
    return ApiFrame::Events;
}

simdjson::error_code ExecParser::resultOf(const Question& question, Value& value) const
{
    if (m_isBody && m_reply.good()) {
        value = m_root;
        return SUCCESS;
    }
    if (m_reply.good())
        return m_root.at_key("result").get(value);
    if (question.operation != Operation::Replace)
        return simdjson::NO_SUCH_FIELD;
    return m_isBody ? m_root.at_key("data").get(value) : m_root.at_key("error").at_key("data").get(value);
}

bool ExecParser::readResult(const Question& question, Timestamp now, std::vector<ExecEvent>& out)
{
    m_now = now;
    m_listEnd = {};
    const std::size_t before = out.size();
    Value value;
    const bool good = resultOf(question, value) == SUCCESS && readValue(question, value, out);
    if (!good)
        out.resize(before);
    return good;
}

bool ExecParser::readValue(const Question& question, Value value, std::vector<ExecEvent>& out)
{
    Object object;
    Array array;
    switch (question.operation) {
    case Operation::OpenOrders:
    case Operation::AllOrders:
        return value.get_array().get(array) == SUCCESS && readOrders(array, out);
    case Operation::Trades:
        return value.get_array().get(array) == SUCCESS && readTrades(question, array, out);
    default:
        break;
    }
    if (value.get_object().get(object) != SUCCESS)
        return false;
    switch (question.operation) {
    case Operation::Place:
        return readPlaced(question, object, false, out);
    case Operation::Replace:
        return readReplaced(question, object, out);
    case Operation::Cancel:
        return readCanceled(question, object, out);
    case Operation::Status: {
        OrderFields fields;
        const bool whole =
            forEachField(object, [&](std::string_view key, Value field) { return takeField(fields, key, field); });
        const Instrument* instrument = m_instruments->findSymbol(fields.symbol);
        ExecEvent status = blank(ExecKind::OrderStatus);
        if (!whole || instrument == nullptr || !fillOrder(status, *instrument, fields))
            return false;
        status.clientOrderId = question.clientOrderId;
        out.push_back(status);
        return true;
    }
    case Operation::Account:
        return readAccount(object, out);
    case Operation::ServerTime: {
        std::int64_t millis = 0;
        if (object.at_key("serverTime").get_int64().get(millis) != SUCCESS || millis <= 0
            || millis > INT64_MAX / 1'000'000)
            return false;
        m_serverTime = Timestamp::fromMillis(millis);
        return true;
    }
    default:
        return true;
    }
}

bool ExecParser::readPlaced(const Question& question, Object result, bool isNewHalf, std::vector<ExecEvent>& out)
{
    OrderFields fields;
    const Instrument* instrument = m_instruments->find(question.instrument);
    if (instrument == nullptr)
        return false;
    const std::size_t ackAt = out.size();
    out.push_back(blank(ExecKind::OrderAck)); // filled below: its fills are written behind it
    Qty filled;
    const bool whole = forEachField(result, [&](std::string_view key, Value value) {
        if (key != "fills")
            return takeField(fields, key, value);
        Array fills;
        if (value.get_array().get(fills) != SUCCESS)
            return false;
        for (const Value entry : fills) {
            Object object;
            TradeFields trade;
            ExecEvent fill = blank(ExecKind::Fill);
            if (entry.get_object().get(object) != SUCCESS
                || !forEachField(object, [&](std::string_view name, Value v) { return takeField(trade, name, v); })
                || !fillTrade(fill, *instrument, trade) || fill.qty.count > INT64_MAX - filled.count)
                return false;
            filled += fill.qty;
            fill.cumQty = filled;
            out.push_back(fill);
        }
        return true;
    });
    ExecEvent& ack = out[ackAt];
    if (!whole || fields.symbol != instrument->symbol().view() || !fillOrder(ack, *instrument, fields)
        || filled > ack.cumQty)
        return false;
    ack.clientOrderId = isNewHalf ? question.newClientOrderId : question.clientOrderId;
    for (std::size_t i = ackAt + 1; i < out.size(); ++i) {
        out[i].clientOrderId = ack.clientOrderId;
        out[i].venueOrderId = ack.venueOrderId;
        out[i].venueTime = ack.venueTime;
        out[i].side = ack.side;
        out[i].type = ack.type;
        out[i].isMaker = false; // what fills in the answer has taken
    }
    if (ack.state != OrderState::Accepted) {
        ExecEvent status = ack;
        status.kind = ExecKind::OrderStatus;
        ack.state = OrderState::Accepted;
        ack.cumQty = {};
        out.push_back(status);
    }
    return true;
}

bool ExecParser::readCanceled(const Question& question, Object result, std::vector<ExecEvent>& out)
{
    OrderFields fields;
    const bool whole =
        forEachField(result, [&](std::string_view key, Value value) { return takeField(fields, key, value); });
    const Instrument* instrument = m_instruments->find(question.instrument);
    ExecEvent status = blank(ExecKind::OrderStatus);
    if (!whole || instrument == nullptr || fields.symbol != instrument->symbol().view()
        || !fillOrder(status, *instrument, fields))
        return false;
    status.clientOrderId = question.clientOrderId;
    out.push_back(status);
    return true;
}

bool ExecParser::readReplaced(const Question& question, Object result, std::vector<ExecEvent>& out)
{
    std::string_view cancelResult;
    std::string_view newOrderResult;
    if (result.at_key("cancelResult").get_string().get(cancelResult) != SUCCESS
        || result.at_key("newOrderResult").get_string().get(newOrderResult) != SUCCESS)
        return false;
    Value half;
    if (result.at_key("cancelResponse").get(half) != SUCCESS
        || !readReplaceHalf(question, half, cancelResult, false, out))
        return false;
    if (newOrderResult == "NOT_ATTEMPTED") {
        ExecEvent reject = blank(ExecKind::OrderReject);
        reject.fromReplace = true;
        reject.instrument = question.instrument;
        reject.clientOrderId = question.newClientOrderId;
        reject.reason = RejectReason::UnknownOrder;
        reject.detail = "Not placed, because the order it was to replace could not be withdrawn.";
        out.push_back(reject);
        return true;
    }
    return result.at_key("newOrderResponse").get(half) == SUCCESS
        && readReplaceHalf(question, half, newOrderResult, true, out);
}

bool ExecParser::readReplaceHalf(
    const Question& question, Value half, std::string_view outcome, bool isNewHalf, std::vector<ExecEvent>& out)
{
    Object object;
    if (half.get_object().get(object) != SUCCESS)
        return false;
    if (outcome == "SUCCESS")
        return isNewHalf ? readPlaced(question, object, true, out) : readCanceled(question, object, out);
    if (outcome != "FAILURE")
        return false;
    std::int64_t code = 0;
    std::string_view message;
    if (object.at_key("code").get_int64().get(code) != SUCCESS
        || object.at_key("msg").get_string().get(message) != SUCCESS || code < INT32_MIN || code > 0)
        return false;
    const auto venueCode = static_cast<std::int32_t>(code);
    ExecEvent record = blank(isNewHalf ? ExecKind::OrderReject : ExecKind::CancelReject);
    if (!provesRefusal(400, venueCode))
        record.kind = ExecKind::RequestAmbiguous;
    record.fromReplace = true;
    record.instrument = question.instrument;
    record.clientOrderId = isNewHalf ? question.newClientOrderId : question.clientOrderId;
    record.venueCode = venueCode;
    record.reason = rejectReason(venueCode, message);
    record.detail = FixedText<95>::truncated(message);
    out.push_back(record);
    return true;
}

bool ExecParser::readOrders(Array orders, std::vector<ExecEvent>& out)
{
    for (const Value entry : orders) {
        Object object;
        OrderFields fields;
        if (entry.get_object().get(object) != SUCCESS
            || !forEachField(object, [&](std::string_view key, Value value) { return takeField(fields, key, value); }))
            return false;
        ++m_listEnd.count;
        m_listEnd.lastId = fields.orderId;
        const Instrument* instrument = m_instruments->findSymbol(fields.symbol);
        if (fields.symbol.empty())
            return false;
        if (instrument == nullptr)
            continue;
        ExecEvent status = blank(ExecKind::OrderStatus);
        if (!fillOrder(status, *instrument, fields) || !status.clientOrderId.assign(fields.clientOrderId))
            return false;
        out.push_back(status);
    }
    return true;
}

bool ExecParser::readTrades(const Question& question, Array trades, std::vector<ExecEvent>& out)
{
    for (const Value entry : trades) {
        Object object;
        TradeFields fields;
        if (entry.get_object().get(object) != SUCCESS
            || !forEachField(object, [&](std::string_view key, Value value) { return takeField(fields, key, value); }))
            return false;
        ++m_listEnd.count;
        m_listEnd.lastId = fields.tradeId;
        const Instrument* instrument = m_instruments->find(question.instrument);
        ExecEvent fill = blank(ExecKind::Fill);
        if (instrument == nullptr || fields.symbol != instrument->symbol().view() || fields.orderId < 0
            || !fillTrade(fill, *instrument, fields))
            return false;
        fill.clientOrderId = question.clientOrderId; // empty where a whole instrument was asked about
        fill.venueOrderId = idText(fields.orderId);
        fill.side = fields.isBuyer ? Side::Buy : Side::Sell;
        fill.isMaker = fields.isMaker;
        fill.venueTime = Timestamp::fromMillis(fields.time);
        out.push_back(fill);
    }
    return true;
}

bool ExecParser::readAccount(Object account, std::vector<ExecEvent>& out)
{
    std::int64_t updated = 0;
    Array balances;
    if (account.at_key("updateTime").get_int64().get(updated) != SUCCESS || updated < 0 || updated >= INT64_MAX / 1'000'000 || account.at_key("balances").get_array().get(balances) != SUCCESS)
        return false;
    return readBalances(balances, false, Timestamp::fromMillis(updated), out);
}

} // namespace maker::binance
