#include "store/checkpointer.h"

#include "store/database.h"
#include "support/maker_test.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QSqlQuery>
#include <QTemporaryDir>

using namespace maker;

namespace {

/// Some forty pages.
void fill(Database& database)
{
    QVERIFY(database.begin().has_value());
    QSqlQuery query(database.connection());
    for (int i = 0; i < 40; ++i)
        QVERIFY(query.exec(QStringLiteral("INSERT INTO bulk VALUES (hex(randomblob(2000)))")));
    QVERIFY(database.commit().has_value());
}

} // namespace

class tst_checkpointer : public QObject {
    Q_OBJECT

private slots:
    void rowsReachTheFileWhileTheWriterKeepsWriting()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("a.db"));
        auto opened = Database::open(path);
        QVERIFY(opened.has_value());
        Database& database = opened->database;
        QVERIFY(database.exec(QStringLiteral("CREATE TABLE bulk (text TEXT)")).has_value());
        const auto size = [&] { return QFileInfo(path).size(); };
        const qint64 before = size();
        for (int i = 0; i < 30; ++i) // more than SQLite's own thousand pages
            fill(database);
        QCOMPARE(size(), before); // commits leave the file alone

        Checkpointer checkpointer(path, std::chrono::milliseconds(5));
        QTRY_VERIFY_WITH_TIMEOUT(size() > before + 4'000'000, 10'000);
        for (int i = 0; i < 20; ++i)
            fill(database); // it blocks nobody
    }

    void itEndsAtOnce()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("a.db"));
        auto opened = Database::open(path);
        QVERIFY(opened.has_value());
        QElapsedTimer timer;
        timer.start();
        {
            Checkpointer checkpointer(path, std::chrono::hours(1));
        }
        QVERIFY(timer.elapsed() < 5'000);
    }
};

MAKER_TEST(tst_checkpointer)
#include "tst_checkpointer.moc"
