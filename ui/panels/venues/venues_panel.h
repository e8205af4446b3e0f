#pragma once

#include "ui/base/table.h"

#include <memory>

namespace maker {

class VenuesModel : public ListTableModel<VenueView> {
public:
    explicit VenuesModel(QObject* parent);

protected:
    QVariant cell(const VenueView& view, int column, int role) const override;
};

/// Health of every venue: links, book age, gaps, bad frames, weight used, clock offset, acknowledgement times, trouble.
class VenuesPanel : public Panel {
    Q_OBJECT
public:
    explicit VenuesPanel(const PanelContext& context);

    void onFrame(const Frame& frame) override;
    void onThemeChanged() override;
    const VenuesModel& model() const { return *m_model; }

private:
    static constexpr qint64 kRedrawMillis = 250;
    VenuesModel* m_model;
    TableView* m_table;
    qint64 m_drawnAt = -kRedrawMillis;
};

std::unique_ptr<Panel> makeVenuesPanel(const PanelContext& context);

} // namespace maker
