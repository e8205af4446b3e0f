#include "lanes/ring.h"

#include "support/maker_test.h"

#include <deque>
#include <memory>
#include <random>

using namespace maker;

class tst_ring : public QObject {
    Q_OBJECT

private slots:
    void capacityIsExactAndFullMeansFull();
    void onePopMakesRoomForOnePush();
    void groupGoesInWholeOrNotAtAll();
    void movesValuesThatCannotBeCopied();
    void behavesAsABoundedQueue_data();
    void behavesAsABoundedQueue();
    void indicesSurviveTheirOwnOverflowOfTheMask();
};

void tst_ring::capacityIsExactAndFullMeansFull()
{
    for (const std::size_t capacity : {1U, 2U, 1024U}) {
        Ring<int> ring(capacity);
        for (std::size_t i = 0; i < capacity; ++i)
            QVERIFY(ring.tryPush(static_cast<int>(i)));
        QVERIFY(!ring.tryPush(-1));
        QCOMPARE(ring.size(), capacity);
        QCOMPARE(ring.room(), std::size_t{0});
    }
}

void tst_ring::onePopMakesRoomForOnePush()
{
    Ring<int> ring(4);
    for (int i = 0; i < 4; ++i)
        QVERIFY(ring.tryPush(i));
    int value = -1;
    QVERIFY(ring.tryPop(value));
    QCOMPARE(value, 0);
    QVERIFY(ring.tryPush(4));
    QVERIFY(!ring.tryPush(5));
    for (int expected = 1; expected <= 4; ++expected) {
        QVERIFY(ring.tryPop(value));
        QCOMPARE(value, expected);
    }
    QVERIFY(!ring.tryPop(value));
}

void tst_ring::groupGoesInWholeOrNotAtAll()
{
    Ring<int> ring(4);
    const int three[] = {1, 2, 3};
    QVERIFY(ring.tryPushAll(three, 3));
    QVERIFY(!ring.tryPushAll(three, 2));
    QCOMPARE(ring.size(), std::size_t{3});
    QVERIFY(ring.tryPushAll(three, 1));
    int out[8] = {};
    QCOMPARE(ring.popMany(out, 8), std::size_t{4});
    QCOMPARE(out[2], 3);
    QCOMPARE(out[3], 1);
    const int five[] = {1, 2, 3, 4, 5};
    QVERIFY2(!ring.tryPushAll(five, 5), "a group larger than the ring can never go in");
}

void tst_ring::movesValuesThatCannotBeCopied()
{
    Ring<std::unique_ptr<int>> ring(2);
    QVERIFY(ring.tryPush(std::make_unique<int>(7)));
    std::unique_ptr<int> out;
    QVERIFY(ring.tryPop(out));
    QCOMPARE(*out, 7);
}

void tst_ring::behavesAsABoundedQueue_data()
{
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 1; seed <= 20; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void tst_ring::behavesAsABoundedQueue()
{
    QFETCH(unsigned, seed);
    std::mt19937 random(seed);
    Ring<int> ring(16);
    std::deque<int> model;
    for (int step = 0; step < 5'000; ++step) {
        switch (random() % 3) {
        case 0: {
            QCOMPARE(ring.tryPush(step), model.size() < 16);
            if (model.size() < 16)
                model.push_back(step);
            break;
        }
        case 1: {
            int group[6];
            const std::size_t count = random() % 7;
            for (std::size_t i = 0; i < count; ++i)
                group[i] = step + static_cast<int>(i);
            const bool fits = model.size() + count <= 16;
            QCOMPARE(ring.tryPushAll(group, count), fits);
            if (fits)
                model.insert(model.end(), group, group + count);
            break;
        }
        default: {
            int value = 0;
            QCOMPARE(ring.tryPop(value), !model.empty());
            if (!model.empty()) {
                QCOMPARE(value, model.front());
                model.pop_front();
            }
        }
        }
        QCOMPARE(ring.size(), model.size());
        QCOMPARE(ring.room(), 16 - model.size());
    }
}

void tst_ring::indicesSurviveTheirOwnOverflowOfTheMask()
{
    Ring<int> ring(2);
    int value = 0;
    for (int i = 0; i < 100'000; ++i) {
        QVERIFY(ring.tryPush(i));
        QVERIFY(ring.front() != nullptr);
        QVERIFY(ring.tryPop(value));
        QCOMPARE(value, i);
    }
}

MAKER_TEST(tst_ring)
#include "tst_ring.moc"
