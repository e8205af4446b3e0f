// bench_intent_gate DIR: what it costs to make one order intent survive a power cut before the order may leave, against a
// bare pwrite + fdatasync of as many bytes into a file of the same size in the same folder.
#include "bench/support/figure.h"
#include "store/intent_log.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>

#include <fcntl.h>
#include <unistd.h>

namespace {

using namespace maker;

constexpr int kRounds = 500;
constexpr std::size_t kFileSize = IntentLog::kRecordsPerSegment * sizeof(IntentRecord);
constexpr double kHandOffs = 80'000.0; ///< ns

/// A file of zeroes that is on the disk, as the log's segments are.
int preallocated(const std::string& path)
{
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    const std::array<char, 65'536> zeroes{};
    for (std::size_t written = 0; file >= 0 && written < kFileSize; written += zeroes.size()) {
        if (::write(file, zeroes.data(), zeroes.size()) != static_cast<ssize_t>(zeroes.size()))
            return -1;
    }
    return file >= 0 && ::fsync(file) == 0 ? file : -1;
}

NewOrder anOrder(int number)
{
    NewOrder order;
    order.clientOrderId = ClientOrderId("mk-1-" + std::to_string(number));
    order.price = {6'000'000 + number};
    order.qty = {100};
    return order;
}

} // namespace

int main(int argc, char** argv)
{
    const std::string folder = (argc > 1 ? std::string(argv[1]) : std::string(".")) + "/intent_gate";
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
    std::filesystem::create_directories(folder, ignored);
    const int file = preallocated(folder + "/bare");
    auto log = IntentLog::open(folder + "/log", IntentDurability::Power);
    if (file < 0 || !log) {
        std::fprintf(stderr, "usage: bench_intent_gate DIR (a folder on a disk; %s)\n",
                     log ? "cannot write there" : log.error().detail.c_str());
        return 2;
    }
    std::vector<double> ours;
    std::vector<double> bare;
    for (int round = 0; round < kRounds; ++round) {
        const NewOrder order = anOrder(round);
        auto start = bench::Clock::now();
        std::array<IntentRecord, 1> batch{makeIntent(order, "BTCUSDT", Timestamp{1'700'000'000'000'000'000 + round})};
        if (!log->append(batch))
            return 1;
        ours.push_back(bench::nanosSince(start));
        start = bench::Clock::now();
        const auto at = static_cast<off_t>(sizeof(IntentRecord) * static_cast<std::size_t>(round));
        if (::pwrite(file, batch.data(), sizeof(IntentRecord), at) != static_cast<ssize_t>(sizeof(IntentRecord)) || ::fdatasync(file) != 0)
            return 1;
        bare.push_back(bench::nanosSince(start));
    }
    ::close(file);
    const double value = bench::median(ours);
    const double floor = bench::median(bare);
    bench::print({"intent gate: one order made safe, p50", value / 1e3, "us", floor / 1e3, "<= 1.5 x bare + 80 us",
                  value <= 1.5 * floor + kHandOffs});
    std::fprintf(stderr, "intent gate p99 %.0f us, bare p99 %.0f us\n", bench::quantile(ours, 0.99) / 1e3,
                 bench::quantile(bare, 0.99) / 1e3);
    std::filesystem::remove_all(folder, ignored);
    return 0;
}
