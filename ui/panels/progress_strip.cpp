#include "ui/panels/progress_strip.h"

#include "ui/base/number_text.h"
#include "ui/base/painters.h"
#include "ui/panels/lab_words.h"

#include <QPainter>
#include <QPushButton>

#include <algorithm>

namespace maker {

namespace {
constexpr int kHeight = 50;
constexpr int kPad = 12;
} // namespace

ProgressStrip::ProgressStrip(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_cancel(new QPushButton(tr("Cancel"), this))
{
    setFixedHeight(kHeight);
    m_cancel->setProperty("kind", "danger");
    m_cancel->setProperty("compact", true);
    m_cancel->setToolTip(tr("Stop this job (Shift F5)"));
    connect(m_cancel, &QPushButton::clicked, this, [this] { Q_EMIT cancelAsked(m_job.id); });
    hide();
}

void ProgressStrip::setJobs(const std::vector<JobView>& jobs, Timestamp now)
{
    const auto running = std::find_if(jobs.begin(), jobs.end(), [](const JobView& job) { return job.state == JobState::Running; });
    const auto queued = std::find_if(jobs.begin(), jobs.end(), [](const JobView& job) { return job.state == JobState::Queued; });
    m_waiting = static_cast<int>(std::count_if(jobs.begin(), jobs.end(), isActive)) - 1;
    // The newest failure stays until something else runs.
    const JobView* shown = running != jobs.end() ? &*running : queued != jobs.end() ? &*queued : nullptr;
    if (shown == nullptr && !jobs.empty()) {
        const auto newest = std::max_element(jobs.begin(), jobs.end(), [](const JobView& a, const JobView& b) { return a.id < b.id; });
        if (newest->state == JobState::Failed)
            shown = &*newest;
    }
    setVisible(shown != nullptr);
    if (shown == nullptr)
        return;
    m_job = *shown;
    m_ends = m_job.left.ns > 0 && now.valid() ? text::clock(now + m_job.left) : QString();
    m_cancel->setVisible(isActive(m_job));
    setAccessibleName(text());
    update();
}

QString ProgressStrip::figures() const
{
    if (m_job.state == JobState::Failed)
        return {};
    QStringList words;
    if (m_waiting > 0)
        words << tr("%1 more waiting").arg(m_waiting);
    if (m_job.perSecond > 0)
        words << tr("%1 events/s").arg(countText(m_job.perSecond));
    if (m_job.left.ns > 0)
        words << tr("left %1").arg(spanText(m_job.left));
    if (!m_ends.isEmpty())
        words << tr("ends %1").arg(m_ends);
    return words.join(QStringLiteral("   "));
}

QString ProgressStrip::text() const
{
    QStringList words { QString::fromStdString(m_job.title) };
    if (m_job.state == JobState::Failed)
        words << QString::fromStdString(m_job.message);
    else
        words << text::percent(m_job.progress) << figures();
    return words.join(QLatin1Char(' '));
}

void ProgressStrip::resizeEvent(QResizeEvent*)
{
    const QSize size = m_cancel->sizeHint();
    m_cancel->setGeometry(width() - kPad - size.width(), 7, size.width(), 20);
}

void ProgressStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.bg.header);
    drawHairline(painter, 0, width(), height() - 1, m_theme.line.normal);
    const bool failed = m_job.state == JobState::Failed;
    drawLamp(painter, QRectF(kPad, 12, 10, 10), failed ? LampShape::Error : LampShape::WarmUp, m_theme);
    const QFont strong = m_theme.font(TypeRole::Strong);
    const QFont numbers = m_theme.numberFont(TypeRole::Small);
    const QString title = QString::fromStdString(m_job.title);
    const double titleWidth = std::min(QFontMetricsF(strong).horizontalAdvance(title) + 4, width() * 0.42);
    drawText(painter, QRectF(kPad + 18, 6, titleWidth, 22), title, strong, m_theme.text.primary);
    const double after = kPad + 18 + titleWidth + 10;
    if (failed) {
        drawText(painter, QRectF(after, 6, width() - after - kPad, 22), QString::fromStdString(m_job.message),
            m_theme.font(TypeRole::Body), m_theme.status.danger);
        return;
    }
    const double right = m_cancel->x() - 12;
    drawText(painter, QRectF(after, 6, 60, 22), text::percent(m_job.progress), numbers, m_theme.text.secondary);
    drawText(painter, QRectF(after + 60, 6, std::max(0.0, right - after - 60), 22), figures(), numbers,
        m_theme.text.secondary, Qt::AlignRight | Qt::AlignVCenter);
    const QRectF bar(kPad, 35, width() - 2 * kPad, 5);
    painter.fillRect(bar, m_theme.bg.raised);
    drawShareBar(painter, bar, m_job.progress, false, m_theme.accent.fill);
}

} // namespace maker
