#pragma once

#include "kernel/base/result.h"

#include <QString>
#include <QStringList>

#include <map>
#include <string>

namespace maker {

/// Named parameter sets of each kind of strategy, kept in one JSON file of the profile. Without a file they last as long
/// as the window.
class PresetStore {
public:
    PresetStore() = default;
    /// A file that cannot be read counts as empty; it is then not overwritten but set aside as <file>.broken.
    explicit PresetStore(const QString& file);

    QStringList names(const QString& kind) const;
    /// JSON of the set; empty where there is none of this name.
    std::string params(const QString& kind, const QString& name) const;
    Result<void> save(const QString& kind, const QString& name, const std::string& params);
    Result<void> remove(const QString& kind, const QString& name);

private:
    Result<void> write() const;

    QString m_file;
    std::map<QString, std::map<QString, std::string>> m_sets; ///< kind -> name -> JSON
};

} // namespace maker
