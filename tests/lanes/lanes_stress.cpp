// Rings, doorbell and latest value between real threads, checked to the last value; meant for ThreadSanitizer too.
#include "lanes/doorbell.h"
#include "lanes/latest.h"
#include "lanes/ring.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <thread>

namespace {

using namespace maker;
using namespace std::chrono_literals;

struct Message {
    std::uint64_t sequence = 0;
    std::uint64_t check = 0;
};

constexpr std::uint64_t mix(std::uint64_t x)
{
    x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    return x ^ (x >> 27U);
}

bool expectThat(bool condition, const char* what)
{
    if (!condition)
        std::fprintf(stderr, "FAILED: %s\n", what);
    return condition;
}

void produce(Ring<Message>& ring, Doorbell& bell, std::uint64_t count, std::uint64_t salt)
{
    std::uint64_t sequence = 0;
    while (sequence < count) {
        std::array<Message, 5> group;
        const std::uint64_t size = 1 + mix(sequence + salt) % group.size();
        std::uint64_t filled = 0;
        for (; filled < size && sequence + filled < count; ++filled)
            group[filled] = {sequence + filled, mix(sequence + filled + salt)};
        while (!ring.tryPushAll(group.data(), filled))
            std::this_thread::yield();
        bell.ring();
        sequence += filled;
        if (mix(sequence) % 997 == 0)
            std::this_thread::sleep_for(50us); // lets the consumer fall asleep now and then
    }
}

/// Two producers, one consumer that parks over both rings: nothing lost, nothing doubled, order kept, no lost wake-up.
bool parkedConsumerGetsEverything()
{
    constexpr std::uint64_t kCount = 200'000;
    std::array<Ring<Message>, 2> rings{Ring<Message>(64), Ring<Message>(1024)};
    Doorbell bell;
    std::thread first([&] { produce(rings[0], bell, kCount, 1); });
    std::thread second([&] { produce(rings[1], bell, kCount, 2); });
    std::array<std::uint64_t, 2> next{};
    bool ordered = true;
    int timeouts = 0;
    const auto anyReady = [&] { return !rings[0].empty() || !rings[1].empty(); };
    while ((next[0] < kCount || next[1] < kCount) && timeouts < 3) {
        bool worked = false;
        for (std::size_t i = 0; i < rings.size(); ++i) {
            Message message;
            while (rings[i].tryPop(message)) {
                ordered = ordered && message.sequence == next[i] && message.check == mix(message.sequence + i + 1);
                ++next[i];
                worked = true;
            }
        }
        // The producers never sleep for long: a park of two seconds would be a wake-up lost.
        if (!worked && !bell.park(anyReady, 2s))
            ++timeouts;
    }
    first.join();
    second.join();
    return expectThat(ordered, "order and content kept") && expectThat(next[0] == kCount && next[1] == kCount, "all came")
        && expectThat(timeouts == 0, "no wake-up lost");
}

/// A consumer woken by a callback, as an event loop is: after every arm() that let it sleep, a call comes.
bool armedConsumerIsAlwaysCalled()
{
    constexpr int kRounds = 20'000;
    Ring<int> ring(8);
    Doorbell bell;
    std::atomic<int> calls{0};
    bell.setWaker([](void* context) { static_cast<std::atomic<int>*>(context)->fetch_add(1); }, &calls);
    std::thread producer([&] {
        for (int i = 0; i < kRounds; ++i) {
            while (!ring.tryPush(i))
                std::this_thread::yield();
            bell.ring();
        }
    });
    int popped = 0;
    bool called = true;
    while (popped < kRounds && called) {
        int value = 0;
        while (ring.tryPop(value))
            ++popped;
        const int callsBefore = calls.load();
        if (popped == kRounds || !bell.arm([&] { return !ring.empty(); }))
            continue;
        const auto deadline = std::chrono::steady_clock::now() + 5s;
        while (calls.load() == callsBefore && called) {
            std::this_thread::yield();
            called = std::chrono::steady_clock::now() < deadline;
        }
    }
    for (int value = 0; popped < kRounds; std::this_thread::yield())
        popped += ring.tryPop(value) ? 1 : 0;
    producer.join();
    return expectThat(called, "a call after every arm");
}

struct View {
    std::array<std::uint64_t, 16> words{};
};

/// The reader sees whole values only, never an older one after a newer one, and the last one in the end.
bool latestIsWholeAndNewest()
{
    constexpr std::uint64_t kCount = 300'000;
    Latest<View> latest;
    std::thread writer([&] {
        for (std::uint64_t i = 1; i <= kCount; ++i) {
            latest.draft().words.fill(i);
            latest.commit();
        }
    });
    std::uint64_t before = 0;
    bool whole = true;
    bool forward = true;
    while (before < kCount) {
        const View* view = latest.read();
        if (view == nullptr)
            continue;
        for (const std::uint64_t word : view->words)
            whole = whole && word == view->words[0];
        forward = forward && view->words[0] >= before && view->words[0] == latest.readVersion();
        before = view->words[0];
        if (!whole || !forward)
            break;
    }
    writer.join();
    return expectThat(whole, "values are whole") && expectThat(forward, "versions never go back")
        && expectThat(latest.version() == kCount, "every publication counted");
}

} // namespace

int main()
{
    const bool good = parkedConsumerGetsEverything() && armedConsumerIsAlwaysCalled() && latestIsWholeAndNewest();
    std::printf("%s\n", good ? "lanes_stress: passed" : "lanes_stress: failed");
    return good ? 0 : 1;
}
