#pragma once

#include <QKeySequence>
#include <QObject>
#include <QString>

#include <vector>

class QKeyEvent;

namespace maker {

/// Where a key acts: everywhere, or only in the panel that has the keyboard. A key of the window clashes with every other.
enum class KeyScope : std::uint8_t { Window, Ladder, Chart, Orders };

QString toText(KeyScope scope);

/// One action with its key.
struct KeyAction {
    const char* id;    ///< stable, in the profile
    const char* title;
    KeyScope scope;
    QKeySequence standard;
    QKeySequence keys; ///< in force; empty: none
};

/// The keys of the terminal: what the design gives them, changed by the user.
class KeyMap : public QObject {
    Q_OBJECT
public:
    /// The one map of the program.
    static KeyMap& instance();

    const std::vector<KeyAction>& actions() const { return m_actions; }
    QKeySequence keys(const char* id) const;
    /// "Ctrl Shift X", as pages and tips write it; "none" where the action has no key.
    QString text(const char* id) const;
    /// True when the event is the key of the action; for keys that only act in their panel.
    bool is(const char* id, const QKeyEvent& event) const;
    /// Titles of the other actions that these keys would meet.
    QStringList clashes(const QString& id, const QKeySequence& keys) const;
    /// Replaces the keys; false and nothing happens where they clash.
    bool setKeys(const QString& id, const QKeySequence& keys);
    void reset();
    /// Changed keys from a file of the profile; what clashes or is unknown there is left out. Empty: the standard.
    void load(const QString& file);

Q_SIGNALS:
    void changed();

private:
    KeyMap();
    void save() const;

    std::vector<KeyAction> m_actions;
    QString m_file;
};

} // namespace maker
