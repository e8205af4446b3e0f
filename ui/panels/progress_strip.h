#pragma once

#include "ui/panels/job_line.h"

#include <array>

namespace maker {

/// The jobs that run, are paused or wait, one line each, the rest as a number; what failed last until the next one.
class ProgressStrip : public QWidget {
    Q_OBJECT
public:
    static constexpr std::size_t kMostLines = 3;

    explicit ProgressStrip(const Theme& theme, QWidget* parent = nullptr);
    /// Hides itself where nothing is to be done and nothing failed.
    void setJobs(const std::vector<JobView>& jobs, Timestamp now);
    /// All lines; "Sweep 14 64 % 1.91 M events/s left 3 min 40 s".
    QString text() const;
    std::size_t shownLines() const { return m_shown; }
    JobLine& line(std::size_t index) const { return *m_lines[index]; }
    QPushButton* cancelButton() const { return m_lines.front()->cancelButton(); }
    void refreshTheme();

Q_SIGNALS:
    void pauseAsked(quint64 job);
    void resumeAsked(quint64 job);
    void cancelAsked(quint64 job);

private:
    std::array<JobLine*, kMostLines> m_lines {};
    std::size_t m_shown = 0;
};

} // namespace maker
