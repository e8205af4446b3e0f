#pragma once

#include <cstddef>
#include <iosfwd>
#include <string_view>

namespace maker {

/// A key, password or token. Lives in memory that is locked where the system allows and wiped when it ends; prints as ***.
/// Move-only, so that the number of copies stays one.
class Secret {
public:
    Secret() = default;
    explicit Secret(std::string_view text);
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret&& other) noexcept;
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    ~Secret();

    /// A second owner of the same text, asked for by name so that it is seen in review.
    Secret clone() const { return Secret(reveal()); }
    /// The text itself; for signing and sending only, never for a log or a window.
    std::string_view reveal() const noexcept { return {m_bytes, m_size}; }
    bool empty() const noexcept { return m_size == 0; }

private:
    void wipe() noexcept;

    char* m_bytes = nullptr;
    std::size_t m_size = 0;
};

std::ostream& operator<<(std::ostream& out, const Secret& secret);

/// Overwrites text that held a secret for a moment (an input field, a read buffer).
void wipeBytes(void* bytes, std::size_t size) noexcept;

} // namespace maker
