#pragma once

#include "kernel/model/numbers.h"

#include <QColor>
#include <QFont>
#include <QPalette>
#include <QString>

#include <utility>
#include <vector>

class QApplication;

namespace maker {

enum class ThemeTone : std::uint8_t { Dark, Light };
enum class SideColors : std::uint8_t { GreenUp, RedUp, ColourBlindSafe };

/// Type roles of the design; sizes are points.
enum class TypeRole : std::uint8_t { Micro, Small, Body, Strong, Title, Figure, Headline };

/// Every colour, font and length a painter may use, as one value made from the tokens of resources/theme/tokens.json.
struct Theme {
    struct Surfaces {
        QColor window, panel, header, raised, hover, selected, stripe, sunken;
    };
    struct Lines {
        QColor subtle, normal, strong;
    };
    struct Texts {
        QColor primary, secondary, muted, disabled, inverse;
    };
    struct Accent {
        QColor text, fill, on, soft;
    };
    /// Colours of one side or of what is ours: text for numerals, fill for candles and bars, soft behind text.
    struct Hue {
        QColor text, fill, soft;
    };
    struct Status {
        QColor ok, warn, danger, info, idle, okSoft, warnSoft, dangerSoft, infoSoft;
    };
    struct Kill {
        QColor fill, hover, progress, on;
    };
    struct Modes {
        QColor live, liveOn, paper, paperOn, demo, demoOn, killed, killedOn;
    };
    struct Chart {
        QColor grid, axisText, crosshair, crosshairLabel, vwap, fair, volumeUp, volumeDown, baseline;
    };
    struct Stack {
        QColor spread, rebates, inventory, funding, hedge, fees, total;
    };

    ThemeTone tone = ThemeTone::Dark;
    SideColors sides = SideColors::GreenUp;
    bool hollowUpCandles = false;
    Surfaces bg;
    Lines line;
    Texts text;
    Accent accent;
    Hue own;
    Hue bid;
    Hue ask;
    Status status;
    Kill kill;
    Modes mode;
    Chart chart;
    Stack stack;
    std::vector<std::pair<double, QColor>> diverging; ///< -1 .. 1
    double textScale = 1.0;                           ///< the user's, 0.85 .. 2.0

    /// Reads the embedded tokens; a broken token is our bug.
    static Theme load(ThemeTone tone, SideColors sides = SideColors::GreenUp, double textScale = 1.0);

    /// Text in Inter / numerals in JetBrains Mono without kerning; both hinted as the scale factor asks for.
    QFont font(TypeRole role) const;
    QFont numberFont(TypeRole role) const;

    const Hue& side(Side which) const { return which == Side::Buy ? bid : ask; }
    /// Text colour of a signed figure: gain, loss or, at zero, muted.
    QColor signColor(int sign) const { return sign > 0 ? bid.text : sign < 0 ? ask.text : text.muted; }
    /// The diverging ramp at `value`, clipped to -1 .. 1.
    QColor divergingAt(double value) const;
    /// A length in logical pixels times the text scale, in whole pixels: row heights.
    int scaled(int length) const;

    QPalette palette() const;
    QString styleSheet() const;
    /// Style, palette, fonts and style sheet of the whole application.
    void apply(QApplication& application) const;
};

/// Row heights and fixed lengths of the compact layout, in logical pixels.
namespace rows {
inline constexpr int kTable = 20;
inline constexpr int kTableHead = 22;
inline constexpr int kLadder = 18;
inline constexpr int kTape = 18;
inline constexpr int kControl = 24;
inline constexpr int kPanelHead = 28;
inline constexpr int kStrategy = 60;
} // namespace rows

/// Loads the embedded Inter and JetBrains Mono once; before the first font of the theme is made.
void loadFonts();

} // namespace maker
