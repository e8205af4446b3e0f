#include "kernel/statistics/returns.h"
#include "support/maker_test.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>
#include <limits>

using namespace maker;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

double numberOf(const QJsonValue& value)
{
    if (value.toString() == QLatin1String("NaN"))
        return kNaN;
    if (value.toString() == QLatin1String("Infinity"))
        return std::numeric_limits<double>::infinity();
    return value.toDouble();
}

std::vector<double> seriesOf(const QJsonObject& file, const QJsonValue& reference)
{
    std::vector<double> out;
    const QString name = reference.toObject()[QStringLiteral("$series")].toString();
    for (const QJsonValue value : file[QStringLiteral("series")].toObject()[name].toObject()[QStringLiteral("values")].toArray())
        out.push_back(numberOf(value));
    return out;
}

/// The reference's number of periods in a year.
double periodOf(const QJsonObject& args)
{
    const QString name = args[QStringLiteral("period")].toObject()[QStringLiteral("$ref")].toString();
    if (name.endsWith(QLatin1String("WEEKLY")))
        return 52.0;
    return name.endsWith(QLatin1String("MONTHLY")) ? 12.0 : 252.0;
}

bool same(const std::optional<double>& got, double wanted, double tolerance)
{
    if (std::isnan(wanted))
        return !got.has_value();
    if (std::isinf(wanted))
        return got && std::isinf(*got) && (*got > 0) == (wanted > 0);
    return got && std::abs(*got - wanted) <= tolerance;
}

} // namespace

class tst_returns : public QObject {
    Q_OBJECT

    QJsonObject m_file;

    /// nullopt-able answer of our function for one case; false where the reference has no counterpart here.
    bool answer(const QString& test, const QJsonObject& args, std::optional<double>& out) const
    {
        std::vector<double> returns = seriesOf(m_file, args[QStringLiteral("returns")]);
        const QString requiredKey = test == QLatin1String("test_sharpe_ratio") ? QStringLiteral("risk_free")
                                                                                : QStringLiteral("required_return");
        if (args[requiredKey].isObject())
            returns = excessReturns(returns, seriesOf(m_file, args[requiredKey]));
        const double required = args[requiredKey].toDouble();
        const double period = periodOf(args);
        if (test == QLatin1String("test_sharpe_ratio"))
            out = sharpeRatio(returns, period, required);
        else if (test == QLatin1String("test_sortino"))
            out = sortinoRatio(returns, period, required);
        else if (test == QLatin1String("test_downside_risk"))
            out = downsideRisk(returns, period, required);
        else if (test == QLatin1String("test_annual_volatility"))
            out = annualVolatility(returns, period);
        else if (test == QLatin1String("test_annual_ret") || test == QLatin1String("test_cagr"))
            out = annualReturn(returns, period);
        else if (test == QLatin1String("test_max_drawdown"))
            out = maxDrawdown(returns);
        else
            return false;
        return true;
    }

private slots:
    void initTestCase()
    {
        QFile file(MAKERDESK_SOURCE_DIR "/../shared/data/vectors/empyrical_metrics.json");
        if (file.open(QIODevice::ReadOnly))
            m_file = QJsonDocument::fromJson(file.readAll()).object();
    }

    void figuresEqualTheReferenceVectors()
    {
        if (m_file.isEmpty())
            QSKIP("shared/data/vectors/empyrical_metrics.json is not present");
        int compared = 0;
        for (const QJsonValue value : m_file[QStringLiteral("cases")].toArray()) {
            const QJsonObject each = value.toObject();
            const QJsonObject args = each[QStringLiteral("args")].toObject();
            const QString test = each[QStringLiteral("test")].toString();
            std::optional<double> got;
            if (!args.contains(QStringLiteral("expected")) || !answer(test, args, got))
                continue;
            const double wanted = numberOf(args[QStringLiteral("expected")]);
            QVERIFY2(same(got, wanted, 1e-8),
                qPrintable(QStringLiteral("%1 %2: got %3").arg(test, QString::fromUtf8(QJsonDocument(args).toJson()))
                               .arg(got.value_or(kNaN), 0, 'g', 17)));
            ++compared;
        }
        QCOMPARE(compared, 41);
    }

