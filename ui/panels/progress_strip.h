#pragma once

#include "session/lab_port.h"
#include "ui/base/theme.h"

#include <QWidget>

class QPushButton;

namespace maker {

/// The job that runs: its title, how fast and how long still, a bar, and Cancel; what failed last until the next one.
class ProgressStrip : public QWidget {
    Q_OBJECT
public:
    explicit ProgressStrip(const Theme& theme, QWidget* parent = nullptr);
    /// Hides itself where nothing runs and nothing failed.
    void setJobs(const std::vector<JobView>& jobs, Timestamp now);
    /// "Sweep 14 64 % 1.91 M events/s left 3 min 40 s"
    QString text() const;
    QPushButton* cancelButton() const { return m_cancel; }
    void refreshTheme() { update(); }

Q_SIGNALS:
    void cancelAsked(quint64 job);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QString figures() const;

    const Theme& m_theme;
    QPushButton* m_cancel;
    JobView m_job;
    QString m_ends;
    int m_waiting = 0;
};

} // namespace maker
