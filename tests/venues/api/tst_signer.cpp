#include "venues/api/signer.h"

#include "support/maker_test.h"

#include <array>

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>

using namespace maker;

class tst_signer : public QObject {
    Q_OBJECT

private slots:
    void agreesWithRfc4231();
    void emptyKeyAndTextAreSigned();
    void oneSignerSignsManyTexts();
    void agreesWithTheVenuesExamples();
    void agreesWithAnotherClientsRequests();

private:
    static QString sign(HmacSigner& signer, const QByteArray& payload)
    {
        std::array<char, HmacSigner::kHexSize> hex;
        signer.signHex({payload.constData(), static_cast<std::size_t>(payload.size())}, hex.data());
        return QString::fromLatin1(hex.data(), static_cast<qsizetype>(hex.size()));
    }
    static HmacSigner signerOf(const QString& secret) { return HmacSigner(Secret(secret.toStdString())); }
    static QJsonObject read(const char* path)
    {
        QFile file(QString::fromLatin1(MAKERDESK_SOURCE_DIR) + QLatin1String(path));
        return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
    }
};

void tst_signer::agreesWithRfc4231()
{
    HmacSigner signer(Secret("Jefe"));
    QCOMPARE(sign(signer, "what do ya want for nothing?"),
        QStringLiteral("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
    HmacSigner longKey(Secret(std::string(131, '\xAA'))); // longer than a block: hashed first
    QCOMPARE(sign(longKey, "Test Using Larger Than Block-Size Key - Hash Key First"),
        QStringLiteral("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"));
}

void tst_signer::emptyKeyAndTextAreSigned()
{
    HmacSigner signer{Secret()};
    QCOMPARE(sign(signer, ""), QStringLiteral("b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"));
}

void tst_signer::oneSignerSignsManyTexts()
{
    HmacSigner signer(Secret("Jefe"));
    const QString first = sign(signer, "a");
    QVERIFY(sign(signer, "b") != first);
    QCOMPARE(sign(signer, "a"), first);
}

void tst_signer::agreesWithTheVenuesExamples()
{
    const QJsonObject vectors = read("/../shared/data/vectors/signatures_checksums_models.json");
    if (vectors.isEmpty())
        QSKIP("the signature vectors are not present");
    const QJsonArray rest = vectors[QStringLiteral("binance_hmac")].toArray();
    const QJsonArray api = vectors[QStringLiteral("binance_ws_api_hmac")].toArray();
    QVERIFY(rest.size() >= 2 && !api.isEmpty());
    const QString docsSecret = rest[0].toObject()[QStringLiteral("secret")].toString();
    for (const QJsonArray& list : {rest, api}) {
        for (const QJsonValue& value : list) {
            const QJsonObject vector = value.toObject();
            HmacSigner signer = signerOf(vector[QStringLiteral("secret")].toString(docsSecret));
            QCOMPARE(sign(signer, vector[QStringLiteral("payload")].toString().toUtf8()),
                vector[QStringLiteral("signature")].toString());
        }
    }
}

void tst_signer::agreesWithAnotherClientsRequests()
{
    const QJsonObject recorded = read("/../shared/data/ccxt/binance.requests.json");
    if (recorded.isEmpty())
        QSKIP("the recorded requests are not present");
    HmacSigner signer =
        signerOf(recorded[QStringLiteral("credentials")].toObject()[QStringLiteral("secret")].toString());
    int compared = 0;
    const QJsonArray vectors = recorded[QStringLiteral("vectors")].toArray();
    for (const QJsonValue& vector : vectors) {
        const QJsonArray requests = vector.toObject()[QStringLiteral("requests")].toArray();
        for (const QJsonValue& value : requests) {
            const QJsonObject request = value.toObject();
            const QString body = request[QStringLiteral("body")].toString();
            const QString text = body.isEmpty() ? request[QStringLiteral("url")].toString().section(QLatin1Char('?'), 1) : body;
            const qsizetype at = text.indexOf(QLatin1String("&signature="));
            if (at < 0)
                continue;
            QCOMPARE(sign(signer, text.left(at).toUtf8()), text.mid(at + 11, 64));
            ++compared;
        }
    }
    QVERIFY(compared >= 10);
}

MAKER_TEST(tst_signer)
#include "tst_signer.moc"
