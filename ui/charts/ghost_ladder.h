#pragma once

#include "kernel/model/instrument.h"
#include "session/lab_port.h"
#include "ui/base/theme.h"

#include <QString>
#include <QWidget>

#include <memory>
#include <vector>

namespace maker {

/// Where the quotes of a what-if rested at its end: as applied in a solid chip, with the draft in a dashed one, on one
/// ladder of prices. All ticks where they fit, else those with quotes only, with a dotted line where ticks are left out.
class GhostLadder : public QWidget {
    Q_OBJECT
public:
    struct Row {
        Price price;
        Side side = Side::Buy;
        Qty applied;
        Qty draft;
        Qty appliedAhead;
        Qty draftAhead;
        bool middle = false; ///< between the best ask and the best bid
        bool broken = false; ///< ticks are left out above it
    };

    explicit GhostLadder(const Theme& theme, QWidget* parent = nullptr);
    void setQuotes(const WhatIfView& view, const Instrument& instrument);
    /// From the highest price down.
    const std::vector<Row>& rowsShown() const { return m_rows; }
    /// "Applied: buy 12.0 at 236.39, 34.2 ahead of it"; empty where nothing rests.
    QString textOf(const Row& row) const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    void refreshTheme();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;

private:
    void arrange();
    void addSide(Side side, std::size_t room, std::vector<Row>& rows) const;
    std::vector<Row> quoted(Side side) const;
    void paintRow(QPainter& painter, const Row& row, double y) const;
    void paintMiddle(QPainter& painter, double y) const;
    QString spreadText(const WhatIfView::Side& side) const;
    double rowHeight() const;
    double priceWidth() const;

    const Theme& m_theme;
    WhatIfView::Side m_applied;
    WhatIfView::Side m_draft;
    std::shared_ptr<const Instrument> m_instrument;
    std::vector<Row> m_rows;
};

} // namespace maker
