#pragma once

#include "ui/base/painters.h"
#include "ui/panels/ladder/ladder_rows.h"
#include "ui/panels/painted_rows.h"

#include <QWidget>

#include <optional>

namespace maker {

/// Paints the ladder: mine, bid, price, ask, mine; the spread with last, fair and own spread in the middle row.
class LadderView : public QWidget, public PaintedRows {
    Q_OBJECT
public:
    explicit LadderView(const Theme& theme, QWidget* parent = nullptr);

    void show(const Instrument* instrument, const MarketSnapshot& market, const OpenOrders& orders,
        std::span<const DraftQuote> drafts = {});
    /// Values stay but are muted: they are old.
    void setMuted(bool muted);
    void setLocked(bool locked);
    bool locked() const { return m_locked; }
    LadderRows& rows() { return m_rows; }
    void centre();
    void refreshTheme();
    const QFont& numberFont() const { return m_numbers.font(); }
    /// The keyboard row; none before the keyboard came here.
    std::optional<LadderRow> cursor() const;
    void moveCursor(int rows);
    /// Where a row is painted; 0 is the middle row.
    QRectF rowRect(int row) const;

    int rowCount() const override;
    QString rowText(int row) const override;
    QSize minimumSizeHint() const override { return { 240, 160 }; }

Q_SIGNALS:
    /// Own orders of this row should be cancelled: by click when unlocked, by X on the keyboard row.
    void cancelAsked(maker::LadderRow row);
    void lockedClick();
    /// The pointer or the keyboard stands on a row with orders of ours.
    void ownRowReached(maker::LadderRow row);
    void keyboardCame(bool here);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Columns {
        double mineLeft, bid, price, ask, mineRight, end; ///< left edges
    };
    Columns columns() const;
    double rowHeight() const { return m_theme.scaled(rows::kLadder); }
    double headHeight() const { return m_theme.scaled(rows::kTableHead); }
    double middleHeight() const { return m_theme.scaled(42); }
    int rowAt(double y) const;
    /// The lowest and the highest row that are visible.
    std::pair<int, int> visible() const;
    QRectF chipRect(const LadderRow& row, int index, const Columns& at) const;
    void paintHead(QPainter& painter, const Columns& at) const;
    void paintRow(QPainter& painter, int index, double cap, const Columns& at);
    void paintChip(QPainter& painter, const LadderRow& row, int index, const Columns& at);
    void paintDraft(QPainter& painter, const LadderRow& row, const QRectF& chip);
    void paintQueue(QPainter& painter, const QueuePlace& queue, const QRectF& chip, bool bid);
    QString chipTip(const LadderRow& row) const;
    void reach(int row);
    void paintMiddle(QPainter& painter, const Columns& at);
    void paintLastAndSpread(QPainter& painter, const QRectF& left);
    void paintFairAndOwn(QPainter& painter, const QRectF& right);
    QColor shade(const QColor& color) const { return m_muted ? m_theme.text.muted : color; }

    static constexpr int kFarthest = 2'000; ///< rows that can be scrolled away from the spread
    const Theme& m_theme;
    NumberPainter m_numbers;
    NumberPainter m_small;
    NumberPainter m_tiny;
    const Instrument* m_instrument = nullptr;
    MarketSnapshot m_market;
    LadderRows m_rows;
    int m_scroll = 0; ///< rows that the middle has moved down
    int m_hovered = 0;
    std::optional<std::pair<Side, Price>> m_cursor;
    double m_wheel = 0.0;
    bool m_locked = true;
    bool m_muted = false;
};

} // namespace maker
