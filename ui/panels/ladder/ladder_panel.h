#pragma once

#include "ui/base/panel.h"
#include "ui/panels/ladder/ladder_view.h"

#include <memory>

class QPushButton;
class QLabel;
class QToolButton;

namespace maker {

class DepthBalance;
class LockButton;

/// The order book of the selected instrument with our orders in it, and the three commands that need no form.
class LadderPanel : public Panel {
    Q_OBJECT
public:
    explicit LadderPanel(const PanelContext& context);
    ~LadderPanel() override;

    void onRows(std::span<const RowEvent> rows) override;
    void onFrame(const Frame& frame) override;
    void onThemeChanged() override;
    LadderView& view() const { return *m_view; }
    DepthBalance& balance() const { return *m_balance; }
    QPushButton* pullButton() const { return m_pull; }
    QPushButton* cancelButton() const { return m_cancelMine; }
    QPushButton* flattenButton() const { return m_flatten; }
    /// Asks once: the first call arms for three seconds, the second sends.
    void flatten();
    void setLocked(bool locked);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void buildHead();
    QWidget* buildFoot();
    void showInstrument();
    void showButtons(const Frame& frame);
    void showHealth(const Frame& frame);
    void cancelRow(const LadderRow& row);
    void pickOrder(const LadderRow& row);
    /// True when the drafted quotes of this instrument changed.
    bool readDrafts();
    void pullOrRestore();
    void disarm();
    void changeGroup(bool coarser);

    static constexpr qint64 kArmedMillis = 3'000;
    LadderView* m_view;
    DepthBalance* m_balance;
    LockButton* m_lock;
    QLabel* m_groupText;
    QToolButton* m_finer = nullptr;
    QToolButton* m_coarser = nullptr;
    QPushButton* m_pull = nullptr;
    QPushButton* m_cancelMine = nullptr;
    QPushButton* m_flatten = nullptr;
    OpenOrders m_orders;
    QuotesSnapshot m_preview;
    std::vector<DraftQuote> m_drafts;
    Qty m_position;
    bool m_pulled = false;
    bool m_ordersChanged = false;
    bool m_instrumentChanged = true;
    std::optional<qint64> m_armedAt;
};

std::unique_ptr<Panel> makeLadderPanel(const PanelContext& context);

} // namespace maker
