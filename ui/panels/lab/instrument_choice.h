#pragma once

#include "session/lab_port.h"
#include "ui/base/panel.h"
#include "ui/forms/param_editors.h"

#include <QStringList>

#include <algorithm>

namespace maker {

/// Which of the recordings' instruments a run quotes. Where there is one only it is shown and cannot be changed.
class InstrumentChoice : public ChoiceBox {
    Q_OBJECT
public:
    explicit InstrumentChoice(const PanelContext& context, QWidget* parent = nullptr);

    /// Offers what the chosen recordings hold, or what the running market trades where none is chosen. The choice stays
    /// where it is still offered.
    void follow(const std::vector<DataSetView>& sets, const std::vector<std::string>& chosen);
    /// Empty: the first.
    void choose(const std::string& symbol);
    /// Empty for the first, which a run takes unasked.
    std::string symbol() const;
    /// The currency that is traded in the instrument; empty where it is not known.
    QString base() const { return m_bases.value(std::max(0, currentIndex())); }

private:
    PanelContext m_context;
    QStringList m_bases; ///< in the order of what is offered
};

} // namespace maker
