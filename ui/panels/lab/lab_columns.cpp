#include "ui/panels/lab/lab_columns.h"

#include "ui/base/segments.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

namespace maker {

namespace {
constexpr int kHandle = 4;
} // namespace

LabColumns::LabColumns(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_bar(new QWidget(this))
    , m_names(new Segments(theme, {}, m_bar))
    , m_splitter(new QSplitter(Qt::Horizontal, this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    layout->addWidget(m_splitter, 1);
    auto* bar = new QHBoxLayout(m_bar);
    bar->setContentsMargins(10, 4, 10, 4);
    bar->addWidget(m_names);
    bar->addStretch(1);
    m_bar->hide();
    m_names->setToolTip(tr("The window is too narrow for all of the lab: choose what to see"));
    m_splitter->setHandleWidth(kHandle);
    m_splitter->setChildrenCollapsible(false);
    connect(m_names, &Segments::chosen, this, &LabColumns::show);
}

void LabColumns::add(QWidget* column, const QString& name, QSize least, int wanted, bool grows)
{
    auto* frame = new QScrollArea(m_splitter);
    frame->setWidgetResizable(true);
    frame->setFrameShape(QFrame::NoFrame);
    frame->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    frame->setFocusPolicy(Qt::NoFocus);
    frame->setWidget(column);
    column->setAutoFillBackground(false); // the area behind it has the panel's ground, in every theme
    m_splitter->addWidget(frame);
    m_splitter->setStretchFactor(m_splitter->count() - 1, grows ? 1 : 0);
    m_columns.push_back({ frame, column, name, least, wanted, grows });
}

int LabColumns::leastWidth(const Column& column) const
{
    return m_theme.scaled(column.least.width());
}

void LabColumns::arrange()
{
    QStringList names;
    for (Column& column : m_columns) {
        names << column.name;
        column.frame->setMinimumWidth(leastWidth(column));
        column.inside->setMinimumHeight(m_theme.scaled(column.least.height()));
    }
    m_names->setTexts(names);
    m_names->setCurrent(m_chosen);
    m_names->updateGeometry();
    if (m_scale != m_theme.textScale)
        m_spread = false; // widths that the user chose stay when only colours changed
    m_scale = m_theme.textScale;
    fold();
}

/// The chosen column, then those after it, then those before it, while there is room.
std::vector<bool> LabColumns::fitting() const
{
    std::vector<bool> shown(m_columns.size(), false);
    int room = width();
    const auto take = [&](std::size_t column) {
        const int needed = leastWidth(m_columns[column]) + kHandle;
        if (needed > room)
            return false;
        shown[column] = true;
        room -= needed;
        return true;
    };
    const auto chosen = static_cast<std::size_t>(std::clamp(m_chosen, 0, static_cast<int>(m_columns.size()) - 1));
    take(chosen);
    shown[chosen] = true;
    for (std::size_t next = chosen + 1; next < m_columns.size() && take(next); ++next)
        continue;
    for (std::size_t before = chosen; before-- > 0 && take(before);)
        continue;
    return shown;
}

void LabColumns::fold()
{
    if (m_columns.empty())
        return;
    const std::vector<bool> shown = fitting();
    const bool folded = std::find(shown.begin(), shown.end(), false) != shown.end();
    if (folded != m_folded)
        m_spread = false;
    m_folded = folded;
    m_bar->setVisible(folded);
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        if (m_columns[i].frame->isHidden() == shown[i]) {
            m_columns[i].frame->setVisible(shown[i]);
            m_spread = false;
        }
    }
    if (!m_spread)
        spread();
}

/// Once for each choice of columns; after that the widths are the user's.
void LabColumns::spread()
{
    m_spread = width() > 0;
    QList<int> widths;
    int others = 0;
    for (const Column& column : m_columns) {
        const bool hidden = column.frame->isHidden();
        const int wanted = std::clamp(width() * column.wanted / 1920, leastWidth(column), m_theme.scaled(column.wanted));
        widths.push_back(hidden ? 0 : wanted);
        others += hidden || column.grows ? 0 : wanted + kHandle;
    }
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        if (m_columns[i].grows && widths[static_cast<qsizetype>(i)] > 0)
            widths[static_cast<qsizetype>(i)] = std::max(leastWidth(m_columns[i]), width() - others);
    }
    m_splitter->setSizes(widths);
}

bool LabColumns::shows(int column) const
{
    return column >= 0 && column < static_cast<int>(m_columns.size()) && !m_columns[static_cast<std::size_t>(column)].frame->isHidden();
}

void LabColumns::show(int column)
{
    m_chosen = column;
    m_names->setCurrent(column);
    fold();
}

void LabColumns::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fold();
}

} // namespace maker
