#include "platform/durable_file.h"
#include "platform/read_file.h"
#include "support/maker_test.h"
#include "support/small_disk.h"

#include <QTemporaryDir>

using namespace maker;

class tst_files : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;

    std::string path(const char* name) const { return m_dir.filePath(QString::fromLatin1(name)).toStdString(); }
    std::string write(const char* name, const QByteArray& bytes) const
    {
        QFile file(m_dir.filePath(QString::fromLatin1(name)));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write %s", name);
        return path(name);
    }
    static std::string refusal(const std::string& path, std::size_t largest = std::size_t{1} << 20U)
    {
        const auto text = readFile(path, "The plan", largest);
        return text ? std::string() : text.error().detail;
    }

private slots:
    void aFileIsReadWhole();
    void whatIsNoFileOrTooLongIsRefused();
    void aFileIsReplacedWholeOrNotAtAll();
};

void tst_files::aFileIsReadWhole()
{
    QByteArray bytes(300'000, 'x');
    bytes[1] = '\0';
    QCOMPARE(*readFile(write("a", bytes), "The plan", std::size_t{1} << 20U), bytes.toStdString());
    QCOMPARE(*readFile(write("empty", {}), "The plan", std::size_t{1} << 20U), std::string());
    const std::string exact = write("exact", QByteArray(1 << 20, 'y'));
    QCOMPARE(readFile(exact, "The plan", std::size_t{1} << 20U)->size(), std::size_t{1} << 20U);
}

void tst_files::whatIsNoFileOrTooLongIsRefused()
{
    QCOMPARE(refusal(path("absent")), "The plan " + path("absent") + " cannot be read: No such file or directory.");
    QCOMPARE(refusal(m_dir.path().toStdString()), "The plan " + m_dir.path().toStdString() + " cannot be read: Is a directory.");
    const std::string longer = write("longer", QByteArray((1 << 20) + 1, 'y'));
    QCOMPARE(refusal(longer), "The plan " + longer + " cannot be read: it is longer than 1 MiB.");
    if (QFile::exists(QStringLiteral("/dev/zero")))
        QCOMPARE(refusal("/dev/zero"), std::string("The plan /dev/zero cannot be read: it is not a regular file."));
    QFile::link(QString::fromStdString(path("loop")), QString::fromStdString(path("loop")));
    QVERIFY(!refusal(path("loop")).empty());
}

void tst_files::aFileIsReplacedWholeOrNotAtAll()
{
    const SmallDisk disk(m_dir.filePath(QStringLiteral("disk")), "size=64k");
    if (!disk.mounted())
        QSKIP("A disk of its own can only be mounted as root on Linux.");
    const std::string file = path("disk/report.json");
    QVERIFY(replaceFileDurably(file, "old").has_value());
    const auto full = replaceFileDurably(file, std::string(200'000, 'n'));
    QVERIFY(!full.has_value());
    QVERIFY2(full.error().detail.find("No space left") != std::string::npos, full.error().detail.c_str());
    QCOMPARE(QDir(m_dir.filePath(QStringLiteral("disk"))).entryList(QDir::Files), QStringList{QStringLiteral("report.json")});
    QCOMPARE(*readFile(file, "The report", 100), std::string("old"));
    // A directory in the way, and it fails at the last step.
    QVERIFY(QDir().mkpath(m_dir.filePath(QStringLiteral("taken/inside"))));
    QVERIFY(!replaceFileDurably(path("taken"), "new").has_value());
    QVERIFY(!QFile::exists(m_dir.filePath(QStringLiteral("taken.new"))));
}

MAKER_TEST(tst_files)
#include "tst_files.moc"
