#pragma once

#include <QProcess>
#include <QTemporaryDir>

#include <clocale>
#include <cstdlib>
#include <string>

namespace maker {

/// Sets a locale whose decimal point is a comma while it lives; one that is not installed is compiled from the system's
/// sources into a temporary folder. Not active where neither is possible.
class CommaLocale {
public:
    CommaLocale() : m_before(std::setlocale(LC_NUMERIC, nullptr))
    {
        for (const char* name : {"de_DE.UTF-8", "de_DE.utf8", "de_DE", "fr_FR.UTF-8", "es_ES.UTF-8"}) {
            if (set(name))
                return;
        }
        const QString compiled = m_folder.filePath("de_DE.UTF-8");
        if (QProcess::execute("localedef", {"--quiet", "-i", "de_DE", "-f", "UTF-8", compiled}) != 0)
            return;
        qputenv("LOCPATH", m_folder.path().toUtf8());
        set("de_DE.UTF-8");
    }
    ~CommaLocale()
    {
        std::setlocale(LC_NUMERIC, m_before.c_str());
        qunsetenv("LOCPATH");
    }
    CommaLocale(const CommaLocale&) = delete;
    CommaLocale& operator=(const CommaLocale&) = delete;

    bool active() const noexcept { return m_active; }

private:
    bool set(const char* name)
    {
        m_active = std::setlocale(LC_NUMERIC, name) != nullptr && *std::localeconv()->decimal_point == ',';
        return m_active;
    }

    std::string m_before;
    QTemporaryDir m_folder;
    bool m_active = false;
};

} // namespace maker
