#pragma once

#include "session/lab_port.h"
#include "ui/base/panel.h"
#include "ui/panels/lab/instrument_choice.h"
#include "ui/panels/lab/recording_picker.h"
#include "ui/panels/lab/search_form.h"

#include <map>

class QStackedWidget;

namespace maker {

class ParamForm;
class Segments;
class Switch;

/// What to run: strategy, recordings, instrument, span of time, whether it is checked; its parameters, the market's models and
/// what to search in three pages; Run, Sweep and Stop.
class RunForm : public QWidget {
    Q_OBJECT
public:
    RunForm(const PanelContext& context, QWidget* parent = nullptr);

    /// Recordings and whether something runs, from the lab's newest version.
    void follow(const std::vector<DataSetView>& sets, bool running);
    /// Puts the request of a former run into the form.
    void load(const LabRequest& request);
    /// Puts what one cell of a search tried into the form.
    void loadCell(const SweepView& sweep, const SweepView::Cell& cell);
    /// Nothing while a field is wrong; `problem` says which.
    std::optional<LabRequest> request() const;
    std::optional<SearchRequest> searchRequest() const;
    QString problem() const;
    void run();
    void sweep();
    /// 0: parameters, 1: models, 2: search.
    void showPage(int page);
    void refreshTheme();

    ChoiceBox* strategyBox() const { return m_strategy; }
    RecordingPicker* recordings() const { return m_recordings; }
    InstrumentChoice* instrumentBox() const { return m_instrument; }
    QLineEdit* fromField() const { return m_from; }
    QLineEdit* toField() const { return m_to; }
    Switch* checksSwitch() const { return m_checks; }
    ParamForm* paramForm() const;
    ParamForm* modelForm() const;
    SearchForm* searchForm() const { return m_search; }
    QPushButton* runButton() const { return m_run; }
    QPushButton* sweepButton() const { return m_sweep; }
    QPushButton* stopButton() const { return m_stop; }
    QPushButton* truthButton() const { return m_truth; }
    QString statusText() const;

Q_SIGNALS:
    void runAsked(const maker::LabRequest& request);
    void searchAsked(const maker::SearchRequest& request);
    void planAsked(const maker::SearchRequest& request);
    void stopAsked();
    void truthAsked();

private:
    void buildTop(QWidget* top);
    QWidget* buildButtons();
    void showStrategy();
    void refresh();
    const LabStrategy* strategy() const;
    const ParamSchema& modelSchema() const;
    ParamForm& formOf(QStackedWidget& pages, const ParamSchema& schema, const std::string& json);

    PanelContext m_context;
    std::vector<LabStrategy> m_strategies;
    std::vector<QLabel*> m_labels;
    ChoiceBox* m_strategy;
    RecordingPicker* m_recordings;
    InstrumentChoice* m_instrument;
    std::vector<DataSetView> m_sets;
    QLineEdit* m_from;
    QLineEdit* m_to;
    Switch* m_checks;
    Segments* m_pagesChoice;
    QStackedWidget* m_pages;
    QStackedWidget* m_paramPages;
    QStackedWidget* m_modelPages;
    std::map<const ParamSchema*, ParamForm*> m_forms; ///< of parameters and of models
    SearchForm* m_search;
    QPushButton* m_run = nullptr;
    QPushButton* m_sweep = nullptr;
    QPushButton* m_stop = nullptr;
    QPushButton* m_truth = nullptr;
    QLabel* m_status = nullptr;
    bool m_running = false;
};

} // namespace maker
