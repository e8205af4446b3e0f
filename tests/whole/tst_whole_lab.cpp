#include "session/lab/lab.h"
#include "session/session.h"
#include "support/maker_test.h"
#include "ui/panels/lab/lab_panel.h"
#include "ui/panels/parameters/parameters_panel.h"
#include "ui/panels/parameters/what_if_view.h"
#include "ui/forms/param_form.h"
#include "ui/shell/main_window.h"

#include <QApplication>
#include <QDockWidget>
#include <QElapsedTimer>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTimer>

using namespace maker;

// The lab as a user has it: the window on a real session with its embedded exchange, a real lab with its threads and
// store, real clicks. From an empty profile to a run, a comparison, a sweep, a report, a what-if and a truth check.

namespace {

constexpr StrategyId kBtc { 1 };
constexpr int kLong = 120'000;

SessionConfig aConfig(const QString& profile)
{
    SessionConfig config;
    config.profile = profile.toStdString();
    config.version = "test";
    config.embedded.seed = 9;
    config.embedded.speed = 4.0;
    config.symbols = { "BTCUSDT" };
    config.recordMarket = true;
    SessionStrategy strategy;
    strategy.symbol = "BTCUSDT";
    strategy.defaults = R"({"bid_spread":1,"ask_spread":1,"min_spread":0.5,"refresh_time":0.5,"order_size":0.01})";
    config.strategies = { strategy };
    return config;
}

/// The longest time between two turns of the event loop while it lives.
class Stalls {
public:
    Stalls()
    {
        m_timer.setInterval(8);
        m_timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
            const qint64 now = m_clock.nsecsElapsed();
            m_gaps.push_back(static_cast<double>(now - m_last) * 1e-6);
            m_last = now;
        });
        m_clock.start();
        m_timer.start();
    }
    double longest() const { return m_gaps.empty() ? 0.0 : *std::max_element(m_gaps.begin(), m_gaps.end()); }
    double percentile99()
    {
        if (m_gaps.empty())
            return 0.0;
        std::sort(m_gaps.begin(), m_gaps.end());
        return m_gaps[m_gaps.size() * 99 / 100];
    }

private:
    QTimer m_timer;
    QElapsedTimer m_clock;
    qint64 m_last = 0;
    std::vector<double> m_gaps;
};

} // namespace

class tst_whole_lab : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void theFirstClickMakesARecordingAndRunsIt();
    void aSecondRunIsComparedWithTheFirst();
    void aSweepFillsItsCellsWhileTheWindowStaysSmooth();
    void aCellOpensItsRun();
    void aReportIsOneFile();
    void aDraftIsTriedOnTheLastMinutes();
    void theRecordedRunIsComparedWithItsReplay();
    void cleanupTestCase();

private:
    LabPanel& panel() const { return *qobject_cast<LabPanel*>(m_window->panel(QStringLiteral("lab"))); }
    int runs() const { return panel().runs()->model().rowCount(); }
    void picture(const char* name) const
    {
        QTest::qWait(300);
        if (const QString folder = qEnvironmentVariable("MAKERDESK_TEST_PICTURES"); !folder.isEmpty())
            m_window->grab().save(folder + QLatin1Char('/') + QLatin1String(name) + QStringLiteral(".png"));
    }
    QStringList measures() const
    {
        const QAbstractItemModel& model = panel().statistics()->model();
        QStringList out;
        for (int row = 0; row < model.rowCount(); ++row)
            out << model.index(row, 0).data().toString() + QLatin1Char('|') + model.index(row, 1).data().toString();
        return out;
    }

    QTemporaryDir m_profile;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<Lab> m_lab;
    std::unique_ptr<MainWindow> m_window;
};

