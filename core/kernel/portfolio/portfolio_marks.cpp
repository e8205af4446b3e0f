#include "kernel/portfolio/portfolio.h"

#include <algorithm>

namespace maker {

void Portfolio::mark(const Instrument& instrument, Money price)
{
    if (price.sign() <= 0)
        return;
    stateOf(instrument).mark = price;
    if (sameCurrency(instrument.base(), m_currency))
        return;
    const auto quoteMark = assetMark(instrument.quote());
    if (!quoteMark)
        return;
    const bool direct = sameCurrency(instrument.quote(), m_currency);
    AssetMark& base = markOf(instrument.base());
    const bool takesOver = !base.source.valid() || (direct && !base.direct);
    if (base.source != instrument.id() && !takesOver)
        return;
    base.source = instrument.id();
    base.direct = direct;
    setMark(base, direct ? price : worth(price, *quoteMark));
}

void Portfolio::mark(const Currency& asset, Money price)
{
    if (price.sign() > 0 && asset != m_currency)
        setMark(markOf(asset), price);
}

/// What the holdings gain is inventory, except for what flowed in before the asset had a mark: that keeps its cause.
void Portfolio::setMark(AssetMark& mark, Money price)
{
    if (mark.known && mark.price == price)
        return;
    const bool first = !mark.known;
    mark.known = true;
    mark.price = price;
    for (Holding& holding : m_holdings) {
        if (sameCurrency(holding.asset, mark.asset)) {
            const Money value = worth(holding.balance, price);
            m_inventory += value - holding.value;
            holding.value = value;
        }
    }
    if (first)
        valueFirst(mark.asset);
}

void Portfolio::valueFirst(const Currency& asset)
{
    for (const Unvalued& flow : m_unvalued) {
        if (flow.asset != asset)
            continue;
        const Money deposits = valueOrZero(asset, flow.deposits);
        const Money fees = valueOrZero(asset, flow.fees);
        const Money rebates = valueOrZero(asset, flow.rebates);
        m_capital += deposits;
        m_fees += fees;
        m_rebates += rebates;
        m_inventory -= deposits + fees + rebates;
    }
    std::erase_if(m_unvalued, [&](const Unvalued& flow) { return flow.asset == asset; });
}

/// The first trade of an unmarked instrument is itself a price.
void Portfolio::markFromFill(const Fill& fill, const Instrument& instrument)
{
    const InstrumentState& state = stateOf(instrument);
    const bool marked = state.mark.sign() > 0;
    if (marked && assetMark(instrument.base()))
        return;
    const Money price = fill.mid.sign() > 0 ? fill.mid : instrument.toMoney(fill.price);
    mark(instrument, marked ? state.mark : price);
}

Portfolio::AssetMark& Portfolio::addMark(const Currency& asset)
{
    const auto at = std::lower_bound(m_marks.begin(), m_marks.end(), asset,
                                     [](const AssetMark& mark, const Currency& key) { return mark.asset < key; });
    AssetMark fresh;
    fresh.asset = asset;
    return *m_marks.insert(at, fresh);
}

Portfolio::Unvalued& Portfolio::unvaluedOf(AccountId account, const Currency& asset)
{
    for (Unvalued& flow : m_unvalued) {
        if (flow.account == account && flow.asset == asset)
            return flow;
    }
    return m_unvalued.emplace_back(Unvalued{account, asset, {}, {}, {}});
}

/// `at`: where it is or belongs. What is new is added, and rules that have changed are taken over.
Portfolio::InstrumentState& Portfolio::renewState(std::vector<InstrumentState>::iterator at, const Instrument& instrument)
{
    if (at == m_instruments.end() || at->instrument.id() != instrument.id())
        return *m_instruments.insert(at, InstrumentState{instrument, {}});
    at->instrument = instrument;
    ++m_version;
    return *at;
}

} // namespace maker
