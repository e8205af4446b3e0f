#pragma once

#include <QByteArray>
#include <QProcess>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>
#include <vector>

namespace proxies {

/// An address that is this machine's, though not by its looks: a program that spares its own machine the proxy goes
/// through one to it. Linux connects it to the loopback interface.
inline const QString kAnyHost = QStringLiteral("0.0.0.0");

/// A certificate for kAnyHost that signs itself, made anew for each run.
struct Identity {
    QSslCertificate certificate;
    QSslKey key;

    static Identity make()
    {
        const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
        const std::unique_ptr<X509, decltype(&X509_free)> x509(X509_new(), X509_free);
        X509_set_version(x509.get(), 2);
        ASN1_INTEGER_set(X509_get_serialNumber(x509.get()), 7);
        X509_gmtime_adj(X509_getm_notBefore(x509.get()), -3600);
        X509_gmtime_adj(X509_getm_notAfter(x509.get()), 3600);
        X509_set_pubkey(x509.get(), key.get());
        X509_NAME* name = X509_get_subject_name(x509.get());
        X509_NAME_add_entry_by_txt(
            name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("Proxy test"), -1, -1, 0);
        X509_set_issuer_name(x509.get(), name);
        for (const auto& [id, value] : {std::pair{NID_basic_constraints, "critical,CA:TRUE"},
                 std::pair{NID_subject_alt_name, "IP:0.0.0.0"}}) {
            X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, id, value);
            X509_add_ext(x509.get(), extension, -1);
            X509_EXTENSION_free(extension);
        }
        X509_sign(x509.get(), key.get(), EVP_sha256());
        const std::unique_ptr<BIO, decltype(&BIO_free)> text(BIO_new(BIO_s_mem()), BIO_free);
        PEM_write_bio_X509(text.get(), x509.get());
        PEM_write_bio_PrivateKey(text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
        char* bytes = nullptr;
        const long size = BIO_get_mem_data(text.get(), &bytes);
        const QByteArray pem(bytes, static_cast<qsizetype>(size));
        return {QSslCertificate(pem), QSslKey(pem, QSsl::Ec)};
    }
};

/// The encryption that a venue has and the simulated exchange has not: TLS outside, its port inside.
class TlsDoor : public QTcpServer {
public:
    TlsDoor(const Identity& identity, quint16 inside) : m_identity(identity), m_inside(inside)
    {
        listen(QHostAddress::LocalHost);
    }
    int opened() const { return m_opened; }

protected:
    void incomingConnection(qintptr descriptor) override
    {
        auto* outer = new QSslSocket(this);
        auto* inner = new QTcpSocket(outer);
        outer->setSocketDescriptor(descriptor);
        outer->setLocalCertificate(m_identity.certificate);
        outer->setPrivateKey(m_identity.key);
        inner->setProxy(QNetworkProxy::NoProxy);
        connect(outer, &QSslSocket::encrypted, this, [this] { ++m_opened; });
        connect(outer, &QSslSocket::readyRead, inner, [outer, inner] { inner->write(outer->readAll()); });
        connect(inner, &QTcpSocket::readyRead, outer, [outer, inner] { outer->write(inner->readAll()); });
        connect(outer, &QSslSocket::disconnected, outer, &QObject::deleteLater);
        connect(inner, &QTcpSocket::disconnected, outer, [outer] { outer->disconnectFromHost(); });
        inner->connectToHost(QHostAddress(QHostAddress::LocalHost), m_inside);
        outer->startServerEncryption();
    }

private:
    Identity m_identity;
    quint16 m_inside;
    int m_opened = 0;
};

/// A proxy as administrators install it, in its own process on the loopback interface.
class RealProxy {
public:
    enum class Kind { Connect, Socks5 };

    static QString programOf(Kind kind)
    {
        const QString name = kind == Kind::Connect ? QStringLiteral("tinyproxy") : QStringLiteral("microsocks");
        const QString found = QStandardPaths::findExecutable(name);
        return found.isEmpty() ? QStandardPaths::findExecutable(name, {QStringLiteral("/usr/sbin"), QStringLiteral("/usr/bin")}) : found;
    }

    /// With `user` empty everybody may pass.
    bool start(Kind kind, const QByteArray& user = {}, const QByteArray& password = {})
    {
        m_kind = kind;
        if (m_port == 0) {
            QTcpServer probe;
            probe.listen(QHostAddress::LocalHost);
            m_port = probe.serverPort();
        }
        m_process = std::make_unique<QProcess>();
        m_process->setProcessChannelMode(QProcess::MergedChannels);
        if (kind == Kind::Connect)
            m_process->start(programOf(kind), {QStringLiteral("-d"), QStringLiteral("-c"), writeConfig(user, password)});
        else
            m_process->start(programOf(kind), socksArguments(user, password));
        return m_process->waitForStarted(5'000) && QTest::qWaitFor([this] { return answers(); }, 5'000);
    }
    void stop()
    {
        if (!m_process)
            return;
        m_said += m_process->readAll();
        m_process->kill();
        m_process->waitForFinished(5'000);
        m_process.reset();
    }
    ~RealProxy() { stop(); }

    QByteArray url(const QByteArray& login = {}) const
    {
        return (m_kind == Kind::Connect ? "http://" : "socks5://") + login + (login.isEmpty() ? "" : "@") + "127.0.0.1:"
            + QByteArray::number(m_port);
    }
    /// Connections it has made to `port`, by its own log.
    long passedTo(quint16 port)
    {
        if (m_process)
            m_said += m_process->readAll();
        const QByteArray target = kAnyHost.toLatin1() + ":" + QByteArray::number(port);
        return m_said.count((m_kind == Kind::Connect ? "CONNECT " : "connected to ") + target);
    }

private:
    bool answers() const
    {
        QTcpSocket socket;
        socket.setProxy(QNetworkProxy::NoProxy);
        socket.connectToHost(QHostAddress(QHostAddress::LocalHost), m_port);
        return socket.waitForConnected(200);
    }
    QString writeConfig(const QByteArray& user, const QByteArray& password)
    {
        QFile file(m_folder.filePath(QStringLiteral("tinyproxy.conf")));
        if (!file.open(QIODevice::WriteOnly))
            return {};
        file.write("Port " + QByteArray::number(m_port) + "\nListen 127.0.0.1\nAllow 127.0.0.1\nTimeout 60\nLogLevel Connect\n");
        if (!user.isEmpty())
            file.write("BasicAuth " + user + " " + password + "\n");
        return file.fileName();
    }
    QStringList socksArguments(const QByteArray& user, const QByteArray& password) const
    {
        QStringList arguments{QStringLiteral("-i"), QStringLiteral("127.0.0.1"), QStringLiteral("-p"), QString::number(m_port)};
        if (!user.isEmpty())
            arguments << QStringLiteral("-u") << QString::fromLatin1(user) << QStringLiteral("-P") << QString::fromLatin1(password);
        return arguments;
    }

    Kind m_kind = Kind::Connect;
    quint16 m_port = 0;
    QTemporaryDir m_folder;
    std::unique_ptr<QProcess> m_process;
    QByteArray m_said;
};

/// Lets a certificate be trusted, or none but the system's, while it lives.
class Trust {
public:
    explicit Trust(const QSslCertificate& certificate) : m_before(QSslConfiguration::defaultConfiguration())
    {
        QSslConfiguration changed = m_before;
        changed.addCaCertificate(certificate);
        QSslConfiguration::setDefaultConfiguration(changed);
    }
    ~Trust() { QSslConfiguration::setDefaultConfiguration(m_before); }

private:
    QSslConfiguration m_before;
};

} // namespace proxies
