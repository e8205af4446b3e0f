#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace maker::simex {

/// The percent-decoded text of one part of a form; nullopt where an escape is broken.
std::optional<std::string> percentDecoded(std::string_view text);

/// Named parameters of a request in the order they came, whatever carried them.
class Params {
public:
    /// Adds the pairs of "a=1&b=2"; false where an escape is broken.
    bool addForm(std::string_view form);
    void add(std::string name, std::string value) { m_pairs.emplace_back(std::move(name), std::move(value)); }

    /// The first value of that name; an empty value counts as absent, as it does for the venue.
    std::optional<std::string_view> find(std::string_view name) const;
    const std::vector<std::pair<std::string, std::string>>& pairs() const noexcept { return m_pairs; }

private:
    std::vector<std::pair<std::string, std::string>> m_pairs;
};

/// Whole decimal number of at most 18 digits, with an optional sign.
std::optional<long long> parseInteger(std::string_view text);

} // namespace maker::simex
