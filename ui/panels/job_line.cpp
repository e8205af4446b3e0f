#include "ui/panels/job_line.h"

#include "ui/base/number_text.h"
#include "ui/base/painters.h"
#include "ui/panels/lab_words.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

#include <algorithm>

namespace maker {

namespace {
constexpr int kHeight = 42; // times the size of the text
constexpr int kText = 22;
constexpr int kPad = 12;
constexpr int kPercent = 44;
} // namespace

JobLine::JobLine(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_pause(new QPushButton(tr("Resume"), this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(kPad, 6, kPad, 12);
    layout->setSpacing(6);
    layout->addStretch(1);
    layout->addWidget(m_pause, 0, Qt::AlignTop);
    layout->addWidget(m_cancel, 0, Qt::AlignTop);
    m_cancel->setProperty("kind", "danger");
    for (QPushButton* button : { m_pause, m_cancel })
        button->setProperty("compact", true);
    m_cancel->setToolTip(tr("Stop this job; what it made so far is dropped (Shift F5 stops all)"));
    connect(m_cancel, &QPushButton::clicked, this, [this] { Q_EMIT cancelAsked(m_job.id); });
    connect(m_pause, &QPushButton::clicked, this, [this] {
        if (m_job.state == JobState::Paused)
            Q_EMIT resumeAsked(m_job.id);
        else
            Q_EMIT pauseAsked(m_job.id);
    });
    refreshTheme();
}

void JobLine::setJob(const JobView& job, int waiting, Timestamp now)
{
    m_job = job;
    m_waiting = waiting;
    const bool paused = job.state == JobState::Paused;
    m_ends = !paused && job.left.ns > 0 && now.valid() ? text::clock(now + job.left) : QString();
    m_cancel->setVisible(isActive(job));
    m_pause->setVisible(isActive(job));
    m_pause->setText(paused ? tr("Resume") : tr("Pause"));
    m_pause->setToolTip(paused ? tr("Go on where this job was held") : tr("Hold this job and let others use its place"));
    m_pause->setAccessibleName(m_pause->text() + QLatin1Char(' ') + QString::fromStdString(job.title));
    m_cancel->setAccessibleName(m_cancel->text() + QLatin1Char(' ') + QString::fromStdString(job.title));
    setAccessibleName(text());
    setToolTip(text());
    update();
}

/// What is left out first where room is short comes last.
QStringList JobLine::figures() const
{
    QStringList words;
    if (m_job.state == JobState::Failed)
        return words;
    if (m_job.state == JobState::Paused)
        words << tr("paused");
    if (m_job.state == JobState::Queued)
        words << tr("waiting");
    if (m_job.left.ns > 0)
        words << tr("left %1").arg(spanText(m_job.left));
    if (!m_ends.isEmpty())
        words << tr("ends %1").arg(m_ends);
    if (m_job.perSecond > 0 && m_job.state == JobState::Running)
        words << tr("%1 events/s").arg(countText(m_job.perSecond));
    if (m_waiting > 0)
        words << tr("%1 more waiting").arg(m_waiting);
    return words;
}

QString JobLine::fittingFigures(double room) const
{
    const QFontMetricsF metrics(m_theme.numberFont(TypeRole::Small));
    QStringList words = figures();
    const QString gap = QStringLiteral("   ");
    while (words.size() > 1 && metrics.horizontalAdvance(words.join(gap)) > room)
        words.removeLast();
    return words.join(gap);
}

QString JobLine::text() const
{
    QStringList words { QString::fromStdString(m_job.title) };
    if (m_job.state == JobState::Failed)
        words << QString::fromStdString(m_job.message);
    else
        words << text::percent(m_job.progress) << figures();
    return words.join(QLatin1Char(' '));
}

void JobLine::refreshTheme()
{
    setFixedHeight(m_theme.scaled(kHeight));
    update();
}

void JobLine::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.bg.header);
    drawHairline(painter, 0, width(), height() - 1, m_theme.line.normal);
    const bool failed = m_job.state == JobState::Failed;
    const bool paused = m_job.state == JobState::Paused;
    const double high = m_theme.scaled(kText);
    drawLamp(painter, QRectF(kPad, 5 + high / 2 - 5, 10, 10),
        failed ? LampShape::Error : paused ? LampShape::Paused : LampShape::WarmUp, m_theme);
    const QFont strong = m_theme.font(TypeRole::Strong);
    const QFont numbers = m_theme.numberFont(TypeRole::Small);
    const QString title = QString::fromStdString(m_job.title);
    const double right = (failed ? width() - kPad : m_pause->x()) - 10.0;
    const double titleWidth = std::min(QFontMetricsF(strong).horizontalAdvance(title) + 4, (right - kPad) * 0.5);
    drawText(painter, QRectF(kPad + 18, 5, titleWidth, high), title, strong, m_theme.text.primary);
    const double after = kPad + 18 + titleWidth + 10;
    if (failed) {
        drawText(painter, QRectF(after, 5, right - after, high), QString::fromStdString(m_job.message),
            m_theme.font(TypeRole::Body), m_theme.status.danger);
        return;
    }
    const double percent = m_theme.scaled(kPercent);
    drawText(painter, QRectF(after, 5, percent, high), text::percent(m_job.progress), numbers, m_theme.text.secondary);
    const double room = std::max(0.0, right - after - percent);
    drawText(painter, QRectF(after + percent, 5, room, high), fittingFigures(room), numbers, m_theme.text.secondary,
        Qt::AlignRight | Qt::AlignVCenter);
    const QRectF bar(kPad, height() - 10, width() - 2 * kPad, 4);
    painter.fillRect(bar, m_theme.bg.raised);
    drawShareBar(painter, bar, m_job.progress, false, paused ? m_theme.status.idle : m_theme.accent.fill);
}

} // namespace maker
