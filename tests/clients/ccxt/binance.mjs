// Drives the simulated exchange through unmodified ccxt, REST and Pro. Usage: node binance.mjs PORT KEY SECRET
// Prints one line a check; ends with 1 if any failed.
import ccxt from 'ccxt';
import { Report, expectError, local, near, require, sleep, untilOr } from './checks.mjs';

const [port, key, secret] = process.argv.slice(2);
const symbol = 'BTC/USDT';
const report = new Report();
const check = (name, body) => report.check(name, body);

const make = (Class, overrides = {}) =>
    local(new Class({ apiKey: key, secret, enableRateLimit: false, ...overrides }), port);
const rest = make(ccxt.binance);
const pro = make(ccxt.pro.binance);
await pro.loadHttpProxyAgent();

async function best() {
    const book = await rest.fetchOrderBook(symbol, 5);
    return { bid: book.bids[0][0], ask: book.asks[0][0] };
}

async function rounded(price) {
    return Number(rest.priceToPrecision(symbol, price));
}

await check('loadMarkets with default options', async () => {
    const markets = await rest.loadMarkets();
    for (const name of ['BTC/USDT', 'ETH/USDT', 'SOL/USDT'])
        require(markets[name]?.spot && markets[name].active, `${name} is missing`);
    const market = markets[symbol];
    near(market.precision.price, 0.01, 'tick');
    near(market.precision.amount, 0.00001, 'lot');
    require(market.limits.cost.min > 0, 'no least notional');
});

await check('fetchTime is now', async () => {
    const time = await rest.fetchTime();
    require(Math.abs(time - Date.now()) < 1000, `off by ${time - Date.now()} ms`);
});

await check('fetchOrderBook is sorted and not crossed', async () => {
    const book = await rest.fetchOrderBook(symbol, 20);
    require(book.bids.length === 20 && book.asks.length === 20, 'not 20 levels');
    require(book.bids[0][0] < book.asks[0][0], 'crossed');
    for (let i = 1; i < 20; ++i) {
        require(book.bids[i][0] < book.bids[i - 1][0], 'bids not descending');
        require(book.asks[i][0] > book.asks[i - 1][0], 'asks not ascending');
    }
    require(Number.isInteger(book.nonce), 'no update id');
});

await check('fetchTrades', async () => {
    const trades = await rest.fetchTrades(symbol, undefined, 50);
    require(trades.length === 50, `${trades.length} trades`);
    for (const trade of trades)
        require(trade.price > 0 && trade.amount > 0 && ['buy', 'sell'].includes(trade.side) && trade.timestamp, 'bad trade');
});

await check('fetchOHLCV', async () => {
    const candles = await rest.fetchOHLCV(symbol, '1m', undefined, 5);
    require(candles.length === 5, `${candles.length} candles`);
    candles.forEach(([time, open, high, low, close, volume], i) => {
        require(high >= Math.max(open, close) && low <= Math.min(open, close) && volume >= 0, 'impossible candle');
        require(i === 0 || time === candles[i - 1][0] + 60000, 'not a minute apart');
    });
});

await check('fetchTicker and fetchTickers', async () => {
    const ticker = await rest.fetchTicker(symbol);
    require(ticker.bid < ticker.ask && ticker.last > 0 && ticker.high >= ticker.low, 'bad ticker');
    const all = await rest.fetchTickers();
    require(Object.keys(all).length === 3, 'not three tickers');
    const tops = await rest.fetchBidsAsks();
    require(tops[symbol].bid < tops[symbol].ask, 'bad best prices');
});

await check('fetchBalance', async () => {
    const balance = await rest.fetchBalance();
    near(balance.USDT.total, 100000, 'USDT');
    near(balance.BTC.free, 2, 'BTC');
});

