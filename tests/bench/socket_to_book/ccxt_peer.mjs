// ccxt_peer.mjs PORT COUNT NODE_MODULES: the same frames through node's ws and ccxt.pro's order book; prints messages a second.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import path from 'node:path';

const [port, countText, modules] = process.argv.slice(2);
const count = Number(countText);
const require = createRequire(path.join(modules, 'index.js'));
const WebSocket = require('ws');
const ccxt = (await import(pathToFileURL(path.join(modules, 'ccxt/js/ccxt.js')))).default;

const exchange = new ccxt.pro.binance({ newUpdates: false });
const market = { id: 'BTCUSDT', symbol: 'BTC/USDT', base: 'BTC', quote: 'USDT', baseId: 'BTC', quoteId: 'USDT', spot: true,
    type: 'spot', contract: false, active: true, precision: {}, limits: {}, swap: false, future: false, option: false };
exchange.markets = { 'BTC/USDT': market };
exchange.markets_by_id = { BTCUSDT: [market] };
exchange.symbols = ['BTC/USDT'];
const book = exchange.orderBook({}, 1000);
exchange.orderbooks = { 'BTC/USDT': book };
let failed;
const client = { url: 'wss://stream.binance.com:9443/ws', subscriptions: {}, futures: {}, resolve() {}, reject(e) { failed = e; } };

const socket = new WebSocket(`ws://127.0.0.1:${port}/`, { perMessageDeflate: false });
let seen = 0;
let start;
socket.on('message', (data) => {
    const message = JSON.parse(data.toString());
    if (seen === 0) {
        start = process.hrtime.bigint();
        book.reset({ bids: [[67123.45, 1]], asks: [[67123.47, 1]], nonce: message.U - 1, symbol: 'BTC/USDT' });
    }
    exchange.handleOrderBook(client, message);
    if (++seen === count) {
        const seconds = Number(process.hrtime.bigint() - start) / 1e9;
        if (failed || book.nonce !== message.u || book.bids.length < 30) {
            console.error('the book was not followed', failed, book.nonce, message.u);
            process.exit(1);
        }
        console.log(Math.round(count / seconds));
        process.exit(0);
    }
});
socket.on('error', (error) => { console.error(String(error)); process.exit(1); });
