#pragma once

#include "session/views.h"
#include "ui/base/painters.h"

#include <QWidget>

namespace maker {

/// The 22 px at the bottom: journal, latencies, clock, the newest trouble, frame time, memory, version and UTC.
class StatusBar : public QWidget {
    Q_OBJECT
public:
    explicit StatusBar(const Theme& theme, QWidget* parent = nullptr);
    void setDesk(const DeskSnapshot& desk, qint64 frameMicros);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Part {
        QString label;
        QString value;
        bool lamp = false;
        LampShape shape = LampShape::Running;
        bool warning = false;
    };
    double paintPart(QPainter& painter, double x, const Part& part, bool dry) const;

    const Theme& m_theme;
    std::vector<Part> m_left;
    std::vector<Part> m_right;
};

} // namespace maker
