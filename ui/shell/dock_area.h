#pragma once

#include "ui/shell/dock_plan.h"
#include "ui/shell/mode_stripe.h"

#include <QMainWindow>

#include <memory>
#include <optional>
#include <vector>

namespace maker {

class DockHeads;

/// The docks: one per registered panel, nested and tabbed; a tab bar takes the place of a tabbed panel's head.
class DockArea : public QMainWindow {
    Q_OBJECT
public:
    static constexpr int kStateVersion = 2;

    DockArea(const PanelContext& context, QWidget* parent);
    ~DockArea() override;

    Panel* panel(const QString& id) const;
    const std::vector<Panel*>& panels() const { return m_panels; }
    /// Shows, raises and focuses.
    void reveal(const QString& id);
    void focusNext();
    void toggleMaximised();
    /// The layout a new profile starts with, fitted to the present size.
    void arrange(DockLayout layout);
    /// `planned`: the room that the state was arranged for, empty where the user changed it.
    bool restore(const QByteArray& state, DockLayout layout, std::optional<DockRoom> planned);
    /// The room it was arranged for, empty when docks were moved, hidden or tabbed since.
    std::optional<DockRoom> plannedRoom() const;
    /// Arranges anew where the room became another one and nobody changed the layout.
    void adapt();
    QByteArray store() const { return saveState(kStateVersion); }
    void refreshTheme();
    /// Floating panels repeat the stripe of the window.
    void setMode(DeskMode mode);
    QDockWidget* dockOf(const QString& id) const;
    ModeStripe* stripeOf(const QString& id) const;
    /// Columns and rows as the layout has them at the present size of window and text.
    void sizeAll();
    /// Now if it is shown, and once more when what was restored has been laid out.
    void sizeWhenShown();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void add(const PanelEntry& entry, const PanelContext& context);
    void placeStripe(std::size_t index);
    bool restoreShape(const QByteArray& state);
    /// Which docks are shown, where and in whose tabs.
    QString shape() const;

    std::vector<Panel*> m_panels;
    std::vector<DockedPanel> m_docked;
    std::vector<ModeStripe*> m_stripes; ///< one a dock, seen while it floats
    DockPlan m_plan;
    std::unique_ptr<DockHeads> m_heads;
    QByteArray m_beforeMaximise;
    bool m_sizedOnce = false;
    DockLayout m_layout = DockLayout::Make;
    DockRoom m_room = DockRoom::Wide;
    QString m_planned; ///< shape after the last arrangement; empty: the user's own
};

} // namespace maker
