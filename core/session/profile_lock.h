#pragma once

#include "kernel/base/result.h"

#include <QLocalServer>
#include <QLockFile>
#include <QString>

#include <functional>
#include <memory>

namespace maker {

/// One process a profile: a second one asks the first to show its window and leaves.
class ProfileLock {
public:
    /// Busy, with who holds it and whether its window was raised, where another process has the profile.
    static Result<std::unique_ptr<ProfileLock>> take(const QString& profile);

    /// Called in this thread when another start asks for the window.
    void onRaise(std::function<void()> raise) { m_raise = std::move(raise); }

private:
    explicit ProfileLock(const QString& profile);

    QLockFile m_file;
    QLocalServer m_server;
    std::function<void()> m_raise;
};

} // namespace maker
