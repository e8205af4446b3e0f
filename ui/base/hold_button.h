#pragma once

#include "ui/base/theme.h"

#include <QAbstractButton>
#include <QElapsedTimer>
#include <QTimer>

namespace maker {

enum class KillPhase : std::uint8_t { Ready, Working, Killed };

/// The KILL switch: acts after it was held for 600 ms; releasing or leaving early does nothing.
class HoldButton : public QAbstractButton {
    Q_OBJECT
public:
    static constexpr int kHoldMillis = 600;

    explicit HoldButton(const Theme& theme, QWidget* parent = nullptr);
    void setPhase(KillPhase phase, const QString& detail);
    KillPhase phase() const { return m_phase; }
    QString detail() const { return m_detail; }
    QSize sizeHint() const override { return {m_theme.scaled(116), m_theme.scaled(41)}; }

Q_SIGNALS:
    void held();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    void begin();
    void stop();
    void step();

    const Theme& m_theme;
    QTimer m_timer;
    QElapsedTimer m_since;
    bool m_holding = false;
    bool m_hovered = false;
    KillPhase m_phase = KillPhase::Ready;
    QString m_detail;
};

} // namespace maker
