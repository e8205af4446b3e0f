#include "venues/api/ws_link.h"

#include "kernel/base/log.h"
#include "venues/api/venue_clock.h"

#include <algorithm>
#include <utility>

#include <QStringConverter>
#include <QWebSocket>

namespace maker {

namespace {

constexpr std::size_t kPadding = 64; // simdjson reads so far behind the text
constexpr int kTickMillis = 250;

bool refusedByProtocol(QWebSocketProtocol::CloseCode code)
{
    return code == QWebSocketProtocol::CloseCodeProtocolError || code == QWebSocketProtocol::CloseCodeWrongDatatype
        || code == QWebSocketProtocol::CloseCodeTooMuchData;
}

} // namespace

WsLink::WsLink(Options options, Callbacks callbacks)
    : m_options(std::move(options)), m_callbacks(std::move(callbacks)), m_backoff(m_options.seed, m_options.firstRetry),
      m_retry(this), m_tick(this), m_buffer(kPadding)
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, [this] { connectNow(); });
    m_tick.setInterval(kTickMillis);
    connect(&m_tick, &QTimer::timeout, this, [this] { onTick(); });
}

WsLink::~WsLink()
{
    m_wanted = false;
    dropSocket();
}

void WsLink::open()
{
    if (m_wanted)
        return;
    m_wanted = true;
    connectNow();
}

void WsLink::close()
{
    m_wanted = false;
    m_retry.stop();
    onClosed("closed by us");
}

void WsLink::reconnect(std::string_view reason)
{
    if (m_wanted && m_socket != nullptr)
        onClosed(reason);
}

void WsLink::connectNow()
{
    dropSocket();
    m_startedNs = localNow().ns;
    // Connections made together must not end together.
    m_life = m_options.rotateAfter - Duration{m_options.rotateAfter.ns / 50 * static_cast<std::int64_t>(m_options.seed % 8) / 8};
    m_socket = new QWebSocket(QString(), QWebSocketProtocol::VersionLatest, this);
    m_socket->setMaxAllowedIncomingFrameSize(m_options.largestFrame);
    m_socket->setMaxAllowedIncomingMessageSize(m_options.largestFrame);
    m_socket->setProxy(m_options.proxies.proxyFor(m_options.url));
    connect(m_socket, &QWebSocket::connected, this, [this] { onConnected(); });
    connect(m_socket, &QWebSocket::textMessageReceived, this, [this](const QString& message) { onText(message); });
    connect(m_socket, &QWebSocket::pong, this, [this] { m_heardNs = localNow().ns; });
    connect(m_socket, &QWebSocket::disconnected, this, [this] {
        const auto code = m_socket->closeCode();
        if (refusedByProtocol(code) && m_callbacks.badFrame)
            m_callbacks.badFrame(m_socket->closeReason().toStdString());
        onClosed("connection closed");
    });
    // Queued, because the socket is still at work when it says so; by then it may have been replaced.
    connect(m_socket, QOverload<QAbstractSocket::SocketError>::of(&QWebSocket::error), this,
        [this, socket = m_socket] {
            if (socket == m_socket)
                onClosed(m_socket->errorString().toStdString());
        },
        Qt::QueuedConnection);
    m_tick.start();
    m_socket->open(m_options.url);
}

void WsLink::onConnected()
{
    m_up = true;
    m_heardNs = m_dataNs = m_pingNs = m_startedNs = localNow().ns;
    log(LogLevel::Info, m_options.name, "Connected. url=" + m_options.url.toString().toStdString());
    m_callbacks.up();
}

void WsLink::onText(const QString& message)
{
    m_heardNs = m_dataNs = localNow().ns;
    QStringEncoder encoder(QStringConverter::Utf8);
    const auto needed = static_cast<std::size_t>(encoder.requiredSpace(message.size())) + kPadding;
    if (m_buffer.size() < needed)
        m_buffer.resize(needed);
    const char* end = encoder.appendToBuffer(m_buffer.data(), message);
    m_callbacks.text(m_buffer.data(), static_cast<std::size_t>(end - m_buffer.data()), m_buffer.size());
}

bool WsLink::sendText(std::string_view text)
{
    if (!m_up)
        return false;
    m_socket->sendTextMessage(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())));
    return true;
}

void WsLink::dropSocket()
{
    if (m_socket == nullptr)
        return;
    QWebSocket* socket = std::exchange(m_socket, nullptr);
    socket->disconnect(this);
    socket->abort();
    socket->deleteLater();
}

void WsLink::onClosed(std::string_view reason)
{
    if (m_socket == nullptr)
        return;
    const std::string why(reason);
    dropSocket();
    m_tick.stop();
    const bool wasUp = std::exchange(m_up, false);
    if (m_wanted) {
        const std::string proxy = m_options.proxies.describe(m_options.url);
        const Duration wait = m_backoff.next();
        m_retry.start(static_cast<int>(wait.ns / 1'000'000) + 1);
        log(LogLevel::Warning, m_options.name,
            "Connection lost: " + why + ". retry_ms=" + std::to_string(wait.ns / 1'000'000)
                + (proxy.empty() ? proxy : " proxy=" + proxy));
    }
    if (wasUp)
        m_callbacks.down(why);
}

Duration WsLink::sinceNs(std::int64_t ns) const noexcept
{
    return {localNow().ns - ns};
}

void WsLink::onTick()
{
    if (!m_up) {
        if (sinceNs(m_startedNs) > m_options.connectTimeout)
            onClosed("no answer to the connection request");
        return;
    }
    if (sinceNs(m_heardNs) > m_options.deadAfter)
        return onClosed("the peer is silent");
    if (m_options.silentAfter.ns > 0 && sinceNs(m_dataNs) > m_options.silentAfter)
        return onClosed("no data");
    if (sinceNs(m_startedNs) > m_life)
        return onClosed("rotated before the venue ends it");
    if (sinceNs(m_pingNs) > m_options.pingEvery) {
        m_pingNs = localNow().ns;
        m_socket->ping();
    }
}

} // namespace maker
