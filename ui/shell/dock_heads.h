#pragma once

#include "ui/shell/docked_panel.h"

#include <QObject>

#include <vector>

class QMainWindow;
class QTabBar;

namespace maker {

/// What stands above each panel: its head while it is alone, else the tabs, to which the head lends its controls.
class DockHeads : public QObject {
    Q_OBJECT
public:
    DockHeads(QMainWindow& area, const std::vector<DockedPanel>& docked);
    /// Once, when control is back in the event loop.
    void schedule();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fit();
    void fitHead(const DockedPanel& each);
    void watch(QTabBar& bar);
    void fitBar(QTabBar& bar);

    QMainWindow& m_area;
    const std::vector<DockedPanel>& m_docked;
    bool m_scheduled = false;
};

} // namespace maker
