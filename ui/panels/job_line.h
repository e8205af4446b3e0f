#pragma once

#include "session/lab_port.h"
#include "ui/base/theme.h"

#include <QWidget>

class QPushButton;

namespace maker {

/// One job: its title, how far it is, how fast and how long still, a bar, Pause or Resume, and Cancel; of a failed one its
/// sentence.
class JobLine : public QWidget {
    Q_OBJECT
public:
    explicit JobLine(const Theme& theme, QWidget* parent = nullptr);
    /// `waiting`: how many more wait behind it; `now` tells when it ends.
    void setJob(const JobView& job, int waiting, Timestamp now);
    const JobView& job() const { return m_job; }
    /// "Sweep 14 64 % 1.91 M events/s left 3 min 40 s"
    QString text() const;
    QPushButton* pauseButton() const { return m_pause; }
    QPushButton* cancelButton() const { return m_cancel; }
    void refreshTheme();

Q_SIGNALS:
    void pauseAsked(quint64 job);
    void resumeAsked(quint64 job);
    void cancelAsked(quint64 job);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QStringList figures() const;
    QString fittingFigures(double room) const;

    const Theme& m_theme;
    QPushButton* m_pause;
    QPushButton* m_cancel;
    JobView m_job;
    QString m_ends;
    int m_waiting = 0;
};

} // namespace maker
