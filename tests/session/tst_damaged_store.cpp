#include "session/session.h"
#include "store/database.h"
#include "support/maker_test.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QSqlQuery>
#include <QTemporaryDir>

using namespace maker;

/// What a start makes of the store that it finds.
class tst_damaged_store : public QObject {
    Q_OBJECT

private slots:
    void aDamagedFileIsSetAsideOnceAndSaidSo();
    void whatWasSavedIsReadBeforeTheRunBegins();

private:
    static SessionConfig aConfig(const QString& profile)
    {
        SessionConfig config;
        config.profile = profile.toStdString();
        config.version = "test";
        config.symbols = {"BTCUSDT"};
        config.strategies = {{"pure_market_making", "BTCUSDT", {}, R"({"order_size":0.01})"}};
        return config;
    }
};

void tst_damaged_store::aDamagedFileIsSetAsideOnceAndSaidSo()
{
    QTemporaryDir folder;
    const QByteArray garbage(20'000, 'x');
    QFile file(folder.filePath("makerdesk.db"));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(garbage) == garbage.size());
    file.close();
    {
        auto session = Session::start(aConfig(folder.path()));
        QVERIFY2(session, session ? "" : session.error().detail.c_str());
        const auto& notes = (*session)->startNotes();
        QCOMPARE(std::ranges::count_if(notes, [](const std::string& note) {
            return note.find("was damaged and has been set aside as") != std::string::npos;
        }), 1);
        QVERIFY((*session)->stop());
    }
    const QStringList aside = QDir(folder.path()).entryList({"makerdesk.db.damaged-*"});
    QCOMPARE(aside.size(), 1);
    QFile kept(folder.filePath(aside.front()));
    QVERIFY(kept.open(QIODevice::ReadOnly));
    QVERIFY(kept.readAll() == garbage);
    auto opened = Database::open(folder.filePath("makerdesk.db"));
    QVERIFY(opened && !opened->setAside);
    QSqlQuery query(opened->database.connection());
    QVERIFY(query.exec("SELECT COUNT(*) FROM runs") && query.next());
    QCOMPARE(query.value(0).toInt(), 1);
}

void tst_damaged_store::whatWasSavedIsReadBeforeTheRunBegins()
{
    QTemporaryDir folder;
    {
        auto opened = Database::open(folder.filePath("makerdesk.db"));
        QVERIFY(opened);
        QVERIFY(opened->database.exec(R"(INSERT INTO params(subject, json, updated)
            VALUES('strategy/pure_market_making/1', '{"order_size":0.03}', 1))"));
    }
    auto session = Session::start(aConfig(folder.path()));
    QVERIFY2(session, session ? "" : session.error().detail.c_str());
    QVERIFY((*session)->startNotes().empty());
    QVERIFY2(QByteArray::fromStdString((*session)->params({1})).contains("0.03"), (*session)->params({1}).c_str());
    QVERIFY((*session)->stop());
}

MAKER_APP_TEST(tst_damaged_store, QCoreApplication)
#include "tst_damaged_store.moc"
