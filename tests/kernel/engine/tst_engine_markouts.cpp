#include "tests/support/engine_rig.h"
#include "tests/support/maker_test.h"

using namespace maker;
using namespace maker::test;

/// What the engine journals of fills after they happened.
class tst_engine_markouts : public QObject {
    Q_OBJECT

    static std::vector<JournalRow> markouts(const EngineRig& rig)
    {
        std::vector<JournalRow> out;
        for (const JournalRow& row : rig.journal.rows) {
            if (row.kind == JournalKind::Markout)
                out.push_back(row);
        }
        return out;
    }
    static Fill firstFill(const EngineRig& rig)
    {
        for (const JournalRow& row : rig.journal.rows) {
            if (row.kind == JournalKind::FillBooked)
                return row.fill;
        }
        return {};
    }
    /// Quotes until one of them is filled, then stands still.
    static void fillOne(EngineRig& rig)
    {
        rig.startQuoting();
        rig.venue.hit(Side::Buy, Qty{50});
        rig.deliver();
        rig.command(CommandKind::StopStrategy);
    }

private slots:
    void everyHorizonIsJournaledAtTheMidInForce()
    {
        EngineRig rig;
        fillOne(rig);
        const Fill fill = firstFill(rig);
        QVERIFY(fill.mid == Money::fromInt(60'000));
        rig.book(60'005.0, 60'007.0); // 1 bp up, 10 ms after
        rig.pass(Duration::millis(900));
        QCOMPARE(markouts(rig).size(), std::size_t(1));
        rig.pass(Duration::millis(200));
        rig.book(59'993.0, 59'995.0); // then 1 bp below, from 1.1 s on
        rig.pass(Duration::seconds(4));
        const std::vector<JournalRow> rows = markouts(rig);
        QCOMPARE(rows.size(), std::size_t(3));
        QCOMPARE(rows[0].markout.microBps, std::int64_t(1'000'000));
        QCOMPARE(rows[1].markout.microBps, std::int64_t(1'000'000));
        QCOMPARE(rows[2].markout.microBps, std::int64_t(-1'000'000));
        QVERIFY(rows[2].markout.tradeId == fill.tradeId && rows[2].markout.horizon == 2);
        QVERIFY(rows[2].strategy == EngineRig::kStrategy && rows[2].account == EngineRig::kAccount);
    }

    void aBookThatIsNotGoodLeavesTheHorizonUnknown()
    {
        EngineRig rig;
        fillOne(rig);
        rig.bookWithGap();
        rig.pass(Duration::seconds(1));
        QCOMPARE(markouts(rig).size(), std::size_t(0));
    }

    void pendingOnesResumeAfterARestart()
    {
        EngineRig rig;
        fillOne(rig);
        rig.book(60'005.0, 60'007.0);
        rig.pass(Duration::seconds(2));
        QCOMPARE(markouts(rig).size(), std::size_t(2));
        rig.restart();
        rig.now = rig.now + Duration::seconds(10); // 5 s pass while it is down
        rig.connect();
        rig.book(60'011.0, 60'013.0);
        for (int i = 0; i < 30; ++i) {
            rig.book(60'011.0, 60'013.0); // alive
            rig.pass(Duration::seconds(1));
        }
        const std::vector<JournalRow> rows = markouts(rig);
        QCOMPARE(rows.size(), std::size_t(3));
        QCOMPARE(int(rows[2].markout.horizon), 3); // 30 s
        QCOMPARE(rows[2].markout.microBps, std::int64_t(2'000'000));
        QVERIFY(rows[2].markout.tradeId == firstFill(rig).tradeId);
    }
};

MAKER_TEST(tst_engine_markouts)
#include "tst_engine_markouts.moc"
