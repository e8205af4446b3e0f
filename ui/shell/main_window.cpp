#include "ui/shell/main_window.h"

#include "ui/base/key_map.h"
#include "ui/base/number_text.h"
#include "ui/base/panel.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/desktop_notices.h"
#include "ui/shell/dock_area.h"
#include "ui/shell/key_sheet.h"
#include "ui/shell/mode_stripe.h"
#include "ui/shell/risk_strip.h"
#include "ui/shell/start_card.h"
#include "ui/shell/status_bar.h"
#include "ui/shell/toasts.h"
#include "ui/shell/top_bar.h"

#include <QApplication>
#include <QDateTime>
#include <QDialog>
#include <QDialogButtonBox>
#include <QDir>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QVBoxLayout>

namespace maker {

namespace {

constexpr int kToastFoot = 88; // above the status bar and the buttons of the ladder

ThemeTone savedTone(const WindowOptions& options)
{
    if (options.tone)
        return *options.tone;
    const QString file = options.layoutFile();
    if (file.isEmpty())
        return ThemeTone::Dark;
    return QSettings(file, QSettings::IniFormat).value(QStringLiteral("theme")).toString() == QLatin1String("light")
        ? ThemeTone::Light
        : ThemeTone::Dark;
}

double savedScale(const WindowOptions& options)
{
    const QString file = options.layoutFile();
    if (file.isEmpty())
        return 1.0;
    const QVariant saved = QSettings(file, QSettings::IniFormat).value(QStringLiteral("text_scale"));
    return saved.isValid() ? std::clamp(saved.toDouble(), 0.85, 2.0) : 1.0;
}

} // namespace

MainWindow::MainWindow(SessionPort& session, WindowOptions options, LabPort* lab)
    : m_session(session)
    , m_lab(lab)
    , m_options(std::move(options))
    , m_theme(Theme::load(savedTone(m_options), m_options.sides, savedScale(m_options)))
    , m_selection(new Selection(this))
    , m_clock(new FrameClock(session, *m_selection, this))
{
    setObjectName(QStringLiteral("main"));
    setWindowTitle(QStringLiteral("Makerdesk"));
    setWindowIcon(QIcon(QStringLiteral(":/icons/makerdesk.svg")));
    fitScreen();
    m_theme.apply(*qApp);
    build();
    addShortcuts();
    fillMenu();
    fillPalette();
    restoreLayout();
    const Catalog& catalog = session.catalog();
    if (!catalog.strategies.empty()) {
        m_selection->setStrategy(catalog.strategies.front().id);
        m_selection->setInstrument(catalog.strategies.front().instrument);
    } else if (!catalog.instruments.empty()) {
        m_selection->setInstrument(catalog.instruments.front()->id());
    }
    setFocusPolicy(Qt::StrongFocus);
    setFocus(); // keys belong to the window until a panel is chosen, never to KILL
    m_clock->add(this);
    m_clock->start();
}

MainWindow::~MainWindow()
{
    m_clock->stop();
    m_clock->remove(this);
    // Panels leave the clock when they go, so the docks go before it.
    delete m_docks;
    delete m_notices;
}

void MainWindow::build()
{
    m_stripe = new ModeStripe(m_theme, this);
    m_topBar = new TopBar(m_theme, this);
    m_riskStrip = new RiskStrip(m_theme, this);
    m_docks = new DockArea({ m_session, m_theme, *m_clock, *m_selection, m_lab, m_options.profileDir }, this);
    m_status = new StatusBar(m_theme, this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_stripe);
    layout->addWidget(m_topBar);
    layout->addWidget(m_riskStrip);
    layout->addWidget(m_docks, 1);
    layout->addWidget(m_status);
    m_toasts = new ToastStack(m_theme, this);
    m_start = new StartCard(m_theme, this);
    m_palette = new CommandPalette(m_theme, this);
    m_notices = new DesktopNotices(m_session, *m_clock, this);
    m_topBar->setWorkspaces(workspaceNames(), 0);
    connectBars();
    connectStartCard();
}

void MainWindow::connectBars()
{
    connect(m_topBar, &TopBar::searchAsked, this, [this] { m_palette->open(); });
    connect(m_topBar, &TopBar::workspaceChosen, this, &MainWindow::chooseWorkspace);
    connect(&m_topBar->kill(), &HoldButton::held, this, [this] {
        if (m_topBar->kill().phase() == KillPhase::Killed)
            askToRearm();
        else
            kill();
    });
    connect(m_selection, &Selection::told, m_toasts, &ToastStack::show);
    connect(m_selection, &Selection::parametersAsked, this, [this](StrategyId strategy) {
        m_selection->setStrategy(strategy);
        m_docks->reveal(QStringLiteral("parameters"));
    });
    connect(m_notices, &DesktopNotices::told, m_toasts, &ToastStack::show);
    connect(m_notices, &DesktopNotices::killAsked, this, &MainWindow::kill);
}

Panel* MainWindow::panel(const QString& id) const
{
    return m_docks->panel(id);
}

const Instrument* MainWindow::selectedInstrument() const
{
    for (const std::shared_ptr<const Instrument>& entry : m_session.catalog().instruments) {
        if (entry->id() == m_selection->instrument())
            return entry.get();
    }
    return nullptr;
}

void MainWindow::onRows(std::span<const RowEvent> rows)
{
    for (const RowEvent& row : rows) {
        if (row.kind != RowKind::Alert || row.severity < Severity::Warning || m_clock->frames() == 0)
            continue;
        QString title = text::fromView(row.category.view());
        if (!title.isEmpty())
            title[0] = title.at(0).toUpper();
        m_toasts->show(row.severity, m_notices->titleOf(title), text::fromView(row.text.view()));
    }
}

void MainWindow::onFrame(const Frame& frame)
{
    if (!m_invited)
        invite(frame);
    if (frame.deskChanged) {
        showMode(frame.desk.mode);
        m_stripe->setMode(deskMode(frame.desk));
        m_docks->setMode(deskMode(frame.desk));
        m_topBar->setDesk(frame.desk);
        m_riskStrip->setDesk(frame.desk, selectedInstrument());
        showKill(frame.desk);
    }
    if (frame.millis - m_statusAt >= 500) {
        m_statusAt = frame.millis;
        m_status->setDesk(frame.desk, m_clock->lastFrameMicros());
    }
    if (!m_painted && isVisible()) {
        m_painted = true;
        QMetaObject::invokeMethod(this, &MainWindow::firstFramePainted, Qt::QueuedConnection);
    }
}

/// The title is what a task bar and a list of windows show of the mode.
void MainWindow::showMode(TradingMode mode)
{
    const QString name = QStringLiteral("Makerdesk");
    setWindowTitle(mode == TradingMode::Paper ? tr("PAPER") + QStringLiteral(" \u2013 ") + name : name);
    m_notices->setPaper(mode == TradingMode::Paper);
}

void MainWindow::showKill(const DeskSnapshot& desk)
{
    HoldButton& button = m_topBar->kill();
    if (desk.risk.killed) {
        m_killPosted = false;
        const QString at = desk.risk.killedAt.valid() ? text::clock(desk.risk.killedAt) : text::clock(desk.time);
        button.setPhase(KillPhase::Killed,
            desk.openOrders > 0 ? tr("%1 orders left").arg(desk.openOrders) : tr("%1, re-arm").arg(at));
    } else if (m_killPosted) {
        button.setPhase(KillPhase::Working, tr("%1 orders left").arg(desk.openOrders));
    } else {
        button.setPhase(KillPhase::Ready, tr("hold, or %1 key").arg(KeyMap::instance().text("kill")));
        if (m_rearm != nullptr)
            m_rearm->close();
    }
}

void MainWindow::kill()
{
    Command command;
    command.kind = CommandKind::Kill;
    m_session.post(std::move(command));
    m_killPosted = true;
    m_topBar->kill().setPhase(KillPhase::Working, tr("cancelling"));
}

void MainWindow::askToRearm()
{
    if (m_rearm != nullptr) {
        m_rearm->raise();
        return;
    }
    m_rearm = new QDialog(this);
    m_rearm->setAttribute(Qt::WA_DeleteOnClose);
    m_rearm->setModal(false);
    m_rearm->setWindowTitle(tr("Re-arm"));
    auto* layout = new QVBoxLayout(m_rearm);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    auto* title = new QLabel(tr("Trade again?"), m_rearm);
    title->setFont(m_theme.font(TypeRole::Title));
    const DeskSnapshot& desk = m_clock->desk();
    auto* detail
        = new QLabel(tr("Killed at %1, %2 orders left. After re-arming nothing quotes until you start a strategy.")
                         .arg(text::clock(desk.risk.killedAt))
                         .arg(desk.openOrders),
            m_rearm);
    detail->setWordWrap(true);
    auto* buttons = new QDialogButtonBox(m_rearm);
    QPushButton* stay = buttons->addButton(tr("Stay killed"), QDialogButtonBox::RejectRole);
    QPushButton* rearm = buttons->addButton(tr("Re-arm"), QDialogButtonBox::AcceptRole);
    rearm->setProperty("kind", "danger");
    rearm->setObjectName(QStringLiteral("rearm"));
    rearm->setAutoDefault(false); // Enter and Space stay killed
    stay->setDefault(true);
    stay->setFocus();
    layout->addWidget(title);
    layout->addWidget(detail);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, m_rearm, [this] {
        Command command;
        command.kind = CommandKind::Rearm;
        m_session.post(std::move(command));
        m_rearm->close();
    });
    connect(buttons, &QDialogButtonBox::rejected, m_rearm, &QDialog::close);
    m_rearm->resize(m_theme.scaled(360), m_rearm->sizeHint().height());
    m_rearm->show();
}

