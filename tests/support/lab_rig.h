#pragma once

#include "support/fake_lab.h"
#include "support/panel_rig.h"
#include "ui/panels/lab/lab_panel.h"

#include <QTest>

namespace maker {

/// A lab panel on a seeded lab.
struct LabRig {
    explicit LabRig(FakeLab::Content content = FakeLab::Content::Full, QSize size = { 1920, 974 })
        : lab(content)
    {
        rig.lab = &lab;
        panel = &rig.open(std::make_unique<LabPanel>(rig.context()), size.width(), size.height());
    }
    void frame()
    {
        lab.touch();
        rig.frame();
        QTest::qWait(10);
    }

    FakeLab lab;
    PanelRig rig;
    LabPanel* panel = nullptr;
};

inline QString shownCell(const QAbstractItemModel& model, int row, int column)
{
    return model.index(row, column).data().toString();
}

/// The row of a measure whose title begins so; -1: none.
inline int rowOf(const QAbstractItemModel& model, const QString& title)
{
    for (int row = 0; row < model.rowCount(); ++row) {
        if (shownCell(model, row, 0).startsWith(title))
            return row;
    }
    return -1;
}

} // namespace maker
