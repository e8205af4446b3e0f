#include "recovery/venue_account.h"

#include <QDateTime>
#include <QEventLoop>
#include <QJsonDocument>
#include <QMessageAuthenticationCode>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QTimer>
#include <QUrl>

QByteArray VenueAccount::send(const QByteArray& method, const QString& path, QString query)
{
    query += (query.isEmpty() ? "" : "&")
        + QStringLiteral("recvWindow=60000&timestamp=%1").arg(QDateTime::currentMSecsSinceEpoch());
    query += "&signature="
        + QString::fromLatin1(
            QMessageAuthenticationCode::hash(query.toUtf8(), m_secret, QCryptographicHash::Sha256).toHex());
    QNetworkRequest request(QUrl(QStringLiteral("http://127.0.0.1:%1%2?%3").arg(m_port).arg(path, query)));
    request.setRawHeader("X-MBX-APIKEY", m_key);
    QNetworkReply* reply = m_network.sendCustomRequest(request, method);
    QEventLoop loop;
    QObject::connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
    QTimer::singleShot(10000, &loop, &QEventLoop::quit);
    loop.exec();
    const QByteArray body = reply->readAll();
    reply->deleteLater();
    return body;
}

QJsonArray VenueAccount::openOrders(const QString& symbol)
{
    return QJsonDocument::fromJson(send("GET", "/api/v3/openOrders", "symbol=" + symbol)).array();
}

QJsonArray VenueAccount::allOrders(const QString& symbol)
{
    return QJsonDocument::fromJson(send("GET", "/api/v3/allOrders", "symbol=" + symbol + "&limit=1000")).array();
}

QList<QJsonObject> VenueAccount::trades(const QString& symbol)
{
    QList<QJsonObject> all;
    for (int page = 0; page < 100; ++page) {
        const qint64 from = all.isEmpty() ? 0 : all.last()["id"].toInteger() + 1;
        const QJsonArray part = QJsonDocument::fromJson(
            send("GET", "/api/v3/myTrades", QStringLiteral("symbol=%1&limit=1000&fromId=%2").arg(symbol).arg(from)))
                                    .array();
        for (const auto& trade : part)
            all.append(trade.toObject());
        if (part.size() < 1000)
            break;
    }
    return all;
}

QJsonArray VenueAccount::balances()
{
    return QJsonDocument::fromJson(send("GET", "/api/v3/account", "")).object()["balances"].toArray();
}

QJsonObject VenueAccount::placeForeign(const QString& symbol, const QString& price, const QString& qty)
{
    return QJsonDocument::fromJson(send("POST", "/api/v3/order",
                                       QStringLiteral("symbol=%1&side=BUY&type=LIMIT&timeInForce=GTC&quantity=%2&price=%3"
                                                      "&newClientOrderId=somebody-else-1")
                                           .arg(symbol, qty, price)))
        .object();
}
