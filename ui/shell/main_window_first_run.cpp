#include "ui/shell/main_window.h"

#include "ui/base/panel.h"
#include "ui/shell/dock_area.h"
#include "ui/shell/start_card.h"

#include <QGuiApplication>
#include <QPushButton>
#include <QScreen>

#include <algorithm>

// What a first start of the terminal looks like: the size of the window and the invitation to begin.

namespace maker {

namespace {
constexpr QSize kDesigned(1920, 1080);
constexpr QSize kSmallest(1280, 720);
} // namespace

void MainWindow::fitScreen()
{
    setMinimumSize(kSmallest);
    const QScreen* screen = QGuiApplication::primaryScreen();
    const QRect free = screen == nullptr ? QRect() : screen->availableGeometry();
    if (free.width() < kSmallest.width() || free.height() < kSmallest.height()) {
        resize(kSmallest);
        return;
    }
    const QSize size = free.size().boundedTo(kDesigned);
    resize(size);
    QRect place(QPoint(), size);
    place.moveCenter(free.center());
    move(place.topLeft());
    // A frame around the window would push its foot off a screen that is no larger than the window.
    if (size.width() == free.width() || size.height() == free.height())
        setWindowState(Qt::WindowMaximized);
}

void MainWindow::connectStartCard()
{
    connect(m_start, &StartCard::startAsked, this, [this] {
        Command command;
        command.kind = CommandKind::StartStrategy;
        command.strategy = m_selection->strategy();
        m_session.post(std::move(command));
        endInvitation();
    });
    connect(m_start, &StartCard::parametersAsked, this, [this] { m_selection->askForParameters(m_selection->strategy()); });
    connect(m_start, &StartCard::dismissed, this, &MainWindow::endInvitation);
    connect(m_selection, &Selection::strategyChanged, this, [this](StrategyId id) {
        for (const Catalog::StrategyEntry& entry : m_session.catalog().strategies) {
            if (entry.id == id)
                m_start->setStrategy(QString::fromStdString(entry.title));
        }
    });
}

void MainWindow::invite(const Frame& frame)
{
    const DeskSnapshot& desk = frame.desk;
    if (desk.version == 0)
        return;
    const bool began = desk.fills > 0 || desk.openOrders > 0
        || std::any_of(desk.strategies.begin(), desk.strategies.begin() + desk.strategyCount, [](const StrategyView& view) {
               return view.state != StrategyState::Stopped && view.state != StrategyState::Failed;
           });
    if (began || desk.mode != TradingMode::Demo) {
        endInvitation();
        return;
    }
    const bool ready = desk.strategyCount > 0 && desk.venueCount > 0 && desk.venues[0].trading == VenueLink::Live
        && !desk.risk.killed && m_selection->strategy().valid();
    if (!ready) {
        m_inviteAt = frame.millis + kInviteMillis; // a start by the command line comes before this
        m_start->hide();
        return;
    }
    if (frame.millis < m_inviteAt)
        return;
    if (m_workspace == static_cast<int>(DockLayout::Lab)) { // nothing trades there
        m_start->hide();
        return;
    }
    const QWidget* over = panel(QStringLiteral("candles"));
    const QRect area = over != nullptr && over->isVisible()
        ? QRect(over->mapTo(this, QPoint()), over->size())
        : rect();
    m_start->place(area);
    if (m_start->isVisible())
        return;
    m_start->show();
    m_start->raise();
    m_start->startButton()->setFocus(Qt::OtherFocusReason); // Enter and Space begin
}

void MainWindow::endInvitation()
{
    m_invited = true;
    m_start->hide();
}

} // namespace maker
