#pragma once

#include "ui/base/table.h"

namespace maker {

/// How log and alerts mark the severity of a sentence: a lamp, told apart by its shape, and a tone.
LampShape severityLamp(Severity severity);
Tone severityTone(Severity severity);

} // namespace maker
