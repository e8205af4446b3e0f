// bench_socket_to_book DIR: the depth frames of DIR/depth.jsonl, filled up to 2 KB, from a raw server on loopback into the
// applied book, by the product's feed and engine; against node's ws with ccxt.pro (MAKERDESK_NODE_MODULES names the folder
// of the npm packages) and, for latency, against a bare blocking recv.
#include "bench/socket_to_book/book_client.h"
#include "bench/support/figure.h"

#include <QCoreApplication>
#include <QProcess>

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include <sys/socket.h>
#include <unistd.h>

namespace {

using bench::BookClient;

constexpr int kRounds = 5;
constexpr std::int64_t kBurst = 40'000;
constexpr std::int64_t kPaced = 5'000;
constexpr std::int64_t kRate = 5'000;
constexpr std::int64_t kPeerFrames = 20'000;

/// The floor: blocking recv, frames counted by their size, the stamp of each compared. Empty: it failed.
std::vector<double> bareReceive(bench::RawServer& server, std::int64_t count, std::int64_t rate)
{
    bench::Wire& wire = server.wire();
    wire.wanted = 0;
    wire.rate = rate;
    const int socket = bench::connectRaw(server.streamPort());
    if (socket < 0)
        return {};
    wire.wanted = count;
    std::vector<double> latencies;
    latencies.reserve(static_cast<std::size_t>(count));
    static std::array<char, 1U << 18U> bytes;
    std::size_t have = 0;
    std::int64_t number = 0;
    while (number < count) {
        const ssize_t got = ::recv(socket, bytes.data(), bytes.size(), 0);
        if (got <= 0)
            break;
        have += static_cast<std::size_t>(got);
        for (; number < count && have >= server.wireSize(number); have -= server.wireSize(number), ++number)
            latencies.push_back(static_cast<double>(bench::monotonicNs() - wire.sentNs[number]));
    }
    ::close(socket);
    return number == count ? latencies : std::vector<double>{};
}

/// Messages a second of node's ws and ccxt.pro on the same server; empty: not measured, and `why`.
std::optional<double> peerRate(bench::RawServer& server, std::string& why)
{
    const QString modules = qEnvironmentVariable("MAKERDESK_NODE_MODULES");
    if (modules.isEmpty()) {
        why = "MAKERDESK_NODE_MODULES does not name a folder with ws and ccxt";
        return std::nullopt;
    }
    server.wire().wanted = 0;
    server.wire().rate = 0;
    QProcess node;
    node.start(qEnvironmentVariable("MAKERDESK_NODE", QStringLiteral("node")),
               {QStringLiteral(MAKERDESK_PEER_SCRIPT), QString::number(server.streamPort()), QString::number(kPeerFrames), modules});
    server.wire().wanted = kPeerFrames;
    if (!node.waitForFinished(120'000) || node.exitCode() != 0) {
        why = "node could not run ccxt: " + node.readAllStandardError().left(200).simplified().replace('"', ' ').toStdString();
        return std::nullopt;
    }
    return node.readAllStandardOutput().trimmed().toDouble();
}

struct Results {
    std::vector<double> rates;
    std::vector<double> rawP50, oneP50, handP50;
    std::vector<double> rawP99, oneP99, handP99;
    bool complete = true;
    std::uint64_t lost = 0;
};

void measure(bench::RawServer& server, BookClient::Lanes lanes, Results& results)
{
    BookClient client(server, lanes);
    if (!client.connect()) {
        results.complete = false;
        return;
    }
    results.complete = client.run(kPaced, kRate) && results.complete;
    const bool one = lanes == BookClient::Lanes::OneThread;
    (one ? results.oneP50 : results.handP50).push_back(bench::median(client.latencies()));
    (one ? results.oneP99 : results.handP99).push_back(bench::quantile(client.latencies(), 0.99));
    results.lost += client.gaps() + client.overflows();
    if (one) {
        results.complete = client.run(kBurst, 0) && results.complete;
        results.rates.push_back(client.messagesPerSecond());
        results.lost += client.gaps() + client.overflows();
        return;
    }
    // Without pause the ring between the threads may overflow; the book is then built anew, which is told, not judged.
    const bool all = client.run(kBurst, 0);
    std::fprintf(stderr, "hand-off without pause: %.0f messages/s%s, %llu overflows\n", client.messagesPerSecond(),
                 all ? "" : " (not all applied)", static_cast<unsigned long long>(client.overflows()));
}

void report(const Results& results, const std::optional<double>& peer, const std::string& why)
{
    const double rate = bench::median(results.rates);
    if (peer)
        bench::print({"socket to applied book, 2 KB frames, against node ws + ccxt.pro", rate, "messages/s", *peer, ">= 10",
                      rate >= 10.0 * *peer});
    else
        bench::printSkipped("socket to applied book, 2 KB frames, against node ws + ccxt.pro", why);
    bench::print({"socket to applied book, 2 KB frames", rate, "messages/s", 200'000.0, ">= 1.0 x 200000", rate >= 200'000.0});
    bench::print({"socket to applied book, gaps and overflows", static_cast<double>(results.lost), "losses", 0.0, "== 0",
                  results.lost == 0 && results.complete});
    const double raw = bench::median(results.rawP50) / 1e3;
    const double one = bench::median(results.oneP50) / 1e3;
    const double hand = bench::median(results.handP50) / 1e3;
    bench::print({"latency at 5000 messages/s, one thread, p50", one, "us", raw, "<= raw recv + 15 us", one <= raw + 15.0});
    bench::print({"latency at 5000 messages/s, hand-off, p50", hand, "us", raw, "<= raw recv + 45 us", hand <= raw + 45.0});
    std::fprintf(stderr, "p99 of latency, us: raw %.0f, one thread %.0f, hand-off %.0f\n", bench::median(results.rawP99) / 1e3,
                 bench::median(results.oneP99) / 1e3, bench::median(results.handP99) / 1e3);
}

} // namespace

int main(int argc, char** argv)
{
    bench::RawServer server(argc > 1 ? argv[1] : "."); // before Qt and any thread: it forks
    QCoreApplication application(argc, argv);
    if (!server.running()) {
        std::fprintf(stderr, "usage: bench_socket_to_book DIR (with depth.jsonl and snapshot.json)\n");
        return 2;
    }
    Results results;
    for (int round = 0; round < kRounds; ++round) {
        const auto raw = bareReceive(server, kPaced, kRate);
        results.complete = results.complete && !raw.empty();
        results.rawP50.push_back(bench::median(raw));
        results.rawP99.push_back(bench::quantile(raw, 0.99));
        measure(server, BookClient::Lanes::OneThread, results);
        measure(server, BookClient::Lanes::HandOff, results);
    }
    std::string why;
    const auto peer = peerRate(server, why);
    report(results, peer, why);
    if (!results.complete)
        std::fprintf(stderr, "bench_socket_to_book: not every frame arrived\n");
    return results.complete ? 0 : 1;
}
