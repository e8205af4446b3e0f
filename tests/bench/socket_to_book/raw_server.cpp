#include "bench/socket_to_book/raw_server.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <fstream>
#include <iterator>
#include <new>
#include <span>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace bench {
namespace {

constexpr std::size_t kPayload = 2'048;
constexpr std::size_t kGroup = 16; ///< frames a write when nothing is waited for
constexpr unsigned kLifeSeconds = 600;

sockaddr_in loopback(std::uint16_t port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

int listenOn(std::uint16_t& port)
{
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    auto* plain = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener, plain, size) != 0 || ::listen(listener, 8) != 0 || ::getsockname(listener, plain, &size) != 0)
        return -1;
    port = ntohs(address.sin_port);
    return listener;
}

bool sendAll(int socket, const char* data, std::size_t size)
{
    while (size > 0) {
        const ssize_t written = ::send(socket, data, size, MSG_NOSIGNAL);
        if (written <= 0)
            return false;
        data += written;
        size -= static_cast<std::size_t>(written);
    }
    return true;
}

std::string readHead(int socket)
{
    std::string head;
    std::array<char, 4'096> bytes;
    while (head.find("\r\n\r\n") == std::string::npos) {
        const ssize_t got = ::recv(socket, bytes.data(), bytes.size(), 0);
        if (got <= 0)
            return {};
        head.append(bytes.data(), static_cast<std::size_t>(got));
    }
    return head;
}

bool upgrade(int socket)
{
    const std::string head = readHead(socket);
    std::string lower = head;
    for (char& c : lower)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const std::string name = "sec-websocket-key:";
    std::size_t at = lower.find(name);
    if (at == std::string::npos)
        return false;
    at = head.find_first_not_of(' ', at + name.size());
    const std::string key = head.substr(at, head.find("\r\n", at) - at) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::array<unsigned char, SHA_DIGEST_LENGTH> digest;
    SHA1(reinterpret_cast<const unsigned char*>(key.data()), key.size(), digest.data());
    std::array<unsigned char, 64> text{};
    EVP_EncodeBlock(text.data(), digest.data(), static_cast<int>(digest.size()));
    const std::string answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                               "Sec-WebSocket-Accept: " + std::string(reinterpret_cast<const char*>(text.data())) + "\r\n\r\n";
    return sendAll(socket, answer.data(), answer.size());
}

/// A WebSocket text frame of the line, filled up with blanks before its last brace.
std::string framed(std::string line)
{
    if (line.size() < kPayload)
        line.insert(line.size() - 1, kPayload - line.size(), ' ');
    std::string frame{static_cast<char>(0x81), 126, static_cast<char>(line.size() >> 8U), static_cast<char>(line.size() & 255U)};
    return frame + line;
}

bool sendPaced(int socket, Wire& wire, const std::string& frame, std::int64_t number, std::int64_t due)
{
    while (monotonicNs() < due) {
        const std::int64_t left = due - monotonicNs();
        if (left > 60'000) {
            const timespec nap{0, left - 50'000};
            ::nanosleep(&nap, nullptr);
        }
    }
    wire.sentNs[number] = monotonicNs();
    return sendAll(socket, frame.data(), frame.size());
}

bool sendBurst(int socket, Wire& wire, std::span<const std::string> frames, std::int64_t from, std::string& group)
{
    group.clear();
    for (const std::string& frame : frames)
        group += frame;
    const std::int64_t now = monotonicNs();
    for (std::size_t i = 0; i < frames.size(); ++i)
        wire.sentNs[static_cast<std::size_t>(from) + i] = now;
    return sendAll(socket, group.data(), group.size());
}

/// Sends what is wanted until the client goes.
void serveStream(int socket, Wire& wire, std::span<const std::string> frames)
{
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    wire.sent = 0;
    if (!upgrade(socket))
        return;
    std::string group;
    std::int64_t number = 0;
    std::int64_t due = 0;
    while (!wire.end.load()) {
        const std::int64_t left = std::min(wire.wanted.load(), static_cast<std::int64_t>(frames.size())) - number;
        if (left <= 0) {
            pollfd poller{socket, POLLIN, 0};
            std::array<char, 4'096> bytes;
            if (::poll(&poller, 1, 1) > 0 && ::recv(socket, bytes.data(), bytes.size(), MSG_DONTWAIT) == 0)
                return;
            due = 0;
            continue;
        }
        const std::int64_t rate = wire.rate.load();
        const std::int64_t count = rate > 0 ? 1 : std::min(left, static_cast<std::int64_t>(kGroup));
        due = due == 0 ? monotonicNs() : due + (rate > 0 ? 1'000'000'000 / rate : 0);
        const auto next = frames.subspan(static_cast<std::size_t>(number), static_cast<std::size_t>(count));
        const bool fine = rate > 0 ? sendPaced(socket, wire, next.front(), number, due)
                                   : sendBurst(socket, wire, next, number, group);
        if (!fine)
            return;
        number += count;
        wire.sent.store(number);
    }
}

void serveSnapshot(int socket, const std::string& answer)
{
    if (!readHead(socket).empty())
        sendAll(socket, answer.data(), answer.size());
}

[[noreturn]] void serve(int streams, int rest, Wire& wire, std::span<const std::string> frames, const std::string& snapshot)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::alarm(kLifeSeconds);
    const pid_t snapshots = ::fork();
    if (snapshots == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        ::alarm(kLifeSeconds);
    }
    while (!wire.end.load()) {
        const int client = ::accept(snapshots == 0 ? rest : streams, nullptr, nullptr);
        if (client < 0)
            break;
        if (snapshots == 0)
            serveSnapshot(client, snapshot);
        else
            serveStream(client, wire, frames);
        ::close(client);
    }
    ::_exit(0);
}

} // namespace

std::int64_t monotonicNs() noexcept
{
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<std::int64_t>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

RawServer::RawServer(const std::string& folder)
{
    loadFrames(folder);
    if (m_frames.empty() || m_frames.size() > Wire::kFrames || m_snapshot.empty())
        return;
    void* shared = ::mmap(nullptr, sizeof(Wire), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        return;
    m_wire = new (shared) Wire;
    const int streams = listenOn(m_streamPort);
    const int rest = listenOn(m_restPort);
    if (streams < 0 || rest < 0)
        return;
    m_process = ::fork();
    if (m_process == 0)
        serve(streams, rest, *m_wire, m_frames, m_snapshot);
    ::close(streams);
    ::close(rest);
}

void RawServer::loadFrames(const std::string& folder)
{
    std::ifstream lines(folder + "/depth.jsonl", std::ios::binary);
    for (std::string line; std::getline(lines, line);)
        m_frames.push_back(framed(std::move(line)));
    std::ifstream file(folder + "/snapshot.json", std::ios::binary);
    const std::string body{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (!body.empty())
        m_snapshot = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
            + std::to_string(body.size()) + "\r\n\r\n" + body;
}

RawServer::~RawServer()
{
    if (m_process > 0) {
        m_wire->end = true;
        ::kill(m_process, SIGKILL);
        ::waitpid(m_process, nullptr, 0);
    }
    if (m_wire != nullptr)
        ::munmap(m_wire, sizeof(Wire));
}

int connectRaw(std::uint16_t port)
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(port);
    const std::string request = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
    if (socket < 0 || ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0
        || !sendAll(socket, request.data(), request.size()) || readHead(socket).empty())
        return -1;
    return socket;
}

} // namespace bench
