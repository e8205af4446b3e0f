#include "support/maker_test.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>

#include <algorithm>

// Sizes and habits that keep the code readable; the numbers are in CONTRIBUTING.md.

namespace {

const QString kRoot = QStringLiteral(MAKERDESK_SOURCE_DIR);

QStringList sources(const QStringList& tops)
{
    QStringList paths;
    for (const QString& top : tops) {
        QDirIterator it(kRoot + '/' + top, {"*.h", "*.cpp"}, QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext())
            paths.append(it.next());
    }
    paths.sort();
    return paths;
}

QString contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

} // namespace

class tst_limits : public QObject {
    Q_OBJECT

private slots:
    void noSourceFileIsOver500Lines();
    void almostAllSourceFilesAreUnder350Lines();
    void programsHaveNoLogicInMain();
    void nobodySwitchesTlsVerificationOff();
    void namesSayWhatThingsDo();
};

void tst_limits::noSourceFileIsOver500Lines()
{
    for (const QString& path : sources({"core", "ui", "app"})) {
        const auto lines = contentOf(path).count('\n');
        QVERIFY2(lines <= 500, qPrintable(QStringLiteral("%1 has %2 lines: which two things does it hold?").arg(path).arg(lines)));
    }
}

void tst_limits::almostAllSourceFilesAreUnder350Lines()
{
    const QStringList paths = sources({"core", "ui", "app"});
    const auto longOnes = std::count_if(
        paths.begin(), paths.end(), [](const QString& path) { return contentOf(path).count('\n') > 350; });
    QVERIFY2(longOnes * 20 <= paths.size(), qPrintable(QStringLiteral("%1 of %2 files").arg(longOnes).arg(paths.size())));
}

void tst_limits::programsHaveNoLogicInMain()
{
    QDirIterator it(kRoot + "/app", {"main.cpp"}, QDir::Files, QDirIterator::Subdirectories);
    int programs = 0;
    while (it.hasNext()) {
        const QString path = it.next();
        ++programs;
        QVERIFY2(contentOf(path).count('\n') < 100, qPrintable(path));
    }
    QVERIFY(programs >= 3);
}

void tst_limits::nobodySwitchesTlsVerificationOff()
{
    static const QRegularExpression banned("ignoreSslErrors|VerifyNone|setPeerVerifyMode");
    for (const QString& path : sources({"core", "ui", "app"}))
        QVERIFY2(!banned.match(contentOf(path)).hasMatch(), qPrintable(path));
}

void tst_limits::namesSayWhatThingsDo()
{
    static const QRegularExpression vague("\\b(?:class|struct) \\w*(?:Manager|Helper|Util|Handler)\\b");
    for (const QString& path : sources({"core", "ui", "app"})) {
        const auto match = vague.match(contentOf(path));
        QVERIFY2(!match.hasMatch(), qPrintable(path + ": " + match.captured(0)));
    }
}

MAKER_TEST(tst_limits)
#include "tst_limits.moc"
