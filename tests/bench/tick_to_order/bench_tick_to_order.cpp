// bench_tick_to_order DIR: the frames of DIR/depth.jsonl as bytes in, the signed bytes of the first order out, on one
// thread, against the sum of the bare parts of the same job; a table of where the time goes goes to stderr.
#include "bench/support/figure.h"
#include "bench/tick_to_order/desk_rig.h"
#include "bench/tick_to_order/floors.h"
#include "support/allocations.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <optional>
#include <string>

namespace {

constexpr int kRounds = 5;
constexpr std::size_t kBlock = 500;    ///< frames in a row by the same way
constexpr std::size_t kWarmUp = 5'000; ///< frames until every buffer has its size

enum class Way { Whole, Stages, Recorded, Taped };

struct Samples {
    std::vector<double> first;
    std::vector<double> last;
    std::vector<double> recorded; ///< to the first signed order while every event goes into the recording of the run
    std::vector<double> taped;    ///< the same while the market goes onto a tape
    std::vector<double> parse;
    std::vector<double> book;
    std::vector<double> decide;
    std::vector<double> write;
    std::vector<double> walk;
    std::vector<double> intoBook;
    std::vector<double> hmac;
    std::size_t frames = 0;
    std::size_t requests = 0;
    std::uint64_t allocations = 0;
    std::size_t signedBytes = 200;
    std::uint64_t sum = 0;
};

/// A frame as a socket leaves it: just written, in a buffer with room behind it.
class Wire {
public:
    const char* receive(const bench::Frames::Frame& frame)
    {
        if (m_bytes.size() < frame.size + bench::Frames::kRoom)
            m_bytes.resize(frame.size + bench::Frames::kRoom);
        std::memcpy(m_bytes.data(), frame.data, frame.size);
        return m_bytes.data();
    }

private:
    std::vector<char> m_bytes = std::vector<char>(65'536);
};

void ourBlock(bench::DeskRig& rig, std::span<const bench::Frames::Frame> frames, Way way, bool warm, Wire& wire,
              Samples& samples)
{
    const bool stages = way == Way::Stages;
    rig.record(way == Way::Recorded, way == Way::Taped);
    for (const auto& frame : frames) {
        const char* data = wire.receive(frame);
        bench::FrameTimes times;
        const std::uint64_t made
            = maker::test::allocationsOf([&] { times = rig.onFrame(data, frame.size, stages); });
        rig.settle();
        if (!warm)
            continue;
        if (way == Way::Recorded || way == Way::Taped) {
            if (times.requests > 0)
                (way == Way::Taped ? samples.taped : samples.recorded).push_back(times.first);
            samples.allocations += made;
            continue;
        }
        // Where OpenSSL cannot be watched the figure must not look like a proof.
        samples.allocations += maker::test::openSslIsCounted() ? made : 1;
        ++samples.frames;
        if (times.requests == 0)
            continue;
        samples.requests += times.requests;
        samples.signedBytes = times.signedBytes;
        if (!stages) {
            samples.first.push_back(times.first);
            samples.last.push_back(times.last);
            continue;
        }
        samples.parse.push_back(times.parsed);
        samples.book.push_back(times.booked - times.parsed);
        samples.decide.push_back(times.last - times.booked - times.writing);
        samples.write.push_back(times.writing);
    }
}

class Floor {
public:
    void block(std::span<const bench::Frames::Frame> frames, Wire& wire, Samples& samples)
    {
        m_text.assign(samples.signedBytes, 'm'); // as much text as the product signed
        for (const auto& frame : frames) {
            const char* data = wire.receive(frame);
            auto start = bench::Clock::now();
            m_walk.runInto(m_book, data, frame.size);
            samples.intoBook.push_back(bench::nanosSince(start));
            start = bench::Clock::now();
            samples.sum += m_walk.run(data, frame.size);
            samples.walk.push_back(bench::nanosSince(start));
            start = bench::Clock::now();
            samples.sum += m_hmac.run(m_text);
            samples.hmac.push_back(bench::nanosSince(start));
        }
    }

private:
    bench::BareWalk m_walk;
    bench::BareBook m_book;
    bench::BareHmac m_hmac{std::string(64, 's')};
    std::string m_text;
};

bool round(const bench::Frames& snapshot, const bench::Frames& deltas, const std::string& folder, Samples& samples)
{
    bench::DeskRig rig(folder);
    Floor floor;
    Wire wire;
    rig.begin(snapshot);
    const std::span<const bench::Frames::Frame> all(deltas.all());
    for (std::size_t at = 0, number = 0; at < all.size(); at += kBlock, ++number) {
        const auto block = all.subspan(at, std::min(kBlock, all.size() - at));
        ourBlock(rig, block, static_cast<Way>(number % 4), at >= kWarmUp, wire, samples);
        if (at < kWarmUp)
            continue;
        floor.block(block, wire, samples);
    }
    return rig.quoting();
}

void row(const char* name, const std::vector<double>& samples)
{
    std::fprintf(stderr, "  %-44s %8.0f %8.0f\n", name, bench::quantile(samples, 0.5), bench::quantile(samples, 0.99));
}

void table(const Samples& samples)
{
    std::fprintf(stderr, "tick to order: %zu frames, %zu requests, %zu bytes signed; where the time goes, ns: p50, p99\n",
                 samples.frames, samples.requests, samples.signedBytes);
    row("parse the frame whole", samples.parse);
    row("sequence check, book, all levels but one", samples.book);
    row("last level, price, strategy, diff, risk", samples.decide);
    row("write and sign all requests", samples.write);
    row("to the first signed order", samples.first);
    row("to the last signed order", samples.last);
    row("to the first, every event recorded", samples.recorded);
    row("to the first, the market on a tape", samples.taped);
    row("floor: simdjson, numbers read, into flat book", samples.intoBook);
    row("  of it: simdjson walk, no number read", samples.walk);
    row("floor: keyed HMAC", samples.hmac);
}

} // namespace

int main(int argc, char** argv)
{
    const std::string folder = argc > 1 ? argv[1] : ".";
    const auto snapshot = bench::Frames::load(folder + "/snapshot.json");
    const auto deltas = bench::Frames::load(folder + "/depth.jsonl");
    if (snapshot.all().empty() || deltas.all().empty()) {
        std::fprintf(stderr, "usage: bench_tick_to_order DIR (with depth.jsonl and snapshot.json)\n");
        return 2;
    }
    const auto recordings = std::filesystem::temp_directory_path()
        / ("bench_tick_to_order." + std::to_string(bench::Clock::now().time_since_epoch().count()));
    Samples samples;
    for (int i = 0; i < kRounds; ++i) {
        if (!round(snapshot, deltas, recordings.string(), samples)) {
            std::fprintf(stderr, "bench_tick_to_order: the strategy does not quote\n");
            return 1;
        }
    }
    std::filesystem::remove_all(recordings);
    table(samples);
    const double floor = bench::median(samples.intoBook) + bench::median(samples.hmac);
    const double p50 = bench::median(samples.first);
    const double p99 = bench::quantile(samples.first, 0.99);
    bench::print({"tick to order, frame bytes to signed bytes, p50", p50, "ns", floor, "<= 2.5", p50 <= 2.5 * floor});
    bench::print({"tick to order, frame bytes to signed bytes, p99", p99, "ns", floor, "<= 8", p99 <= 8.0 * floor});
    bench::print({"tick to order with every event recorded, p50, beside without", bench::median(samples.recorded), "ns", p50,
                  "none, for context", true});
    bench::print({"tick to order with the market on a tape, p50, beside without", bench::median(samples.taped), "ns", p50,
                  "none, for context", true});
    bench::print({"tick to order, allocations", static_cast<double>(samples.allocations), "allocations", 0.0, "== 0",
                  samples.allocations == 0});
    std::fprintf(stderr, "checksum %llu\n", static_cast<unsigned long long>(samples.sum));
    return 0;
}
