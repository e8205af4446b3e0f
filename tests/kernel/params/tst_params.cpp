#include "kernel/params/params.h"
#include "support/comma_locale.h"
#include "support/maker_test.h"

#include <cmath>
#include <random>

using namespace maker;

namespace {

enum class Mode : std::uint8_t { Fixed, Ladder };

constexpr ParamChoice kModes[]{{"fixed", MAKER_TEXT("Fixed")}, {"ladder", MAKER_TEXT("Ladder")}};

struct SampleParams {
    bool postOnly = true;
    int levels = 2;
    std::int64_t seed = 9007199254740993; // not a double
    double bidSpread = 10.0;
    double askSpread = 12.5;
    Duration refresh = Duration::millis(1500);
    double patience = 30.0;
    Mode mode = Mode::Ladder;
    std::string note = "a \"quoted\" \\ note";
    FixedText<8> symbol = "BTCUSDT";

    static constexpr std::string_view kName = "sample";
    static constexpr auto fields()
    {
        using P = SampleParams;
        return std::tuple{
            field(&P::postOnly, {.key = "post_only", .text = MAKER_TEXT("Post only")}),
            field(&P::levels, {.key = "levels", .text = MAKER_TEXT("Levels"), .searchable = true, .min = 1, .max = 10, .step = 1}),
            field(&P::seed, {.key = "seed", .text = MAKER_TEXT("Seed")}),
            field(&P::bidSpread, {.key = "bid_spread", .text = MAKER_TEXT("Bid spread"), .unit = "bp", .searchable = true,
                                  .min = 0.5, .max = 1000, .step = 0.5, .formerKey = "spread"}),
            field(&P::askSpread, {.key = "ask_spread", .text = MAKER_TEXT("Ask spread"), .unit = "bp", .min = 0.5, .max = 1000}),
            field(&P::refresh, {.key = "refresh", .text = MAKER_TEXT("Refresh"), .unit = "s", .min = 0.1, .max = 60}),
            field(&P::patience, {.key = "patience", .text = MAKER_TEXT("Patience"), .type = ParamType::Seconds, .hot = false}),
            field(&P::mode, {.key = "mode", .text = MAKER_TEXT("Mode"), .choices = kModes}),
            field(&P::note, {.key = "note", .text = MAKER_TEXT("Note"), .max = 40}),
            field(&P::symbol, {.key = "symbol", .text = MAKER_TEXT("Symbol")}),
        };
    }

    std::vector<Violation> validate() const
    {
        if (askSpread + bidSpread <= 1500.0)
            return {};
        return {{"ask_spread", "The spreads sum to more than 1500 bp."}};
    }
};

const ParamSchema& schema()
{
    return schemaOf<SampleParams>();
}

std::string sentencesOf(std::string_view json)
{
    return joinSentences(schema().validate(json));
}

} // namespace

class tst_params : public QObject {
    Q_OBJECT

private slots:
    void defaultsAreWrittenInDeclaredOrder()
    {
        QCOMPARE(schema().defaults(),
                 std::string("{\"post_only\":true,\"levels\":2,\"seed\":9007199254740993,\"bid_spread\":10,"
                             "\"ask_spread\":12.5,\"refresh\":1.5,\"patience\":30,\"mode\":\"ladder\","
                             "\"note\":\"a \\\"quoted\\\" \\\\ note\",\"symbol\":\"BTCUSDT\"}"));
        QVERIFY(schema().validate(schema().defaults()).empty());
        QVERIFY(schema().name == "sample");
    }

    void typesComeFromTheMembers()
    {
        const ParamType expected[]{ParamType::Bool, ParamType::Int, ParamType::Int, ParamType::Real, ParamType::Real,
                                   ParamType::Seconds, ParamType::Seconds, ParamType::Choice, ParamType::Text, ParamType::Text};
        QCOMPARE(schema().specs.size(), std::size(expected));
        for (std::size_t i = 0; i < std::size(expected); ++i)
            QVERIFY2(schema().specs[i].type == expected[i], schema().specs[i].key.data());
        QCOMPARE(schema().specs[9].max, 8.0);
    }

    void everyMemberSurvivesTheRoundTrip()
    {
        SampleParams params;
        params.postOnly = false;
        params.levels = 7;
        params.seed = -9223372036854775807;
        params.bidSpread = 0.1 + 0.7;
        params.refresh = Duration::micros(2'345'678);
        params.mode = Mode::Fixed;
        params.note = "tab\t, line\n, \x01 and \xC3\xA9";
        params.symbol = "ETHUSDT";
        const auto read = readParams<SampleParams>(writeParams(params));
        QVERIFY2(read.has_value(), read ? "" : read.error().detail.c_str());
        QCOMPARE(read->postOnly, false);
        QCOMPARE(read->levels, 7);
        QCOMPARE(read->seed, params.seed);
        QVERIFY(read->bidSpread == params.bidSpread);
        QCOMPARE(read->refresh.ns, params.refresh.ns);
        QVERIFY(read->mode == Mode::Fixed);
        QCOMPARE(read->note, params.note);
        QVERIFY(read->symbol == params.symbol);
    }

