#include "kernel/portfolio/portfolio.h"
#include "portfolio_builders.h"
#include "support/maker_test.h"

#include <map>
#include <random>

#include <boost/multiprecision/cpp_int.hpp>

using namespace maker;
using boost::multiprecision::cpp_int;

namespace {

const cpp_int kUnit("1000000000000000000");

cpp_int big(Money money)
{
    const Int128 units = money.units();
    const auto magnitude = units < 0 ? UInt128{0} - static_cast<UInt128>(units) : static_cast<UInt128>(units);
    cpp_int value = static_cast<std::uint64_t>(magnitude >> 64);
    value = (value << 64) + static_cast<std::uint64_t>(magnitude);
    return units < 0 ? cpp_int(-value) : value;
}

/// Half to even of n / 10^18.
cpp_int nearest(const cpp_int& n)
{
    const cpp_int size = abs(n);
    cpp_int quotient = size / kUnit;
    const cpp_int twice = (size % kUnit) * 2;
    if (twice > kUnit || (twice == kUnit && quotient % 2 == 1))
        ++quotient;
    return n < 0 ? cpp_int(-quotient) : quotient;
}

/// The same desk kept a second time in integers without a bound: balances in 10^-18, parts in 10^-36, never rounded.
struct Oracle {
    std::map<std::pair<int, std::string>, cpp_int> balances;
    std::map<std::string, cpp_int> marks{{"USDT", kUnit}};
    std::map<std::uint32_t, cpp_int> positions;
    cpp_int capital;
    cpp_int spread;
    cpp_int inventory;
    cpp_int fees;
    cpp_int rebates;
    std::uint64_t roundings = 0;

    void mark(const std::string& asset, Money price)
    {
        for (auto& [key, balance] : balances) {
            if (key.second == asset)
                inventory += balance * (big(price) - marks[asset]);
        }
        marks[asset] = big(price);
        roundings += 2 * balances.size();
    }

    void deposit(int account, const std::string& asset, Money amount)
    {
        balances[{account, asset}] += big(amount);
        capital += big(amount) * marks[asset];
        ++roundings;
    }

    void fill(const Fill& fill, const Instrument& instrument)
    {
        const int account = fill.account.value;
        const cpp_int direction = sign(fill.side);
        const cpp_int qty = big(instrument.toMoney(fill.qty)) * direction;
        const cpp_int price = big(instrument.toMoney(fill.price));
        const cpp_int quoteMark = marks[instrument.quote().str()];
        balances[{account, instrument.base().str()}] += qty;
        balances[{account, instrument.quote().str()}] -= qty * price / kUnit; // exact: the decimals sum to at most 18
        const cpp_int captured = qty * (big(fill.mid) - price) * quoteMark / kUnit;
        spread += captured;
        inventory += qty * marks[instrument.base().str()] - qty * price / kUnit * quoteMark - captured;
        const cpp_int fee = big(fill.fee.money);
        balances[{account, fill.fee.currency.str()}] -= fee;
        (fee > 0 ? fees : rebates) -= fee * marks[fill.fee.currency.str()];
        positions[instrument.id().value] += qty;
        roundings += 8;
    }