let limit;
await check('limit order rests and locks its cost', async () => {
    const { bid } = await best();
    const price = await rounded(bid * 0.97);
    limit = await rest.createOrder(symbol, 'limit', 'buy', 0.01, price);
    require(limit.status === 'open' && limit.filled === 0 && limit.id, 'not open');
    near(limit.price, price, 'price');
    const balance = await rest.fetchBalance();
    near(balance.USDT.used, price * 0.01, 'locked', 1e-8);
    near(balance.USDT.free + balance.USDT.used, balance.USDT.total, 'total', 1e-8);
});

await check('fetchOrder and fetchOpenOrders', async () => {
    const order = await rest.fetchOrder(limit.id, symbol);
    require(order.id === limit.id && order.status === 'open' && order.amount === 0.01, 'not the order');
    const open = await rest.fetchOpenOrders(symbol);
    require(open.length === 1 && open[0].id === limit.id, 'not the one open order');
});

await check('editOrder replaces it', async () => {
    const { bid } = await best();
    const price = await rounded(bid * 0.96);
    const edited = await rest.editOrder(limit.id, symbol, 'limit', 'buy', 0.02, price);
    require(edited.id !== limit.id && edited.status === 'open' && edited.amount === 0.02, 'not replaced');
    near(edited.price, price, 'price');
    require((await rest.fetchOrder(limit.id, symbol)).status === 'canceled', 'the old one lives');
    limit = edited;
});

await check('cancelOrder frees what was locked', async () => {
    await rest.cancelOrder(limit.id, symbol);
    require((await rest.fetchOrder(limit.id, symbol)).status === 'canceled', 'not canceled');
    near((await rest.fetchBalance()).USDT.used, 0, 'still locked');
});

await check('post-only order rests', async () => {
    const { ask } = await best();
    const order = await rest.createOrder(symbol, 'limit', 'sell', 0.01, await rounded(ask * 1.03), { postOnly: true });
    const seen = await rest.fetchOrder(order.id, symbol);
    require(seen.postOnly === true && seen.status === 'open', 'not a resting post-only order');
    await rest.cancelOrder(order.id, symbol);
});

await check('market orders fill at once', async () => {
    const before = await rest.fetchBalance();
    const buy = await rest.createOrder(symbol, 'market', 'buy', 0.01);
    require(buy.status === 'closed' && near(buy.filled, 0.01, 'filled') && buy.average > 0, 'not filled');
    const sell = await rest.createOrder(symbol, 'market', 'sell', 0.01);
    require(sell.status === 'closed', 'not filled');
    const after = await rest.fetchBalance();
    const fee = buy.trades.reduce((sum, trade) => sum + trade.fee.cost, 0);
    near(after.BTC.total, before.BTC.total - fee, 'BTC after a round trip', 1e-8);
    require(after.USDT.total < before.USDT.total, 'a round trip earned money');
});

await check('IOC order takes or expires', async () => {
    const { bid, ask } = await best();
    const takes = await rest.createOrder(symbol, 'limit', 'buy', 0.001, await rounded(ask * 1.005), { timeInForce: 'IOC' });
    require(takes.status === 'closed' && near(takes.filled, 0.001, 'filled'), `took nothing: ${takes.status}`);
    const expires = await rest.createOrder(symbol, 'limit', 'buy', 0.001, await rounded(bid * 0.98), { timeInForce: 'IOC' });
    require(expires.status === 'expired' && expires.filled === 0, `rests: ${expires.status}`);
});

await check('cancelAllOrders', async () => {
    const { bid } = await best();
    for (const factor of [0.97, 0.96, 0.95])
        await rest.createOrder(symbol, 'limit', 'buy', 0.001, await rounded(bid * factor));
    require((await rest.fetchOpenOrders(symbol)).length === 3, 'not three open');
    await rest.cancelAllOrders(symbol);
    require((await rest.fetchOpenOrders(symbol)).length === 0, 'some survive');
});

await check('fetchClosedOrders and fetchOrders', async () => {
    const closed = await rest.fetchClosedOrders(symbol);
    require(closed.length === 3 && closed.every((order) => order.status === 'closed'), `${closed.length} closed`);
    require((await rest.fetchOrders(symbol)).length === 10, 'not ten orders in all');
});

