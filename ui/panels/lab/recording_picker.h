#pragma once

#include "session/lab_port.h"
#include "ui/base/theme.h"

#include <QPushButton>

#include <string>
#include <vector>

class QMenu;

namespace maker {

/// A button that opens the list of recordings to tick; none ticked: the last minutes of the running market. Strategies
/// over bars are offered recordings of bars only, the others never those.
class RecordingPicker : public QPushButton {
    Q_OBJECT
public:
    explicit RecordingPicker(const Theme& theme, QWidget* parent = nullptr);
    void setDataSets(const std::vector<DataSetView>& sets);
    void setOverBars(bool bars);
    std::vector<std::string> chosen() const { return m_chosen; }
    void choose(std::vector<std::string> paths);
    const DataSetView* first() const;
    /// A long name is shortened, the form is not widened.
    QSize sizeHint() const override { return { m_theme.scaled(150), m_theme.scaled(rows::kControl) }; }
    QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void picked();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void rebuild();
    QString summary() const;
    bool fits(const DataSetView& set) const;
    /// Drops what is gone or of the other kind; true where something was.
    bool dropUnfit();

    const Theme& m_theme;
    QMenu* m_menu;
    std::vector<DataSetView> m_sets;
    std::vector<std::string> m_chosen;
    bool m_bars = false;
};

} // namespace maker
