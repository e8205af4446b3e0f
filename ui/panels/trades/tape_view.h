#pragma once

#include "kernel/base/timestamp.h"
#include "kernel/model/instrument.h"
#include "ui/base/painters.h"
#include "ui/panels/painted_rows.h"

#include <QWidget>

#include <deque>

namespace maker {

/// One trade of the market on the tape.
struct TapeRow {
    Timestamp time;
    Price price;
    Qty qty;
    Side side = Side::Buy; ///< aggressor
    bool own = false;
};

/// Paints the newest trades from the top: time without the hour, arrow, price, quantity over a bar by square root of
/// size.
class TapeView : public QWidget, public PaintedRows {
    Q_OBJECT
public:
    TapeView(const Theme& theme, QWidget* parent = nullptr);

    /// Newest first; both outlive the view or are replaced by another call.
    void setRows(const Instrument* instrument, const std::deque<TapeRow>* rows);
    /// Repaints; rows were added at the front.
    void refresh(std::size_t added);
    /// Trades below this are left out.
    void setLeast(Qty least);
    Qty least() const { return m_least; }
    void refreshTheme();
    const QFont& numberFont() const { return m_numbers.font(); }
    /// Trades from which quantities are semibold: the 95th percentile of those kept.
    Qty large() const { return m_large; }

    int rowCount() const override;
    QString rowText(int row) const override;
    QSize minimumSizeHint() const override { return { 140, 80 }; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Lanes {
        double arrow, priceRight, qtyRight;
        bool timed; ///< the time has room
    };
    Lanes lanes() const;
    int rowHeight() const { return m_theme.scaled(rows::kTape); }
    int visibleRows() const;
    void collect();
    void paintHead(QPainter& painter, const Lanes& lanes) const;
    void paintRow(QPainter& painter, const TapeRow& row, double y, const Lanes& lanes);
    void scrollTo(std::size_t first);

    const Theme& m_theme;
    NumberPainter m_numbers;
    NumberPainter m_bold;
    NumberPainter m_time;
    const Instrument* m_instrument = nullptr;
    const std::deque<TapeRow>* m_rows = nullptr;
    std::vector<TapeRow> m_shown; ///< what passes the filter, from the first visible one
    std::size_t m_first = 0; ///< trades scrolled away above
    Qty m_least;
    Qty m_large;
    double m_wheel = 0.0;
};

} // namespace maker
