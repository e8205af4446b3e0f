#pragma once

#include "session/lab_port.h"
#include "ui/base/theme.h"

#include <QStringList>
#include <QWidget>

#include <memory>

namespace maker {

/// PnL and inventory of two sides of one replay: what is applied in grey, the draft in the accent.
class WhatIfChart : public QWidget {
    Q_OBJECT
public:
    explicit WhatIfChart(const Theme& theme, QWidget* parent = nullptr);
    ~WhatIfChart() override;
    void setSides(const WhatIfView& view, const Instrument* instrument, const QString& currency);
    void refreshTheme();
    QStringList legendTexts() const;
    QSize minimumSizeHint() const override { return { 220, 150 }; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    class Panes;
    void refresh();
    std::unique_ptr<Panes> m_panes;
};

} // namespace maker
