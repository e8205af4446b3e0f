#include "app/cli/exit_status.h"

#include <cstdio>

namespace maker::cli {

void print(const std::string& text)
{
    std::fwrite(text.data(), 1, text.size(), stdout);
}

void complain(const std::string& sentence)
{
    std::fprintf(stderr, "makerdesk-cli: %s\n", sentence.c_str());
}

int refuse(const Error& error)
{
    complain(error.detail);
    return kBadArguments;
}

int complain(const Error& error)
{
    complain(error.detail);
    return error.code == ErrorCode::NotFound || error.code == ErrorCode::InvalidArgument ? kBadArguments : kFailed;
}

} // namespace maker::cli
