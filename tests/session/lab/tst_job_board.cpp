#include "session/lab/job_board.h"
#include "support/maker_test.h"

#include <QElapsedTimer>
#include <QThread>

#include <atomic>
#include <functional>

using namespace maker;

// Jobs that are held and go on: where they were, with the speed of their work and not of the wait.

namespace {

bool until(const std::function<bool()>& done, int seconds = 20)
{
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < seconds * 1000) {
        if (done())
            return true;
        QThread::msleep(2);
    }
    return false;
}

JobView viewOf(const JobBoard& board, std::uint64_t id)
{
    for (const JobView& job : board.jobs()) {
        if (job.id == id)
            return job;
    }
    return {};
}

/// Some milliseconds a step, `whole` steps.
JobBoard::Work stepwise(std::atomic<std::uint64_t>& done, std::uint64_t whole)
{
    return [&done, whole](Job& job) -> Result<void> {
        while (done < whole) {
            if (!job.mayGoOn())
                return fail(ErrorCode::Canceled, "Canceled.");
            QThread::msleep(5);
            job.progress(++done, whole);
        }
        return {};
    };
}

} // namespace

class tst_job_board : public QObject {
    Q_OBJECT

private slots:
    void aPausedJobStandsStillAndLetsOthersWork();
    void thePauseCountsNeitherForSpeedNorForTheRest();
    void aPausedJobCanBeCanceled();
    void aJobPausedInTheQueueBeginsWhenItGoesOn();
    void partsOfAPausedWholeWait();
    void theBoardEndsWhileJobsArePaused();
};

void tst_job_board::aPausedJobStandsStillAndLetsOthersWork()
{
    JobBoard board(1, [] {});
    std::atomic<std::uint64_t> first{0};
    std::atomic<std::uint64_t> second{0};
    const std::uint64_t held = board.add("held", stepwise(first, 200));
    QVERIFY(until([&] { return first > 5; }));
    board.pause(held);
    QCOMPARE(viewOf(board, held).state, JobState::Paused);
    const std::uint64_t other = board.add("other", stepwise(second, 20));
    QVERIFY(until([&] { return viewOf(board, other).state == JobState::Done; })); // with one place and one thread before
    const std::uint64_t at = first;
    QThread::msleep(100);
    QCOMPARE(first.load(), at);
    QVERIFY(at < 200);
    board.resume(held);
    QVERIFY(until([&] { return viewOf(board, held).state == JobState::Done; }));
    QCOMPARE(first.load(), std::uint64_t{200});
    // One place: they never worked side by side after the pause.
    std::atomic<int> together{0};
    std::atomic<int> most{0};
    const auto count = [&](Job&) -> Result<void> {
        const int now = ++together;
        most = std::max(most.load(), now);
        QThread::msleep(20);
        --together;
        return {};
    };
    std::vector<std::uint64_t> ids;
    for (int i = 0; i < 5; ++i)
        ids.push_back(board.add("one of many", count));
    for (const std::uint64_t id : ids)
        QVERIFY(until([&] { return viewOf(board, id).state == JobState::Done; }));
    QCOMPARE(most.load(), 1);
}

void tst_job_board::thePauseCountsNeitherForSpeedNorForTheRest()
{
    JobBoard board(1, [] {});
    std::atomic<std::uint64_t> done{0};
    const std::uint64_t id = board.add("timed", stepwise(done, 400));
    QVERIFY(until([&] { return done > 100 && viewOf(board, id).perSecond > 0.0; }));
    const JobView before = viewOf(board, id);
    board.pause(id);
    const JobView held = viewOf(board, id);
    QCOMPARE(held.perSecond, 0.0);
    QVERIFY(held.left.ns > 0 && held.progress >= before.progress);
    QThread::msleep(4'000); // several times what the work took
    QCOMPARE(viewOf(board, id).progress, held.progress);
    board.resume(id);
    QVERIFY(until([&] { return viewOf(board, id).progress > held.progress && viewOf(board, id).perSecond > 0.0; }));
    const JobView after = viewOf(board, id);
    QCOMPARE(after.state, JobState::Running);
    QVERIFY2(after.perSecond > before.perSecond / 2.0, qPrintable(QString::number(after.perSecond)));
    QVERIFY2(after.left.toSeconds() < before.left.toSeconds() * 2.0, qPrintable(QString::number(after.left.toSeconds())));
    QVERIFY(until([&] { return viewOf(board, id).state == JobState::Done; }));
}

void tst_job_board::aPausedJobCanBeCanceled()
{
    JobBoard board(1, [] {});
    std::atomic<std::uint64_t> done{0};
    const std::uint64_t id = board.add("held", stepwise(done, 100'000));
    QVERIFY(until([&] { return done > 3; }));
    board.pause(id);
    board.cancel(id);
    QVERIFY(until([&] { return viewOf(board, id).state == JobState::Canceled; }, 5));
    board.resume(id); // nothing happens any more
    QCOMPARE(viewOf(board, id).state, JobState::Canceled);
    board.pause(id);
    QCOMPARE(viewOf(board, id).state, JobState::Canceled);
}

void tst_job_board::aJobPausedInTheQueueBeginsWhenItGoesOn()
{
    JobBoard board(1, [] {});
    std::atomic<std::uint64_t> first{0};
    std::atomic<std::uint64_t> second{0};
    const std::uint64_t busy = board.add("busy", stepwise(first, 40));
    const std::uint64_t waiting = board.add("waiting", stepwise(second, 3));
    board.pause(waiting);
    QVERIFY(until([&] { return viewOf(board, busy).state == JobState::Done; }));
    QThread::msleep(50);
    QCOMPARE(second.load(), std::uint64_t{0});
    QCOMPARE(viewOf(board, waiting).state, JobState::Paused);
    board.resume(waiting);
    QVERIFY(until([&] { return viewOf(board, waiting).state == JobState::Done; }));
}

void tst_job_board::partsOfAPausedWholeWait()
{
    JobBoard board(2, [] {});
    const auto whole = board.open("whole");
    std::atomic<int> done{0};
    for (int i = 0; i < 40; ++i) {
        board.addPart(whole, [&](Job& job) {
            if (job.mayGoOn())
                QThread::msleep(5);
            if (++done == 40)
                job.finish({});
        });
    }
    QVERIFY(until([&] { return done > 3; }));
    board.pause(whole->id());
    QThread::msleep(50); // those at work end
    const int at = done;
    QThread::msleep(80);
    QCOMPARE(done.load(), at);
    QVERIFY(at < 40);
    QCOMPARE(viewOf(board, whole->id()).state, JobState::Paused);
    board.resume(whole->id());
    QVERIFY(until([&] { return viewOf(board, whole->id()).state == JobState::Done; }));
    QCOMPARE(done.load(), 40);
}

void tst_job_board::theBoardEndsWhileJobsArePaused()
{
    std::atomic<std::uint64_t> first{0};
    std::atomic<std::uint64_t> second{0};
    QElapsedTimer timer;
    {
        JobBoard board(1, [] {});
        const std::uint64_t a = board.add("a", stepwise(first, 100'000));
        QVERIFY(until([&] { return first > 3; }));
        board.pause(a);
        const std::uint64_t b = board.add("b", stepwise(second, 100'000));
        QVERIFY(until([&] { return second > 3; }));
        board.pause(b);
        timer.start();
    }
    QVERIFY(timer.elapsed() < 2'000);
}

MAKER_TEST(tst_job_board)
#include "tst_job_board.moc"
