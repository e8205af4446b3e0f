#include "support/maker_test.h"
#include "ui/base/painters.h"

#include <QApplication>
#include <QFontInfo>
#include <QPainter>

using namespace maker;

namespace {

QImage lamp(LampShape shape, const Theme& theme)
{
    QImage image(16, 16, QImage::Format_ARGB32_Premultiplied);
    image.fill(theme.bg.panel);
    QPainter painter(&image);
    drawLamp(painter, QRectF(0, 0, 16, 16), shape, theme);
    return image;
}

QImage numeral(const QString& text, const Theme& theme)
{
    QImage image(120, 20, QImage::Format_ARGB32_Premultiplied);
    image.fill(theme.bg.panel);
    QPainter painter(&image);
    NumberPainter numbers(theme.numberFont(TypeRole::Body));
    numbers.draw(painter, QRectF(0, 0, 120, 20), text, theme.text.primary);
    return image;
}

} // namespace

class tst_theme : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { loadFonts(); }
    void textIsInterAndNumeralsAreJetBrainsMono()
    {
        const Theme theme = Theme::load(ThemeTone::Dark);
        QCOMPARE(QFontInfo(theme.font(TypeRole::Body)).family(), QStringLiteral("Inter"));
        QCOMPARE(QFontInfo(theme.numberFont(TypeRole::Body)).family(), QStringLiteral("JetBrains Mono"));
        QVERIFY(QFontInfo(theme.numberFont(TypeRole::Body)).fixedPitch());
        QVERIFY(!theme.numberFont(TypeRole::Small).kerning());
        QCOMPARE(QFontInfo(theme.font(TypeRole::Strong)).weight(), int(QFont::DemiBold));
    }
    void everyDigitIsEquallyWide()
    {
        const QFontMetricsF metrics(Theme::load(ThemeTone::Dark).numberFont(TypeRole::Small));
        for (char digit = '1'; digit <= '9'; ++digit)
            QCOMPARE(metrics.horizontalAdvance(QLatin1Char(digit)), metrics.horizontalAdvance(QLatin1Char('0')));
        QCOMPARE(metrics.horizontalAdvance(QChar(0x2212)), metrics.horizontalAdvance(QLatin1Char('0')));
    }
    void coloursComeFromTheTokens()
    {
        QCOMPARE(Theme::load(ThemeTone::Dark).bg.panel, QColor(0x0E, 0x12, 0x18));
        QCOMPARE(Theme::load(ThemeTone::Light).bg.panel, QColor(0xFF, 0xFF, 0xFF));
        QCOMPARE(Theme::load(ThemeTone::Dark).own.text, QColor(0xBB, 0xA0, 0xFF));
    }
    void redUpSwapsTheSidesAndSafeSidesAreBlueAndOrange()
    {
        const Theme green = Theme::load(ThemeTone::Dark);
        const Theme red = Theme::load(ThemeTone::Dark, SideColors::RedUp);
        QCOMPARE(red.bid.text, green.ask.text);
        QCOMPARE(red.ask.fill, green.bid.fill);
        const Theme safe = Theme::load(ThemeTone::Dark, SideColors::ColourBlindSafe);
        QVERIFY(safe.hollowUpCandles);
        QCOMPARE(safe.bid.text, QColor(0x56, 0xB4, 0xFF));
        QVERIFY(safe.own.text != green.own.text);
    }
    void everyTokenOfTheSheetIsFilledIn()
    {
        const QString sheet = Theme::load(ThemeTone::Light).styleSheet();
        QVERIFY(sheet.size() > 2000);
        QVERIFY2(!sheet.contains(QLatin1Char('@')), qPrintable(sheet.mid(sheet.indexOf(QLatin1Char('@')), 40)));
    }
    void theDivergingRampIsClippedAtItsEnds()
    {
        const Theme theme = Theme::load(ThemeTone::Dark);
        QCOMPARE(theme.divergingAt(-5), theme.divergingAt(-1));
        QCOMPARE(theme.divergingAt(0), QColor(0x16, 0x1C, 0x26));
        QVERIFY(theme.divergingAt(0.7) != theme.divergingAt(0.4));
    }
    void lampsDifferInShapeEvenWithoutColour()
    {
        const Theme theme = Theme::load(ThemeTone::Dark);
        const std::array shapes { LampShape::Running, LampShape::Paused, LampShape::Stopped, LampShape::WarmUp,
            LampShape::Stale, LampShape::Error, LampShape::NotSetUp };
        for (std::size_t i = 0; i < shapes.size(); ++i) {
            for (std::size_t j = i + 1; j < shapes.size(); ++j)
                QVERIFY(lamp(shapes[i], theme).convertToFormat(QImage::Format_Mono)
                        != lamp(shapes[j], theme).convertToFormat(QImage::Format_Mono)
                    || lamp(shapes[i], theme) != lamp(shapes[j], theme));
        }
    }
    void twoNumbersDrawTwoImagesAndTheSameNumberTheSame()
    {
        const Theme theme = Theme::load(ThemeTone::Dark);
        QVERIFY(numeral(QStringLiteral("236.40"), theme) != numeral(QStringLiteral("236.41"), theme));
        QCOMPARE(numeral(QStringLiteral("236.40"), theme), numeral(QStringLiteral("236.40"), theme));
    }
    void everyIconOfTheProgramDraws()
    {
        const Theme theme = Theme::load(ThemeTone::Dark);
        for (const char* name : { "play", "pause", "stop", "search", "lock", "unlock", "more", "plus", "close",
                 "warning", "check", "now", "hot", "cold", "undo" }) {
            QImage image(16, 16, QImage::Format_ARGB32_Premultiplied);
            image.fill(Qt::transparent);
            QPainter painter(&image);
            drawIcon(painter, QLatin1String(name), QRectF(0, 0, 16, 16), Qt::white);
            painter.end();
            QImage nothing(16, 16, QImage::Format_ARGB32_Premultiplied);
            nothing.fill(Qt::transparent);
            QVERIFY2(image != nothing, name);
        }
    }
};

MAKER_APP_TEST(tst_theme, QApplication)
#include "tst_theme.moc"
