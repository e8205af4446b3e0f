#pragma once

#include "session/lab_port.h"
#include "ui/base/table.h"
#include "ui/forms/param_editors.h"
#include "ui/panels/progress_strip.h"

#include <memory>

namespace maker {

class RecordingModel : public ListTableModel<DataSetView> {
public:
    explicit RecordingModel(QObject* parent);

protected:
    QVariant cell(const DataSetView& row, int column, int role) const override;
};

/// The recordings over one common time line: what each covers, its gaps as gaps, red where it is damaged.
class CoverageView : public QWidget {
    Q_OBJECT
public:
    explicit CoverageView(const Theme& theme, QWidget* parent = nullptr);
    void setDataSets(std::vector<DataSetView> sets, int chosen);
    void setChosen(int row);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void paintRow(QPainter& painter, const DataSetView& set, const QRectF& bar, bool chosen) const;
    double x(const QRectF& area, Timestamp time) const;

    const Theme& m_theme;
    std::vector<DataSetView> m_sets;
    int m_chosen = -1;
    Timestamp m_from;
    Timestamp m_to;
};

/// What is recorded, from when to when, with its gaps; import, verify, delete.
class RecordingsPanel : public Panel {
    Q_OBJECT
public:
    explicit RecordingsPanel(const PanelContext& context);

    void onFrame(const Frame& frame) override;
    void onThemeChanged() override;
    QString tabCount() const override;
    const RecordingModel& model() const { return *m_model; }
    TableView* table() const { return m_table; }
    QPushButton* importButton() const { return m_import; }
    QPushButton* verifyButton() const { return m_verify; }
    QPushButton* deleteButton() const { return m_delete; }
    QPushButton* keepButton() const { return m_keep; }
    ChoiceBox* formatBox() const { return m_format; }
    /// What is said of the chosen recording, of a job or of a refusal; an error in full, line numbers included.
    QString sentence() const { return m_sentence->text(); }
    void importFile(const QString& path);
    void choose(int row);
    void verify();
    /// Asks in place at first; the second time within five seconds deletes.
    void remove();

protected:
    void showEvent(QShowEvent* event) override;

private:
    static constexpr qint64 kConfirmMillis = 5'000;
    QWidget* buildFoot();
    void askWhatToImport();
    void follow();
    void followJobs(const std::vector<JobView>& jobs);
    void say(const QString& sentence, bool trouble);
    void showChosen();
    void stopAsking();
    QString summary() const;
    const DataSetView* chosen() const;

    std::uint64_t m_version = 0;
    RecordingModel* m_model;
    TableView* m_table;
    CoverageView* m_coverage;
    ProgressStrip* m_progress;
    ChoiceBox* m_format = nullptr;
    QLineEdit* m_symbol = nullptr;
    QPushButton* m_import = nullptr;
    QPushButton* m_verify = nullptr;
    QPushButton* m_delete = nullptr;
    QPushButton* m_keep = nullptr;
    QLabel* m_sentence = nullptr;
    bool m_trouble = false;
    std::string m_asking; ///< path whose deletion waits for its confirmation
    qint64 m_askedAt = 0;
    std::uint64_t m_newestTold = 0;
};

std::unique_ptr<Panel> makeRecordingsPanel(const PanelContext& context);

} // namespace maker
