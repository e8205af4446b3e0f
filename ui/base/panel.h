#pragma once

#include "ui/base/control_row.h"
#include "ui/base/frame_clock.h"
#include "ui/base/selection.h"
#include "ui/base/theme.h"

#include <QLabel>
#include <QWidget>

class QHBoxLayout;
class QToolButton;
class QStackedLayout;
class QPushButton;

namespace maker {

class LabPort;

/// All a panel gets when it is made; everything in it outlives the panel.
struct PanelContext {
    SessionPort& session;
    const Theme& theme; ///< one value for the whole window, replaced in place; read it when painting
    FrameClock& clock;
    Selection& selection;
    LabPort* lab = nullptr; ///< recordings, runs and sweeps; null in a window without a lab
    QString profileDir {};  ///< where files of the window live; empty: nothing is kept
};

/// The 28 px head of a panel: link square, title, context in muted, controls, icons at the right end.
class PanelHead : public QWidget {
    Q_OBJECT
public:
    PanelHead(const Theme& theme, const QString& title, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    void setContext(const QString& context);
    /// A small pill behind the title ("3 of 7 quoting"); empty hides it.
    void setBadge(const QString& badge);
    void setLinked(bool linked);
    /// The trading mode's 2 px line under the head; an invalid colour removes it.
    void setModeLine(const QColor& color);
    /// The 1 px accent frame of the panel that takes the keys.
    void setFocused(bool focused);
    /// A widget after the context (segments, buttons).
    void addControl(QWidget* control);
    /// A widget at the right end.
    void addEnd(QWidget* control);
    /// A 22 x 22 icon button at the right end; `icon` names a file of resources/icons.
    QToolButton* addIcon(const QString& icon, const QString& toolTip);
    /// The part right of the title alone, for panels whose title is a tab.
    ControlRow* controls() const { return m_controls; }
    QString title() const { return m_title->text(); }
    /// Moves the controls out of the head and back, where a tab bar stands for the head; false: they are there already.
    bool lendControls(QWidget* borrower);
    bool takeControlsBack();
    void refresh();
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void dress(QToolButton& button, const QString& icon) const;

    const Theme& m_theme;
    QLabel* m_title;
    QLabel* m_context;
    QLabel* m_badge;
    ControlRow* m_controls;
    QHBoxLayout* m_layout;
    std::vector<std::pair<QToolButton*, QString>> m_icons;
    bool m_linked = false;
    bool m_focused = false;
    QColor m_modeLine;
};

enum class PanelState : std::uint8_t { Live, Stale, Disconnected, Loading, Empty, Error, Killed };

/// Base of every panel: a head, one content widget, and the states of the design with their words.
class Panel : public QWidget, public FrameListener {
    Q_OBJECT
public:
    Panel(const PanelContext& context, const QString& id, const QString& title, QWidget* parent = nullptr);
    ~Panel() override;

    const QString& id() const { return m_id; }
    PanelHead& head() { return *m_head; }
    QWidget* content() const { return m_content; }
    PanelState state() const { return m_state; }
    /// Two lines and at most one action instead of the content (Empty, Error, Disconnected, Killed), or a foot below it
    /// (Stale: `title` is the foot's sentence).
    void setState(PanelState state, const QString& title = {}, const QString& detail = {});
    /// The one action of an empty state.
    QPushButton* setAction(const QString& text);
    QString stateTitle() const { return m_stateTitle; }
    QString stateDetail() const { return m_stateDetail; }

    void onFrame(const Frame& frame) override { Q_UNUSED(frame); }
    bool wantsFrames() const override { return isVisible(); }
    /// Everything that caches colours or fonts does it again here.
    virtual void onThemeChanged() {}
    /// Called by the window after the theme value was replaced.
    void refreshTheme();
    /// Carries out one of the window's keys that belongs to this panel ("chart.log"); false: it is not one of them.
    virtual bool perform(const QString& key);
    /// Count shown in the tab ("Orders 9"); empty: none.
    virtual QString tabCount() const { return {}; }

Q_SIGNALS:
    void tabCountChanged();

protected:
    void setContent(QWidget* content);
    SessionPort& session() const { return m_context.session; }
    const Theme& theme() const { return m_context.theme; }
    Selection& selection() const { return m_context.selection; }
    FrameClock& clock() const { return m_context.clock; }
    LabPort* lab() const { return m_context.lab; }
    const PanelContext& context() const { return m_context; }
    /// The instrument by id, null when the catalogue does not have it.
    const Instrument* instrument(InstrumentId id) const;
    QString strategyTitle(StrategyId id) const;
    /// For columns: "PMM BTC" of "Pure market making BTC".
    QString strategyShort(StrategyId id) const;
    void paintEvent(QPaintEvent* event) override;

private:
    class StateCard;

    PanelContext m_context;
    QString m_id;
    PanelHead* m_head;
    QWidget* m_body;
    QStackedLayout* m_stack;
    QWidget* m_content = nullptr;
    StateCard* m_card;
    QLabel* m_foot;
    PanelState m_state = PanelState::Live;
    QString m_stateTitle;
    QString m_stateDetail;
};

} // namespace maker
