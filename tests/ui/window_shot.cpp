// Draws the window with the scripted session into a PNG: maker_window_shot OUT.png [WIDTH HEIGHT SCALE
// dark|light|safe|empty [WORKSPACE 0|1|2 [PAGE [TEXT_PERCENT [PANEL]]]]].
#include "support/fake_lab.h"
#include "support/fake_session.h"
#include "ui/panels/candles/candles_panel.h"
#include "ui/panels/lab/lab_panel.h"
#include "ui/shell/main_window.h"

#include <QApplication>
#include <QDockWidget>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace {

/// The band of own quotes as it would look after two hours: quotes around each past close, pulled for a while.
void drawPastQuotes(maker::FakeSession& session, maker::MainWindow& window)
{
    auto* panel = qobject_cast<maker::CandlesPanel*>(window.panel(QStringLiteral("candles")));
    maker::CandleSeries series;
    if (panel == nullptr || !session.candles(maker::FakeSession::kSol, 60, series))
        return;
    const std::size_t count = series.closed->size();
    session.editMarket(maker::FakeSession::kSol).time = (*series.closed)[count - 161].openTime;
    window.clock().tick();
    maker::MarketSnapshot past = session.editMarket(maker::FakeSession::kSol);
    for (std::size_t i = count - 160; i < count; ++i) {
        const maker::Candle& candle = (*series.closed)[i];
        const bool pulled = i > count - 90 && i < count - 80;
        past.time = candle.openTime;
        past.ownBid = { pulled ? 0 : std::min(candle.open.count, candle.close.count) - 16 };
        past.ownAsk = { pulled ? 0 : std::max(candle.open.count, candle.close.count) + 16 };
        panel->chart().setMarket(past);
    }
}

} // namespace

int main(int argc, char** argv)
{
    const auto word
        = [&](int index, const char* otherwise) { return QByteArray(argc > index ? argv[index] : otherwise); };
    const QByteArray out = word(1, "window.png");
    const int width = word(2, "1920").toInt();
    const int height = word(3, "1080").toInt();
    const QByteArray look = word(5, "dark");
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("QT_SCALE_FACTOR", word(4, "1"));
    QApplication application(argc, argv);
    QApplication::setApplicationVersion(QStringLiteral("0.1.0"));
    maker::FakeSession session(
        look == "empty" ? maker::FakeSession::Content::Empty : maker::FakeSession::Content::Full);
    maker::WindowOptions options;
    options.tone = look == "light" ? maker::ThemeTone::Light : maker::ThemeTone::Dark;
    options.sides = look == "safe" ? maker::SideColors::ColourBlindSafe : maker::SideColors::GreenUp;
    maker::FakeLab lab(look == "empty" ? maker::FakeLab::Content::Empty : maker::FakeLab::Content::Full);
    const int page = word(7, "0").toInt(); // tens: of the form, hundreds: the column in sight, thousands: a run over bars
    std::uint64_t barRun = 0;
    if (page >= 1'000) {
        std::vector<maker::LabStrategy> others;
        for (const auto& entry : session.catalog().strategies)
            others.push_back({ entry.name, entry.title, entry.help, entry.schema });
        lab.offerBars(std::move(others));
        barRun = lab.addBarRun();
    }
    maker::MainWindow window(session, options, &lab);
    window.resize(width, height);
    window.show();
    if (const int percent = word(8, "100").toInt(); percent != 100)
        window.setTextScale(percent / 100.0);
    drawPastQuotes(session, window);
    window.chooseWorkspace(word(6, "0").toInt());
    if (auto* panel = qobject_cast<maker::LabPanel*>(window.panel(QStringLiteral("lab"))); panel != nullptr && panel->runs() != nullptr) {
        window.clock().tick();
        if (look != "empty") {
            panel->runs()->show(109);
            panel->runs()->toggle(107);
        }
        if (barRun != 0) {
            panel->runs()->show(barRun);
            panel->form()->strategyBox()->setCurrentIndex(panel->form()->strategyBox()->count() - 1);
        }
        panel->result()->showPage(page % 10);
        panel->form()->showPage(page / 10 % 10);
        panel->columns()->show(page / 100 % 10 > 0 ? page / 100 % 10 - 1 : 1);
    }
    QWidget* front = window.panel(QString::fromLatin1(word(9, "")));
    for (QWidget* at = front; at != nullptr; at = at->parentWidget()) {
        if (auto* dock = qobject_cast<QDockWidget*>(at)) {
            dock->show();
            dock->raise();
        }
    }
    QTimer steps;
    if (look != "empty")
        QObject::connect(&steps, &QTimer::timeout, &application, [&session] { session.step(); });
    steps.start(50);
    bool saved = false;
    QTimer::singleShot(1'500, &application, [&] {
        saved = window.grab().save(QString::fromLocal8Bit(out));
        std::printf("%s %s, frame %lld us\n", out.constData(), saved ? "written" : "NOT written",
            static_cast<long long>(window.clock().lastFrameMicros()));
        application.quit();
    });
    QApplication::exec();
    return saved ? EXIT_SUCCESS : EXIT_FAILURE;
}
