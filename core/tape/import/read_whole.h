#pragma once

#include "kernel/base/result.h"

#include <fstream>
#include <iterator>
#include <string>

namespace maker {

/// A small file as one text.
inline Result<std::string> readWhole(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return fail(ErrorCode::NotFound, "Cannot open " + path + '.');
    return std::string(std::istreambuf_iterator<char>(file), {});
}

} // namespace maker
