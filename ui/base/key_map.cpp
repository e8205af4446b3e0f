#include "ui/base/key_map.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QSettings>

#include <algorithm>

namespace maker {

QString toText(KeyScope scope)
{
    switch (scope) {
    case KeyScope::Window:
        return KeyMap::tr("Everywhere");
    case KeyScope::Ladder:
        return KeyMap::tr("Ladder");
    case KeyScope::Chart:
        return KeyMap::tr("Chart");
    case KeyScope::Orders:
        return KeyMap::tr("Orders");
    }
    return {};
}

KeyMap& KeyMap::instance()
{
    static KeyMap map;
    return map;
}

KeyMap::KeyMap()
{
    const auto add = [this](const char* id, const char* title, KeyScope scope, const QKeySequence& keys) {
        m_actions.push_back({ id, title, scope, keys, keys });
    };
    using Qt::ALT, Qt::CTRL, Qt::SHIFT;
    const KeyScope window = KeyScope::Window;
    add("search", QT_TRANSLATE_NOOP("maker::KeyMap", "Search: instruments, panels, actions"), window, CTRL | Qt::Key_K);
    add("keys", QT_TRANSLATE_NOOP("maker::KeyMap", "All keys"), window, Qt::Key_F1);
    add("kill", QT_TRANSLATE_NOOP("maker::KeyMap", "Kill switch, pressed twice"), window, Qt::Key_Pause);
    add("cancel_all", QT_TRANSLATE_NOOP("maker::KeyMap", "Cancel all orders of ours"), window, CTRL | SHIFT | Qt::Key_X);
    add("workspace_1", QT_TRANSLATE_NOOP("maker::KeyMap", "First workspace"), window, CTRL | Qt::Key_1);
    add("workspace_2", QT_TRANSLATE_NOOP("maker::KeyMap", "Second workspace"), window, CTRL | Qt::Key_2);
    add("workspace_3", QT_TRANSLATE_NOOP("maker::KeyMap", "Third workspace"), window, CTRL | Qt::Key_3);
    add("search_too", QT_TRANSLATE_NOOP("maker::KeyMap", "Search, second key"), window, CTRL | SHIFT | Qt::Key_P);
    add("lab.run", QT_TRANSLATE_NOOP("maker::KeyMap", "Run the backtest"), window, Qt::Key_F5);
    add("lab.stop", QT_TRANSLATE_NOOP("maker::KeyMap", "Stop the backtest"), window, SHIFT | Qt::Key_F5);
    add("next_panel", QT_TRANSLATE_NOOP("maker::KeyMap", "Next panel"), window, CTRL | Qt::Key_Tab);
    add("maximise", QT_TRANSLATE_NOOP("maker::KeyMap", "One panel fills the window, and back"), window, ALT | Qt::Key_Return);
    add("picture", QT_TRANSLATE_NOOP("maker::KeyMap", "Picture of the window"), window, ALT | Qt::Key_S);
    add("larger", QT_TRANSLATE_NOOP("maker::KeyMap", "Larger text"), window, CTRL | Qt::Key_Plus);
    add("smaller", QT_TRANSLATE_NOOP("maker::KeyMap", "Smaller text"), window, CTRL | Qt::Key_Minus);
    add("chart.reset", QT_TRANSLATE_NOOP("maker::KeyMap", "Reset the chart"), window, ALT | Qt::Key_R);
    add("chart.log", QT_TRANSLATE_NOOP("maker::KeyMap", "Logarithmic price scale"), window, ALT | Qt::Key_L);
    add("chart.percent", QT_TRANSLATE_NOOP("maker::KeyMap", "Per cent scale"), window, ALT | Qt::Key_P);
    add("chart.alert", QT_TRANSLATE_NOOP("maker::KeyMap", "Price alert at the crosshair"), window, ALT | Qt::Key_A);
    add("chart.date", QT_TRANSLATE_NOOP("maker::KeyMap", "Go to a date"), window, ALT | Qt::Key_G);
    add("chart.now", QT_TRANSLATE_NOOP("maker::KeyMap", "Back to now"), KeyScope::Chart, Qt::Key_Space);
    add("ladder.centre", QT_TRANSLATE_NOOP("maker::KeyMap", "Back to the centre"), KeyScope::Ladder, Qt::Key_Space);
    add("ladder.cancel", QT_TRANSLATE_NOOP("maker::KeyMap", "Cancel ours at the row"), KeyScope::Ladder, Qt::Key_X);
    add("ladder.pull", QT_TRANSLATE_NOOP("maker::KeyMap", "Pull or restore the quotes"), KeyScope::Ladder, Qt::Key_Q);
    add("ladder.flatten", QT_TRANSLATE_NOOP("maker::KeyMap", "Flatten the position, asks once"), KeyScope::Ladder, Qt::Key_F);
    add("ladder.lock", QT_TRANSLATE_NOOP("maker::KeyMap", "Lock or unlock one-click"), KeyScope::Ladder, Qt::Key_L);
    add("orders.cancel", QT_TRANSLATE_NOOP("maker::KeyMap", "Cancel the selected order"), KeyScope::Orders, Qt::Key_X);
}

QKeySequence KeyMap::keys(const char* id) const
{
    const auto found = std::find_if(
        m_actions.begin(), m_actions.end(), [id](const KeyAction& action) { return qstrcmp(action.id, id) == 0; });
    return found == m_actions.end() ? QKeySequence() : found->keys;
}

QString KeyMap::text(const char* id) const
{
    QString text = keys(id).toString(QKeySequence::PortableText);
    if (text.isEmpty())
        return tr("none");
    const bool plus = text.endsWith(QLatin1Char('+'));
    if (plus)
        text.chop(1);
    text.replace(QLatin1Char('+'), QLatin1Char(' '));
    return plus ? text + QLatin1Char('+') : text;
}

bool KeyMap::is(const char* id, const QKeyEvent& event) const
{
    const QKeySequence wanted = keys(id);
    const auto modifiers = event.modifiers() & ~Qt::KeypadModifier;
    return wanted.count() == 1 && wanted[0] == QKeyCombination(modifiers, static_cast<Qt::Key>(event.key()));
}

QStringList KeyMap::clashes(const QString& id, const QKeySequence& keys) const
{
    QStringList titles;
    const auto self = std::find_if(
        m_actions.begin(), m_actions.end(), [&id](const KeyAction& action) { return QLatin1String(action.id) == id; });
    if (keys.isEmpty() || self == m_actions.end())
        return titles;
    for (const KeyAction& action : m_actions) {
        const bool meets = action.scope == self->scope || action.scope == KeyScope::Window || self->scope == KeyScope::Window;
        if (&action != &*self && meets && action.keys == keys)
            titles << tr(action.title);
    }
    return titles;
}

bool KeyMap::setKeys(const QString& id, const QKeySequence& keys)
{
    if (!clashes(id, keys).isEmpty())
        return false;
    for (KeyAction& action : m_actions) {
        if (QLatin1String(action.id) != id || action.keys == keys)
            continue;
        action.keys = keys;
        save();
        Q_EMIT changed();
    }
    return true;
}

void KeyMap::reset()
{
    for (KeyAction& action : m_actions)
        action.keys = action.standard;
    save();
    Q_EMIT changed();
}

void KeyMap::load(const QString& file)
{
    m_file.clear();
    for (KeyAction& action : m_actions)
        action.keys = action.standard;
    if (!file.isEmpty()) {
        const QSettings stored(file, QSettings::IniFormat);
        for (const KeyAction& action : std::vector<KeyAction>(m_actions)) {
            const QVariant keys = stored.value(QLatin1String("keys/") + QLatin1String(action.id));
            if (keys.isValid())
                setKeys(QLatin1String(action.id), QKeySequence(keys.toString(), QKeySequence::PortableText));
        }
    }
    m_file = file;
    Q_EMIT changed();
}

void KeyMap::save() const
{
    if (m_file.isEmpty())
        return;
    QSettings stored(m_file, QSettings::IniFormat);
    for (const KeyAction& action : m_actions) {
        const QString name = QLatin1String("keys/") + QLatin1String(action.id);
        if (action.keys == action.standard)
            stored.remove(name);
        else
            stored.setValue(name, action.keys.toString(QKeySequence::PortableText));
    }
}

} // namespace maker
