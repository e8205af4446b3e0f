#pragma once

#include "session/views.h"
#include "ui/base/painters.h"
#include "ui/panels/painted_rows.h"

#include <QWidget>

#include <optional>
#include <vector>

namespace maker {

enum class StrategyAction : std::uint8_t { Start, Pause, Stop };

/// Whether the action makes sense in this state; one that does not is dimmed and ignores clicks.
bool canDo(StrategyAction action, StrategyState state);
LampShape strategyLamp(StrategyState state);

/// One strategy as its row shows it.
struct StrategyLine {
    StrategyId id;
    StrategyState state = StrategyState::Stopped;
    QString title;
    QString reason;
    QString position; ///< "flat" at zero
    QString pnl;
    int pnlSign = 0;

    friend bool operator==(const StrategyLine&, const StrategyLine&) = default;
};

/// Painted rows of 60 px: lamp, title, start, pause and stop; below them the reason in words, on two
/// lines where one does not hold it, position and day PnL. The tooltip says title and reason in full.
class StrategyList : public QWidget, public PaintedRows {
    Q_OBJECT
public:
    explicit StrategyList(const Theme& theme, QWidget* parent = nullptr);

    void setLines(std::vector<StrategyLine> lines);
    const std::vector<StrategyLine>& lines() const { return m_lines; }
    void setCurrent(StrategyId id);
    StrategyId current() const { return m_current; }
    void refreshTheme();
    const QFont& numberFont() const { return m_numbers.font(); }
    QRect actionRect(int row, StrategyAction action) const;
    /// The whole reason can be read in the row.
    bool showsReason(int row) const;

    int rowCount() const override { return static_cast<int>(m_lines.size()); }
    QString rowText(int row) const override;
    QSize sizeHint() const override { return { 200, rowCount() * rowHeight() }; }
    QSize minimumSizeHint() const override { return { 180, rowCount() * rowHeight() }; }

Q_SIGNALS:
    void chosen(maker::StrategyId id);
    void opened(maker::StrategyId id);
    void acted(maker::StrategyId id, maker::StrategyAction action);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    int rowHeight() const { return m_theme.scaled(rows::kStrategy); }
    std::optional<StrategyAction> actionAt(int row, const QPoint& at) const;
    void act(int row, StrategyAction action);
    void choose(int row);
    int currentRow() const;
    void paintRow(QPainter& painter, int row);
    QRectF figuresRect(int row) const;
    /// A reason as its row shows it: one line beside the figures, one below them.
    struct ReasonLines {
        QString first;
        QString second;
        double firstWidth = 0.0; ///< room of the first line
        bool whole = true;       ///< nothing of the second is cut
    };
    ReasonLines reasonLines(int row) const;
    QColor reasonColor(StrategyState state) const;

    const Theme& m_theme;
    NumberPainter m_numbers;
    std::vector<StrategyLine> m_lines;
    StrategyId m_current;
    int m_hoveredRow = -1;
    std::optional<StrategyAction> m_hoveredAction;
};

} // namespace maker
