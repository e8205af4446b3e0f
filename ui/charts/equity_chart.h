#pragma once

#include "session/lab_port.h"
#include "ui/base/theme.h"

#include <QStringList>
#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

class QHelpEvent;

namespace maker {

/// A finished run where runs are compared.
struct ComparedRun {
    QString name;
    std::shared_ptr<const LabResult> result;
    Sample sample = Sample::All; ///< the part of the run that `result` holds
    bool overBars = false;       ///< there was no book: no quotes, no queue, no markouts
};

/// What runs did, over one time axis: equity of each, drawdown, PnL by cause of the first, inventory. A thin line on the
/// equity stands where the look-ahead check cut the first run off; its tooltip says what came of it. The wheel zooms at
/// the pointer, a drag pans, a double click or Home shows everything; arrow keys pan, + and - zoom.
class EquityChart : public QWidget {
    Q_OBJECT
public:
    explicit EquityChart(const Theme& theme, QWidget* parent = nullptr);
    ~EquityChart() override;

    /// The first one is shown in full; its out-of-sample spans are shaded.
    void setRuns(const std::vector<ComparedRun>& runs);
    void setCrosshair(std::optional<double> seconds);
    void refreshTheme();
    void showAll();
    void zoomAt(double seconds, double factor);
    void panBy(double share);
    /// One text per pane: equity, drawdown, PnL by cause, inventory.
    QStringList legendTexts() const;
    double visibleSeconds() const;
    std::size_t points() const; ///< drawn of the first run
    std::size_t shades() const;
    /// What came of each cut of the look-ahead check that is drawn, with its moment.
    QStringList cutTexts() const;
    /// Of the cut whose line is within reach of this moment; empty: none is.
    QString cutTextAt(double seconds) const;

Q_SIGNALS:
    void crosshairMoved(std::optional<double> seconds);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    class Panes;
    void movePointer(QObject* plot, double x);
    void showCut(QObject* plot, const QHelpEvent& help);
    void refresh();
    std::unique_ptr<Panes> m_panes;
};

} // namespace maker
