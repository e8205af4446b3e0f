#include "ui/panels/lab/instrument_choice.h"

#include "ui/base/number_text.h"

#include <QSignalBlocker>

#include <algorithm>

namespace maker {

namespace {

/// In the order of the recordings, as a run merges them.
QStringList symbolsOf(const std::vector<DataSetView>& sets, const std::vector<std::string>& chosen)
{
    QStringList symbols;
    for (const std::string& path : chosen) {
        const auto set = std::find_if(sets.begin(), sets.end(), [&path](const DataSetView& each) { return each.path == path; });
        if (set != sets.end())
            symbols << QString::fromStdString(set->symbol).split(QLatin1Char(','), Qt::SkipEmptyParts);
    }
    symbols.removeDuplicates();
    return symbols;
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
    QStringList symbols = symbolsOf(sets, chosen);
    if (chosen.empty()) {
        for (const auto& instrument : m_context.session.catalog().instruments)
            symbols << text::fromView(instrument->symbol().view());
    }
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
