// makerdesk-simex: the simulated exchange as a network server on 127.0.0.1.
#include "options.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <cstdio>

namespace {

int serve(const maker::SimServerConfig& config, bool printPort)
{
    // Before the server's thread exists, so that no signal is missed.
    boost::asio::io_context io;
    boost::asio::signal_set signals(io, SIGINT, SIGTERM);
    auto server = maker::SimServer::start(config);
    if (!server)
        return refuse(server.error().detail);
    if (printPort)
        std::printf("%d\n", (*server)->port());
    else
        std::printf("simulated exchange on http://127.0.0.1:%d and ws://127.0.0.1:%d\n", (*server)->port(), (*server)->port());
    std::fflush(stdout);
    signals.async_wait([](const boost::system::error_code&, int) {});
    io.run();
    (*server)->stop();
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    int exitCode = 0;
    const std::optional<SimexOptions> options = readOptions(argc, argv, exitCode);
    return options ? serve(options->config, options->printPort) : exitCode;
}