    void compoundedReturnsEqualTheReferenceVectors()
    {
        if (m_file.isEmpty())
            QSKIP("shared/data/vectors/empyrical_metrics.json is not present");
        int compared = 0;
        for (const QJsonValue value : m_file[QStringLiteral("cases")].toArray()) {
            const QJsonObject args = value.toObject()[QStringLiteral("args")].toObject();
            const QString test = value.toObject()[QStringLiteral("test")].toString();
            const std::vector<double> returns = seriesOf(m_file, args[QStringLiteral("returns")]);
            const double start = args[QStringLiteral("starting_value")].toDouble();
            // The reference counts from a starting value; from zero it means the return itself.
            const auto shown = [start](double r) { return start == 0.0 ? r : start * (1.0 + r); };
            if (test == QLatin1String("test_cum_returns_final")) {
                const auto total = totalReturn(returns);
                QVERIFY(same(total ? std::optional(shown(*total)) : total, numberOf(args[QStringLiteral("expected")]), 1e-4));
                ++compared;
            } else if (test == QLatin1String("test_cum_returns")) {
                const QJsonArray wanted = args[QStringLiteral("expected")].toArray();
                const std::vector<double> got = cumulativeReturns(returns);
                QCOMPARE(got.size(), static_cast<std::size_t>(wanted.size()));
                for (std::size_t i = 0; i < got.size(); ++i)
                    QVERIFY(std::abs(shown(got[i]) - wanted[static_cast<int>(i)].toDouble()) <= 1e-4);
                ++compared;
            }
        }
        QCOMPARE(compared, 8);
    }

    void lessSharedNoiseRaisesTheSharpeRatioAndLowersTheRisk()
    {
        std::vector<double> quiet;
        std::vector<double> loud;
        for (int i = 0; i < 500; ++i) {
            const double wave = std::sin(i * 1.7) * 0.5 + std::cos(i * 0.31) * 0.5;
            quiet.push_back(0.001 + 0.001 * wave);
            loud.push_back(0.001 + 0.002 * wave);
        }
        QVERIFY(*sharpeRatio(quiet) > *sharpeRatio(loud));
        QVERIFY(*downsideRisk(quiet) < *downsideRisk(loud));
    }

    void theDefaultYearHas365Days()
    {
        const std::vector<double> returns{0.01, -0.005, 0.002, 0.004};
        QVERIFY(same(sharpeRatio(returns), *sharpeRatio(returns, 1.0) * std::sqrt(365.0), 1e-12));
        // Growth of 1.1 % in four days, by hand: 1.01 * 0.995 * 1.002 * 1.004 = 1.010989... to the power 365 / 4.
        const double grown = 1.01 * 0.995 * 1.002 * 1.004;
        QVERIFY(same(annualReturn(returns), std::pow(grown, 91.25) - 1.0, 1e-9));
    }

    void theErrorOfASharpeRatioShrinksWithTheRootOfTheDays()
    {
        QVERIFY(std::abs(sharpeError(0.0, 100.0) - 0.1) < 1e-15);
        QVERIFY(std::abs(sharpeError(2.0, 300.0) - 0.1) < 1e-15); // (1 + 4 / 2) / 300 = 0.01
    }

    void momentsOfASmallSeriesAreThoseByHand()
    {
        const std::vector<double> returns{-1.0, 0.0, 0.0, 1.0, 5.0}; // mean 1, squares 22, cubes 54, fourths 274
        QVERIFY(same(skewness(returns), 54.0 / 5 / std::pow(22.0 / 5, 1.5), 1e-12));
        QVERIFY(same(kurtosis(returns), 274.0 / 5 / std::pow(22.0 / 5, 2.0), 1e-12));
        QVERIFY(!skewness(std::vector<double>{1.0, 1.0}));
    }

    void calmarIsTheAnnualReturnOverTheDrawdown()
    {
        const std::vector<double> returns{0.1, -0.5, 0.2};
        QVERIFY(same(maxDrawdown(returns), -0.5, 1e-12));
        QVERIFY(same(calmarRatio(returns, 3.0), (1.1 * 0.5 * 1.2 - 1.0) / 0.5, 1e-12));
        QVERIFY(!calmarRatio(std::vector<double>{0.1, 0.1}));
    }

    void losingEverythingIsMinusOne()
    {
        QCOMPARE(*annualReturn(std::vector<double>{0.5, -1.0}), -1.0);
        QCOMPARE(*maxDrawdown(std::vector<double>{0.5, -1.0}), -1.0);
    }
};

MAKER_TEST(tst_returns)
#include "tst_returns.moc"
