#include "venues/api/credentials.h"
#include "venues/api/secret.h"

#include "support/maker_test.h"

#include <sstream>
#include <utility>

#include <QFile>
#include <QTemporaryDir>

using namespace maker;

class tst_secret : public QObject {
    Q_OBJECT

private slots:
    void printsAsStars();
    void movesInsteadOfCopying();
    void readsKeysFromAPrivateFile();
    void refusesAFileOthersMayUse_data();
    void refusesAFileOthersMayUse();
    void neverShowsALineItCannotRead();
    void saysWhichLineIsMissing();

private:
    static std::string write(QTemporaryDir& folder, const QByteArray& text, QFileDevice::Permissions permissions)
    {
        const QString path = folder.filePath(QStringLiteral("keys"));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.setPermissions(permissions))
            return {};
        return path.toStdString();
    }
    static constexpr QFileDevice::Permissions kPrivate = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
};

void tst_secret::printsAsStars()
{
    const Secret secret("NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j");
    std::ostringstream out;
    out << secret;
    QCOMPARE(out.str(), std::string("***"));
}

void tst_secret::movesInsteadOfCopying()
{
    Secret first("abc");
    Secret second(std::move(first));
    QCOMPARE(second.reveal(), std::string_view("abc"));
    Secret third("old");
    third = std::move(second);
    QCOMPARE(third.reveal(), std::string_view("abc"));
    const Secret copy = third.clone();
    QVERIFY(copy.reveal().data() != third.reveal().data());
    QCOMPARE(copy.reveal(), third.reveal());
    QVERIFY(!std::is_copy_constructible_v<Secret>);
}

void tst_secret::readsKeysFromAPrivateFile()
{
    QTemporaryDir folder;
    const auto read = readCredentials(write(folder, "# mine\n key = K1 \r\nsecret=S=2\n", kPrivate));
    QVERIFY2(read.has_value(), read ? "" : read.error().detail.c_str());
    QCOMPARE(read->apiKey.reveal(), std::string_view("K1"));
    QCOMPARE(read->secret.reveal(), std::string_view("S=2"));
}

void tst_secret::refusesAFileOthersMayUse_data()
{
    QTest::addColumn<int>("extra");
    QTest::newRow("group reads") << int(QFileDevice::ReadGroup);
    QTest::newRow("group writes") << int(QFileDevice::WriteGroup);
    QTest::newRow("all read") << int(QFileDevice::ReadOther);
    QTest::newRow("all write") << int(QFileDevice::WriteOther);
}

void tst_secret::refusesAFileOthersMayUse()
{
    QFETCH(int, extra);
    QTemporaryDir folder;
    const auto read =
        readCredentials(write(folder, "key=K\nsecret=S\n", kPrivate | QFileDevice::Permissions::fromInt(extra)));
    QVERIFY(!read.has_value());
    QCOMPARE(read.error().code, ErrorCode::PermissionDenied);
    QVERIFY(read.error().detail.find("chmod 600") != std::string::npos);
}

void tst_secret::neverShowsALineItCannotRead()
{
    QTemporaryDir folder;
    const auto read = readCredentials(write(folder, "key=K\nhunter2-is-my-secret\n", kPrivate));
    QVERIFY(!read.has_value());
    QCOMPARE(read.error().code, ErrorCode::Parse);
    QVERIFY(read.error().detail.find("hunter2") == std::string::npos);
}

void tst_secret::saysWhichLineIsMissing()
{
    QTemporaryDir folder;
    const auto read = readCredentials(write(folder, "key=K\n", kPrivate));
    QVERIFY(!read.has_value());
    QVERIFY(read.error().detail.find("secret=") != std::string::npos);
    QCOMPARE(readCredentials("/nonexistent/keys").error().code, ErrorCode::NotFound);
}

MAKER_TEST(tst_secret)
#include "tst_secret.moc"
