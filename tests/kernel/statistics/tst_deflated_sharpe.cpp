#include "kernel/statistics/deflated_sharpe.h"
#include "support/maker_test.h"

#include <array>
#include <cmath>

using namespace maker;

namespace {

bool near(double got, double wanted, double tolerance)
{
    return std::abs(got - wanted) <= tolerance;
}

} // namespace

/// How far a Sharpe ratio may be luck.
class tst_deflated_sharpe : public QObject {
    Q_OBJECT

private slots:
    void theNormalDistributionIsThatOfTheTables()
    {
        QCOMPARE(normalCdf(0.0), 0.5);
        QVERIFY(near(normalCdf(1.0), 0.8413447460685429, 1e-15));
        QVERIFY(near(normalCdf(-1.959963984540054), 0.025, 1e-15));
        QVERIFY(near(normalQuantile(0.975), 1.959963984540054, 1e-13));
        QVERIFY(near(normalQuantile(0.01), -2.326347874040841, 1e-13));
        QVERIFY(near(normalQuantile(0.999999), 4.753424308822899, 1e-9));
        QVERIFY(near(normalQuantile(0.5), 0.0, 1e-15));
    }

    void theQuantileInvertsTheDistribution()
    {
        for (double p = 0.0005; p < 1.0; p += 0.0005)
            QVERIFY2(near(normalCdf(normalQuantile(p)), p, 1e-14), qPrintable(QString::number(p)));
    }

    void theBestOfManyTrialsIsExpectedToLookGood()
    {
        // g = 0.5772156649: (1 - g) z(0.9) + g z(1 - 1 / (10 e)) = 0.4227843351 * 1.2815515655 + g * 1.7896...
        const double z1 = 1.2815515655446004;
        const double z2 = normalQuantile(1.0 - 1.0 / (10.0 * std::exp(1.0)));
        QVERIFY(near(expectedMaximumSharpe(1.0, 10), 0.4227843350984671 * z1 + 0.5772156649015329 * z2, 1e-12));
        QVERIFY(near(expectedMaximumSharpe(1.0, 10), 1.5746, 1e-4));
        QVERIFY(near(expectedMaximumSharpe(0.25, 10), 1.5746 / 2, 1e-4)); // by the deviation
        QCOMPARE(expectedMaximumSharpe(1.0, 1), 0.0);
        QVERIFY(expectedMaximumSharpe(1.0, 1000) > expectedMaximumSharpe(1.0, 100));
    }

    void theExampleOfThePaperComesOut()
    {
        // Bailey and Lopez de Prado 2014: 100 trials of variance 1/2 a year, a best ratio of 2.5 a year over 1250 days of
        // 250 a year, skewness -3, kurtosis 10: expected maximum 0.1132 a day, deflated Sharpe 0.9004.
        const double variance = 0.5 / 250.0;
        QVERIFY(near(expectedMaximumSharpe(variance, 100), 0.1132, 5e-5));
        const SharpeSample sample{2.5 / std::sqrt(250.0), 1250.0, -3.0, 10.0};
        const auto probability = deflatedSharpe(sample, variance, 100);
        QVERIFY(probability && near(*probability, 0.9004, 1e-4));
    }

    void oneTrialIsTheProbabilisticRatioAgainstZero()
    {
        const SharpeSample sample{0.1, 101.0, 0.0, 3.0};
        // z = 0.1 * sqrt(100) / sqrt(1 + 0.5 * 0.01) = 1 / sqrt(1.005)
        const auto alone = probabilisticSharpe(sample, 0.0);
        QVERIFY(alone && near(*alone, normalCdf(1.0 / std::sqrt(1.005)), 1e-15));
        QCOMPARE(*deflatedSharpe(sample, 0.5, 1), *alone);
        QVERIFY(*deflatedSharpe(sample, 0.0001, 50) < *alone);
        QVERIFY(!probabilisticSharpe({0.1, 1.0, 0.0, 3.0}, 0.0));
    }

    void theSampleVarianceDividesByOneLess()
    {
        QCOMPARE(sampleVariance(std::array{1.0, 2.0, 3.0}), 1.0);
        QCOMPARE(sampleVariance(std::array{5.0}), 0.0);
    }
};

MAKER_TEST(tst_deflated_sharpe)
#include "tst_deflated_sharpe.moc"
