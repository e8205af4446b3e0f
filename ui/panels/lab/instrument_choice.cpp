#include "ui/panels/lab/instrument_choice.h"

#include "ui/base/number_text.h"

#include <QSignalBlocker>

#include <algorithm>

namespace maker {

namespace {

struct Offer {
    QStringList symbols;
    QStringList bases;

    void add(const QString& symbol, const QString& base)
    {
        if (symbols.contains(symbol))
            return;
        symbols << symbol;
        bases << base;
    }
};

/// In the order of the recordings, as a run merges them.
Offer offerOf(const std::vector<DataSetView>& sets, const std::vector<std::string>& chosen)
{
    Offer offer;
    for (const std::string& path : chosen) {
        const auto set = std::find_if(sets.begin(), sets.end(), [&path](const DataSetView& each) { return each.path == path; });
        if (set == sets.end())
            continue;
        const QStringList symbols = QString::fromStdString(set->symbol).split(QLatin1Char(','), Qt::SkipEmptyParts);
        const QStringList bases = QString::fromStdString(set->bases).split(QLatin1Char(','));
        for (int i = 0; i < symbols.size(); ++i)
            offer.add(symbols[i], bases.value(i));
    }
    return offer;
}

} // namespace

InstrumentChoice::InstrumentChoice(const PanelContext& context, QWidget* parent)
    : ChoiceBox(context.theme, parent)
    , m_context(context)
{
    setToolTip(tr("What the strategy quotes"));
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
}

void InstrumentChoice::follow(const std::vector<DataSetView>& sets, const std::vector<std::string>& chosen)
{
    Offer offer = offerOf(sets, chosen);
    if (chosen.empty()) {
        for (const auto& instrument : m_context.session.catalog().instruments)
            offer.add(text::fromView(instrument->symbol().view()), text::fromView(instrument->base().view()));
    }
    m_bases = offer.bases;
    const QStringList& symbols = offer.symbols;
    QStringList offered;
    for (int i = 0; i < count(); ++i)
        offered << itemText(i);
    if (symbols == offered)
        return;
    const QSignalBlocker quiet(this);
    const QString before = currentText();
    clear();
    addItems(symbols);
    setCurrentIndex(std::max(0, static_cast<int>(symbols.indexOf(before))));
    setEnabled(symbols.size() > 1);
}

void InstrumentChoice::choose(const std::string& symbol)
{
    setCurrentIndex(std::max(0, findText(QString::fromStdString(symbol))));
}

std::string InstrumentChoice::symbol() const
{
    return currentIndex() <= 0 ? std::string() : currentText().toStdString();
}

} // namespace maker
