#pragma once

#include "ui/base/theme.h"

#include <QStringList>
#include <QWidget>

namespace maker {

/// A row of exclusive choices, 20 px high: "1s 5s 15s 1m".
class Segments : public QWidget {
    Q_OBJECT
public:
    Segments(const Theme& theme, QStringList texts, QWidget* parent = nullptr);
    void setTexts(const QStringList& texts);
    const QStringList& texts() const { return m_texts; }
    /// As if it had been clicked.
    void choose(int index);
    int current() const { return m_current; }
    void setCurrent(int index);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void chosen(int index);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    int widthOf(int index) const;

    const Theme& m_theme;
    QStringList m_texts;
    int m_current = 0;
};

} // namespace maker
