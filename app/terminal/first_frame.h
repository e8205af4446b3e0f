#pragma once

#include <QObject>
#include <QWidget>

namespace maker {

/// Says once, when the window has been painted for the first time, how long after the start of the process that was.
class FirstFrame : public QObject {
public:
    explicit FirstFrame(QWidget& window);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void tell();

    QWidget& m_window;
};

} // namespace maker
