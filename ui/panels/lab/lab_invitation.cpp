#include "ui/panels/lab/lab_invitation.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace maker {

namespace {
constexpr int kWordsWidth = 440;
}

LabInvitation::LabInvitation(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_title(new QLabel(tr("No run yet"), this))
    , m_words(new QLabel(tr("Choose a strategy and a recording at the left and press Run, or F5. Curves, fills, "
                            "markouts and statistics of the run appear here."),
          this))
    , m_button(new QPushButton(tr("Make a demo recording and run it"), this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(8);
    m_words->setWordWrap(true);
    m_words->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    m_button->setProperty("kind", "primary");
    m_button->setToolTip(tr("A generated market of one hour: no keys, no network, no download"));
    layout->addStretch(2);
    layout->addWidget(m_title, 0, Qt::AlignHCenter);
    layout->addWidget(m_words, 0, Qt::AlignHCenter);
    layout->addSpacing(6);
    layout->addWidget(m_button, 0, Qt::AlignHCenter);
    layout->addStretch(3);
}

void LabInvitation::refreshTheme()
{
    m_title->setFont(m_theme.font(TypeRole::Headline));
    m_words->setFont(m_theme.font(TypeRole::Body));
    m_words->setFixedWidth(m_theme.scaled(kWordsWidth));
    m_words->setMinimumHeight(m_words->heightForWidth(m_words->width()) + 4);
    QPalette palette = m_words->palette();
    palette.setColor(QPalette::WindowText, m_theme.text.secondary);
    m_words->setPalette(palette);
}

} // namespace maker
