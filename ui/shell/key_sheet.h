#pragma once

#include "ui/base/theme.h"

#include <QDialog>

#include <utility>
#include <vector>

namespace maker {

/// Key and what it does, in the order of the sheet.
std::vector<std::pair<QString, QString>> keyTable();

/// F1: all keys on one page; not modal.
class KeySheet : public QDialog {
    Q_OBJECT
public:
    explicit KeySheet(const Theme& theme, QWidget* parent);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
};

} // namespace maker
