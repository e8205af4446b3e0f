#pragma once

#include "support/fake_session.h"
#include "ui/base/panel.h"

#include <QApplication>
#include <QFontInfo>
#include <QImage>

#include <memory>

namespace maker {

/// Everything one panel needs, around a scripted session; `frame` serves it as the window would.
struct PanelRig {
    explicit PanelRig(FakeSession::Content content = FakeSession::Content::Full)
        : session(content), theme(Theme::load(ThemeTone::Dark)), clock(session, selection)
    {
        theme.apply(*qApp);
        selection.setStrategy({1});
        selection.setInstrument(FakeSession::kSol);
    }

    PanelContext context() { return {session, theme, clock, selection, lab}; }

    /// Shows the panel at a size and serves a first frame.
    template <typename PanelType>
    PanelType& open(std::unique_ptr<PanelType> made, int width = 700, int height = 400)
    {
        PanelType& opened = *made;
        panel = std::move(made);
        panel->resize(width, height);
        panel->show();
        frame();
        return opened;
    }
    void frame()
    {
        clock.tick();
        QApplication::processEvents();
    }
    QImage picture() { return panel->grab().toImage(); }

    FakeSession session;
    Theme theme;
    Selection selection;
    FrameClock clock;
    LabPort* lab = nullptr; ///< of panels that show one; set before open
    std::unique_ptr<Panel> panel;
};

} // namespace maker
