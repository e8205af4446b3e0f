#include "venues/api/backoff.h"
#include "venues/api/clock_offset.h"
#include "venues/api/latency_histogram.h"
#include "venues/api/rate_limiter.h"

#include "support/maker_test.h"

#include <algorithm>
#include <random>

using namespace maker;

/// Everything that decides when something is sent.
class tst_pacing : public QObject {
    Q_OBJECT

private slots:
    void cancelsFindRoomWhenQueriesHaveUsedTheirs();
    void ordersAreCountedInTenSecondWindows();
    void theVenuesCountRaisesOurs();
    void aWaitStopsEverythingUntilItsEnd();
    void neverMoreThanAllowedInAnyWindow();
    void backoffGrowsToItsCapAndJitters();
    void sameSeedWaitsTheSame();
    void offsetIsTakenFromTheMiddleOfTheShortestTrip();
    void offsetErrorIsWithinHalfTheTrip();
    void quantilesAreWithinABucket();

private:
    static constexpr Timestamp kMinute{1'700'000'040LL * 1'000'000'000}; // a whole minute
};

void tst_pacing::cancelsFindRoomWhenQueriesHaveUsedTheirs()
{
    RateLimiter limiter({.weightPerMinute = 100, .cancelReserve = 10});
    int queries = 0;
    while (limiter.tryTake(RequestClass::Query, 1, kMinute))
        ++queries;
    QCOMPARE(queries, 90);
    QVERIFY(!limiter.tryTake(RequestClass::Order, 1, kMinute));
    for (int i = 0; i < 10; ++i)
        QVERIFY(limiter.tryTake(RequestClass::Cancel, 1, kMinute));
    QVERIFY(!limiter.tryTake(RequestClass::Cancel, 1, kMinute));
    QCOMPARE(limiter.nextChance(RequestClass::Cancel, 1, kMinute), kMinute + Duration::seconds(60));
    QVERIFY(limiter.tryTake(RequestClass::Query, 1, kMinute + Duration::seconds(60)));
}

void tst_pacing::ordersAreCountedInTenSecondWindows()
{
    RateLimiter limiter({.ordersPerTenSeconds = 3});
    for (int i = 0; i < 3; ++i)
        QVERIFY(limiter.tryTake(RequestClass::Order, 1, kMinute + Duration::seconds(9)));
    QVERIFY(!limiter.tryTake(RequestClass::Order, 1, kMinute + Duration::seconds(9)));
    QVERIFY(limiter.tryTake(RequestClass::Cancel, 1, kMinute + Duration::seconds(9)));
    QVERIFY(limiter.tryTake(RequestClass::Order, 1, kMinute + Duration::seconds(10)));
}

void tst_pacing::theVenuesCountRaisesOurs()
{
    RateLimiter limiter({.weightPerMinute = 100, .cancelReserve = 0});
    limiter.observeWeight(99, kMinute);
    QVERIFY(limiter.tryTake(RequestClass::Query, 1, kMinute));
    QVERIFY(!limiter.tryTake(RequestClass::Query, 1, kMinute));
    limiter.observeWeight(5, kMinute); // an answer that left the venue earlier
    QVERIFY(!limiter.tryTake(RequestClass::Query, 1, kMinute));
}

