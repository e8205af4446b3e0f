#include "support/maker_test.h"
#include "search/cluster_env.h"

#include <QMap>

using namespace maker;
using namespace maker::search;

namespace {

using Variables = QMap<QString, QString>;

Environment environmentOf(const Variables& variables)
{
    return [variables](std::string_view name) {
        return variables.value(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()))).toStdString();
    };
}

} // namespace

class tst_cluster_env : public QObject {
    Q_OBJECT

private slots:
    void aSchedulersTaskIsAShard_data()
    {
        QTest::addColumn<Variables>("variables");
        QTest::addColumn<int>("index");
        QTest::addColumn<int>("count");
        QTest::newRow("slurm") << Variables{{"SLURM_ARRAY_TASK_ID", "3"}, {"SLURM_ARRAY_TASK_COUNT", "8"}, {"SLURM_ARRAY_TASK_MIN", "0"}}
                               << 3 << 8;
        QTest::newRow("slurm from 10 by 5")
            << Variables{{"SLURM_ARRAY_TASK_ID", "20"}, {"SLURM_ARRAY_TASK_COUNT", "4"}, {"SLURM_ARRAY_TASK_MIN", "10"},
                   {"SLURM_ARRAY_TASK_STEP", "5"}}
            << 2 << 4;
        QTest::newRow("kubernetes") << Variables{{"JOB_COMPLETION_INDEX", "7"}} << 7 << 0;
        QTest::newRow("parallel counts from 1") << Variables{{"PARALLEL_SEQ", "1"}} << 0 << 0;
        QTest::newRow("grid engine") << Variables{{"SGE_TASK_ID", "4"}, {"SGE_TASK_FIRST", "1"}} << 3 << 0;
        QTest::newRow("cloud run") << Variables{{"CLOUD_RUN_TASK_INDEX", "0"}, {"CLOUD_RUN_TASK_COUNT", "2"}} << 0 << 2;
        QTest::newRow("lsf") << Variables{{"LSB_JOBINDEX", "2"}} << 1 << 0;
        QTest::newRow("open mpi") << Variables{{"OMPI_COMM_WORLD_RANK", "1"}, {"OMPI_COMM_WORLD_SIZE", "4"}} << 1 << 4;
    }
    void aSchedulersTaskIsAShard()
    {
        QFETCH(Variables, variables);
        QFETCH(int, index);
        QFETCH(int, count);
        const auto shard = shardFromEnvironment(environmentOf(variables), "");
        QVERIFY(shard && *shard);
        QCOMPARE((*shard)->index, static_cast<std::uint64_t>(index));
        QCOMPARE((*shard)->count, static_cast<std::uint64_t>(count));
    }

    void noSchedulerIsNoShard()
    {
        QVERIFY(!*shardFromEnvironment(environmentOf({}), ""));
        QVERIFY(!*shardFromEnvironment(environmentOf({{"SGE_TASK_ID", "undefined"}, {"LSB_JOBINDEX", "0"}}), ""));
        QVERIFY(!shardFromEnvironment(environmentOf({}), "slurm"));
    }

    void twoSchedulersNeedAWord()
    {
        const auto both = environmentOf({{"SLURM_ARRAY_TASK_ID", "1"}, {"OMPI_COMM_WORLD_RANK", "2"}});
        const auto refused = shardFromEnvironment(both, "");
        QVERIFY(!refused);
        QVERIFY(QString::fromStdString(refused.error().detail).contains("--engine"));
        QCOMPARE((**shardFromEnvironment(both, "open-mpi")).index, 2U);
    }

    void nonsenseIsRefused()
    {
        QVERIFY(!shardFromEnvironment(environmentOf({{"JOB_COMPLETION_INDEX", "two"}}), ""));
        QVERIFY(!shardFromEnvironment(environmentOf({{"PARALLEL_SEQ", "0"}}), ""));
        QVERIFY(!shardFromEnvironment(environmentOf({{"JOB_COMPLETION_INDEX", "-1"}}), ""));
    }
};

MAKER_TEST(tst_cluster_env)
#include "tst_cluster_env.moc"