void MainWindow::setTone(ThemeTone tone)
{
    m_theme = Theme::load(tone, m_theme.sides, m_theme.textScale);
    applyTheme();
}

void MainWindow::setSides(SideColors sides)
{
    m_theme = Theme::load(m_theme.tone, sides, m_theme.textScale);
    applyTheme();
}

void MainWindow::applyTheme()
{
    m_theme.apply(*qApp);
    m_topBar->refreshTheme();
    m_palette->refreshTheme();
    m_start->refreshTheme();
    m_docks->refreshTheme();
    update();
}

void MainWindow::placeToasts()
{
    m_toasts->place(m_theme.scaled(kToastFoot));
}

void MainWindow::raiseToFront()
{
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
}

QString MainWindow::savePicture()
{
    const QDir dir(m_options.profileDir.isEmpty() ? QDir::tempPath() : m_options.profileDir);
    const QString name = QStringLiteral("makerdesk-%1.png")
                             .arg(QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-HHmmss")));
    const QString path = dir.filePath(name);
    if (!grab().save(path)) {
        m_toasts->show(Severity::Warning, tr("The picture was not saved"), path);
        return {};
    }
    m_toasts->show(Severity::Info, tr("Picture saved"), path);
    return path;
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    placeToasts();
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    saveLayout();
    QWidget::closeEvent(event);
}

} // namespace maker
