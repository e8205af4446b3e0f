// Draws the window with the scripted session into a PNG: maker_window_shot OUT.png [WIDTH HEIGHT SCALE dark|light|safe|empty].
#include "support/fake_session.h"
#include "ui/shell/main_window.h"

#include <QApplication>
#include <QTimer>

#include <cstdio>
#include <cstdlib>

int main(int argc, char** argv)
{
    const auto word = [&](int index, const char* otherwise) { return QByteArray(argc > index ? argv[index] : otherwise); };
    const QByteArray out = word(1, "window.png");
    const int width = word(2, "1920").toInt();
    const int height = word(3, "1080").toInt();
    const QByteArray look = word(5, "dark");
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("QT_SCALE_FACTOR", word(4, "1"));
    QApplication application(argc, argv);
    QApplication::setApplicationVersion(QStringLiteral("0.1.0"));
    maker::FakeSession session(look == "empty" ? maker::FakeSession::Content::Empty : maker::FakeSession::Content::Full);
    maker::WindowOptions options;
    options.tone = look == "light" ? maker::ThemeTone::Light : maker::ThemeTone::Dark;
    options.sides = look == "safe" ? maker::SideColors::ColourBlindSafe : maker::SideColors::GreenUp;
    maker::MainWindow window(session, options);
    window.resize(width, height);
    window.show();
    QTimer steps;
    if (look != "empty")
        QObject::connect(&steps, &QTimer::timeout, &application, [&session] { session.step(); });
    steps.start(50);
    bool saved = false;
    QTimer::singleShot(1'500, &application, [&] {
        saved = window.grab().save(QString::fromLocal8Bit(out));
        std::printf("%s %s, frame %lld us\n", out.constData(), saved ? "written" : "NOT written", static_cast<long long>(window.clock().lastFrameMicros()));
        application.quit();
    });
    QApplication::exec();
    return saved ? EXIT_SUCCESS : EXIT_FAILURE;
}
