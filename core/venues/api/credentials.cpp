#include "venues/api/credentials.h"

#include <array>
#include <string_view>

#include <QFile>
#include <QFileInfo>

namespace maker {

namespace {

constexpr qint64 kLargestFile = 4'096;

/// Holds what was read and wipes it, whichever way the reader is left.
struct ReadBuffer {
    std::array<char, kLargestFile + 1> bytes{};
    std::size_t size = 0;

    ReadBuffer() = default;
    ReadBuffer(const ReadBuffer&) = delete;
    ReadBuffer& operator=(const ReadBuffer&) = delete;
    ~ReadBuffer() { wipeBytes(bytes.data(), bytes.size()); }
    std::string_view text() const { return {bytes.data(), size}; }
};

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view kBlank = " \t\r";
    const std::size_t first = text.find_first_not_of(kBlank);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

Result<Credentials> parseCredentials(std::string_view text, const std::string& path)
{
    Credentials credentials;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::string_view line = trimmed(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
        if (line.empty() || line.front() == '#')
            continue;
        const std::size_t equals = line.find('=');
        const std::string_view name = trimmed(line.substr(0, equals));
        if (equals == std::string_view::npos || (name != "key" && name != "secret"))
            return fail(ErrorCode::Parse, "A line of " + path + " is neither key=... nor secret=...; it is not shown here.");
        Secret value(trimmed(line.substr(equals + 1)));
        (name == "key" ? credentials.apiKey : credentials.secret) = std::move(value);
    }
    if (!credentials.present())
        return fail(ErrorCode::Parse, path + " must hold a line key=... and a line secret=...");
    return credentials;
}

} // namespace

Result<Credentials> readCredentials(const std::string& name)
{
    QFile file(QString::fromStdString(name));
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return fail(file.exists() ? ErrorCode::Io : ErrorCode::NotFound,
            "The key file " + name + " cannot be read: " + file.errorString().toStdString());
    if (!QFileInfo(file).isFile())
        return fail(ErrorCode::InvalidArgument, name + " is not a file.");
    // Asked of the open file, not of the name, so that it cannot be exchanged in between.
    constexpr QFileDevice::Permissions kOthers = QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ExeGroup
        | QFileDevice::ReadOther | QFileDevice::WriteOther | QFileDevice::ExeOther;
    const QFileDevice::Permissions permissions = file.permissions();
    if ((permissions & (kOthers | QFileDevice::ExeOwner)) != QFileDevice::Permissions())
        return fail(ErrorCode::PermissionDenied,
            "The key file " + name + " may be used by others than its owner; run: chmod 600 " + name);
    ReadBuffer buffer;
    const qint64 size = file.read(buffer.bytes.data(), kLargestFile + 1);
    if (size < 0)
        return fail(ErrorCode::Io, "The key file " + name + " cannot be read: " + file.errorString().toStdString());
    if (size > kLargestFile)
        return fail(ErrorCode::OutOfRange, name + " is too large for a key file.");
    buffer.size = static_cast<std::size_t>(size);
    return parseCredentials(buffer.text(), name);
}

} // namespace maker
