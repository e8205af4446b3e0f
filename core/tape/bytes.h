#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace maker {

/// Appends integers, least byte first, and texts to a buffer.
class ByteWriter {
public:
    explicit ByteWriter(std::vector<std::byte>& out) : m_out(out) {}

    template <typename Int>
    void put(Int value)
    {
        auto rest = static_cast<std::uint64_t>(value);
        for (std::size_t i = 0; i < sizeof(Int); ++i, rest >>= 8U)
            m_out.push_back(static_cast<std::byte>(rest & 0xFFU));
    }

    void text(std::string_view text)
    {
        put(static_cast<std::uint32_t>(text.size()));
        const auto bytes = std::as_bytes(std::span(text.data(), text.size()));
        m_out.insert(m_out.end(), bytes.begin(), bytes.end());
    }

private:
    std::vector<std::byte>& m_out;
};

/// Reads what ByteWriter wrote. Behind the end everything is zero and good() is false.
class ByteReader {
public:
    explicit ByteReader(std::span<const std::byte> bytes) : m_bytes(bytes) {}

    template <typename Int>
    Int get()
    {
        if (m_bytes.size() < sizeof(Int)) {
            m_good = false;
            m_bytes = {};
            return Int{};
        }
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < sizeof(Int); ++i)
            value |= static_cast<std::uint64_t>(m_bytes[i]) << (8 * i);
        m_bytes = m_bytes.subspan(sizeof(Int));
        return static_cast<Int>(value);
    }

    std::string text()
    {
        const auto size = get<std::uint32_t>();
        if (size > m_bytes.size()) {
            m_good = false;
            m_bytes = {};
            return {};
        }
        std::string out(reinterpret_cast<const char*>(m_bytes.data()), size);
        m_bytes = m_bytes.subspan(size);
        return out;
    }

    bool good() const noexcept { return m_good; }
    std::size_t left() const noexcept { return m_bytes.size(); }

private:
    std::span<const std::byte> m_bytes;
    bool m_good = true;
};

} // namespace maker
