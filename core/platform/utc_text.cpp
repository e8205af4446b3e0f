#include "platform/utc_text.h"

#include <array>
#include <ctime>

namespace maker {

std::string utcText(Timestamp time, const char* format)
{
    const std::time_t seconds = static_cast<std::time_t>(time.ns / 1'000'000'000);
    std::tm parts{};
#ifdef _WIN32
    gmtime_s(&parts, &seconds);
#else
    gmtime_r(&seconds, &parts);
#endif
    std::array<char, 64> text{};
    return std::string(text.data(), std::strftime(text.data(), text.size(), format, &parts));
}

} // namespace maker
