#pragma once

#include "ui/forms/param_draft.h"
#include "ui/forms/param_editors.h"

#include <QWidget>

namespace maker {

/// One parameter of a form: draft dot, hot or cold mark with label, field, and beside it range, "was x" or what is
/// wrong.
class ParamRow : public QWidget {
    Q_OBJECT
public:
    ParamRow(const Theme& theme, ParamDraft& draft, std::size_t field, QWidget* parent = nullptr);
    ~ParamRow() override;

    /// Label and field alone, for a narrow column: what the message says goes into the tool tip.
    void setCompact(bool compact);
    /// Shows what the draft says of this field.
    void refresh();
    void refreshTheme();
    /// Shows the base currency where the unit is kBaseUnit; empty: the word for it.
    void setBase(const QString& base);
    QWidget* editor() const { return m_editor->widget(); }
    std::size_t field() const { return m_field; }
    bool hasDraftDot() const;
    /// The text beside the field.
    QString message() const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void edited();
    void undoAsked();
    void redoAsked();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    /// A length at the size of the text.
    int at(int length) const;
    QRectF labelRect() const;
    QRectF messageRect() const;
    QString rangeText() const;
    QString toolTipText() const;
    void paintMessage(QPainter& painter) const;

    const Theme& m_theme;
    ParamDraft& m_draft;
    std::size_t m_field;
    std::unique_ptr<ParamEditor> m_editor;
    bool m_compact = false;
};

} // namespace maker
