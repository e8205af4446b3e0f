#pragma once

#include "ui/base/panel.h"
#include "ui/forms/param_form.h"

#include <map>
#include <memory>

class QPushButton;
class QStackedWidget;

namespace maker {

class Segments;

/// The risk limits in the form of the parameters: those of all instruments, and those that the selected one has of its
/// own. Each keeps its draft while the other is looked at.
class RiskLimitsPanel : public Panel {
    Q_OBJECT
public:
    explicit RiskLimitsPanel(const PanelContext& context);

    void onFrame(const Frame& frame) override;
    void onThemeChanged() override;
    /// The form that is shown.
    ParamForm* form() const;
    Segments* scope() const { return m_scope; }
    /// Gives the instrument's own limits up; hidden while it has none.
    QPushButton* sameAsAll() const { return m_sameAsAll; }

private:
    static constexpr qint64 kReadMillis = 500;
    struct Entry {
        ParamForm* form = nullptr;
        std::string applied;
        qint64 sentAt = 0;
        bool own = false; ///< the instrument has limits of its own
    };
    Entry& entryOf(InstrumentId instrument);
    /// Invalid: of all.
    InstrumentId shown() const;
    void show();
    void showHead();
    void read(InstrumentId instrument, Entry& entry, qint64 millis);

    Segments* m_scope = nullptr;
    QPushButton* m_sameAsAll = nullptr;
    QStackedWidget* m_pages = nullptr;
    std::map<InstrumentId, Entry> m_entries;
    qint64 m_readAt = -kReadMillis;
};

std::unique_ptr<Panel> makeRiskLimitsPanel(const PanelContext& context);

} // namespace maker