void tst_pacing::aWaitStopsEverythingUntilItsEnd()
{
    RateLimiter limiter;
    limiter.blockFor(Duration::seconds(7), kMinute);
    QVERIFY(!limiter.tryTake(RequestClass::Cancel, 1, kMinute + Duration::millis(6'999)));
    QVERIFY(limiter.tryTake(RequestClass::Cancel, 1, kMinute + Duration::seconds(7)));
    limiter.blockFor(Duration::seconds(100), kMinute);
    limiter.blockFor(Duration::seconds(1), kMinute);
    QVERIFY(!limiter.tryTake(RequestClass::Cancel, 1, kMinute + Duration::seconds(99)));
}

void tst_pacing::neverMoreThanAllowedInAnyWindow()
{
    std::mt19937 random(11);
    const RateLimits limits{.weightPerMinute = 500, .cancelReserve = 50, .ordersPerTenSeconds = 20};
    RateLimiter limiter(limits);
    Timestamp now = kMinute;
    std::int64_t minute = 0;
    std::uint32_t weight = 0;
    for (int i = 0; i < 100'000; ++i) {
        now = now + Duration::millis(static_cast<std::int64_t>(random() % 50));
        if (now.ns / 60'000'000'000 != minute) {
            minute = now.ns / 60'000'000'000;
            weight = 0;
        }
        const std::uint32_t asked = 1 + static_cast<std::uint32_t>(random() % 20);
        const auto kind = static_cast<RequestClass>(random() % 3);
        const bool taken = limiter.tryTake(kind, asked, now);
        weight += taken ? asked : 0;
        QVERIFY(weight <= limits.weightPerMinute);
        if (!taken)
            QVERIFY(limiter.nextChance(kind, asked, now) > now);
    }
}

void tst_pacing::backoffGrowsToItsCapAndJitters()
{
    std::vector<std::int64_t> late;
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
        Backoff backoff(seed, Duration::millis(250), Duration::seconds(30));
        for (int attempt = 0; attempt < 12; ++attempt) {
            const Duration wait = backoff.next();
            const std::int64_t ceiling = std::min<std::int64_t>(250'000'000LL << attempt, 30'000'000'000);
            QVERIFY(wait.ns > 0 && wait.ns <= ceiling);
            if (attempt == 11)
                late.push_back(wait.ns);
        }
    }
    std::sort(late.begin(), late.end());
    // Uniform over 30 s: the quartiles of 500 samples lie near 7.5 and 22.5 s.
    QVERIFY(late[125] > 5'500'000'000 && late[125] < 9'500'000'000);
    QVERIFY(late[375] > 20'500'000'000 && late[375] < 24'500'000'000);
}

void tst_pacing::sameSeedWaitsTheSame()
{
    Backoff a(42);
    Backoff b(42);
    Backoff c(43);
    bool differs = false;
    for (int i = 0; i < 10; ++i) {
        const Duration wait = a.next();
        QCOMPARE(b.next(), wait);
        differs = differs || c.next() != wait;
    }
    QVERIFY(differs);
}

void tst_pacing::offsetIsTakenFromTheMiddleOfTheShortestTrip()
{
    ClockOffset clock;
    const Timestamp t = kMinute;
    clock.observe(t, t + Duration::millis(5'200), t + Duration::millis(400)); // middle 200: offset 5000
    QCOMPARE(clock.offset(), Duration::millis(5'000));
    QCOMPARE(clock.uncertainty(), Duration::millis(200));
    clock.observe(t, t + Duration::millis(4'905), t + Duration::millis(10)); // middle 5: offset 4900, a better sample
    QCOMPARE(clock.offset(), Duration::millis(4'900));
    clock.observe(t, t + Duration::millis(9'000), t + Duration::millis(900));
    QCOMPARE(clock.offset(), Duration::millis(4'900));
    clock.observe(t + Duration::millis(5), t, t); // our clock went back: no sample
    QCOMPARE(clock.toServer(t), t + Duration::millis(4'900));
    clock.reset();
    QVERIFY(!clock.known());
}

void tst_pacing::offsetErrorIsWithinHalfTheTrip()
{
    std::mt19937_64 random(5);
    for (int i = 0; i < 1'000; ++i) {
        const std::int64_t truth = static_cast<std::int64_t>(random() % 10'000'000'000) - 5'000'000'000;
        ClockOffset clock;
        for (int sample = 0; sample < 8; ++sample) {
            const Timestamp sent{kMinute.ns + sample * 1'000'000'000LL};
            const Duration there{static_cast<std::int64_t>(random() % 200'000'000)};
            const Duration back{static_cast<std::int64_t>(random() % 200'000'000)};
            clock.observe(sent, sent + there + Duration{truth}, sent + there + back);
        }
        QVERIFY(std::abs(clock.offset().ns - truth) <= clock.uncertainty().ns + 1);
    }
}

void tst_pacing::quantilesAreWithinABucket()
{
    LatencyHistogram histogram;
    QCOMPARE(histogram.quantile(0.5), Duration());
    std::mt19937 random(3);
    std::vector<std::int64_t> micros;
    for (int i = 0; i < 20'000; ++i) {
        micros.push_back(1 + static_cast<std::int64_t>(random() % (1U << (random() % 20))));
        histogram.record(Duration::micros(micros.back()));
    }
    std::sort(micros.begin(), micros.end());
    for (const double share : {0.1, 0.5, 0.9, 0.99, 1.0}) {
        const auto rank = static_cast<std::size_t>(share * 20'000) - 1;
        const double exact = static_cast<double>(micros[rank]);
        const double told = static_cast<double>(histogram.quantile(share).ns) / 1'000.0;
        QVERIFY2(told >= exact && told <= exact * 1.13 + 1.0, qPrintable(QStringLiteral("%1 %2").arg(exact).arg(told)));
    }
    histogram.record(Duration::seconds(500));
    QVERIFY(histogram.quantile(1.0) >= Duration::seconds(60));
}

MAKER_TEST(tst_pacing)
#include "tst_pacing.moc"
