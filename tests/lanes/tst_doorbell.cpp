#include "lanes/doorbell.h"

#include "support/maker_test.h"

#include <atomic>
#include <thread>

using namespace maker;
using namespace std::chrono_literals;

class tst_doorbell : public QObject {
    Q_OBJECT

private slots:
    void doesNotSleepWhenThereIsWork();
    void timesOutWhenNobodyRings();
    void wakesASleeper();
    void ringBeforeSleepIsNotNeededWhenTheRingIsLookedAtAgain();
    void armedWakerIsCalledOnce();
};

void tst_doorbell::doesNotSleepWhenThereIsWork()
{
    Doorbell bell;
    const auto start = std::chrono::steady_clock::now();
    QVERIFY(bell.park([] { return true; }, 5s));
    QVERIFY(std::chrono::steady_clock::now() - start < 1s);
}

void tst_doorbell::timesOutWhenNobodyRings()
{
    Doorbell bell;
    const auto start = std::chrono::steady_clock::now();
    QVERIFY(!bell.park([] { return false; }, 20ms));
    QVERIFY(std::chrono::steady_clock::now() - start >= 20ms);
}

void tst_doorbell::wakesASleeper()
{
    Doorbell bell;
    std::atomic<bool> work{false};
    std::thread producer([&] {
        std::this_thread::sleep_for(30ms);
        work = true;
        bell.ring();
    });
    const auto start = std::chrono::steady_clock::now();
    QVERIFY(bell.park([&] { return work.load(); }, 10s));
    QVERIFY(std::chrono::steady_clock::now() - start < 5s);
    producer.join();
    QVERIFY(work);
}

void tst_doorbell::ringBeforeSleepIsNotNeededWhenTheRingIsLookedAtAgain()
{
    Doorbell bell;
    bool work = false;
    bell.ring(); // nobody sleeps: forgotten
    work = true;
    QVERIFY(bell.park([&] { return work; }, 5s));
    QVERIFY2(!bell.park([] { return false; }, 10ms), "an old ring must not count as work");
}

void tst_doorbell::armedWakerIsCalledOnce()
{
    Doorbell bell;
    int calls = 0;
    bell.setWaker([](void* context) { ++*static_cast<int*>(context); }, &calls);
    bell.ring();
    QCOMPARE(calls, 0);
    QVERIFY(bell.arm([] { return false; }));
    bell.ring();
    bell.ring();
    QCOMPARE(calls, 1);
    QVERIFY(!bell.arm([] { return true; }));
    bell.ring();
    QCOMPARE(calls, 1);
}

MAKER_TEST(tst_doorbell)
#include "tst_doorbell.moc"
