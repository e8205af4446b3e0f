// bench_sign: a query string of 200 bytes into its signature as hex, against a bare keyed HMAC context of the same build.
#include "bench/support/figure.h"
#include "bench/tick_to_order/floors.h"
#include "venues/api/signer.h"

#include <array>
#include <string>

int main()
{
    constexpr int kRounds = 31;
    constexpr int kCalls = 10'000;
    const std::string key(64, 'k');
    std::string text(200, 'm');
    maker::HmacSigner signer{maker::Secret(key)};
    bench::BareHmac bare(key);
    std::array<char, maker::HmacSigner::kHexSize> hex{};
    std::vector<double> ours;
    std::vector<double> floors;
    std::uint64_t sum = 0;
    for (int round = 0; round < kRounds; ++round) {
        auto start = bench::Clock::now();
        for (int i = 0; i < kCalls; ++i) {
            text[static_cast<std::size_t>(i) % text.size()] = static_cast<char>('a' + i % 26);
            signer.signHex(text, hex.data());
            sum += static_cast<unsigned char>(hex[9]);
        }
        ours.push_back(bench::nanosSince(start) / kCalls);
        start = bench::Clock::now();
        for (int i = 0; i < kCalls; ++i) {
            text[static_cast<std::size_t>(i) % text.size()] = static_cast<char>('a' + i % 26);
            sum += bare.run(text);
        }
        floors.push_back(bench::nanosSince(start) / kCalls);
    }
    std::fprintf(stderr, "sign checksum %llu\n", static_cast<unsigned long long>(sum));
    const double value = bench::median(ours);
    const double floor = bench::median(floors);
    bench::print({"query string to hex signature", value, "ns", floor, "<= 1.4", value <= 1.4 * floor});
    return 0;
}
