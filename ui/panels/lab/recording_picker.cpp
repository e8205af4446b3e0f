#include "ui/panels/lab/recording_picker.h"

#include "ui/base/painters.h"
#include "ui/panels/lab_words.h"

#include <QMenu>
#include <QPainter>

#include <algorithm>

namespace maker {

RecordingPicker::RecordingPicker(const Theme& theme, QWidget* parent)
    : QPushButton(parent)
    , m_theme(theme)
    , m_menu(new QMenu(this))
{
    setAccessibleName(tr("Recording"));
    setToolTip(tr("Recordings to replay, in the order of their times; none: the last minutes of the running market"));
    connect(this, &QPushButton::clicked, this, [this] { m_menu->popup(mapToGlobal(QPoint(0, height()))); });
    rebuild();
}

bool RecordingPicker::fits(const DataSetView& set) const
{
    return (set.kind == "bars") == m_bars;
}

bool RecordingPicker::dropUnfit()
{
    return std::erase_if(m_chosen, [this](const std::string& path) {
        return std::none_of(
            m_sets.begin(), m_sets.end(), [&](const DataSetView& set) { return set.path == path && fits(set); });
    }) > 0;
}

void RecordingPicker::setDataSets(const std::vector<DataSetView>& sets)
{
    const bool first = m_sets.empty() && m_chosen.empty() && !sets.empty();
    m_sets = sets;
    dropUnfit();
    const auto fit = std::find_if(sets.begin(), sets.end(), [this](const DataSetView& set) { return fits(set); });
    // Bars have no running market to fall back on.
    if ((first || (m_bars && m_chosen.empty())) && fit != sets.end())
        m_chosen.push_back(fit->path);
    rebuild();
}

void RecordingPicker::setOverBars(bool bars)
{
    if (bars == m_bars)
        return;
    m_bars = bars;
    const bool had = dropUnfit();
    const auto fit = std::find_if(m_sets.begin(), m_sets.end(), [this](const DataSetView& set) { return fits(set); });
    if ((had || bars) && fit != m_sets.end())
        m_chosen.push_back(fit->path);
    rebuild();
    Q_EMIT picked();
}

void RecordingPicker::choose(std::vector<std::string> paths)
{
    m_chosen = std::move(paths);
    rebuild();
    Q_EMIT picked();
}

const DataSetView* RecordingPicker::first() const
{
    for (const DataSetView& set : m_sets) {
        if (fits(set) && std::find(m_chosen.begin(), m_chosen.end(), set.path) != m_chosen.end())
            return &set;
    }
    return nullptr;
}

QString RecordingPicker::summary() const
{
    if (m_chosen.size() > 1)
        return tr("%1 recordings").arg(m_chosen.size());
    const DataSetView* only = first();
    if (only == nullptr)
        return m_bars ? tr("No candles yet") : tr("The last minutes, live");
    return dataSetText(*only);
}

void RecordingPicker::rebuild()
{
    m_menu->clear();
    if (m_bars) {
        const bool any = std::any_of(m_sets.begin(), m_sets.end(), [this](const DataSetView& set) { return fits(set); });
        if (!any)
            m_menu->addAction(tr("Import candles in the Data tab to run this on"))->setEnabled(false);
    } else {
        QAction* live = m_menu->addAction(tr("The last minutes of the running market"));
        live->setCheckable(true);
        live->setChecked(m_chosen.empty());
        connect(live, &QAction::triggered, this, [this] { choose({}); });
        m_menu->addSeparator();
    }
    for (const DataSetView& set : m_sets) {
        if (!fits(set))
            continue;
        QAction* entry = m_menu->addAction(QStringLiteral("%1, %2").arg(dataSetText(set), minuteText(set.from).left(10)));
        entry->setCheckable(true);
        entry->setChecked(std::find(m_chosen.begin(), m_chosen.end(), set.path) != m_chosen.end());
        connect(entry, &QAction::triggered, this, [this, path = set.path](bool ticked) {
            std::vector<std::string> chosen = m_chosen;
            std::erase(chosen, path);
            if (ticked)
                chosen.push_back(path);
            choose(std::move(chosen));
        });
    }
    setText(summary());
    setAccessibleDescription(summary());
    update();
}

void RecordingPicker::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(hasFocus() ? m_theme.accent.text : m_theme.line.normal, 1));
    painter.setBrush(m_theme.bg.sunken);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    drawText(painter, QRectF(9, 0, width() - 32, height()), text(), m_theme.font(TypeRole::Body), m_theme.text.primary);
    drawIcon(painter, QStringLiteral("down"), QRectF(width() - 20, height() / 2.0 - 6, 12, 12), m_theme.text.muted);
}

} // namespace maker
