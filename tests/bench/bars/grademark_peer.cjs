// grademark_peer.cjs BARS NODE_MODULES: the cross of the averages of 20 and 50 closes through npm's grademark, over all bars
// of the file; prints bars a second (median of three) and the number of trades. Reading the file and the averages, which
// grademark leaves to its user, are not measured.
const fs = require('fs');
const path = require('path');

const [file, modules] = process.argv.slice(2);
const { backtest } = require(path.join(modules, 'grademark'));
const { DataFrame } = require(path.join(modules, 'data-forge'));

const bars = [];
const fast = { length: 20, sum: 0 };
const slow = { length: 50, sum: 0 };
for (const line of fs.readFileSync(file, 'latin1').split('\n').slice(1)) {
    if (line === '')
        continue;
    const [time, open, high, low, close, volume] = line.split(',').map(Number);
    for (const average of [fast, slow]) {
        average.sum += close;
        if (bars.length >= average.length)
            average.sum -= bars[bars.length - average.length].close;
    }
    bars.push({ time: new Date(time * 1000), open, high, low, close, volume, fast: fast.sum / fast.length,
        slow: slow.sum / slow.length, known: bars.length >= slow.length });
}
const strategy = {
    entryRule(enter, { bar }) { if (bar.known && bar.fast > bar.slow) enter(); },
    exitRule(exit, { bar }) { if (bar.fast < bar.slow) exit(); },
};
const rates = [];
let trades = 0;
for (let round = 0; round < 3; ++round) {
    const frame = new DataFrame(bars);
    const start = process.hrtime.bigint();
    trades = backtest(strategy, frame).length;
    rates.push(bars.length / (Number(process.hrtime.bigint() - start) / 1e9));
}
rates.sort((a, b) => a - b);
console.log(`rate ${Math.round(rates[1])} trades ${trades}`);
