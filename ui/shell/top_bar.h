#pragma once

#include "ui/base/hold_button.h"
#include "ui/shell/mode_stripe.h"

#include <QWidget>

#include <vector>

class QToolButton;

namespace maker {

/// The bar that never leaves: mark, workspaces, search, venues, equity, day PnL, mode and KILL in the corner.
class TopBar : public QWidget {
    Q_OBJECT
public:
    explicit TopBar(const Theme& theme, QWidget* parent = nullptr);

    void setDesk(const DeskSnapshot& desk);
    void setWorkspaces(const QStringList& names, int current);
    HoldButton& kill() { return *m_kill; }
    QToolButton& menuButton() { return *m_menu; }
    QString equityText() const { return m_equity; }
    QString dayText() const { return m_day; }
    QStringList venueTexts() const;
    void refreshTheme();

Q_SIGNALS:
    void searchAsked();
    void workspaceChosen(int index);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;

private:
    int tall() const { return m_theme.scaled(41); }
    struct VenueChip {
        QString name;
        QString age;
        QString toolTip;
        double used = 0.0;
        int lamp = 0;
        bool trouble = false;
        QRectF rect;
    };

    void place();
    void paintLeft(QPainter& painter, double right);
    void paintSearch(QPainter& painter);
    /// What the chips take, whole or only lamp and name.
    double venuesWidth(bool brief) const;
    void paintVenues(QPainter& painter, double right);
    double paintFigures(QPainter& painter, double right);

    const Theme& m_theme;
    HoldButton* m_kill;
    ModeTag* m_tag;
    QToolButton* m_menu;
    std::vector<VenueChip> m_venues;
    QStringList m_workspaces;
    int m_workspace = 0;
    std::vector<QRectF> m_tabs;
    QRectF m_search;
    QString m_equityLabel;
    QString m_equity;
    QString m_day;
    QString m_dayShare;
    int m_daySign = 0;
};

} // namespace maker
