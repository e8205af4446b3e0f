#pragma once

#include "session/views.h"
#include "ui/base/theme.h"

#include <QWidget>

namespace maker {

/// The word PAPER in the head of a panel whose orders or fills are on paper; hidden in every other mode.
class PaperMark : public QWidget {
    Q_OBJECT
public:
    explicit PaperMark(const Theme& theme, QWidget* parent = nullptr);
    void setMode(TradingMode mode);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QFont markFont() const;

    const Theme& m_theme;
};

} // namespace maker
