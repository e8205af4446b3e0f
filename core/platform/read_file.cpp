#include "platform/read_file.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

namespace maker {

Result<void> refuseDevices(const std::string& path)
{
    std::error_code ignored;
    const auto type = std::filesystem::status(path, ignored).type();
    using enum std::filesystem::file_type;
    if (type == fifo || type == socket || type == character || type == block)
        return fail(ErrorCode::InvalidArgument, path + " is not a regular file.");
    return {};
}

Result<std::string> readFile(const std::string& path, std::string_view what, std::size_t largest)
{
    const auto refuse = [&](ErrorCode code, const std::string& why) {
        return fail(code, std::string(what) + ' ' + path + " cannot be read: " + why + '.');
    };
    if (const auto regular = refuseDevices(path); !regular)
        return refuse(regular.error().code, "it is not a regular file");
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), std::fclose);
    if (!file)
        return refuse(errno == EACCES ? ErrorCode::PermissionDenied : ErrorCode::NotFound, std::strerror(errno));
    std::string text;
    std::array<char, 65'536> chunk;
    for (std::size_t read = 0; (read = std::fread(chunk.data(), 1, chunk.size(), file.get())) > 0;) {
        if (text.size() + read > largest)
            return refuse(ErrorCode::OutOfRange, "it is longer than " + std::to_string(largest >> 20U) + " MiB");
        text.append(chunk.data(), read);
    }
    if (std::ferror(file.get()) != 0)
        return refuse(ErrorCode::Io, std::strerror(errno));
    return text;
}

} // namespace maker
