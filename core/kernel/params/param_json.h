#pragma once

#include "kernel/params/param_spec.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace maker {

/// One value of a parameters object: exactly the JSON types that a parameter may have.
using ParamValue = std::variant<bool, std::int64_t, double, std::string>;

struct ParamMember {
    std::string key;
    ParamValue value;

    friend bool operator==(const ParamMember&, const ParamMember&) = default;
};

/// Members of one flat JSON object in their order. Fails with Parse on anything else: nesting, null, a key given twice,
/// numbers that do not fit, text after the object.
Result<std::vector<ParamMember>> readMembers(std::string_view json);

/// Compact JSON in the given order; reals are the shortest text that reads back equal, whatever the locale.
std::string writeMembers(const std::vector<ParamMember>& members);

/// Any text as a JSON string, in its quotes.
std::string jsonString(std::string_view text);

/// Shortest round-trip text of a finite number.
std::string numberText(double value);
std::string valueText(const ParamValue& value);

/// Text as typed ("0.5", "on", "fixed") to the value of this parameter; the error is the sentence to show.
Result<ParamValue> readValue(const ParamSpec& spec, std::string_view text);

/// The value in the parameter's own type, or the sentence that says what would be right: wrong type, out of range.
Result<ParamValue> checkValue(const ParamSpec& spec, const ParamValue& value);

/// Position of a choice's key; nullopt where there is none.
std::optional<std::size_t> choiceIndex(const ParamSpec& spec, std::string_view key) noexcept;

const ParamSpec* findSpec(const ParamSchema& schema, std::string_view key) noexcept;

/// The sentences of all violations, one after the other.
std::string joinSentences(const std::vector<Violation>& violations);

/// A set with settings of the form "key=value" applied to it, validated whole; on any error the set stays as it was.
Result<std::string> withSettings(const ParamSchema& schema, std::string_view json, std::span<const std::string> settings);

/// The parameters an optimiser may move; min, max and step of each are its axis.
std::vector<ParamSpec> searchSpace(const ParamSchema& schema);

/// What changed between two sets, for the journal: "bid_spread 10 -> 12, levels 1 -> 3"; empty where nothing did.
std::string describeChanges(std::string_view before, std::string_view after);

} // namespace maker
