#pragma once

#include "ui/base/theme.h"

#include <QString>
#include <QWidget>

#include <vector>

class QScrollArea;
class QSplitter;

namespace maker {

class Segments;

/// Columns side by side that keep their least width, times the size of the text. Where they do not all fit, as many stand
/// beside the chosen one as do, and a row of names chooses; what is too tall scrolls.
class LabColumns : public QWidget {
    Q_OBJECT
public:
    explicit LabColumns(const Theme& theme, QWidget* parent = nullptr);

    /// `least` and `wanted` are lengths at the usual size of the text; the column with `grows` takes what is left.
    void add(QWidget* column, const QString& name, QSize least, int wanted, bool grows = false);
    /// After the last column, and when the size of the text changed.
    void arrange();
    bool folded() const { return m_folded; }
    bool shows(int column) const;
    /// Brings a column into sight.
    void show(int column);
    Segments& names() const { return *m_names; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Column {
        QScrollArea* frame = nullptr;
        QWidget* inside = nullptr;
        QString name;
        QSize least;
        int wanted = 0;
        bool grows = false;
    };
    void fold();
    void spread();
    std::vector<bool> fitting() const;
    int leastWidth(const Column& column) const;

    const Theme& m_theme;
    QWidget* m_bar;
    Segments* m_names;
    QSplitter* m_splitter;
    std::vector<Column> m_columns;
    double m_scale = 0.0; ///< of the text, when the widths were chosen
    int m_chosen = 1;
    bool m_folded = false;
    bool m_spread = false;
};

} // namespace maker
