#include "ui/base/theme.h"

#include "kernel/base/assert.h"
#include "resources/resources.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStyleFactory>
#include <QToolTip>

#include <cmath>

namespace maker {

namespace {

struct TypeToken {
    double points;
    QFont::Weight weight;
};

TypeToken typeToken(TypeRole role)
{
    switch (role) {
    case TypeRole::Micro: return {7.5, QFont::Medium};
    case TypeRole::Small: return {8.25, QFont::Normal};
    case TypeRole::Body: return {9.0, QFont::Normal};
    case TypeRole::Strong: return {9.0, QFont::DemiBold};
    case TypeRole::Title: return {10.5, QFont::DemiBold};
    case TypeRole::Figure: return {10.5, QFont::DemiBold};
    case TypeRole::Headline: return {15.0, QFont::DemiBold};
    }
    return {9.0, QFont::Normal};
}

QJsonObject readTokens()
{
    registerResources();
    QFile file(QStringLiteral(":/theme/tokens.json"));
    const bool opened = file.open(QIODevice::ReadOnly);
    MAKER_ASSERT(opened);
    const QJsonObject root = QJsonDocument::fromJson(file.readAll()).object();
    MAKER_ASSERT(!root.isEmpty());
    return root.value(QLatin1String("color")).toObject();
}

QColor color(const QJsonObject& group, const char* key)
{
    const QColor value(group.value(QLatin1String(key)).toString());
    MAKER_ASSERT(value.isValid());
    return value;
}

QJsonObject child(const QJsonObject& group, const QString& key)
{
    const QJsonObject value = group.value(key).toObject();
    MAKER_ASSERT(!value.isEmpty());
    return value;
}

Theme::Hue hue(const QJsonObject& group)
{
    return {color(group, "text"), color(group, "fill"), color(group, "soft")};
}

void readSurfaces(Theme& theme, const QJsonObject& tone)
{
    const QJsonObject bg = child(tone, QStringLiteral("bg"));
    theme.bg = {color(bg, "window"), color(bg, "panel"),    color(bg, "header"), color(bg, "raised"),
                color(bg, "hover"),  color(bg, "selected"), color(bg, "stripe"), color(bg, "sunken")};
    const QJsonObject line = child(tone, QStringLiteral("line"));
    theme.line = {color(line, "subtle"), color(line, "normal"), color(line, "strong")};
    const QJsonObject text = child(tone, QStringLiteral("text"));
    theme.text = {color(text, "primary"), color(text, "secondary"), color(text, "muted"), color(text, "disabled"),
                  color(text, "inverse")};
    const QJsonObject accent = child(tone, QStringLiteral("accent"));
    theme.accent = {color(accent, "text"), color(accent, "fill"), color(accent, "on"), color(accent, "soft")};
    theme.own = hue(child(tone, QStringLiteral("own")));
    const QJsonObject status = child(tone, QStringLiteral("status"));
    theme.status = {color(status, "ok"),     color(status, "warn"),     color(status, "danger"),
                    color(status, "info"),   color(status, "idle"),     color(status, "okSoft"),
                    color(status, "warnSoft"), color(status, "dangerSoft"), color(status, "infoSoft")};
    const QJsonObject kill = child(tone, QStringLiteral("kill"));
    theme.kill = {color(kill, "fill"), color(kill, "hover"), color(kill, "progress"), color(kill, "on")};
    const QJsonObject mode = child(tone, QStringLiteral("mode"));
    theme.mode = {color(mode, "live"), color(mode, "liveOn"), color(mode, "paper"),  color(mode, "paperOn"),
                  color(mode, "demo"), color(mode, "demoOn"), color(mode, "killed"), color(mode, "killedOn")};
}

void readChart(Theme& theme, const QJsonObject& chart, const QString& toneName)
{
    const QJsonObject group = child(chart, toneName);
    theme.chart = {color(group, "grid"),      color(group, "axisText"), color(group, "crosshair"),
                   color(group, "crosshairLabel"), color(group, "vwap"),     color(group, "fair"),
                   color(group, "volumeUp"),  color(group, "volumeDown"), color(group, "baseline")};
    const QJsonObject stack = child(child(chart, QStringLiteral("componentStack")), toneName);
    theme.stack = {color(stack, "spread"), color(stack, "rebates"), color(stack, "inventory"), color(stack, "funding"),
                   color(stack, "hedge"),  color(stack, "fees"),    color(stack, "total")};
    const QJsonArray ramp = child(chart, QStringLiteral("diverging")).value(toneName).toArray();
    for (const QJsonValue& stop : ramp)
        theme.diverging.emplace_back(stop.toArray().at(0).toDouble(), QColor(stop.toArray().at(1).toString()));
}

void readSides(Theme& theme, const QJsonObject& sides, const QString& toneName)
{
    const QString name = theme.sides == SideColors::GreenUp ? QStringLiteral("greenUp")
        : theme.sides == SideColors::RedUp                  ? QStringLiteral("redUp")
                                                            : QStringLiteral("colourBlindSafe");
    const QJsonObject pair = child(child(sides, name), toneName);
    theme.bid = hue(child(pair, QStringLiteral("bid")));
    theme.ask = hue(child(pair, QStringLiteral("ask")));
    if (theme.sides == SideColors::GreenUp)
        return;
    theme.chart.volumeUp = theme.bid.soft;
    theme.chart.volumeDown = theme.ask.soft;
    if (theme.sides == SideColors::ColourBlindSafe) {
        theme.own = hue(child(pair, QStringLiteral("own")));
        theme.hollowUpCandles = true;
    }
    for (auto& [at, stop] : theme.diverging) {
        // The ramp follows the sides: strong ends near their fills, weak steps near their grounds.
        if (at != 0.0) {
            const Theme::Hue& side = at > 0 ? theme.bid : theme.ask;
            stop = std::abs(at) < 0.9 ? side.soft : side.fill.darker(theme.tone == ThemeTone::Dark ? 150 : 90);
        }
    }
}

QFont baseFont(const QString& family, TypeRole role, double scale)
{
    const TypeToken token = typeToken(role);
    QFont font(family);
    font.setPointSizeF(token.points * scale);
    font.setWeight(token.weight);
    const bool sharp = qApp != nullptr && qApp->devicePixelRatio() > 1.0;
    font.setHintingPreference(sharp ? QFont::PreferNoHinting : QFont::PreferFullHinting);
    return font;
}

} // namespace

void loadFonts()
{
    registerResources();
    if (QFontDatabase::hasFamily(QStringLiteral("Inter")) && QFontDatabase::hasFamily(QStringLiteral("JetBrains Mono"))
        && qApp->property("makerFonts").toBool())
        return;
    const QDir fonts(QStringLiteral(":/fonts"));
    for (const QString& name : fonts.entryList())
        QFontDatabase::addApplicationFont(fonts.filePath(name));
    qApp->setProperty("makerFonts", true);
}

Theme Theme::load(ThemeTone tone, SideColors sides, double textScale)
{
    Theme theme;
    theme.tone = tone;
    theme.sides = sides;
    theme.textScale = textScale;
    const QJsonObject root = readTokens();
    const QString toneName = tone == ThemeTone::Dark ? QStringLiteral("dark") : QStringLiteral("light");
    readSurfaces(theme, child(root, toneName));
    readChart(theme, child(root, QStringLiteral("chart")), toneName);
    readSides(theme, child(root, QStringLiteral("sides")), toneName);
    return theme;
}

QFont Theme::font(TypeRole role) const
{
    return baseFont(QStringLiteral("Inter"), role, textScale);
}

QFont Theme::numberFont(TypeRole role) const
{
    QFont font = baseFont(QStringLiteral("JetBrains Mono"), role, textScale);
    font.setKerning(false);
    font.setStyleHint(QFont::Monospace);
    font.setFixedPitch(true);
    return font;
}

QColor Theme::divergingAt(double value) const
{
    if (diverging.empty())
        return bg.panel;
    const double at = std::clamp(value, diverging.front().first, diverging.back().first);
    for (std::size_t i = 1; i < diverging.size(); ++i) {
        const auto& [lowAt, low] = diverging[i - 1];
        const auto& [highAt, high] = diverging[i];
        if (at > highAt)
            continue;
        const double share = (at - lowAt) / (highAt - lowAt);
        const auto mix = [share](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * share)); };
        return QColor(mix(low.red(), high.red()), mix(low.green(), high.green()), mix(low.blue(), high.blue()));
    }
    return diverging.back().second;
}

