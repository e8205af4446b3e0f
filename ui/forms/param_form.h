#pragma once

#include "ui/forms/param_row.h"

#include <QWidget>

#include <span>
#include <string_view>
#include <vector>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace maker {

/// The form of a parameters type, made from its schema: groups of rows, and a foot with Revert and Apply.
/// Apply emits the complete set as JSON; what the engine then uses comes back through setApplied.
class ParamForm : public QWidget {
    Q_OBJECT
public:
    ParamForm(const Theme& theme, const ParamSchema& schema, QWidget* parent = nullptr);

    void setApplied(std::string_view json);
    /// Label and field alone, without the foot: a set that is handed on with draft().json(), never applied.
    void setCompact(bool compact);
    /// Hides every row but these, and the groups that are left empty.
    void showOnly(std::span<const std::string_view> keys);
    /// The base currency of what is traded, shown as the unit of quantities; empty: not known.
    void setBase(const QString& base);
    /// The whole set at once, as if it were typed.
    void setDraft(std::string_view json);
    const ParamDraft& draft() const { return m_draft; }
    ParamRow* row(std::string_view key) const;
    QPushButton* applyButton() const { return m_apply; }
    QPushButton* revertButton() const { return m_revert; }
    /// What the foot says: how many values are wrong, or what applying will do.
    QString statusText() const;
    /// True from Apply until the engine's new parameters are there or the wait is over.
    bool waiting() const { return m_waiting; }
    void stopWaiting();
    void apply();
    void revert();
    void undo();
    void redo();
    void refreshTheme();

Q_SIGNALS:
    void applied(const std::string& json);
    void draftChanged();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    class GroupHead;
    void buildRows();
    QWidget* buildFoot();
    void addShortcuts();
    void arrange(int columns);
    void refresh();

    static constexpr int kTwoColumnsFrom = 1'000;
    const Theme& m_theme;
    ParamDraft m_draft;
    std::vector<ParamRow*> m_rows;
    std::vector<GroupHead*> m_heads;
    std::vector<QWidget*> m_groups;
    QHBoxLayout* m_flow = nullptr;
    std::vector<QVBoxLayout*> m_columns;
    int m_columnCount = 0;
    QWidget* m_page = nullptr;
    QWidget* m_foot = nullptr;
    QLabel* m_status = nullptr;
    QPushButton* m_revert = nullptr;
    QPushButton* m_apply = nullptr;
    bool m_waiting = false;
};

} // namespace maker
