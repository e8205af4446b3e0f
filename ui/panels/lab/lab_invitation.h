#pragma once

#include "ui/base/theme.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace maker {

/// What the centre of the lab says before anything ran: what to do, and a button that does it with a generated market.
class LabInvitation : public QWidget {
    Q_OBJECT
public:
    explicit LabInvitation(const Theme& theme, QWidget* parent = nullptr);
    QPushButton* button() const { return m_button; }
    void refreshTheme();

private:
    const Theme& m_theme;
    QLabel* m_title;
    QLabel* m_words;
    QPushButton* m_button;
};

} // namespace maker
