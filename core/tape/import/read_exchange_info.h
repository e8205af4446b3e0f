#pragma once

#include "platform/read_file.h"

namespace maker {

/// An answer of a venue's exchangeInfo; Binance's is some 15 MiB.
inline Result<std::string> readExchangeInfo(const std::string& path)
{
    return readFile(path, "The exchange info", std::size_t{256} << 20U);
}

} // namespace maker