    cpp_int equity() const
    {
        cpp_int sum;
        for (const auto& [key, balance] : balances)
            sum += nearest(balance * marks.at(key.second));
        return sum;
    }
};

class Desk {
public:
    explicit Desk(std::uint64_t seed) : m_random(seed)
    {
        mark(kPairs[0], 6'000'000);
        mark(kPairs[1], 300'000);
        markToken(50'000);
        for (int account = 1; account <= 2; ++account)
            deposit(account, "USDT", 100'000);
    }

    void step()
    {
        switch (m_random() % 8) {
        case 0:
        case 1:
        case 2:
            fill();
            break;
        case 3:
            repeat();
            break;
        case 4:
            mark(kPairs[m_random() % 2], 1000 + static_cast<std::int64_t>(m_random() % 9'000'000));
            break;
        case 5:
            portfolio.mark(kPairs[2], Money::fromUnits(static_cast<Int128>(m_random() % 100'000'000'000'000'000) + 1));
            break;
        case 6:
            markToken(1 + static_cast<std::int64_t>(m_random() % 100'000));
            break;
        default:
            static constexpr const char* kAssets[]{"USDT", "BTC", "ETH", "BNB"};
            deposit(1 + static_cast<int>(m_random() % 2), kAssets[m_random() % 4], static_cast<std::int64_t>(m_random() % 21) - 10);
        }
    }

    Portfolio portfolio;
    Oracle oracle;
    std::uint64_t duplicates = 0;

private:
    void mark(const Instrument& instrument, std::int64_t cents)
    {
        // Half a tick and more: marks are mids, and the value of a holding need not be a whole unit.
        const Money price = Money::fromUnits(Int128{cents} * 10'000'000'000'000'000 + static_cast<Int128>(m_random() % 1'000'000'007));
        portfolio.mark(instrument, price);
        oracle.mark(instrument.base().str(), price);
    }

    void markToken(std::int64_t cents)
    {
        const Money price = Money::fromUnits(Int128{cents} * 10'000'000'000'000'000 + 7);
        portfolio.mark("BNB", price);
        oracle.mark("BNB", price);
    }

    void deposit(int account, const char* asset, std::int64_t whole)
    {
        const Money amount = Money::fromInt(whole);
        portfolio.deposit({static_cast<std::uint16_t>(account)}, {amount, asset});
        oracle.deposit(account, asset, amount);
    }

    void fill()
    {
        static constexpr const char* kFeeAssets[]{"USDT", "BTC", "ETH", "BNB"};
        const Instrument& instrument = kPairs[m_random() % 3];
        Fill fill;
        fill.tradeId = std::to_string(++m_trades).c_str();
        fill.instrument = instrument.id();
        fill.account = {static_cast<std::uint16_t>(1 + m_random() % 2)};
        fill.strategy = {static_cast<std::uint16_t>(m_random() % 3)};
        fill.side = m_random() % 2 == 0 ? Side::Buy : Side::Sell;
        fill.price = {static_cast<std::int64_t>(1 + m_random() % 9'000'000)};
        fill.qty = {static_cast<std::int64_t>(1 + m_random() % 300'000)};
        const Int128 halfTick = 5 * static_cast<Int128>(pow10(Money::kDecimals - instrument.priceDecimals() - 1));
        fill.mid = Money::fromUnits(instrument.toMoney(fill.price).units() + halfTick * (static_cast<int>(m_random() % 21) - 10));
        if (fill.mid.sign() <= 0)
            fill.mid = instrument.toMoney(fill.price);
        fill.fee = {Money::fromUnits(static_cast<Int128>(m_random() % 4'000'000'000'000'007) - 1'000'000'000'000'000), kFeeAssets[m_random() % 4]};
        m_last = fill;
        if (portfolio.book(fill, instrument) == Portfolio::BookResult::Booked)
            oracle.fill(fill, instrument);
    }

    void repeat()
    {
        if (m_last && portfolio.book(*m_last, kPairs[m_last->instrument.value - 1]) == Portfolio::BookResult::Duplicate)
            ++duplicates;
    }

    static inline const std::array<Instrument, 3> kPairs{
        makePair({}), makePair({.id = 2, .base = "ETH", .lot = "0.0001"}),
        makePair({.id = 3, .base = "ETH", .quote = "BTC", .tick = "0.0000001", .lot = "0.000001"})};

    std::mt19937_64 m_random;
    std::uint64_t m_trades = 0;
    std::optional<Fill> m_last;
};

bool near(Money value, const cpp_int& exact, std::uint64_t roundings)
{
    return abs(big(value) * kUnit - exact) <= kUnit * roundings;
}

} // namespace

class tst_pnl_parts : public QObject {
    Q_OBJECT

private slots:
    void thePartsSumToTheChangeOfEquityAfterEveryEvent()
    {
        const int events = qEnvironmentVariableIsSet("MAKERDESK_DEEP") ? 1'000'000 : 100'000;
        Desk desk(11);
        for (int i = 0; i < events; ++i) {
            desk.step();
            const PnlParts parts = desk.portfolio.pnl();
            QVERIFY(parts.spread + parts.inventory + parts.fees + parts.rebates == parts.equity - parts.capital);
            QVERIFY(big(parts.equity) == desk.oracle.equity());
            QVERIFY(parts.fees.sign() <= 0 && parts.rebates.sign() >= 0);
            QVERIFY(desk.portfolio.ledger().balanced());
        }
        QVERIFY(desk.duplicates > static_cast<std::uint64_t>(events) / 20);
        QVERIFY(desk.portfolio.fills() > static_cast<std::uint64_t>(events) / 4);
    }

    void eachPartIsWhatItsDefinitionSays()
    {
        Desk desk(12);
        for (int i = 0; i < 20'000; ++i) {
            desk.step();
            const PnlParts parts = desk.portfolio.pnl();
            const Oracle& oracle = desk.oracle;
            QVERIFY(near(parts.capital, oracle.capital, oracle.roundings));
            QVERIFY(near(parts.spread, oracle.spread, oracle.roundings));
            QVERIFY(near(parts.inventory, oracle.inventory, oracle.roundings));
            QVERIFY(near(parts.fees, oracle.fees, oracle.roundings));
            QVERIFY(near(parts.rebates, oracle.rebates, oracle.roundings));
        }
    }

    void balancesAndPositionsAreTheSumOfTheirEvents()
    {
        Desk desk(13);
        for (int i = 0; i < 20'000; ++i)
            desk.step();
        for (const auto& [key, balance] : desk.oracle.balances) {
            const AccountId account{static_cast<std::uint16_t>(key.first)};
            QVERIFY(big(desk.portfolio.balance(account, key.second.c_str())) == balance);
            QVERIFY(desk.portfolio.ledger().balance(account, LedgerBook::Holdings, key.second.c_str())
                    == desk.portfolio.balance(account, key.second.c_str()));
        }
        for (const auto& [instrument, qty] : desk.oracle.positions)
            QVERIFY(big(desk.portfolio.positionState({}, {instrument})->position.qty) == qty);
        Money sum;
        for (const Holding& holding : desk.portfolio.holdings())
            sum += holding.value;
        QVERIFY(sum == desk.portfolio.equity());
    }

    void theSameEventsGiveTheSameParts()
    {
        Desk first(14);
        Desk second(14);
        for (int i = 0; i < 5000; ++i) {
            first.step();
            second.step();
        }
        QVERIFY(first.portfolio.pnl().total == second.portfolio.pnl().total);
        QVERIFY(first.portfolio.pnl().realized == second.portfolio.pnl().realized);
    }
};

MAKER_TEST(tst_pnl_parts)
#include "tst_pnl_parts.moc"
