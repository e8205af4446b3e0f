#pragma once

#include <QString>

class QWidget;

namespace maker {

/// A painted list that can say its rows: what a screen reader reads, and what tests compare.
class PaintedRows {
public:
    virtual ~PaintedRows() = default;
    virtual int rowCount() const = 0;
    /// One sentence: "bid 236.39, 50.4, ours 12.0".
    virtual QString rowText(int row) const = 0;
};

/// Makes every widget that is a PaintedRows accessible as a list with its rows as items.
void installPaintedRowsAccessibility();

} // namespace maker