    void realsRoundTripToTheLastBit()
    {
        std::mt19937_64 random(20);
        std::uniform_real_distribution<double> exponent(-2.9, 2.9);
        for (int i = 0; i < 2000; ++i) {
            SampleParams params;
            params.bidSpread = std::max(0.5, std::pow(10.0, exponent(random)));
            params.askSpread = 500;
            const auto read = readParams<SampleParams>(writeParams(params));
            QVERIFY(read.has_value());
            QVERIFY(read->bidSpread == params.bidSpread);
        }
    }

    void aPartialSetKeepsTheOtherDefaults()
    {
        const auto read = readParams<SampleParams>(R"({"levels": 5})");
        QVERIFY(read.has_value());
        QCOMPARE(read->levels, 5);
        QCOMPARE(read->askSpread, 12.5);
    }

    void aFormerKeyIsReadAndNeverWritten()
    {
        const auto read = readParams<SampleParams>(R"({"spread": 33})");
        QVERIFY(read.has_value());
        QCOMPARE(read->bidSpread, 33.0);
        QVERIFY(writeParams(*read).find("\"spread\"") == std::string::npos);
        QCOMPARE(sentencesOf(R"({"spread": 33, "bid_spread": 34})"), std::string("Bid spread is given twice."));
    }

    void violationsNameTheValueAndTheRange_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("sentence");
        QTest::newRow("above") << QByteArray(R"({"bid_spread":2000})") << QByteArray("Bid spread is 2000 bp; it must be between 0.5 and 1000 bp.");
        QTest::newRow("below") << QByteArray(R"({"bid_spread":-1e-3})") << QByteArray("Bid spread is -0.001 bp; it must be between 0.5 and 1000 bp.");
        QTest::newRow("int") << QByteArray(R"({"levels":0})") << QByteArray("Levels is 0; it must be between 1 and 10.");
        QTest::newRow("fraction") << QByteArray(R"({"levels":2.5})") << QByteArray("Levels is 2.5; it must be a whole number.");
        QTest::newRow("big int") << QByteArray(R"({"seed":18446744073709551615})") << QByteArray("Seed is 18446744073709551616; it must be a whole number.");
        QTest::newRow("number as text") << QByteArray(R"({"bid_spread":"10"})") << QByteArray("Bid spread is \"10\"; it must be a number.");
        QTest::newRow("flag") << QByteArray(R"({"post_only":1})") << QByteArray("Post only is 1; it must be true or false.");
        QTest::newRow("choice") << QByteArray(R"({"mode":"x"})") << QByteArray("Mode is \"x\"; it must be one of fixed, ladder.");
        QTest::newRow("text") << QByteArray(R"({"note":5})") << QByteArray("Note is 5; it must be a text.");
        QTest::newRow("long text") << QByteArray(R"({"symbol":"123456789"})") << QByteArray("Symbol has 9 bytes; it must have between 0 and 8.");
        QTest::newRow("unknown") << QByteArray(R"({"sizee":5})") << QByteArray("There is no parameter \"sizee\".");
        QTest::newRow("null") << QByteArray(R"({"levels":null})") << QByteArray("The value of \"levels\" must be a number, a text, true or false.");
        QTest::newRow("nested") << QByteArray(R"({"levels":{}})") << QByteArray("The value of \"levels\" must be a number, a text, true or false.");
        QTest::newRow("array") << QByteArray(R"([1])") << QByteArray("Parameters must be a JSON object.");
        QTest::newRow("twice") << QByteArray(R"({"levels":1,"levels":2})") << QByteArray("The key \"levels\" is given twice.");
        QTest::newRow("cross") << QByteArray(R"({"bid_spread":900,"ask_spread":900})") << QByteArray("The spreads sum to more than 1500 bp.");
        QTest::newRow("two") << QByteArray(R"({"levels":0,"mode":"y"})")
                             << QByteArray("Levels is 0; it must be between 1 and 10. Mode is \"y\"; it must be one of fixed, ladder.");
    }
    void violationsNameTheValueAndTheRange()
    {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, sentence);
        QCOMPARE(QByteArray::fromStdString(sentencesOf(json.toStdString())), sentence);
    }

    void brokenJsonIsOneViolation_data()
    {
        QTest::addColumn<QByteArray>("json");
        for (const char* text : {"", "{", "{\"levels\":}", "{\"bid_spread\":1e999}", "{\"levels\":1} x", "{\"note\":\"\xff\"}", "nonsense"})
            QTest::newRow(text) << QByteArray(text);
    }
    void brokenJsonIsOneViolation()
    {
        QFETCH(QByteArray, json);
        const auto violations = schema().validate(json.toStdString());
        QCOMPARE(violations.size(), std::size_t{1});
        QVERIFY(violations.front().sentence.starts_with("The parameters are not valid JSON"));
    }

    void aRefusedSetChangesNothing()
    {
        SampleParams params;
        params.levels = 4;
        const std::string before = writeParams(params);
        QCOMPARE(applyParams(params, R"({"levels":5,"bid_spread":5000})").size(), std::size_t{1});
        QCOMPARE(writeParams(params), before);
        QCOMPARE(applyParams(params, R"({"bid_spread":900,"ask_spread":900})").size(), std::size_t{1});
        QCOMPARE(writeParams(params), before);
        QVERIFY(applyParams(params, R"({"bid_spread":900})").empty());
        QCOMPARE(params.levels, 4);
        QCOMPARE(params.bidSpread, 900.0);
    }

    void settingsAreReadFromText()
    {
        SampleParams params;
        QVERIFY(setFromText(params, "levels", "9").has_value());
        QVERIFY(setFromText(params, "spread", "1.25").has_value());
        QVERIFY(setFromText(params, "post_only", "off").has_value());
        QVERIFY(setFromText(params, "mode", "fixed").has_value());
        QVERIFY(setFromText(params, "refresh", "0.25").has_value());
        QVERIFY(setFromText(params, "symbol", "42").has_value());
        QCOMPARE(params.levels, 9);
        QCOMPARE(params.bidSpread, 1.25);
        QCOMPARE(params.postOnly, false);
        QVERIFY(params.mode == Mode::Fixed);
        QCOMPARE(params.refresh.ns, Duration::millis(250).ns);
        QVERIFY(params.symbol == FixedText<8>("42"));
        for (const auto& [key, text] : {std::pair{"levels", "11"}, {"levels", "9x"}, {"levels", ""}, {"bid_spread", "1,5"},
                                        {"bid_spread", "nan"}, {"post_only", "maybe"}, {"nothing", "1"}, {"bid_spread", " 1"}}) {
            const std::string before = writeParams(params);
            const auto set = setFromText(params, key, text);
            QVERIFY2(!set.has_value() && set.error().detail.ends_with('.'), text);
            QCOMPARE(writeParams(params), before);
        }
    }

    void settingsOfACommandLineAreAppliedTogether()
    {
        const std::vector<std::string> both{"bid_spread=900", "ask_spread=500", "note=a=b"};
        const auto set = withSettings(schema(), R"({"spread":1,"ask_spread":800})", both);
        QVERIFY2(set.has_value(), set ? "" : set.error().detail.c_str());
        QCOMPARE(*set, std::string(R"({"bid_spread":900,"ask_spread":500,"note":"a=b"})"));
        const std::vector<std::string> bad{"ask_spread=900"};
        QCOMPARE(withSettings(schema(), *set, bad).error().detail, std::string("The spreads sum to more than 1500 bp."));
        const std::vector<std::string> shapeless{"levels"};
        QVERIFY(!withSettings(schema(), "{}", shapeless).has_value());
    }

    void theSearchSpaceHoldsTheSearchableAxes()
    {
        const auto axes = searchSpace(schema());
        QCOMPARE(axes.size(), std::size_t{2});
        QVERIFY(axes[0].key == "levels" && axes[1].key == "bid_spread");
        QCOMPARE(axes[1].min, 0.5);
        QCOMPARE(axes[1].max, 1000.0);
        QCOMPARE(axes[1].step, 0.5);
    }

    void changesAreDescribedForTheJournal()
    {
        QCOMPARE(describeChanges(R"({"a":1,"b":2.5,"c":"x"})", R"({"a":1,"b":3,"c":"y"})"), std::string("b 2.5 -> 3, c x -> y"));
        QCOMPARE(describeChanges(R"({"a":1})", R"({"a":1})"), std::string());
    }

    void aCommaLocaleChangesNothing()
    {
        const CommaLocale locale;
        if (!locale.active())
            QSKIP("No locale with a decimal comma is installed or can be compiled.");
        const auto read = readParams<SampleParams>(R"({"bid_spread":1.25})");
        const std::string text = read ? writeParams(*read) : std::string();
        SampleParams params;
        const bool set = setFromText(params, "bid_spread", "2.5").has_value();
        QVERIFY(text.find("\"bid_spread\":1.25,") != std::string::npos);
        QVERIFY(set);
        QCOMPARE(params.bidSpread, 2.5);
    }
};

MAKER_TEST(tst_params)
#include "tst_params.moc"
