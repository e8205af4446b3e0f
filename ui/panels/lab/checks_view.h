#pragma once

#include "ui/base/theme.h"

#include <QStringList>
#include <QWidget>

#include <string>
#include <utility>
#include <vector>

namespace maker {

/// What was checked about a run, each with a tick or a warning and its sentence in full.
class ChecksView : public QWidget {
    Q_OBJECT
public:
    explicit ChecksView(const Theme& theme, QWidget* parent = nullptr);
    void setChecks(std::vector<std::pair<std::string, std::string>> checks);
    QStringList texts() const;
    QSize sizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    void refreshTheme();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    double nameWidth() const;
    double rowHeight(const std::string& sentence, double width) const;

    const Theme& m_theme;
    std::vector<std::pair<std::string, std::string>> m_checks;
};

/// It begins with "ok".
bool checkPassed(const std::string& sentence);
/// The sentence without the word that says it passed.
QString checkText(const std::string& sentence);

} // namespace maker
