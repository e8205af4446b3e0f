#pragma once

#include "ui/base/theme.h"

#include <QWidget>

class QPushButton;
class QToolButton;

namespace maker {

/// The invitation of a first run, over the chart and never in the way: what is ready, one button to begin, three steps of
/// what follows. It goes away with the first start.
class StartCard : public QWidget {
    Q_OBJECT
public:
    explicit StartCard(const Theme& theme, QWidget* parent);

    /// The strategy that the button starts.
    void setStrategy(const QString& title);
    QPushButton* startButton() const { return m_start; }
    /// In the middle of `area`, in the coordinates of the parent; folds its steps away where they do not fit.
    void place(const QRect& area);
    void refreshTheme();

Q_SIGNALS:
    void startAsked();
    void parametersAsked();
    void dismissed();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void paintSteps(QPainter& painter) const;

    const Theme& m_theme;
    QString m_strategy;
    QPushButton* m_start;
    QPushButton* m_parameters;
    QToolButton* m_close;
    bool m_steps = true;
    QRect m_area;
};

} // namespace maker