await check('fetchMyTrades with fees adds up', async () => {
    const trades = await rest.fetchMyTrades(symbol);
    require(trades.length >= 3, 'too few');
    for (const trade of trades) {
        const paid = trade.side === 'buy' ? trade.amount : trade.cost;
        require(trade.fee.currency === (trade.side === 'buy' ? 'BTC' : 'USDT'), 'fee currency');
        near(trade.fee.cost, paid * 0.001, 'fee', 2e-8);
        near(trade.cost, trade.price * trade.amount, 'cost', 1e-6);
    }
    const btc = trades.reduce(
        (sum, t) => sum + (t.side === 'buy' ? t.amount - t.fee.cost : -t.amount), 2);
    near((await rest.fetchBalance()).BTC.total, btc, 'BTC is not the sum of the trades', 1e-8);
});

const errors = [
    ['wrong signature', 'AuthenticationError', () => make(ccxt.binance, { secret: 'wrong' }).fetchOpenOrders(symbol)],
    ['unknown key', 'AuthenticationError', () => make(ccxt.binance, { apiKey: 'wrong' }).fetchOpenOrders(symbol)],
    ['old timestamp', 'InvalidNonce', () => {
        const late = make(ccxt.binance);
        late.nonce = () => Date.now() - 60000;
        return late.fetchOpenOrders(symbol);
    }],
    ['insufficient balance', 'InsufficientFunds', async () => rest.createOrder(symbol, 'limit', 'buy', 100, (await best()).bid)],
    ['too small a value', 'BadRequest', async () => rest.createOrder(symbol, 'limit', 'buy', 0.00001, (await best()).bid)],
    ['too small a quantity', 'InvalidOrder', async () => rest.privatePostOrder({ symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT',
        timeInForce: 'GTC', quantity: '0.000001', price: (await best()).bid })],
    ['off tick', 'InvalidOrder', async () => {
        const price = (await best()).bid;
        return rest.privatePostOrder({ symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01',
            price: `${(price * 0.98).toFixed(2)}5` });
    }],
    ['post-only that would take', 'OrderImmediatelyFillable', async () =>
        rest.createOrder(symbol, 'limit', 'buy', 0.01, await rounded((await best()).ask * 1.01), { postOnly: true })],
    ['cancel of an unknown order', 'OrderNotFound', () => rest.cancelOrder('999999999', symbol)],
    ['query of an unknown order', 'OrderNotFound', () => rest.fetchOrder('999999999', symbol)],
    ['unknown symbol', 'BadSymbol', () => rest.publicGetDepth({ symbol: 'NOSUCHCOIN' })],
    ['unknown symbol of our own', 'BadSymbol', () => rest.fetchOrderBook('NOSUCH/COIN')],
];
for (const [name, type, body] of errors)
    await check(`error: ${name} is ${type}`, () => expectError(ccxt[type], body));

await check('watchOrderBook for 15 s with its sequence check', async () => {
    const end = Date.now() + 15000;
    let updates = 0;
    let previous = 0;
    while (Date.now() < end) {
        const book = await untilOr(pro.watchOrderBook(symbol), 5000, 'no update for 5 s');
        require(book.bids[0][0] < book.asks[0][0], 'crossed');
        require(book.nonce > previous, 'update ids do not ascend');
        previous = book.nonce;
        ++updates;
    }
    require(updates > 50, `${updates} updates`);
    return `${updates} updates`;
});

await check('the watched book equals the REST book', async () => {
    for (let attempt = 0; attempt < 200; ++attempt) {
        const watched = await pro.watchOrderBook(symbol);
        const copy = JSON.stringify([watched.bids.slice(0, 10), watched.asks.slice(0, 10)]);
        const nonce = watched.nonce;
        const snapshot = await rest.fetchOrderBook(symbol, 10);
        if (snapshot.nonce !== nonce)
            continue;
        require(copy === JSON.stringify([snapshot.bids, snapshot.asks]), 'they differ at the same update id');
        return `at update ${nonce}, attempt ${attempt + 1}`;
    }
    throw new Error('the two never met at one update id');
});

