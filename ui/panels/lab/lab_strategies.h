#pragma once

#include "session/lab_port.h"
#include "ui/base/panel.h"

#include <string>
#include <vector>

namespace maker {

class ParamDraft;
class ParamForm;

/// What the lab runs; the kinds of the session's catalogue where it names none.
std::vector<LabStrategy> offeredStrategies(const PanelContext& context);
/// What runs now is where an experiment begins: the parameters applied to a strategy of this kind, else the defaults.
std::string startingParams(const PanelContext& context, const LabStrategy& strategy);
/// One value as the JSON that a form takes as a draft: {"levels":3}; an empty object for a key it does not have.
std::string valueJson(const ParamDraft& draft, const std::string& key, const std::string& value);
/// "Half spread: at most 500"; the first field that is wrong, or the rule between fields that is broken.
QString firstProblem(const ParamForm& form);
/// A run of it has candles and no book: no quotes, no queue, no markouts.
bool runsOverBars(const LabPort& lab, const std::string& strategy);

} // namespace maker
