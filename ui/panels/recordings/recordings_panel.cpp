#include "ui/panels/recordings/recordings_panel.h"

#include "ui/base/number_text.h"
#include "ui/panels/lab_words.h"

#include <QFileDialog>
#include <QHeaderView>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>

#include <algorithm>

namespace maker {

namespace {

enum Columns { kState, kSymbol, kVenue, kKind, kFrom, kTo, kLength, kEvents, kSize, kGaps, kTrouble };

/// Choices of the import in words; the key goes to the importer.
QString formatTitle(const std::string& key)
{
    if (key == "auto")
        return RecordingsPanel::tr("Format by its content");
    if (key == "binance-stream")
        return RecordingsPanel::tr("Binance stream, raw");
    if (key == "binance-archive")
        return RecordingsPanel::tr("Binance archive");
    if (key == "tardis")
        return RecordingsPanel::tr("Tardis CSV");
    if (key == "candles")
        return RecordingsPanel::tr("Candles, CSV");
    if (key == "trades")
        return RecordingsPanel::tr("Trades, CSV");
    if (key == "orders")
        return RecordingsPanel::tr("Order by order, CSV");
    return QString::fromStdString(key);
}

} // namespace

RecordingModel::RecordingModel(QObject* parent)
    : ListTableModel({ { RecordingsPanel::tr("Symbol"), 232, ColumnKind::Lamp, 0, 112 }, { RecordingsPanel::tr("Venue"), 84 },
                         { RecordingsPanel::tr("Kind"), 104 }, { RecordingsPanel::tr("From, UTC"), 128, ColumnKind::Time },
                         { RecordingsPanel::tr("To, UTC"), 128, ColumnKind::Time },
                         { RecordingsPanel::tr("Length"), 96, ColumnKind::Number, 2 },
                         { RecordingsPanel::tr("Events"), 100, ColumnKind::Number },
                         { RecordingsPanel::tr("Size"), 84, ColumnKind::Number },
                         { RecordingsPanel::tr("Gaps"), 60, ColumnKind::Number }, { RecordingsPanel::tr("State"), 0 } },
        parent)
{
}

QVariant RecordingModel::cell(const DataSetView& row, int column, int role) const
{
    const int at = column + 1; // the lamp stands before the symbol
    const bool trouble = !row.trouble.empty();
    if (role == LampRole && at == kSymbol)
        return static_cast<int>(trouble ? LampShape::Error : LampShape::Running);
    if (role == Qt::ToolTipRole)
        return trouble ? QString::fromStdString(row.trouble) + QLatin1Char('\n') + QString::fromStdString(row.path)
                       : QString::fromStdString(row.path);
    if (role == ToneRole) {
        if (at == kTrouble)
            return static_cast<int>(trouble ? Tone::Danger : Tone::Secondary);
        if (at == kGaps)
            return static_cast<int>(row.gaps.empty() ? Tone::Muted : Tone::Warn);
        return at == kVenue || at == kKind ? QVariant(static_cast<int>(Tone::Secondary)) : QVariant();
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (at) {
    case kSymbol:
        return QString::fromStdString(row.symbol);
    case kVenue:
        return QString::fromStdString(row.venue);
    case kKind:
        return row.kind.empty() ? QString(text::kUnknown) : QString::fromStdString(row.kind);
    case kFrom:
        return row.from.valid() ? minuteText(row.from) : QString(text::kUnknown);
    case kTo:
        return row.to.valid() ? minuteText(row.to) : QString(text::kUnknown);
    case kLength:
        return spanText(row.to - row.from);
    case kEvents:
        return text::number(static_cast<double>(row.events), 0);
    case kSize:
        return sizeText(row.bytes);
    case kGaps:
        return QString::number(row.gaps.size());
    default:
        if (trouble)
            return QString::fromStdString(row.trouble);
        return row.growing ? RecordingsPanel::tr("being recorded") : RecordingsPanel::tr("readable");
    }
}

RecordingsPanel::RecordingsPanel(const PanelContext& context)
    : Panel(context, QStringLiteral("recordings"), tr("Data"))
    , m_model(new RecordingModel(this))
    , m_table(new TableView(*m_model, context, this))
    , m_coverage(new CoverageView(context.theme, this))
    , m_progress(new ProgressStrip(context.theme, this))
{
    auto* content = new QWidget(this);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_progress);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_coverage);
    layout->addStretch(0);
    layout->addWidget(buildFoot());
    m_table->setAccessibleName(tr("Recordings"));
    setContent(content);
    if (lab() == nullptr) {
        setState(PanelState::Empty, tr("No recordings here"), tr("This window was opened without a library of recordings."));
        return;
    }
    head().setContext(tr("Recordings that the lab can replay"));
    for (const std::string& format : lab()->importFormats())
        m_format->addItem(formatTitle(format), QString::fromStdString(format));
    connect(m_progress, &ProgressStrip::cancelAsked, this, [this](quint64 job) { lab()->cancel(job); });
    connect(m_progress, &ProgressStrip::pauseAsked, this, [this](quint64 job) { lab()->pause(job); });
    connect(m_progress, &ProgressStrip::resumeAsked, this, [this](quint64 job) { lab()->resume(job); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &RecordingsPanel::showChosen);
    auto* away = new QShortcut(QKeySequence::Delete, m_table, nullptr, nullptr, Qt::WidgetShortcut);
    connect(away, &QShortcut::activated, this, &RecordingsPanel::remove);
    follow();
    onThemeChanged();
}

QWidget* RecordingsPanel::buildFoot()
{
    auto* foot = new QWidget(this);
    auto* layout = new QHBoxLayout(foot);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(8);
    m_sentence = new QLabel(foot);
    m_sentence->setWordWrap(true);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_keep = new QPushButton(tr("Keep the last minutes"), foot);
    m_keep->setToolTip(tr("Put what the running market left in memory into the library"));
    m_format = new ChoiceBox(theme(), foot);
    m_format->setMinimumWidth(170);
    m_format->setAccessibleName(tr("Format of the file to import"));
    m_symbol = new QLineEdit(foot);
    m_symbol->setPlaceholderText(tr("symbol, if not in the file"));
    m_symbol->setAccessibleName(tr("Symbol of the file to import"));
    m_symbol->setFixedWidth(160);
    m_import = new QPushButton(tr("Import…"), foot);
    m_import->setProperty("kind", "primary");
    m_verify = new QPushButton(tr("Verify"), foot);
    m_verify->setToolTip(tr("Read the whole recording and check every block"));
    m_delete = new QPushButton(tr("Delete"), foot);
    m_delete->setProperty("kind", "danger");
    layout->addWidget(m_sentence, 1);
    for (QWidget* part : std::initializer_list<QWidget*> { m_verify, m_delete, m_keep, m_symbol, m_format, m_import })
        layout->addWidget(part);
    connect(m_import, &QPushButton::clicked, this, &RecordingsPanel::askWhatToImport);
    connect(m_verify, &QPushButton::clicked, this, &RecordingsPanel::verify);
    connect(m_delete, &QPushButton::clicked, this, &RecordingsPanel::remove);
    connect(m_keep, &QPushButton::clicked, this, [this] {
        if (lab() != nullptr && lab()->keepLastMinutes() == 0)
            say(tr("The running market left nothing in memory yet."), true);
    });
    return foot;
}

const DataSetView* RecordingsPanel::chosen() const
{
    const QModelIndex index = m_table->currentIndex();
    return index.isValid() && index.row() < m_model->rowCount() ? &m_model->row(index.row()) : nullptr;
}

void RecordingsPanel::choose(int row)
{
    m_table->setCurrentIndex(m_model->index(row, 0));
}

void RecordingsPanel::onFrame(const Frame& frame)
{
    if (lab() == nullptr)
        return;
    if (!m_asking.empty() && frame.millis - m_askedAt > kConfirmMillis)
        stopAsking();
    if (const std::uint64_t version = lab()->version(); version != m_version) {
        m_version = version;
        follow();
    }
}

void RecordingsPanel::follow()
{
    std::vector<DataSetView> sets = lab()->dataSets();
    const std::vector<JobView> jobs = lab()->jobs();
    const bool busy = std::any_of(jobs.begin(), jobs.end(), isActive);
    m_coverage->setDataSets(sets, m_table->currentIndex().row());
    m_model->setRows(std::move(sets));
    // The time line stands right below the last row, until there are more rows than fit.
    const int rows = std::max(4, m_model->rowCount());
    m_table->setMaximumHeight(m_table->horizontalHeader()->height() + rows * m_table->verticalHeader()->defaultSectionSize() + 6);
    m_progress->setJobs(jobs, clock().desk().time);
    const bool empty = m_model->rowCount() == 0;
    const QString nothing = tr("Nothing is recorded yet: import a file, or keep the last minutes of the running market.");
    if (!empty && (m_sentence->text().isEmpty() || m_sentence->text() == nothing))
        say(summary(), false);
    if (empty && !busy && m_sentence->text().isEmpty())
        say(nothing, false);
    setState(PanelState::Live);
    followJobs(jobs);
    showChosen();
    Q_EMIT tabCountChanged();
}

QString RecordingsPanel::summary() const
{
    std::uint64_t bytes = 0;
    int damaged = 0;
    for (const DataSetView& set : m_model->rows()) {
        bytes += set.bytes;
        damaged += set.trouble.empty() ? 0 : 1;
    }
    const int count = m_model->rowCount();
    const QString all = count == 1 ? tr("1 recording, %1").arg(sizeText(bytes)) : tr("%1 recordings, %2").arg(count).arg(sizeText(bytes));
    return damaged == 0 ? all : all + tr(", %1 damaged").arg(damaged);
}

void RecordingsPanel::followJobs(const std::vector<JobView>& jobs)
{
    for (const JobView& job : jobs) {
        if (isActive(job) || job.id <= m_newestTold || job.message.empty())
            continue;
        m_newestTold = job.id;
        say(QString::fromStdString(job.title) + QStringLiteral(": ") + QString::fromStdString(job.message), job.state == JobState::Failed);
    }
}

void RecordingsPanel::say(const QString& sentence, bool trouble)
{
    m_trouble = trouble;
    m_sentence->setText(sentence);
    m_sentence->setFont(theme().font(TypeRole::Small));
    QPalette palette = m_sentence->palette();
    palette.setColor(QPalette::WindowText, trouble ? theme().status.danger : theme().text.secondary);
    m_sentence->setPalette(palette);
}

void RecordingsPanel::showChosen()
{
    const DataSetView* set = chosen();
    m_verify->setEnabled(set != nullptr);
    m_delete->setEnabled(set != nullptr);
    m_coverage->setChosen(m_table->currentIndex().row());
    if (set == nullptr || set->path != m_asking)
        stopAsking();
    if (set != nullptr && !set->trouble.empty())
        say(QString::fromStdString(set->trouble), true);
}

void RecordingsPanel::stopAsking()
{
    m_asking.clear();
    m_delete->setText(tr("Delete"));
}

void RecordingsPanel::verify()
{
    if (const DataSetView* set = chosen())
        lab()->verify(set->path);
}

void RecordingsPanel::remove()
{
    const DataSetView* set = chosen();
    if (set == nullptr)
        return;
    if (m_asking != set->path) {
        m_asking = set->path;
        m_askedAt = clock().millis();
        m_delete->setText(tr("Delete %1").arg(sizeText(set->bytes)));
        say(tr("Press again to delete %1; it cannot be undone.").arg(QString::fromStdString(set->path)), true);
        return;
    }
    stopAsking();
    const std::string path = set->path;
    if (const Result<void> removed = lab()->remove(path); removed)
        say(tr("Deleted %1.").arg(QString::fromStdString(path)), false);
    else
        say(QString::fromStdString(removed.error().detail), true);
}

void RecordingsPanel::askWhatToImport()
{
    if (lab() == nullptr)
        return;
    auto* dialog = new QFileDialog(this, tr("Import a recording"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setModal(false);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilters({ tr("Recordings (*.gz *.zip *.csv *.json *.jsonl *.zst *.tape)"), tr("All files (*)") });
    connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList& files) {
        for (const QString& file : files)
            importFile(file);
    });
    dialog->show();
}

void RecordingsPanel::importFile(const QString& path)
{
    lab()->importFile(path.toStdString(), m_format->currentData().toString().toStdString(), m_symbol->text().trimmed().toStdString());
    say(tr("Importing %1.").arg(path), false);
}

QString RecordingsPanel::tabCount() const
{
    return m_model->rowCount() == 0 ? QString() : QString::number(m_model->rowCount());
}

void RecordingsPanel::showEvent(QShowEvent* event)
{
    Panel::showEvent(event);
    if (lab() != nullptr)
        lab()->lookForDataSets();
}

void RecordingsPanel::onThemeChanged()
{
    if (m_table == nullptr)
        return;
    m_table->refreshTheme();
    m_coverage->update();
    say(m_sentence->text(), m_trouble);
}

std::unique_ptr<Panel> makeRecordingsPanel(const PanelContext& context)
{
    return std::make_unique<RecordingsPanel>(context);
}

} // namespace maker
