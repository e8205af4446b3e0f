#include "ui/panels/why/why_steps.h"

#include "ui/base/number_text.h"

#include <QCoreApplication>

namespace maker {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("WhyPanel", text);
}

QString titleOf(ReasonKind kind)
{
    switch (kind) {
    case ReasonKind::Fair:
        return tr("Fair value");
    case ReasonKind::Spread:
        return tr("Spread of this level");
    case ReasonKind::Skew:
        return tr("Inventory skew");
    case ReasonKind::Floor:
        return tr("Minimum spread, no taking");
    case ReasonKind::Tick:
        return tr("Round to tick");
    case ReasonKind::Budget:
        return tr("Budget");
    }
    return {};
}

QString fromOf(const Instrument& instrument, const ReasonStep& step)
{
    switch (step.kind) {
    case ReasonKind::Fair:
        return tr("reference price of the strategy");
    case ReasonKind::Spread:
        return tr("distance from fair of this level");
    case ReasonKind::Skew:
        return step.bound ? tr("leans against the inventory") : tr("inventory on target");
    case ReasonKind::Floor:
        return step.bound ? tr("pushed away from the market") : tr("not binding");
    case ReasonKind::Tick:
        return tr("tick %1").arg(text::price(instrument, instrument.tickSize()));
    case ReasonKind::Budget:
        break;
    }
    return {};
}

QString budgetOf(const Instrument& instrument, const ReasonStep& step, Qty qty)
{
    const QString sent = text::qty(instrument, qty);
    if (!step.bound)
        return tr("Budget and risk checks left the quantity at %1.").arg(sent);
    return tr("Budget and lot size took the quantity from %1 to %2.")
        .arg(text::number(step.before, instrument.qtyDecimals() + 1), sent);
}

} // namespace

WhyChain whyChain(const Instrument& instrument, const Quote& quote, const std::optional<Order>& order)
{
    WhyChain chain;
    chain.side = quote.side;
    chain.price = order ? order->price : quote.price;
    chain.qty = order ? order->qty : quote.qty;
    bool joined = true;
    for (std::size_t i = 0; i < quote.steps; ++i) {
        const ReasonStep& step = quote.chain[i];
        if (step.kind == ReasonKind::Budget) {
            chain.budget = budgetOf(instrument, step, quote.qty);
            continue;
        }
        joined = joined && (chain.steps.empty() || chain.steps.back().after == step.before);
        chain.steps.push_back({ titleOf(step.kind), fromOf(instrument, step), step.bound, step.before, step.after });
    }
    if (chain.steps.empty()) {
        chain.trouble = tr("The strategy gave no reasons for this quote.");
        return chain;
    }
    chain.fair = chain.steps.front().after;
    const double quoted = instrument.toDouble(quote.price);
    if (!joined || chain.steps.back().after != quoted)
        chain.trouble = tr("The steps add up to %1, but %2 was quoted.")
                            .arg(text::number(chain.steps.back().after, instrument.priceDecimals() + 2),
                                text::price(instrument, quote.price));
    if (chain.price != quote.price)
        chain.steps.push_back({ tr("Left where it rests"), tr("within the refresh tolerance"), true, quoted,
            instrument.toDouble(chain.price) });
    return chain;
}

} // namespace maker
