#include "ui/forms/preset_store.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

namespace maker {

PresetStore::PresetStore(const QString& file)
    : m_file(file)
{
    QFile stored(file);
    if (file.isEmpty() || !stored.open(QIODevice::ReadOnly))
        return;
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(stored.readAll(), &problem);
    stored.close();
    if (problem.error != QJsonParseError::NoError || !document.isObject()) {
        QFile::remove(file + QStringLiteral(".broken"));
        QFile::rename(file, file + QStringLiteral(".broken"));
        return;
    }
    const QJsonObject kinds = document.object();
    for (auto kind = kinds.begin(); kind != kinds.end(); ++kind) {
        const QJsonObject sets = kind.value().toObject();
        for (auto set = sets.begin(); set != sets.end(); ++set)
            m_sets[kind.key()][set.key()] = set.value().toString().toStdString();
    }
}

QStringList PresetStore::names(const QString& kind) const
{
    QStringList names;
    if (const auto found = m_sets.find(kind); found != m_sets.end()) {
        for (const auto& [name, params] : found->second)
            names << name;
    }
    return names;
}

std::string PresetStore::params(const QString& kind, const QString& name) const
{
    const auto found = m_sets.find(kind);
    if (found == m_sets.end())
        return {};
    const auto set = found->second.find(name);
    return set == found->second.end() ? std::string() : set->second;
}

Result<void> PresetStore::save(const QString& kind, const QString& name, const std::string& params)
{
    if (name.trimmed().isEmpty())
        return fail(ErrorCode::InvalidArgument, "A preset needs a name.");
    m_sets[kind][name.trimmed()] = params;
    return write();
}

Result<void> PresetStore::remove(const QString& kind, const QString& name)
{
    m_sets[kind].erase(name);
    return write();
}

Result<void> PresetStore::write() const
{
    if (m_file.isEmpty())
        return {};
    QJsonObject kinds;
    for (const auto& [kind, sets] : m_sets) {
        QJsonObject members;
        for (const auto& [name, params] : sets)
            members.insert(name, QString::fromStdString(params)); // as text: the order and digits of the set stay
        kinds.insert(kind, members);
    }
    QSaveFile file(m_file);
    if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(kinds).toJson()) < 0 || !file.commit())
        return fail(ErrorCode::Io, "The presets could not be written to " + m_file.toStdString() + ".");
    return {};
}

} // namespace maker