int Theme::scaled(int length) const
{
    return static_cast<int>(std::lround(length * textScale));
}

QPalette Theme::palette() const
{
    QPalette palette;
    palette.setColor(QPalette::Window, bg.window);
    palette.setColor(QPalette::Base, bg.panel);
    palette.setColor(QPalette::AlternateBase, bg.stripe);
    palette.setColor(QPalette::Button, bg.raised);
    palette.setColor(QPalette::WindowText, text.primary);
    palette.setColor(QPalette::Text, text.primary);
    palette.setColor(QPalette::ButtonText, text.primary);
    palette.setColor(QPalette::BrightText, status.danger);
    palette.setColor(QPalette::Mid, line.normal);
    palette.setColor(QPalette::Dark, line.strong);
    palette.setColor(QPalette::Light, bg.hover);
    palette.setColor(QPalette::Midlight, line.subtle);
    palette.setColor(QPalette::Shadow, bg.window);
    palette.setColor(QPalette::Highlight, bg.selected);
    palette.setColor(QPalette::HighlightedText, text.primary);
    palette.setColor(QPalette::Link, accent.text);
    palette.setColor(QPalette::ToolTipBase, bg.raised);
    palette.setColor(QPalette::ToolTipText, text.primary);
    palette.setColor(QPalette::PlaceholderText, text.muted);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, text.disabled);
    return palette;
}

void Theme::apply(QApplication& application) const
{
    loadFonts();
    application.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    application.setPalette(palette());
    QToolTip::setPalette(palette());
    application.setFont(font(TypeRole::Body));
    application.setStyleSheet(styleSheet());
}

} // namespace maker
