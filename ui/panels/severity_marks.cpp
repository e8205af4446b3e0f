#include "ui/panels/severity_marks.h"

namespace maker {

LampShape severityLamp(Severity severity)
{
    switch (severity) {
    case Severity::Debug:
        return LampShape::NotSetUp;
    case Severity::Info:
        return LampShape::Running;
    case Severity::Warning:
        return LampShape::Stale;
    case Severity::Danger:
        return LampShape::Error;
    }
    return LampShape::NotSetUp;
}

Tone severityTone(Severity severity)
{
    switch (severity) {
    case Severity::Warning:
        return Tone::Warn;
    case Severity::Danger:
        return Tone::Danger;
    default:
        return Tone::Secondary;
    }
}

} // namespace maker
