#pragma once

#include "ui/panels/registry.h"
#include "ui/shell/mode_stripe.h"

#include <QMainWindow>

#include <memory>
#include <vector>

class QDockWidget;
class QTabBar;

namespace maker {

/// The docks: one per registered panel, nested and tabbed; a tab bar takes the place of a tabbed panel's head.
class DockArea : public QMainWindow {
    Q_OBJECT
public:
    /// In the order of the workspaces.
    enum class Layout : std::uint8_t { Make, Review, Lab };
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
    void arrange(Layout layout);
    bool restore(const QByteArray& state);
    QByteArray store() const { return saveState(kStateVersion); }
    void refreshTheme();
    /// Floating panels repeat the stripe of the window.
    void setMode(DeskMode mode);
    QDockWidget* dockOf(const QString& id) const;
    ModeStripe* stripeOf(const QString& id) const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

public:
    /// Columns and rows as the layout has them at the present size of window and text.
    void sizeAll();
    /// Now if it is shown, and once more when what was restored has been laid out.
    void sizeWhenShown();

private:
    void placeStripe(std::size_t index);
    std::vector<QDockWidget*> docksAt(DockPlace place) const;
    QDockWidget* first(DockPlace place) const;
    void placeAll();
    void scheduleTabs();
    void fitTabs();
    void fitTabBar(QTabBar& bar);
    /// Hides what has no room; false: nothing has.
    static bool fitControls(QWidget& controls, int room);

    PanelContext m_context;
    std::vector<Panel*> m_panels;
    std::vector<QDockWidget*> m_docks;
    std::vector<ModeStripe*> m_stripes; ///< one a dock, seen while it floats
    QByteArray m_beforeMaximise;
    bool m_tabsScheduled = false;
    bool m_sizedOnce = false;
    Layout m_layout = Layout::Make;
};

} // namespace maker