void tst_whole_lab::initTestCase()
{
    auto started = Session::start(aConfig(m_profile.path()));
    QVERIFY2(started, started ? "" : started.error().detail.c_str());
    m_session = std::move(*started);
    m_session->post({ CommandKind::StartStrategy, kBtc, {}, {}, {} });
    LabConfig config;
    config.profile = m_profile.path().toStdString();
    config.memory = m_session->marketMemory();
    config.session = m_session.get();
    m_lab = std::make_unique<Lab>(config);
    WindowOptions options;
    options.profileDir = m_profile.path();
    m_window = std::make_unique<MainWindow>(*m_session, options, m_lab.get());
    m_window->resize(1920, 1080);
    m_window->show();
    m_window->chooseWorkspace(2);
    QVERIFY(QTest::qWaitFor([this] { return panel().isVisible(); }, 5'000));
    QVERIFY(panel().invites());
    picture("lab-1-empty");
}

void tst_whole_lab::theFirstClickMakesARecordingAndRunsIt()
{
    QTest::mouseClick(panel().demoButton(), Qt::LeftButton);
    QVERIFY(QTest::qWaitFor([this] { return runs() == 1 && !panel().runs()->compared().empty(); }, kLong));
    QVERIFY(QTest::qWaitFor([this] { return panel().statistics()->model().rowCount() > 20; }, 10'000));
    QVERIFY(!panel().invites());
    QVERIFY(panel().checks()->texts().size() >= 2);
    picture("lab-2-run");
}

void tst_whole_lab::aSecondRunIsComparedWithTheFirst()
{
    const std::uint64_t first = panel().runs()->compared().front();
    ParamForm& form = *panel().form()->paramForm();
    form.setDraft(R"({"bid_spread":4,"ask_spread":4,"order_size":0.02})");
    QTest::mouseClick(panel().form()->runButton(), Qt::LeftButton);
    QVERIFY(QTest::qWaitFor([this] { return runs() == 2; }, kLong));
    QVERIFY(QTest::qWaitFor([this, first] {
        return !panel().runs()->compared().empty() && panel().runs()->compared().front() != first;
    }, 10'000));
    panel().runs()->toggle(first);
    QVERIFY(QTest::qWaitFor([this] {
        return panel().statistics()->model().headerData(2, Qt::Horizontal, Qt::DisplayRole).toString().size() > 0;
    }, 10'000));
    QCOMPARE(panel().runs()->compared().size(), std::size_t { 2 });
    picture("lab-3-compare");
}

void tst_whole_lab::aSweepFillsItsCellsWhileTheWindowStaysSmooth()
{
    SearchForm& search = *panel().form()->searchForm();
    QTest::mouseClick(panel().form()->sweepButton(), Qt::LeftButton); // shows what would be searched
    QVERIFY(search.isVisible());
    QVERIFY2(search.problem().isEmpty(), qPrintable(search.problem()));
    search.valuesField(0)->setText(QStringLiteral("1, 2, 3, 4, 6"));
    search.valuesField(1)->setText(QStringLiteral("1, 2, 4, 6"));
    QVERIFY2(search.problem().isEmpty(), qPrintable(search.problem()));
    Stalls stalls;
    QTest::mouseClick(panel().form()->sweepButton(), Qt::LeftButton);
    QVERIFY(QTest::qWaitFor([this] {
        const auto sweeps = m_lab->sweeps();
        return !sweeps.empty() && sweeps.front().state == JobState::Done;
    }, 2 * kLong));
    qInfo("the event loop waited %.1f ms at most, %.1f ms in 99 of 100 turns, while the sweep ran", stalls.longest(),
        stalls.percentile99());
    QVERIFY(stalls.longest() < 500.0 && stalls.longest() > 0.0);
    picture("lab-4-sweep");
}

void tst_whole_lab::aCellOpensItsRun()
{
    const SweepView sweep = m_lab->sweeps().front();
    QCOMPARE(sweep.runs.size(), std::size_t { 20 });
    QVERIFY(std::all_of(sweep.values.begin(), sweep.values.end(), [](const auto& value) { return value.has_value(); }));
    SweepGrid& grid = panel().sweep()->grid();
    QTest::mouseClick(&grid, Qt::LeftButton, Qt::NoModifier, grid.cellRect(4, 3).center().toPoint());
    const auto runOfCell = [this] { return m_lab->sweeps().front().runs[19]; }; // made now where none was kept
    QVERIFY(QTest::qWaitFor([&] {
        return runOfCell() != 0 && !panel().runs()->compared().empty() && panel().runs()->compared().front() == runOfCell();
    }, kLong));
    QVERIFY(QTest::qWaitFor([&] { return m_lab->result(runOfCell()) != nullptr; }, 10'000));
    picture("lab-5-cell");
}

void tst_whole_lab::aReportIsOneFile()
{
    const QString path = m_profile.filePath(QStringLiteral("report.html"));
    panel().exportTo(path);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY(text.contains("<svg") && text.contains("</html>"));
    QVERIFY(!text.contains("http-equiv") && !text.contains("<script"));
}

void tst_whole_lab::aDraftIsTriedOnTheLastMinutes()
{
    m_window->chooseWorkspace(0);
    picture("lab-6-make");
    auto& parameters = *qobject_cast<ParametersPanel*>(m_window->panel(QStringLiteral("parameters")));
    for (QWidget* around = &parameters; around != nullptr; around = around->parentWidget()) {
        if (auto* dock = qobject_cast<QDockWidget*>(around)) {
            dock->show();
            dock->raise(); // as a click on its tab does
        }
    }
    QVERIFY(QTest::qWaitFor([&] { return parameters.isVisible() && parameters.form() != nullptr; }, 5'000));
    parameters.form()->setDraft(R"({"bid_spread":3,"ask_spread":3,"min_spread":0.5,"refresh_time":0.5,"order_size":0.02})");
    parameters.tryDraft();
    QVERIFY(parameters.whatIf() != nullptr);
    const bool shown = QTest::qWaitFor([&] { return parameters.whatIf()->model().rowCount() > 3; }, kLong / 4);
    QVERIFY2(shown, qPrintable(parameters.whatIf()->sentence()));
    picture("lab-6-what-if");
}

void tst_whole_lab::theRecordedRunIsComparedWithItsReplay()
{
    m_window->chooseWorkspace(2);
    QVERIFY(QTest::qWaitFor([this] { return panel().isVisible(); }, 5'000));
    QVERIFY(QTest::qWaitFor([this] { return m_window->clock().desk().fills >= 8; }, 60'000));
    QTest::mouseClick(panel().form()->truthButton(), Qt::LeftButton);
    QVERIFY(QTest::qWaitFor([this] {
        const auto truth = m_lab->truth();
        return truth && truth->state != JobState::Queued && truth->state != JobState::Running;
    }, kLong));
    const TruthView truth = *m_lab->truth();
    QVERIFY2(truth.state == JobState::Done, truth.message.c_str());
    qInfo("%s", truth.message.c_str());
    for (std::size_t i = 0; i < std::min<std::size_t>(truth.differences.size(), 6); ++i)
        qInfo("  %.3f s %s: %s", (truth.differences[i].time - truth.from).toSeconds(), truth.differences[i].cause.c_str(),
            truth.differences[i].what.c_str());
    QVERIFY(truth.compared > 10);
    QVERIFY(QTest::qWaitFor([this] { return !measures().filter(QStringLiteral("Fills, live / replay")).isEmpty(); }, 5'000));
    QVERIFY(std::none_of(truth.causes.begin(), truth.causes.end(), [](const auto& cause) { return cause.name == "unexplained"; }));
    picture("lab-7-truth");
}

void tst_whole_lab::cleanupTestCase()
{
    m_window.reset();
    m_lab.reset();
    if (m_session)
        QVERIFY(m_session->stop());
}

MAKER_APP_TEST(tst_whole_lab, QApplication)
#include "tst_whole_lab.moc"
