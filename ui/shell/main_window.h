#pragma once

#include "ui/base/frame_clock.h"
#include "ui/base/selection.h"
#include "ui/base/theme.h"
#include "ui/shell/key_sheet.h"

#include <QDialog>
#include <QElapsedTimer>
#include <QPointer>
#include <QWidget>

#include <array>
#include <memory>
#include <optional>
#include <vector>

namespace maker {

class CommandPalette;
class DesktopNotices;
class DockArea;
class LabPort;
class ModeStripe;
class Panel;
class RiskStrip;
class StartCard;
class StatusBar;
class ToastStack;
class TopBar;

/// What the terminal's window is made with.
struct WindowOptions {
    QString profileDir; ///< where layout.ini lives; empty: nothing is saved
    std::optional<ThemeTone> tone; ///< empty: the one saved, else dark
    SideColors sides = SideColors::GreenUp;

    QString layoutFile() const; ///< empty: nothing is saved
};

/// The terminal: top bar, risk strip, docks and status bar around one session. Lives on the thread of its QApplication.
class MainWindow : public QWidget, public FrameListener {
    Q_OBJECT
public:
    /// `lab` outlives the window; null: the lab says that there is none here.
    MainWindow(SessionPort& session, WindowOptions options, LabPort* lab = nullptr);
    ~MainWindow() override;

    void onRows(std::span<const RowEvent> rows) override;
    void onFrame(const Frame& frame) override;

    FrameClock& clock() { return *m_clock; }
    Selection& selection() { return *m_selection; }
    const Theme& theme() const { return m_theme; }
    Panel* panel(const QString& id) const;
    void setTone(ThemeTone tone);
    void setSides(SideColors sides);
    /// 0.85 .. 2.0 of the design's sizes: type and rows together.
    void setTextScale(double scale);
    /// Per cent, as the menu offers them.
    static std::vector<int> textScales() { return { 85, 100, 115, 130, 150, 175, 200 }; }
    /// The dialog that changes keys.
    void changeKeys();
    QDialog* keysDialog() const { return m_changeKeys; }
    /// Cancels everything, everywhere, now.
    void kill();
    void askToRearm();
    void chooseWorkspace(int index);
    TopBar& topBar() { return *m_topBar; }
    RiskStrip& riskStrip() { return *m_riskStrip; }
    ToastStack& toasts() { return *m_toasts; }
    CommandPalette& commandPalette() { return *m_palette; }
    DesktopNotices& notices() { return *m_notices; }
    StartCard& startCard() { return *m_start; }
    QDialog* rearmDialog() const { return m_rearm; }
    /// Saves a picture of the window; the path, or empty when it could not be written.
    QString savePicture();
    /// Raises and activates: a second start of the same profile asks for it.
    void raiseToFront();

Q_SIGNALS:
    void firstFramePainted();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    void build();
    void addShortcuts();
    void fillPalette();
    double nextTextScale(int direction) const;
    void fillMenu();
    void restoreLayout();
    void saveLayout();
    void placeToasts();
    void applyTheme();
    static QStringList workspaceNames();
    void keepWorkspace();
    /// As it was kept, else as a new profile has it.
    void showWorkspace();
    /// As a new profile has it.
    void arrangeWorkspace();
    /// In the workspace that has the panel.
    void reveal(const QString& id);
    void runLab();
    void showMode(TradingMode mode);
    void showKill(const DeskSnapshot& desk);
    void showKeys();
    /// As large as the screen allows, up to the size the design is drawn for.
    void fitScreen();
    void connectBars();
    void connectStartCard();
    /// Until something was started: says where to begin.
    void invite(const Frame& frame);
    void endInvitation();
    void pausePressed();
    const Instrument* selectedInstrument() const;

    static constexpr qint64 kPauseMillis = 2'000;
    static constexpr qint64 kInviteMillis = 400;

    SessionPort& m_session;
    LabPort* m_lab;
    WindowOptions m_options;
    Theme m_theme;
    Selection* m_selection;
    FrameClock* m_clock;
    ModeStripe* m_stripe = nullptr;
    TopBar* m_topBar = nullptr;
    RiskStrip* m_riskStrip = nullptr;
    DockArea* m_docks = nullptr;
    StatusBar* m_status = nullptr;
    ToastStack* m_toasts = nullptr;
    CommandPalette* m_palette = nullptr;
    StartCard* m_start = nullptr;
    DesktopNotices* m_notices = nullptr;
    QPointer<QDialog> m_rearm;
    QPointer<KeySheet> m_keys;
    QPointer<QDialog> m_changeKeys;
    std::array<QByteArray, 3> m_workspaces;
    std::array<double, 3> m_layoutScales{1.0, 1.0, 1.0}; ///< size of the text that each was kept at
    std::array<int, 3> m_layoutRooms{-1, -1, -1};        ///< DockRoom that each was arranged for; -1: the user's own
    int m_workspace = 0;
    bool m_killPosted = false;
    bool m_painted = false;
    bool m_invited = false; ///< something runs, or the invitation was closed
    qint64 m_inviteAt = 0;
    QElapsedTimer m_pause;
    qint64 m_statusAt = -1'000;
};

} // namespace maker
