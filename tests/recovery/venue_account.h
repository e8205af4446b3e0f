#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QNetworkAccessManager>
#include <QString>

/// The account as the exchange itself tells it over its signed REST interface: the oracle of the recovery tests.
class VenueAccount {
public:
    VenueAccount(quint16 port, QByteArray key, QByteArray secret)
        : m_port(port), m_key(std::move(key)), m_secret(std::move(secret))
    {
    }

    QJsonArray openOrders(const QString& symbol);
    QJsonArray allOrders(const QString& symbol);
    /// Every trade, oldest first, however many pages that takes.
    QList<QJsonObject> trades(const QString& symbol);
    QJsonArray balances();
    /// A resting order that is not ours: its client id has another prefix.
    QJsonObject placeForeign(const QString& symbol, const QString& price, const QString& qty);

private:
    QByteArray send(const QByteArray& method, const QString& path, QString query);

    quint16 m_port;
    QByteArray m_key;
    QByteArray m_secret;
    QNetworkAccessManager m_network;
};
