#pragma once

#include "kernel/base/result.h"
#include "kernel/params/param_spec.h"
#include "session/lab_port.h"
#include "ui/forms/param_editors.h"

#include <QWidget>

#include <optional>
#include <string>
#include <utility>
#include <vector>

class QLabel;

namespace maker {

/// A parameter that a search may vary: of the strategy, or of the models with kModelAxis before its key.
struct SearchSubject {
    QString key;
    const ParamSpec* spec = nullptr;
    std::string now; ///< its present value as it is typed
};

/// One dimension of a search: what varies, and by which values. Beyond the first one it may be "none".
class SearchAxisRow : public QWidget {
    Q_OBJECT
public:
    SearchAxisRow(const Theme& theme, const QString& name, bool optional, QWidget* parent = nullptr);
    /// Keeps the choice where it is still offered, else takes the one at `otherwise`; -1: none.
    void setSubjects(const std::vector<SearchSubject>& subjects, int otherwise);
    bool unused() const;
    QString key() const { return m_key->currentData().toString(); }
    /// Fails with the sentence that names what is wrong with the values.
    Result<SearchAxis> axis() const;
    ChoiceBox* keyBox() const { return m_key; }
    QLineEdit* valuesField() const { return m_values; }
    /// Chooses a parameter and proposes values around the present one.
    void choose(const QString& key);
    void refreshTheme();

Q_SIGNALS:
    void edited();

private:
    const SearchSubject* subject() const;
    void propose();

    const Theme& m_theme;
    bool m_optional;
    std::vector<SearchSubject> m_subjects;
    QLabel* m_label;
    ChoiceBox* m_key;
    QLineEdit* m_values;
};

/// What of a schema can be searched: numbers that are marked for it (all of them where none is), choices and switches.
std::vector<SearchSubject> searchSubjects(const ParamSchema& schema, const std::string& json, const QString& prefix);
/// A tinted label of a form.
void styleFormLabel(QLabel& label, const QFont& font, const QColor& color);

} // namespace maker
