#include "support/maker_test.h"
#include "support/panel_rig.h"
#include "ui/base/table.h"

using namespace maker;

namespace {

class Probe : public Panel {
public:
    explicit Probe(const PanelContext& context)
        : Panel(context, QStringLiteral("probe"), QStringLiteral("Probe"))
    {
        setContent(new QWidget(this));
    }
    void onRows(std::span<const RowEvent> some) override { rowsSeen += some.size(); }
    void onFrame(const Frame& frame) override
    {
        ++frames;
        marketChanges += frame.marketChanged ? 1 : 0;
    }
    std::size_t rowsSeen = 0;
    int frames = 0;
    int marketChanges = 0;
};

struct Row {
    int number = 0;
};

class Numbers : public RingTableModel<Row> {
public:
    Numbers()
        : RingTableModel({ { QStringLiteral("No"), 60, ColumnKind::Number } }, 5, nullptr)
    {
    }

protected:
    QVariant cell(const Row& row, int, int role) const override
    {
        return role == Qt::DisplayRole ? QVariant(QString::number(row.number)) : QVariant();
    }
};

} // namespace

class tst_frame_clock : public QObject {
    Q_OBJECT
private slots:
    void hiddenPanelsGetRowsButNoFrames()
    {
        PanelRig rig;
        Probe probe(rig.context());
        rig.clock.tick();
        QCOMPARE(probe.frames, 0);
        QVERIFY(probe.rowsSeen > 100);
        probe.show();
        rig.clock.tick();
        QCOMPARE(probe.frames, 1);
    }
    void aMarketThatDidNotMoveIsNotAChange()
    {
        PanelRig rig;
        Probe probe(rig.context());
        probe.show();
        rig.clock.tick();
        rig.clock.tick();
        QCOMPARE(probe.marketChanges, 1);
        rig.session.step();
        rig.clock.tick();
        QCOMPARE(probe.marketChanges, 2);
        rig.selection.setInstrument(FakeSession::kBtc);
        rig.clock.tick();
        QCOMPARE(probe.marketChanges, 3);
        QCOMPARE(rig.clock.market().instrument, FakeSession::kBtc);
    }
    void theRingKeepsTheNewestRowsFirst()
    {
        Numbers model;
        for (int i = 1; i <= 3; ++i)
            model.append({ i });
        QVERIFY(model.flush());
        QVERIFY(!model.flush());
        for (int i = 4; i <= 9; ++i)
            model.append({ i });
        model.flush();
        QCOMPARE(model.rowCount(), 5);
        QCOMPARE(model.row(0).number, 9);
        QCOMPARE(model.row(4).number, 5);
    }
    void statesReplaceTheContentAndKeepTheirWords()
    {
        PanelRig rig;
        Probe probe(rig.context());
        probe.resize(300, 200);
        probe.show();
        const QImage live = probe.grab().toImage();
        probe.setState(PanelState::Empty, QStringLiteral("No fills"), QStringLiteral("They appear here."));
        QVERIFY(!probe.content()->isVisible());
        QVERIFY(probe.grab().toImage() != live);
        probe.setState(PanelState::Stale, QStringLiteral("No data for 2.4 s, quotes pulled"));
        QVERIFY(probe.content()->isVisible());
        probe.setState(PanelState::Live);
        QCOMPARE(probe.grab().toImage(), live);
    }
};

MAKER_APP_TEST(tst_frame_clock, QApplication)
#include "tst_frame_clock.moc"
