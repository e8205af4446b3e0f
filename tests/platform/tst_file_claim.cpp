#include "platform/file_claim.h"
#include "support/maker_test.h"

#include <QFile>
#include <QTemporaryDir>

#include <optional>

using namespace maker;

/// Who writes a file, seen from outside.
class tst_file_claim : public QObject {
    Q_OBJECT

private slots:
    void aFileIsTakenAsLongAsItsClaimLives()
    {
        const QTemporaryDir dir;
        const std::string path = dir.filePath(QStringLiteral("a")).toStdString();
        QVERIFY(!FileClaim::isTaken(path)); // it is not there
        QFile file(QString::fromStdString(path));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(!FileClaim::isTaken(path));
        std::optional<FileClaim> claim(std::in_place, path);
        QVERIFY(FileClaim::isTaken(path));
        QVERIFY(FileClaim::isTaken(path)); // asking takes nothing
        FileClaim moved(std::move(*claim));
        claim.reset();
        QVERIFY(FileClaim::isTaken(path));
        { const FileClaim second(path); } // has nothing to give back
        QVERIFY(FileClaim::isTaken(path));
        FileClaim last(std::move(moved));
        QVERIFY(FileClaim::isTaken(path));
        { const FileClaim ended(std::move(last)); }
        QVERIFY(!FileClaim::isTaken(path));
    }
};

MAKER_TEST(tst_file_claim)
#include "tst_file_claim.moc"
