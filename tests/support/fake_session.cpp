#include "support/fake_session.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace maker {

namespace {

constexpr std::array<ParamChoice, 2> kSources{{{"mid", "Mid"}, {"microprice", "Microprice"}}};
constexpr std::array<ParamSpec, 7> kSpecs{{
    {.key = "source", .text = "Source", .help = "Where the middle is.", .unit = "", .group = "Fair value", .type = ParamType::Choice, .choices = kSources},
    {.key = "half_spread", .text = "Half spread", .help = "Distance from fair.", .unit = "bp", .group = "Spread", .type = ParamType::Real, .min = 0.1, .max = 100, .step = 0.1, .decimals = 1},
    {.key = "min_half_spread", .text = "Minimum half spread", .help = "Never closer.", .unit = "bp", .group = "Spread", .type = ParamType::Real, .min = 0.1, .max = 100, .step = 0.1, .decimals = 1},
    {.key = "order_qty", .text = "Order quantity", .help = "Of the first level.", .unit = kBaseUnit, .group = "Size and levels", .type = ParamType::Real, .min = 0.1, .max = 1000, .step = 0.1, .decimals = 1},
    {.key = "levels", .text = "Levels per side", .help = "How many quotes.", .unit = "", .group = "Size and levels", .type = ParamType::Int, .hot = false, .min = 1, .max = 10, .step = 1},
    {.key = "refresh", .text = "Refresh time", .help = "Between quotes.", .unit = "s", .group = "Order handling", .type = ParamType::Seconds, .min = 0.1, .max = 3600, .step = 0.1, .decimals = 1},
    {.key = "post_only", .text = "Post only", .help = "Refused if it would take.", .unit = "", .group = "Order handling", .type = ParamType::Bool},
}};

std::string schemaDefaults()
{
    return R"({"source":"microprice","half_spread":2.0,"min_half_spread":0.9,"order_qty":12.0,"levels":3,"refresh":5.0,"post_only":true})";
}

std::vector<Violation> schemaCheck(std::string_view json)
{
    if (json.find("\"levels\":99") != std::string_view::npos)
        return {{"levels", "At most 10"}};
    return {};
}

const ParamSchema kSchema{"pure_market_making", kSpecs, schemaDefaults, schemaCheck};

constexpr std::array<std::string_view, 2> kOfInstrument{"order_qty", "half_spread"};

Money money(double value)
{
    return Money::fromDouble(std::round(value * 100.0) / 100.0).value();
}

StrategyView strategyView(const Catalog::StrategyEntry& entry, StrategyState state, const char* reason, std::int64_t position, double pnl)
{
    StrategyView view;
    view.id = entry.id;
    view.name = FixedText<31>::truncated(entry.name);
    view.title = FixedText<47>::truncated(entry.title);
    view.instrument = entry.instrument;
    view.state = state;
    view.reason = reason;
    view.position = Qty{position};
    view.dayPnl = money(pnl);
    view.paramsVersion = 1;
    return view;
}

VenueView venueView(std::uint16_t id, const char* name, std::int64_t ageMillis, double weight, VenueLink link)
{
    VenueView view;
    view.id = {id};
    view.name = name;
    view.feed = link;
    view.trading = link == VenueLink::Syncing ? VenueLink::Live : link;
    view.bookAge = Duration::millis(ageMillis);
    view.weightUsed = weight;
    view.messages = 182'000;
    view.clockOffset = Duration::millis(3);
    view.ackP50 = Duration::micros(9'400);
    view.ackP99 = Duration::millis(31);
    return view;
}

} // namespace

FakeSession::FakeSession(Content content, std::uint32_t seed) : m_random(seed), m_now(Timestamp::fromMillis(kNowSeconds * 1000))
{
    addInstrument("SOL", "0.01", "0.1", 236.42);
    addInstrument("BTC", "0.1", "0.00001", 97842.3);
    addInstrument("ETH", "0.01", "0.0001", 3412.66);
    addInstrument("XRP", "0.0001", "1", 1.4871);
    addInstrument("DOGE", "0.00001", "1", 0.4126);
    addInstrument("LINK", "0.001", "0.01", 15.224);
    m_catalog.venueNames = {"Binance"};
    m_catalog.riskSchema = &kSchema;
    m_catalog.instrumentLimits = kOfInstrument;
    m_desk.accountCurrency = "USDT";
    m_desk.time = m_now;
    m_desk.mode = TradingMode::Demo;
    if (content == Content::Empty) {
        for (auto& [id, snapshot] : m_markets)
            snapshot.instrument = InstrumentId{id};
        m_desk.version = 1;
        return;
    }
    addStrategies();
    for (const auto& entry : m_catalog.instruments) {
        buildCandles(entry->id(), m_mids[entry->id().value]);
        buildBook(entry->id(), m_mids[entry->id().value]);
    }
    buildDesk();
    buildQuotes();
    buildRows();
}

void FakeSession::addInstrument(const char* base, const char* tick, const char* lot, double price)
{
    InstrumentSpec spec;
    spec.id = {static_cast<std::uint32_t>(m_catalog.instruments.size() + 1)};
    spec.venue = {1};
    spec.symbol = Symbol(std::string(base) + "USDT");
    spec.base = base;
    spec.quote = "USDT";
    spec.tickSize = tick;
    spec.lotSize = lot;
    spec.minNotional = "5";
    m_catalog.instruments.push_back(std::make_shared<const Instrument>(Instrument::make(spec).value()));
    m_markets[spec.id.value] = {};
    m_mids[spec.id.value] = price;
}

void FakeSession::addStrategies()
{
    const std::array<std::pair<const char*, InstrumentId>, 6> list{{{"Pure market making SOLUSDT", kSol}, {"Pure market making BTCUSDT", kBtc},
        {"Pure market making ETHUSDT", {3}}, {"Pure market making XRPUSDT", {4}}, {"Pure market making LINKUSDT", {6}}, {"Pure market making DOGEUSDT", {5}}}};
    for (const auto& [title, id] : list) {
        Catalog::StrategyEntry entry;
        entry.id = {static_cast<std::uint16_t>(m_catalog.strategies.size() + 1)};
        entry.name = "pure_market_making";
        entry.title = title;
        entry.help = "Quotes both sides around a fair value.";
        entry.instrument = id;
        entry.schema = &kSchema;
        m_catalog.strategies.push_back(entry);
    }
}

const Instrument& FakeSession::instrument(InstrumentId id) const
{
    return *m_catalog.instruments.at(id.value - 1);
}

void FakeSession::buildBook(InstrumentId id, double mid)
{
    const Instrument& traits = instrument(id);
    MarketSnapshot& book = m_markets[id.value];
    book.instrument = id;
    book.version += 1;
    book.health = BookHealth::Live;
    book.time = m_now;
    book.bookTime = m_now;
    book.bidCount = MarketSnapshot::kDepth;
    book.askCount = MarketSnapshot::kDepth;
    const Price bid = traits.priceDown(mid).value_or(Price{1});
    const double lots = 250'000.0 / mid * 0.05;
    for (std::size_t i = 0; i < MarketSnapshot::kDepth; ++i) {
        const auto step = static_cast<std::int64_t>(i) * traits.tickSize().count;
        const double wall = uniform() < 0.04 ? 7.0 : 1.0;
        book.bids[i] = {{bid.count - step}, traits.qtyDown(lots * (0.6 + 1.4 * uniform()) * wall).value_or(traits.lotSize()), {}};
        book.asks[i] = {{bid.count + traits.tickSize().count * 3 + step}, traits.qtyDown(lots * (0.6 + 1.4 * uniform()) * wall).value_or(traits.lotSize()), {}};
    }
    for (const std::size_t at : {std::size_t{1}, std::size_t{5}, std::size_t{10}}) {
        book.bids[at].ownQty = traits.qtyDown(lots * 0.2 * (1.0 + static_cast<double>(at) * 0.1)).value_or(traits.lotSize());
        book.asks[at].ownQty = traits.qtyDown(lots * 0.15 * (1.0 + static_cast<double>(at) * 0.1)).value_or(traits.lotSize());
    }
    fillOwn(book);
    book.ownBid = book.bids[1].price;
    book.ownAsk = book.asks[1].price;
    book.lastPrice = book.asks[0].price;
    book.lastQty = traits.qtyDown(lots * 0.1).value_or(traits.lotSize());
    book.lastSide = Side::Buy;
    book.fair = mid + traits.toDouble(traits.tickSize()) * 0.8;
    book.volatility = 0.0004;
    book.open24h = traits.priceDown(mid * (1.0 - 0.03 * (1.0 + static_cast<double>(id.value % 3) - 1.6))).value_or(bid);
    book.position = traits.qtyDown(9'800.0 / mid).value_or(traits.lotSize());
}

void FakeSession::buildCandles(InstrumentId id, double last)
{
    const Instrument& traits = instrument(id);
    for (const std::int32_t seconds : kCandleSeconds) {
        constexpr int kCount = 400;
        std::vector<Candle> list(kCount);
        const double sigma = 0.00012 * std::sqrt(static_cast<double>(seconds));
        const std::int64_t first = (kNowSeconds / seconds - kCount) * seconds;
        double price = last;
        for (int i = kCount - 1; i >= 0; --i) { // backwards, so that the last close is the market's price
            Candle& candle = list[static_cast<std::size_t>(i)];
            const double drift = sigma * std::sin(i / 37.0) * 0.5;
            const double open = price * (1.0 + sigma * gauss() * 0.6 - drift);
            const double high = std::max(open, price) * (1.0 + sigma * std::abs(gauss()) * 0.35);
            const double low = std::min(open, price) * (1.0 - sigma * std::abs(gauss()) * 0.35);
            candle.openTime = Timestamp::fromMillis((first + std::int64_t{i} * seconds) * 1000);
            candle.open = traits.priceDown(open).value_or(Price{1});
            candle.close = traits.priceDown(price).value_or(Price{1});
            candle.high = traits.priceUp(high).value_or(Price{1});
            candle.low = traits.priceDown(low).value_or(Price{1});
            candle.volume = traits.qtyDown(60'000.0 / last * (0.3 + 2.0 * uniform() * uniform())).value_or(traits.lotSize());
            candle.trades = 40;
            price = open;
        }
        CandleSeries& series = m_candles[{id.value, seconds}];
        series.version = 1;
        series.live = list.back();
        series.live.openTime = Timestamp::fromMillis(kNowSeconds / seconds * seconds * 1000);
        series.live.open = list.back().close;
        series.live.close = traits.priceDown(last).value_or(Price{1});
        series.live.high = std::max(series.live.open, series.live.close);
        series.live.low = std::min(series.live.open, series.live.close);
        series.closed = std::make_shared<const std::vector<Candle>>(std::move(list));
    }
}

void FakeSession::buildDesk()
{
    m_desk.version += 1;
    const auto& all = m_catalog.strategies;
    m_desk.strategyCount = static_cast<std::uint8_t>(all.size());
    m_desk.strategies[0] = strategyView(all[0], StrategyState::Running, "Quoting, 3 levels", 416, 742.18);
    m_desk.strategies[1] = strategyView(all[1], StrategyState::Running, "Quoting, 2 levels", -1'200, 318.40);
    m_desk.strategies[2] = strategyView(all[2], StrategyState::Running, "Quoting, 2 levels", 0, 196.02);
    m_desk.strategies[3] = strategyView(all[3], StrategyState::Paused, "Paused by you, 6 min", 1840, 27.77);
    m_desk.strategies[4] = strategyView(all[4], StrategyState::Starting, "Waiting for the book", 0, 0);
    m_desk.strategies[5] = strategyView(all[5], StrategyState::Failed, "Stopped: book stale", 2'240, -38.10);
    m_desk.venueCount = 1;
    m_desk.venues[0] = venueView(1, "Binance", 4, 0.31, VenueLink::Live);
    m_desk.balanceCount = 4;
    m_desk.balances[0] = {"USDT", money(214806.52), money(190000.0), money(24806.52), money(214806.52)};
    m_desk.balances[1] = {"BTC", money(1.25), money(1.05), money(0.2), money(122302.88)};
    m_desk.balances[2] = {"SOL", money(141.6), money(99.6), money(42.0), money(33477.07)};
    m_desk.balances[3] = {"ETH", money(4.02), money(3.02), money(1.0), money(13718.89)};
    m_desk.positionCount = 3;
    m_desk.positions[0] = {kSol, Qty{416}, money(9814.0), money(20.63), money(742.18), {41.6, 120, 72, 96}};
    m_desk.positions[1] = {kBtc, Qty{-1'200}, money(-1174.0), money(2.24), money(318.40), {-0.012, 2, 1.2, 1.6}};
    m_desk.positions[2] = {{3}, Qty{15'000}, money(5116.8), money(-1.17), money(196.02), {1.5, 50, 30, 40}};
    m_desk.risk.position = {41.6, 120, 72, 96};
    m_desk.risk.exposure = {48212, 150000, 105000, 127500};
    m_desk.risk.dayLoss = {0, 2500, 1000, 1750};
    m_desk.risk.drawdown = {412, 1500, 600, 1050};
    m_desk.risk.orderRate = {34, 50, 30, 45};
    m_desk.risk.reconciled = true;
    m_desk.pnl = {money(384306.52), money(1284.37), money(1244.27), money(40.10), money(1730.37), money(-248.71), money(-509.35), money(312.06)};
    m_desk.tickToOrderP50 = Duration::micros(38);
    m_desk.tickToOrderP99 = Duration::micros(112);
    m_desk.fills = 184;
    m_desk.openOrders = 9;
}

void FakeSession::buildRows()
{
    pushPnl();
    pushOrdersAndFills();
    pushTrades();
    pushLog();
}

void FakeSession::pushTrades()
{
    const Instrument& traits = instrument(kSol);
    const MarketSnapshot& book = m_markets[kSol.value];
    for (int i = 0; i < 120; ++i) {
        RowEvent row;
        row.kind = RowKind::MarketTrade;
        row.instrument = kSol;
        row.side = uniform() < 0.55 ? Side::Buy : Side::Sell;
        row.own = i % 11 == 3;
        row.time = m_now - Duration::millis((120 - i) * 640);
        row.price = {book.bids[0].price.count + static_cast<std::int64_t>(std::lround(gauss() * 2.0)) + (row.side == Side::Buy ? 2 : 0)};
        row.qty = traits.qtyDown(std::exp(gauss() * 1.1 + 1.0)).value_or(traits.lotSize());
        m_rows.push_back(row);
    }
}

RowEvent FakeSession::fillRow(InstrumentId id, Side side, int number)
{
    const Instrument& traits = instrument(id);
    const MarketSnapshot& book = m_markets[id.value];
    RowEvent row;
    row.kind = RowKind::Fill;
    row.instrument = id;
    row.side = side;
    row.time = m_now;
    row.fill.tradeId = TradeId(std::to_string(1000 + number));
    row.fill.clientOrderId = ClientOrderId("mk-1-" + std::to_string(number));
    row.fill.instrument = id;
    row.fill.strategy = StrategyId{static_cast<std::uint16_t>(id.value)};
    row.fill.side = side;
    row.fill.price = side == Side::Buy ? book.bids[0].price : book.asks[0].price;
    row.fill.qty = traits.qtyDown(3.2).value_or(traits.lotSize());
    row.fill.fee = {money(0.04), "USDT"};
    row.fill.mid = Money::fromDouble(m_mids[id.value]).value();
    row.fill.venueTime = m_now;
    row.fill.localTime = m_now;
    return row;
}

/// Good at first and a little worse with time, as those of a maker are; the newest fill still waits for its last ones.
void FakeSession::pushMarkouts(const Fill& fill, int number)
{
    const std::size_t known = number == 39 ? 3 : kMarkoutHorizons.size();
    for (std::size_t h = 0; h < known; ++h) {
        const double bps = 0.9 * std::sin(1.3 * number + static_cast<double>(h)) * static_cast<double>(h)
            - 0.2 * static_cast<double>(h);
        RowEvent row;
        row.kind = RowKind::Markout;
        row.instrument = fill.instrument;
        row.time = fill.localTime + kMarkoutHorizons[h];
        row.markout = {fill.account, fill.instrument, fill.strategy, fill.tradeId, fill.side, static_cast<std::uint8_t>(h),
            std::llround(bps * 1e6)};
        m_rows.push_back(row);
    }
}

void FakeSession::pushOrdersAndFills()
{
    const auto& closed = *m_candles[{kSol.value, 60}].closed;
    for (int i = 0; i < 40; ++i) {
        RowEvent row = fillRow(kSol, i % 3 == 1 ? Side::Sell : Side::Buy, i);
        const Candle& candle = closed[closed.size() - 1 - static_cast<std::size_t>((39 - i) * 3)];
        row.time = candle.openTime + Duration::seconds(20);
        row.fill.localTime = row.time;
        row.fill.venueTime = row.time;
        row.fill.price = row.side == Side::Buy ? candle.low : candle.high;
        const double edge = (0.01 + 0.05 * uniform()) * (row.side == Side::Buy ? 1.0 : -1.0);
        row.fill.mid = money(instrument(kSol).toDouble(row.fill.price) + edge);
        m_rows.push_back(row);
        pushMarkouts(row.fill, i);
    }
    const MarketSnapshot& book = m_markets[kSol.value];
    int number = 0;
    for (const bool bids : {true, false}) {
        for (const std::size_t at : {std::size_t{1}, std::size_t{5}, std::size_t{10}}) {
            const LevelView& level = bids ? book.bids[at] : book.asks[at];
            RowEvent row;
            row.kind = RowKind::OrderUpdate;
            row.instrument = kSol;
            row.time = m_now - Duration::seconds(2 + 7 * number);
            row.order.clientOrderId = ClientOrderId("mk-1-" + std::to_string(500 + number));
            row.order.instrument = kSol;
            row.order.strategy = {1};
            row.order.side = bids ? Side::Buy : Side::Sell;
            row.order.state = number == 1 ? OrderState::PartiallyFilled : number == 4 ? OrderState::PendingCancel : OrderState::Accepted;
            row.order.price = level.price;
            row.order.qty = level.ownQty;
            row.order.cumQty = number == 1 ? Qty{level.ownQty.count / 3} : Qty{};
            row.order.created = row.time;
            row.order.updated = row.time;
            m_rows.push_back(row);
            ++number;
        }
    }
}

void FakeSession::pushPnl()
{
    double spread = 0;
    double rebates = 0;
    double inventory = 0;
    double fees = 0;
    for (int i = 0; i <= 400; ++i) {
        const double at = i / 400.0;
        spread += 4.32 * (0.4 + 1.2 * uniform());
        rebates += 0.78 * (0.5 + uniform());
        inventory = -248.71 * at + 160.0 * std::sin(at * 9.0) * (1.0 - at) + gauss() * 6.0;
        fees -= 1.27 * (0.5 + uniform());
        RowEvent row;
        row.kind = RowKind::PnlPoint;
        row.time = m_now - Duration::seconds((400 - i) * 130);
        row.pnl.spread = money(spread);
        row.pnl.rebates = money(rebates);
        row.pnl.inventory = money(inventory);
        row.pnl.fees = money(fees);
        row.pnl.dayPnl = row.pnl.spread + row.pnl.rebates + row.pnl.inventory + row.pnl.fees;
        row.pnl.equity = money(383022.15) + row.pnl.dayPnl;
        m_rows.push_back(row);
        m_desk.pnl.spread = row.pnl.spread;
        m_desk.pnl.rebates = row.pnl.rebates;
        m_desk.pnl.inventory = row.pnl.inventory;
        m_desk.pnl.fees = row.pnl.fees;
        m_desk.pnl.dayPnl = row.pnl.dayPnl;
        m_desk.pnl.equity = row.pnl.equity;
    }
}

void FakeSession::pushLog()
{
    const std::array<std::pair<Severity, const char*>, 5> lines{{{Severity::Info, "The book of SOLUSDT is in sync after 3 deltas."},
        {Severity::Info, "Strategy Pure market making SOLUSDT started."}, {Severity::Warning, "The order rate reached 34 a second."},
        {Severity::Info, "42 own orders reconciled with the venue."}, {Severity::Danger, "An order was refused: post only would take."}}};
    for (const auto& [severity, textLine] : lines) {
        RowEvent row;
        row.kind = severity >= Severity::Warning ? RowKind::Alert : RowKind::Log;
        row.severity = severity;
        row.time = m_now;
        row.category = severity >= Severity::Warning ? "risk" : "engine";
        row.text = textLine;
        m_rows.push_back(row);
    }
}

bool FakeSession::market(InstrumentId id, MarketSnapshot& out)
{
    const auto found = m_markets.find(id.value);
    if (found == m_markets.end() || found->second.version == 0 || (out.instrument == id && out.version >= found->second.version))
        return false;
    out = found->second;
    return true;
}

bool FakeSession::desk(DeskSnapshot& out)
{
    if (out.version >= m_desk.version)
        return false;
    out = m_desk;
    return true;
}

bool FakeSession::candles(InstrumentId id, std::int32_t seconds, CandleSeries& out)
{
    const auto found = m_candles.find({id.value, seconds});
    if (found == m_candles.end() || out.version >= found->second.version)
        return false;
    out = found->second;
    return true;
}

bool FakeSession::quotes(StrategyId strategy, QuotesSnapshot& out)
{
    if (strategy != m_quotes.strategy || out.version >= m_quotes.version)
        return false;
    out = m_quotes;
    return true;
}

void FakeSession::previewQuotes(StrategyId strategy, std::string json)
{
    const std::uint64_t version = std::max(m_preview.version, m_quotes.version) + 1;
    m_preview = m_quotes;
    m_preview.strategy = strategy;
    if (json.empty())
        m_preview = {};
    m_preview.version = version;
    for (std::size_t i = 0; i < m_preview.target.count; ++i) // one tick nearer to the market
        m_preview.target.quotes[i].price.count += sign(m_preview.target.quotes[i].side) * instrument(kSol).tickSize().count;
    asked = {strategy, std::move(json)};
}

bool FakeSession::preview(QuotesSnapshot& out)
{
    if (out.version >= m_preview.version)
        return false;
    out = m_preview;
    return true;
}

std::string FakeSession::params(StrategyId)
{
    return schemaDefaults();
}

bool FakeSession::nextRow(RowEvent& out)
{
    if (m_rows.empty())
        return false;
    out = m_rows.front();
    m_rows.pop_front();
    return true;
}

void FakeSession::touch()
{
    m_desk.version += 1;
    m_quotes.version += 1;
    m_preview.version += 1;
    for (auto& [id, snapshot] : m_markets)
        snapshot.version += 1;
    for (auto& [key, series] : m_candles)
        series.version += 1;
}

void FakeSession::step()
{
    ++m_steps;
    m_now = m_now + Duration::millis(100);
    for (const auto& entry : m_catalog.instruments) {
        double& mid = m_mids[entry->id().value];
        mid *= 1.0 + 0.00003 * gauss();
        buildBook(entry->id(), mid);
    }
    m_desk.time = m_now;
    m_desk.version += 1;
}

} // namespace maker
