#pragma once

#include "ui/base/panel.h"
#include "ui/forms/param_form.h"
#include "ui/forms/preset_bar.h"

#include <map>
#include <memory>

class QPushButton;
class QStackedWidget;

namespace maker {

class WhatIfSection;

/// The parameters of the selected strategy; each strategy keeps its draft while another one is looked at.
class ParametersPanel : public Panel {
    Q_OBJECT
public:
    explicit ParametersPanel(const PanelContext& context);

    void onFrame(const Frame& frame) override;
    void onThemeChanged() override;
    /// The form of the selected strategy; null before one is selected.
    ParamForm* form() const;
    PresetBar* presets() const;
    /// Replays the last minutes with the draft beside what is applied.
    void tryDraft();
    /// Null in a window without a lab.
    WhatIfSection* whatIf() const { return m_whatIf; }
    QPushButton* tryButton() const { return m_try; }

private:
    struct Entry {
        ParamForm* form = nullptr;
        QWidget* page = nullptr; ///< presets above the form
        PresetBar* presets = nullptr;
        std::uint64_t version = 0;
        bool read = false;
        qint64 sentAt = 0;
    };
    void showStrategy(StrategyId id);
    void showHead();
    /// Has the engine say where the draft would quote; the ladder draws it.
    void previewDraft();
    void follow(const StrategyView& view, qint64 millis);

    void makePage(const Catalog::StrategyEntry& entry, Entry& known);

    void buildWhatIf();
    void followWhatIf();

    QStackedWidget* m_pages;
    QPushButton* m_try = nullptr;
    WhatIfSection* m_whatIf = nullptr;
    std::uint64_t m_whatIfAsked = 0;
    std::uint64_t m_labVersion = 0;
    StrategyId m_whatIfOf;
    PresetStore m_presets;
    std::map<StrategyId, Entry> m_forms;
    std::pair<StrategyId, std::string> m_previewed; ///< asked last; empty text: nothing
};

std::unique_ptr<Panel> makeParametersPanel(const PanelContext& context);

} // namespace maker
