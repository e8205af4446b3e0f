#pragma once

#include "kernel/base/result.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Marks a text of Qt-free code for translation; lupdate finds it, ui/forms looks it up.
#define MAKER_TEXT(text) text

namespace maker {

/// The unit of a quantity: the base currency of the instrument that is traded, by whose name a form shows it.
inline constexpr std::string_view kBaseUnit = MAKER_TEXT("base");

enum class ParamType : std::uint8_t { Bool, Int, Real, Seconds, Choice, Text };

struct ParamChoice {
    std::string_view key{};  ///< stable, in JSON
    std::string_view text{}; ///< shown
};

/// One parameter, type-erased: all that a form, a command line, a help page and an optimiser need.
struct ParamSpec {
    std::string_view key{};  ///< stable key in JSON and on the command line
    std::string_view text{}; ///< label
    std::string_view help{}; ///< one or two sentences
    std::string_view unit{}; ///< "bp", "s", "%", "" ...
    std::string_view group{};
    ParamType type = ParamType::Real;
    bool hot = true;       ///< applied between two events; cold pulls the quotes first
    bool searchable = false;
    double min = 0.0;
    double max = 0.0;
    double step = 0.0;
    int decimals = 0;
    std::span<const ParamChoice> choices{};
    std::string_view formerKey{}; ///< accepted when reading, never written
};

/// One broken rule: the field it belongs to (empty: the whole set) and a sentence that says what would be right.
struct Violation {
    std::string key;
    std::string sentence;

    friend bool operator==(const Violation&, const Violation&) = default;
};

/// A parameters type seen from outside; JSON objects by stable key are the common currency.
struct ParamSchema {
    std::string_view name;
    std::span<const ParamSpec> specs;
    std::string (*defaults)() = nullptr; ///< JSON of the default values
    /// Every violation of a complete or partial JSON object; unknown keys, wrong types, ranges, then cross-field rules.
    std::vector<Violation> (*validate)(std::string_view json) = nullptr;
};

} // namespace maker
