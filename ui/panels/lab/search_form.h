#pragma once

#include "kernel/params/param_spec.h"
#include "kernel/base/result.h"
#include "ui/forms/param_editors.h"

#include <QSpinBox>
#include <QWidget>

#include <optional>
#include <string>
#include <utility>
#include <vector>

class QLabel;

namespace maker {

/// Two parameters with the values to try, and the number of walk-forward folds.
class SearchForm : public QWidget {
    Q_OBJECT
public:
    explicit SearchForm(const Theme& theme, QWidget* parent = nullptr);
    /// Takes the parameters that can be searched; values start around those of `json`.
    void setSchema(const ParamSchema* schema, const std::string& json);

    struct Axis {
        std::string key;
        std::vector<std::string> values;
    };
    /// Nothing where a value is not one of its parameter's; `problem` then says which.
    std::optional<std::pair<Axis, Axis>> axes() const;
    QString problem() const;
    int folds() const { return m_folds->value(); }
    /// "7 x 5 = 35 runs" or what is wrong.
    QString summary() const;
    QLineEdit* valuesField(int axis) const { return m_rows[axis].values; }
    ChoiceBox* keyBox(int axis) const { return m_rows[axis].key; }
    void refreshTheme();

Q_SIGNALS:
    void edited();

private:
    struct Row {
        QLabel* label = nullptr;
        ChoiceBox* key = nullptr;
        QLineEdit* values = nullptr;
    };
    const ParamSpec* spec(int axis) const;
    void propose(int axis);
    Result<Axis> axis(int row) const;

    const Theme& m_theme;
    const ParamSchema* m_schema = nullptr;
    std::string m_json;
    Row m_rows[2];
    QSpinBox* m_folds;
    QLabel* m_foldsLabel;
    QLabel* m_summary;
};

} // namespace maker
