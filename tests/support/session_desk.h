#pragma once

#include "session/session.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QString>
#include <QThread>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace maker {

/// A whole session as a window would hold it: looked at again and again, every row taken.
class SessionDesk {
public:
    /// Without a session where it does not start: `error` says why.
    explicit SessionDesk(SessionConfig config)
    {
        auto started = Session::start(std::move(config));
        if (started)
            session = std::move(*started);
        else
            error = QString::fromStdString(started.error().detail);
    }

    /// Looks until it is so; false after that many seconds.
    bool until(const std::function<bool()>& done, int seconds = 40)
    {
        QElapsedTimer timer;
        timer.start();
        while (timer.elapsed() < seconds * 1000) {
            QCoreApplication::processEvents();
            look();
            if (done())
                return true;
            QThread::msleep(5);
        }
        return false;
    }
    void pass(int seconds)
    {
        until([] { return false; }, seconds);
    }
    void look()
    {
        session->desk(view);
        RowEvent row;
        while (session->nextRow(row)) {
            if (row.kind == RowKind::Alert)
                alerts += QString::fromStdString(row.text.str()) + '\n';
            rows.push_back(row);
        }
    }
    bool live() const
    {
        return view.venueCount == 1 && view.venues[0].trading == VenueLink::Live && view.venues[0].feed == VenueLink::Live;
    }
    bool comesUp()
    {
        return until([this] { return live(); });
    }
    void tell(CommandKind kind, StrategyId strategy = {}, std::string text = {}, InstrumentId instrument = {})
    {
        session->post({kind, strategy, instrument, {}, std::move(text)});
    }

    std::unique_ptr<Session> session;
    QString error;
    DeskSnapshot view;
    std::vector<RowEvent> rows;
    QString alerts; ///< a line each
};

} // namespace maker
