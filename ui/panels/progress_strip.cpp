#include "ui/panels/progress_strip.h"

#include "ui/panels/lab_words.h"

#include <QVBoxLayout>

#include <algorithm>

namespace maker {

namespace {

/// Running ones first, then what is held, then what waits; the older one first.
int rank(const JobView& job)
{
    return job.state == JobState::Running ? 0 : job.state == JobState::Paused ? 1 : 2;
}

} // namespace

ProgressStrip::ProgressStrip(const Theme& theme, QWidget* parent)
    : QWidget(parent)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    for (JobLine*& line : m_lines) {
        line = new JobLine(theme, this);
        line->hide();
        layout->addWidget(line);
        connect(line, &JobLine::pauseAsked, this, &ProgressStrip::pauseAsked);
        connect(line, &JobLine::resumeAsked, this, &ProgressStrip::resumeAsked);
        connect(line, &JobLine::cancelAsked, this, &ProgressStrip::cancelAsked);
    }
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    hide();
}

void ProgressStrip::setJobs(const std::vector<JobView>& jobs, Timestamp now)
{
    std::vector<JobView> active;
    std::copy_if(jobs.begin(), jobs.end(), std::back_inserter(active), isActive);
    std::stable_sort(active.begin(), active.end(), [](const JobView& a, const JobView& b) { return rank(a) < rank(b); });
    // The newest failure stays until something else runs.
    if (active.empty() && !jobs.empty()) {
        const auto newest = std::max_element(jobs.begin(), jobs.end(), [](const JobView& a, const JobView& b) { return a.id < b.id; });
        if (newest->state == JobState::Failed)
            active.push_back(*newest);
    }
    m_shown = std::min(active.size(), kMostLines);
    for (std::size_t i = 0; i < kMostLines; ++i) {
        if (i < m_shown)
            m_lines[i]->setJob(active[i], i + 1 == m_shown ? static_cast<int>(active.size() - m_shown) : 0, now);
        m_lines[i]->setVisible(i < m_shown);
    }
    setVisible(m_shown > 0);
    setAccessibleName(text());
}

QString ProgressStrip::text() const
{
    QStringList lines;
    for (std::size_t i = 0; i < std::max<std::size_t>(m_shown, 1); ++i)
        lines << m_lines[i]->text();
    return lines.join(QLatin1Char('\n'));
}

void ProgressStrip::refreshTheme()
{
    for (JobLine* line : m_lines)
        line->refreshTheme();
}

} // namespace maker