await check('watchTrades', async () => {
    const trades = await untilOr(pro.watchTrades(symbol), 15000, 'no trade');
    require(trades[0].price > 0 && trades[0].symbol === symbol, 'bad trade');
});

await check('watchTicker', async () => {
    const mini = await untilOr(pro.watchTicker(symbol), 10000, 'no small ticker');
    require(mini.last > 0 && mini.high >= mini.low, 'bad small ticker');
    const ticker = await untilOr(pro.watchTicker(symbol, { name: 'ticker' }), 10000, 'no ticker');
    require(ticker.last > 0 && (ticker.bid === undefined || ticker.bid < ticker.ask), 'bad ticker');
});

await check('watchBidsAsks and watchOHLCV', async () => {
    const tops = await untilOr(pro.watchBidsAsks([symbol]), 10000, 'no best prices');
    require(tops[symbol].bid < tops[symbol].ask, 'bad best prices');
    const candles = await untilOr(pro.watchOHLCV(symbol, '1m'), 10000, 'no candle');
    require(candles.at(-1)[2] >= candles.at(-1)[3], 'impossible candle');
});

await check('createOrderWs, watchOrders and watchBalance', async () => {
    const orders = [];
    const balances = [];
    let watching = true;
    const watch = async (next, into) => {
        while (watching)
            into.push(...structuredClone(await next()));
    };
    const watchers = [
        watch(async () => [...(await pro.watchOrders(symbol))], orders),
        watch(async () => [await pro.watchBalance()], balances),
    ].map((promise) => promise.catch((error) => watching && orders.push({ error })));
    await sleep(1500);
    const price = await rounded((await best()).bid * 0.97);
    const order = await pro.createOrderWs(symbol, 'limit', 'buy', 0.01, price);
    require(order.status === 'open' && order.id, 'not open');
    const seen = async (status) => {
        for (let i = 0; i < 100 && !orders.some((o) => o.id === order.id && o.status === status); ++i)
            await sleep(50);
        require(orders.some((o) => o.id === order.id && o.status === status), `no report of ${status}: ${JSON.stringify(orders)}`);
    };
    await seen('open');
    require(balances.some((b) => b.USDT && Math.abs(b.USDT.used - price * 0.01) < 1e-6), 'no balance with the locked part');
    const edited = await pro.editOrderWs(order.id, symbol, 'limit', 'buy', 0.01, await rounded(price * 0.99));
    await seen('canceled');
    require((await pro.fetchOpenOrdersWs(symbol)).some((o) => o.id === edited.id), 'the edited order is not open');
    await pro.cancelOrderWs(edited.id, symbol);
    const market = await pro.createOrderWs(symbol, 'market', 'buy', 0.001);
    for (let i = 0; i < 100 && !orders.some((o) => o.id === market.id && o.status === 'closed'); ++i)
        await sleep(50);
    require(orders.some((o) => o.id === market.id && o.status === 'closed' && o.filled === 0.001), 'no report of the fill');
    watching = false;
    return `${orders.length} order reports, ${balances.length} balances`;
});

await check('watchMyTrades', async () => {
    const watched = pro.watchMyTrades(symbol);
    await sleep(300);
    const order = await pro.createOrderWs(symbol, 'market', 'sell', 0.001);
    const trades = await untilOr(watched, 5000, 'no trade of ours');
    require(trades.some((trade) => trade.order === order.id && trade.fee.currency === 'USDT'), 'not our trade');
});

await check('error over the WebSocket API: insufficient balance', () => expectError(ccxt.InsufficientFunds,
    async () => pro.createOrderWs(symbol, 'limit', 'buy', 100, (await best()).bid)));

await check('at the end nothing is open and nothing is locked', async () => {
    require((await rest.fetchOpenOrders(symbol)).length === 0, 'open orders');
    const balance = await rest.fetchBalance();
    near(balance.USDT.used, 0, 'USDT locked');
    near(balance.BTC.used, 0, 'BTC locked');
});

await pro.close().catch(() => {});
process.exit(report.end());
