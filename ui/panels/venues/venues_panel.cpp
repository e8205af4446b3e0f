#include "ui/panels/venues/venues_panel.h"

#include "ui/base/number_text.h"

namespace maker {

namespace {

enum Columns { kName, kFeed, kTrading, kAge, kGaps, kBad, kWeight, kClock, kAckP50, kAckP99, kTrouble };
constexpr double kWeightWarn = 0.8;
constexpr Duration kStaleAfter = Duration::seconds(2);

QString linkWord(VenueLink link)
{
    switch (link) {
    case VenueLink::Disconnected:
        return VenuesPanel::tr("Down");
    case VenueLink::Connecting:
        return VenuesPanel::tr("Connecting");
    case VenueLink::Syncing:
        return VenuesPanel::tr("Syncing");
    case VenueLink::Live:
        return VenuesPanel::tr("Live");
    }
    return {};
}

LampShape linkLamp(VenueLink link)
{
    switch (link) {
    case VenueLink::Disconnected:
        return LampShape::Error;
    case VenueLink::Connecting:
    case VenueLink::Syncing:
        return LampShape::WarmUp;
    case VenueLink::Live:
        return LampShape::Running;
    }
    return LampShape::NotSetUp;
}

LampShape venueLamp(const VenueView& view)
{
    if (view.feed != VenueLink::Live)
        return linkLamp(view.feed);
    return view.bookAge > kStaleAfter ? LampShape::Stale : linkLamp(view.trading);
}

QString measured(Duration duration)
{
    return duration.ns == 0 ? QString(text::kUnknown) : text::latency(duration);
}

QVariant venueText(const VenueView& view, int column)
{
    switch (column) {
    case kName:
        return text::fromView(view.name.view());
    case kFeed:
        return linkWord(view.feed);
    case kTrading:
        return linkWord(view.trading);
    case kAge:
        return view.messages == 0 ? QString(text::kUnknown) : text::latency(view.bookAge);
    case kGaps:
        return text::number(static_cast<double>(view.gaps), 0);
    case kBad:
        return text::number(static_cast<double>(view.badFrames), 0);
    case kWeight:
        return text::percent(view.weightUsed);
    case kClock:
        return measured(view.clockOffset);
    case kAckP50:
        return measured(view.ackP50);
    case kAckP99:
        return measured(view.ackP99);
    case kTrouble:
        return view.trouble.empty() ? VenuesPanel::tr("All is well") : text::fromView(view.trouble.view());
    default:
        return {};
    }
}

Tone venueTone(const VenueView& view, int column)
{
    switch (column) {
    case kAge:
        return view.bookAge > kStaleAfter ? Tone::Warn : Tone::Primary;
    case kGaps:
        return view.gaps > 0 ? Tone::Warn : Tone::Muted;
    case kBad:
        return view.badFrames > 0 ? Tone::Warn : Tone::Muted;
    case kWeight:
        return view.weightUsed > kWeightWarn ? Tone::Warn : Tone::Primary;
    case kTrouble:
        return view.trouble.empty() ? Tone::Secondary : Tone::Warn;
    default:
        return Tone::Primary;
    }
}

} // namespace

VenuesModel::VenuesModel(QObject* parent)
    : ListTableModel(
        { { VenuesPanel::tr("Venue"), 112, ColumnKind::Lamp, 0, 84 }, { VenuesPanel::tr("Feed"), 62, ColumnKind::Text, 0, 48 },
            { VenuesPanel::tr("Trading"), 62, ColumnKind::Text, 0, 52 }, { VenuesPanel::tr("Book age"), 62, ColumnKind::Number },
            { VenuesPanel::tr("Gaps"), 40, ColumnKind::Number, 3 }, { VenuesPanel::tr("Bad"), 40, ColumnKind::Number, 4 },
            { VenuesPanel::tr("Weight used"), 72, ColumnKind::Number, 1 },
            { VenuesPanel::tr("Clock"), 56, ColumnKind::Number, 5 },
            { VenuesPanel::tr("Ack p50"), 58, ColumnKind::Number, 2 },
            { VenuesPanel::tr("Ack p99"), 58, ColumnKind::Number, 6 }, { VenuesPanel::tr("State"), 0 } },
        parent)
{
}

QVariant VenuesModel::cell(const VenueView& view, int column, int role) const
{
    if (role == Qt::DisplayRole)
        return venueText(view, column);
    if (role == ToneRole)
        return static_cast<int>(venueTone(view, column));
    if (role == LampRole && column == kName)
        return static_cast<int>(venueLamp(view));
    if (role == Qt::ToolTipRole)
        return VenuesPanel::tr("%1 messages").arg(text::number(static_cast<double>(view.messages), 0));
    return {};
}

VenuesPanel::VenuesPanel(const PanelContext& context)
    : Panel(context, QStringLiteral("venues"), tr("Venues"))
    , m_model(new VenuesModel(this))
    , m_table(new TableView(*m_model, context, this))
{
    m_table->setAccessibleName(tr("Health of the venues"));
    setContent(m_table);
    setState(PanelState::Empty, tr("No venue is connected"), tr("Start the demo market or connect a venue."));
}

void VenuesPanel::onFrame(const Frame& frame)
{
    if (frame.millis - m_drawnAt < kRedrawMillis)
        return;
    m_drawnAt = frame.millis;
    const auto first = frame.desk.venues.begin();
    m_model->setRows(std::vector<VenueView>(first, first + frame.desk.venueCount));
    if (frame.desk.venueCount == 0)
        setState(PanelState::Empty, tr("No venue is connected"), tr("Start the demo market or connect a venue."));
    else
        setState(PanelState::Live);
}

void VenuesPanel::onThemeChanged()
{
    if (m_table != nullptr)
        m_table->refreshTheme();
}

std::unique_ptr<Panel> makeVenuesPanel(const PanelContext& context)
{
    return std::make_unique<VenuesPanel>(context);
}

} // namespace maker
