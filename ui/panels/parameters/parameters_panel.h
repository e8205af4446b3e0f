#pragma once

#include "ui/base/panel.h"
#include "ui/forms/param_form.h"
#include "ui/forms/preset_bar.h"

#include <map>
#include <memory>

class QStackedWidget;

namespace maker {

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

    QStackedWidget* m_pages;
    PresetStore m_presets;
    std::map<StrategyId, Entry> m_forms;
    std::pair<StrategyId, std::string> m_previewed; ///< asked last; empty text: nothing
};

/// The risk limits of the whole desk in the same form.
class RiskLimitsPanel : public Panel {
    Q_OBJECT
public:
    explicit RiskLimitsPanel(const PanelContext& context);

    void onFrame(const Frame& frame) override;
    void onThemeChanged() override;
    ParamForm* form() const { return m_form; }

private:
    static constexpr qint64 kReadMillis = 500;
    ParamForm* m_form = nullptr;
    std::string m_applied;
    qint64 m_readAt = -kReadMillis;
    qint64 m_sentAt = 0;
};

std::unique_ptr<Panel> makeParametersPanel(const PanelContext& context);
std::unique_ptr<Panel> makeRiskLimitsPanel(const PanelContext& context);

} // namespace maker
