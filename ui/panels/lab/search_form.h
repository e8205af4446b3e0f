#pragma once

#include "session/lab_port.h"
#include "ui/panels/lab/search_axis.h"

#include <QSpinBox>
#include <QWidget>

#include <array>
#include <optional>
#include <string>
#include <vector>

class QGridLayout;
class QLabel;
class QPushButton;

namespace maker {

class Segments;

/// What to search and how: a grid, random draws or an optimiser over up to four parameters of the strategy and of the
/// models; the figure to judge by, walk-forward folds, trials and seed.
class SearchForm : public QWidget {
    Q_OBJECT
public:
    static constexpr std::size_t kMostAxes = 4;

    explicit SearchForm(const Theme& theme, QWidget* parent = nullptr);
    /// What can be searched; values start around those of the two JSON texts.
    void setSchemas(const ParamSchema* params, const std::string& json, const ParamSchema& models, const std::string& modelsJson);

    /// Judges by figures that a run over bars has.
    void setOverBars(bool bars);

    /// Puts method, axes and the rest into `out`; false where something is wrong, `problem` says what.
    bool fill(SearchRequest& out) const;
    QString problem() const;
    /// "7 × 5 = 35 runs in each of 4 windows, judged out of sample in 3" or what is wrong.
    QString summary() const;
    /// The sentence of who would carry it out, shown until something changes; empty: none.
    void setRefusal(const QString& sentence);
    /// `summary` says what is wrong.
    bool troubled() const { return !m_refusal.isEmpty() || !problem().isEmpty(); }

    SearchMethod method() const;
    void setMethod(SearchMethod method);
    int folds() const { return m_folds->value(); }
    SearchAxisRow& axisRow(std::size_t axis) const { return *m_axes[axis]; }
    QLineEdit* valuesField(std::size_t axis) const { return m_axes[axis]->valuesField(); }
    ChoiceBox* keyBox(std::size_t axis) const { return m_axes[axis]->keyBox(); }
    ChoiceBox* objectiveBox() const { return m_objective; }
    QSpinBox* foldsField() const { return m_folds; }
    QSpinBox* trialsField() const { return m_trials; }
    QSpinBox* startsField() const { return m_starts; }
    QSpinBox* seedField() const { return m_seed; }
    QPushButton* planButton() const { return m_plan; }
    void refreshTheme();

Q_SIGNALS:
    void edited();
    /// The plan as JSON, for the command line.
    void planAsked();

private:
    void build(QWidget* page);
    QSpinBox* addNumber(QGridLayout& grid, const QString& name, int least, int most, int value, const QString& help);
    void addField(QGridLayout& grid, const QString& name, QWidget* field);
    void offerObjectives(bool overBars);
    void showFields();
    void noteEdit();
    std::size_t shownAxes() const;

    const Theme& m_theme;
    const ParamSchema* m_params = nullptr;
    const ParamSchema* m_models = nullptr;
    Segments* m_method;
    std::array<SearchAxisRow*, kMostAxes> m_axes {};
    ChoiceBox* m_objective;
    bool m_overBars = false;
    QSpinBox* m_folds = nullptr;
    QSpinBox* m_trials = nullptr;
    QSpinBox* m_starts = nullptr;
    QSpinBox* m_seed = nullptr;
    QPushButton* m_plan;
    std::vector<std::pair<QLabel*, QWidget*>> m_fields;
    QString m_refusal;
};

} // namespace maker
