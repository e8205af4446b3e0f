#include "kernel/base/checked.h"
#include "support/maker_test.h"

#include <limits>
#include <random>

#include <csignal>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace maker;

namespace {

constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();
int g_pipe = -1;

/// What a child process that runs `body` ends with: its signal, or 0; `said` is what the invariant handler wrote.
template <typename Body>
int signalOf(Body body, std::string& said)
{
    int ends[2];
    if (pipe(ends) != 0)
        return -1;
    const pid_t child = fork();
    if (child == 0) {
        const rlimit noCore{0, 0};
        setrlimit(RLIMIT_CORE, &noCore);
        std::signal(SIGABRT, SIG_DFL); // Qt Test catches it to print a stack
        if (std::freopen("/dev/null", "w", stderr) == nullptr)
            _exit(3);
        g_pipe = ends[1];
        setInvariantHandler([](const char* condition, const char*, int) {
            [[maybe_unused]] const auto written = write(g_pipe, condition, std::char_traits<char>::length(condition));
        });
        body();
        _exit(0);
    }
    close(ends[1]);
    char buffer[256];
    for (ssize_t n = 0; (n = read(ends[0], buffer, sizeof buffer)) > 0;)
        said.append(buffer, static_cast<std::size_t>(n));
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

} // namespace

class tst_checked : public QObject {
    Q_OBJECT

private slots:
    void tryFormsEqualWiderArithmetic()
    {
        std::mt19937_64 random(1);
        for (int i = 0; i < 5000; ++i) {
            const auto a = static_cast<std::int64_t>(random()) >> (random() % 63);
            const auto b = static_cast<std::int64_t>(random()) >> (random() % 63);
            const auto fits = [](Int128 wide) { return wide >= kMin && wide <= kMax; };
            const Int128 sum = Int128{a} + b;
            const Int128 difference = Int128{a} - b;
            const Int128 product = Int128{a} * b;
            QVERIFY(tryAdd(a, b).has_value() == fits(sum) && (!fits(sum) || *tryAdd(a, b) == sum));
            QVERIFY(trySub(a, b).has_value() == fits(difference) && (!fits(difference) || *trySub(a, b) == difference));
            QVERIFY(tryMul(a, b).has_value() == fits(product) && (!fits(product) || *tryMul(a, b) == product));
        }
    }

    void edgesAreInside()
    {
        QVERIFY(checkedAdd(kMax - 1, std::int64_t{1}) == kMax);
        QVERIFY(checkedSub(kMin + 1, std::int64_t{1}) == kMin);
        QVERIFY(!tryAdd(kMax, std::int64_t{1}));
        QVERIFY(!tryMul(kMin, std::int64_t{-1}));
        QCOMPARE(pow10(0), std::int64_t{1});
        QCOMPARE(pow10(18), std::int64_t{1'000'000'000'000'000'000});
    }

    void anOverflowStopsTheProcessAfterTheHandlerHeard()
    {
        std::string said;
        QCOMPARE(signalOf([] { checkedAdd(kMax, std::int64_t{1}); }, said), SIGABRT);
        QVERIFY2(said.find("overflow") != std::string::npos, said.c_str());
        said.clear();
        QCOMPARE(signalOf([] { pow10(19); }, said), SIGABRT);
        QVERIFY2(said.find("n <= 18") != std::string::npos, said.c_str());
        said.clear();
        QCOMPARE(signalOf([] { checkedAdd(kMax, std::int64_t{0}); }, said), 0);
        QVERIFY(said.empty());
    }

    void aHandlerThatBreaksItselfIsNotAskedAgain()
    {
        std::string said;
        const int signal = signalOf(
            [] {
                setInvariantHandler([](const char*, const char*, int) { MAKER_ASSERT(false); });
                MAKER_ASSERT(1 == 2);
            },
            said);
        QCOMPARE(signal, SIGABRT);
    }
};

MAKER_TEST(tst_checked)
#include "tst_checked.moc"
