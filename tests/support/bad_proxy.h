#pragma once

#include <QByteArray>
#include <QTcpServer>
#include <QTcpSocket>

namespace proxies {

/// Something that listens where a proxy should and answers every request with `answer`; empty: never.
class BadProxy : public QTcpServer {
public:
    explicit BadProxy(QByteArray answer) : m_answer(std::move(answer))
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            QTcpSocket* socket = nextPendingConnection();
            ++m_asked;
            connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
                m_heard += socket->readAll();
                if (m_heard.endsWith("\r\n\r\n") && !m_answer.isEmpty()) {
                    socket->write(m_answer);
                    socket->disconnectFromHost();
                }
            });
        });
    }
    int asked() const { return m_asked; }
    const QByteArray& heard() const { return m_heard; }
    QByteArray url() const { return "http://127.0.0.1:" + QByteArray::number(serverPort()); }

private:
    QByteArray m_answer;
    QByteArray m_heard;
    int m_asked = 0;
};

} // namespace proxies
