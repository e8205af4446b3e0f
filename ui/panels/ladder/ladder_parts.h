#pragma once

#include "ui/base/painters.h"

#include <QToolButton>

#include <optional>

namespace maker {

/// The foot of the ladder: how the depth within 10 bp of the mid divides between bids and asks.
class DepthBalance : public QWidget {
    Q_OBJECT
public:
    explicit DepthBalance(const Theme& theme, QWidget* parent = nullptr);
    void setShare(std::optional<double> bids);
    QString bidText() const;
    QString askText() const;
    QSize sizeHint() const override { return { 200, m_theme.scaled(26) }; }
    QSize minimumSizeHint() const override { return { 160, m_theme.scaled(26) }; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    std::optional<double> m_bids;
};

/// The padlock of one-click trading: amber while locked.
class LockButton : public QToolButton {
    Q_OBJECT
public:
    explicit LockButton(const Theme& theme, QWidget* parent = nullptr);
    void refreshTheme();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
};

} // namespace maker
