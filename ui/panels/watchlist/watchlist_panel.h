#pragma once

#include "ui/base/table.h"

#include <memory>

namespace maker {

struct WatchLine {
    const Instrument* instrument = nullptr;
    Price last; ///< 0: none yet
    double change = 0.0; ///< share since 24 h ago
    bool hasChange = false;
    double spread = -1.0; ///< bp; negative: unknown
    bool stale = false;
    qint64 flashAt = -1'000; ///< frame millis of the last change of price
    Side moved = Side::Buy;
};

class WatchModel : public ListTableModel<WatchLine> {
public:
    explicit WatchModel(QObject* parent);

protected:
    QVariant cell(const WatchLine& line, int column, int role) const override;
};

/// Every instrument with last price, 24 h change and spread; choosing one moves all linked panels to it.
class WatchlistPanel : public Panel {
    Q_OBJECT
public:
    explicit WatchlistPanel(const PanelContext& context);

    void onFrame(const Frame& frame) override;
    void onThemeChanged() override;
    const WatchModel& model() const { return *m_model; }
    TableView* table() const { return m_table; }

private:
    void select(InstrumentId instrument);

    static constexpr qint64 kRedrawMillis = 100;
    WatchModel* m_model;
    TableView* m_table;
    std::vector<MarketSnapshot> m_markets; ///< one per instrument of the catalogue, in its order
    std::vector<WatchLine> m_lines;
    qint64 m_drawnAt = -kRedrawMillis;
};

std::unique_ptr<Panel> makeWatchlistPanel(const PanelContext& context);

} // namespace maker
