#pragma once

#include "ui/base/table.h"
#include "ui/charts/ghost_ladder.h"
#include "ui/charts/what_if_chart.h"

namespace maker {

/// One measure of a what-if: as applied, with the draft, and what that changes.
struct WhatIfRow {
    QString measure;
    QString applied;
    QString draft;
    QString difference;
    int better = 0; ///< 1 better, -1 worse, 0 neither
};

std::vector<WhatIfRow> whatIfRows(const WhatIfView& view, const Instrument* instrument);

class WhatIfModel : public ListTableModel<WhatIfRow> {
public:
    explicit WhatIfModel(QObject* parent);

protected:
    QVariant cell(const WhatIfRow& row, int column, int role) const override;
};

/// What the last minutes would have brought with the draft beside what is applied.
class WhatIfSection : public QWidget {
    Q_OBJECT
public:
    static constexpr int kMinutes = 10;

    WhatIfSection(const PanelContext& context, QWidget* parent = nullptr);
    void show(const WhatIfView& view, const Instrument* instrument, const QString& currency);
    const WhatIfModel& model() const { return *m_model; }
    const GhostLadder& ladder() const { return *m_ladder; }
    QString sentence() const { return m_sentence->text(); }
    void refreshTheme();

Q_SIGNALS:
    void closeAsked();

private:
    void say(const QString& sentence, bool trouble);

    const Theme& m_theme;
    PanelHead* m_head;
    WhatIfModel* m_model;
    TableView* m_table;
    WhatIfChart* m_chart;
    GhostLadder* m_ladder;
    QWidget* m_pictures;
    QWidget* m_body = nullptr;
    QLabel* m_sentence;
    bool m_trouble = false;
};

} // namespace maker
