#include "simex/binance/format.h"
#include "simex/binance/operations.h"
#include "simex/binance/order_request.h"

#include <array>
#include <limits>

namespace maker::simex::binance {

namespace {

/// Which order a request means, by the venue's id or the customer's.
struct OrderName {
    const Instrument* instrument = nullptr;
    std::optional<sim::SimOrderId> id;
    std::optional<ClientOrderId> clientId;
};

tl::expected<OrderName, VenueError> readName(const Call& call, std::string_view idName, std::string_view clientIdName)
{
    OrderName name;
    const auto instrument = instrumentOf(call.desk, call.params);
    if (!instrument)
        return tl::unexpected(instrument.error());
    name.instrument = *instrument;
    const auto id = integerOf(call.params, idName, -1, 0, std::numeric_limits<std::int64_t>::max());
    if (!id)
        return tl::unexpected(id.error());
    if (*id >= 0)
        name.id = *id;
    const auto clientId = readClientId(call.params, clientIdName);
    if (!clientId)
        return tl::unexpected(clientId.error());
    name.clientId = *clientId;
    if (!name.id && !name.clientId) {
        return tl::unexpected(error(-1102,
            "Param '" + std::string(clientIdName) + "' or '" + std::string(idName) + "' must be sent, but both were empty/null!"));
    }
    return name;
}

const sim::SimOrder* find(const Call& call, const OrderName& name)
{
    const sim::SimExchange& exchange = call.desk.exchange();
    return name.id ? exchange.order(call.desk.account(), name.instrument->id(), *name.id)
                   : exchange.orderByClientId(call.desk.account(), name.instrument->id(), *name.clientId);
}

void writePlaced(const Call& call, const OrderIntent& intent, const sim::SimOrder& order)
{
    JsonWriter& json = call.json;
    const Instrument& instrument = *intent.instrument;
    json.beginObject().field("symbol", instrument.symbol().view()).field("orderId", order.id).field("orderListId", -1);
    json.field("clientOrderId", order.clientOrderId.view()).field("transactTime", call.desk.shownNow());
    if (intent.answering != Answering::Ack)
        writeState(json, call.desk, order);
    if (intent.answering == Answering::Full) {
        json.key("fills");
        writeFills(json, call.desk, order);
    }
    json.endObject();
}

Failure placeIntent(const Call& call, const OrderIntent& intent)
{
    const sim::SimOutcome outcome = call.desk.place(intent.order);
    if (!outcome.ok())
        return refusal(outcome.reject);
    const sim::SimOrder* order = call.desk.exchange().order(call.desk.account(), intent.instrument->id(), outcome.orderId);
    MAKER_ASSERT(order != nullptr);
    writePlaced(call, intent, *order);
    return std::nullopt;
}

Failure place(const Call& call)
{
    const auto intent = readOrder(call.desk, call.params);
    if (!intent)
        return intent.error();
    if (auto refused = call.limits.chargeOrder(call.desk.now()))
        return refused;
    return placeIntent(call, *intent);
}

Failure test(const Call& call)
{
    const auto intent = readOrder(call.desk, call.params);
    if (!intent)
        return intent.error();
    const sim::SimReject reject = call.desk.exchange().check(call.desk.account(), intent->order);
    if (reject != sim::SimReject::None)
        return refusal(reject);
    call.json.beginObject().endObject();
    return std::nullopt;
}

Failure query(const Call& call)
{
    const auto name = readName(call, "orderId", "origClientOrderId");
    if (!name)
        return name.error();
    const sim::SimOrder* order = find(call, *name);
    if (!order)
        return refusal(sim::SimReject::OrderDoesNotExist);
    writeOrder(call.json, call.desk, *order);
    return std::nullopt;
}

Failure checkRestriction(const Call& call, const sim::SimOrder& order)
{
    const auto restriction = call.params.find("cancelRestrictions");
    if (!restriction)
        return std::nullopt;
    const bool isNew = order.cumQty.isZero();
    if ((*restriction == "ONLY_NEW" && !isNew) || (*restriction == "ONLY_PARTIALLY_FILLED" && isNew))
        return error(-2011, "Order was not canceled due to cancel restrictions.");
    return std::nullopt;
}

Failure cancelNamed(const Call& call, const OrderName& name, std::string_view requestIdName)
{
    const auto given = readClientId(call.params, requestIdName);
    if (!given)
        return given.error();
    const sim::SimOrder* order = find(call, name);
    if (!order || !order->open())
        return refusal(sim::SimReject::UnknownOrder);
    if (auto failure = checkRestriction(call, *order))
        return failure;
    const ClientOrderId requestId = *given ? **given : call.desk.makeClientId();
    const sim::SimOrderId id = order->id;
    const auto outcome
        = call.desk.exchange().cancel(call.desk.account(), name.instrument->id(), id, call.desk.now(), requestId);
    if (!outcome.ok())
        return refusal(outcome.reject);
    const sim::SimOrder* canceled = call.desk.exchange().order(call.desk.account(), name.instrument->id(), id);
    MAKER_ASSERT(canceled != nullptr);
    writeCanceled(call.json, call.desk, *canceled, requestId.view());
    return std::nullopt;
}

Failure cancel(const Call& call)
{
    const auto name = readName(call, "orderId", "origClientOrderId");
    if (!name)
        return name.error();
    return cancelNamed(call, *name, "newClientOrderId");
}

Failure cancelAll(const Call& call)
{
    const auto instrument = instrumentOf(call.desk, call.params);
    if (!instrument)
        return instrument.error();
    const InstrumentId id = (*instrument)->id();
    const auto canceled = call.desk.exchange().cancelAll(call.desk.account(), id, call.desk.now());
    if (canceled.empty())
        return refusal(sim::SimReject::UnknownOrder);
    call.json.beginArray();
    for (const sim::SimOrderId orderId : canceled) {
        const sim::SimOrder* order = call.desk.exchange().order(call.desk.account(), id, orderId);
        if (order)
            writeCanceled(call.json, call.desk, *order, call.desk.makeClientId().view());
    }
    call.json.endArray();
    return std::nullopt;
}

/// What became of the two halves of a replacement that did not work out.
VenueError replaceFailure(std::string_view cancelResult, std::string_view cancelJson, std::string_view newResult,
    std::string_view newJson)
{
    const bool partly = cancelResult == "SUCCESS" || newResult == "SUCCESS";
    VenueError failure = partly ? error(-2021, "Order cancel-replace partially failed.", 409)
                                : error(-2022, "Order cancel-replace failed.", 400);
    JsonWriter json(failure.data);
    json.beginObject().field("cancelResult", cancelResult).field("newOrderResult", newResult);
    json.key("cancelResponse").raw(cancelJson).key("newOrderResponse").raw(newJson).endObject();
    return failure;
}

Failure cancelReplace(const Call& call)
{
    const auto mode = call.params.find("cancelReplaceMode");
    if (!mode)
        return missingParameter("cancelReplaceMode");
    if (*mode != "STOP_ON_FAILURE" && *mode != "ALLOW_FAILURE")
        return error(-1128, "Combination of optional parameters invalid.");
    const auto name = readName(call, "cancelOrderId", "cancelOrigClientOrderId");
    if (!name)
        return name.error();
    const auto intent = readOrder(call.desk, call.params);
    if (!intent)
        return intent.error();
    // Filters and the order count come before the cancellation; what only the balance can tell comes after it.
    const sim::SimReject filter = call.desk.exchange().check(call.desk.account(), intent->order);
    if (venueCode(filter) == -1013)
        return refusal(filter);
    if (auto refused = call.limits.chargeOrder(call.desk.now()))
        return refused;
    std::string cancelJson;
    JsonWriter cancelWriter(cancelJson);
    const Failure cancelFailure
        = cancelNamed({call.desk, call.limits, call.params, cancelWriter}, *name, "cancelNewClientOrderId");
    if (cancelFailure && *mode == "STOP_ON_FAILURE")
        return replaceFailure("FAILURE", errorJson(*cancelFailure), "NOT_ATTEMPTED", "null");
    if (cancelFailure)
        cancelJson = errorJson(*cancelFailure);
    std::string newJson;
    JsonWriter newWriter(newJson);
    const Failure newFailure = placeIntent({call.desk, call.limits, call.params, newWriter}, *intent);
    if (newFailure)
        return replaceFailure(cancelFailure ? "FAILURE" : "SUCCESS", cancelJson, "FAILURE", errorJson(*newFailure));
    if (cancelFailure)
        return replaceFailure("FAILURE", cancelJson, "SUCCESS", newJson);
    call.json.beginObject().field("cancelResult", "SUCCESS").field("newOrderResult", "SUCCESS");
    call.json.key("cancelResponse").raw(cancelJson).key("newOrderResponse").raw(newJson).endObject();
    return std::nullopt;
}

Failure openOrders(const Call& call)
{
    InstrumentId id;
    if (call.params.find("symbol")) {
        const auto instrument = instrumentOf(call.desk, call.params);
        if (!instrument)
            return instrument.error();
        id = (*instrument)->id();
    }
    call.json.beginArray();
    for (const sim::SimOrder& order : call.desk.exchange().openOrders(call.desk.account(), id))
        writeOrder(call.json, call.desk, order);
    call.json.endArray();
    return std::nullopt;
}

int openOrdersWeight(const Params& params) { return params.find("symbol") ? 6 : 80; }

constexpr std::array kOperations{
    Operation{.method = "POST", .path = "/api/v3/order", .wsMethod = "order.place", .security = Security::Signed, .run = place,
        .trades = true, .places = true},
    Operation{.method = "POST", .path = "/api/v3/order/test", .wsMethod = "order.test", .security = Security::Signed, .run = test},
    Operation{.method = "GET", .path = "/api/v3/order", .wsMethod = "order.status", .security = Security::Signed, .weight = 4,
        .run = query},
    Operation{.method = "DELETE", .path = "/api/v3/order", .wsMethod = "order.cancel", .security = Security::Signed,
        .run = cancel, .trades = true},
    Operation{.method = "POST", .path = "/api/v3/order/cancelReplace", .wsMethod = "order.cancelReplace",
        .security = Security::Signed, .run = cancelReplace, .trades = true, .places = true},
    Operation{.method = "GET", .path = "/api/v3/openOrders", .wsMethod = "openOrders.status", .security = Security::Signed,
        .run = openOrders, .weigh = openOrdersWeight},
    Operation{.method = "DELETE", .path = "/api/v3/openOrders", .wsMethod = "openOrders.cancelAll",
        .security = Security::Signed, .run = cancelAll, .trades = true},
};

} // namespace

std::span<const Operation> orderOperations()
{
    return kOperations;
}

} // namespace maker::simex::binance
