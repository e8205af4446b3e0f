#pragma once

#include "simex/sim_server.h"

#include <optional>
#include <string>

/// What the command line asks of the simulated exchange.
struct SimexOptions {
    maker::SimServerConfig config;
    bool printPort = false; ///< the port alone on the first line
};

/// Says why the exchange cannot be started, and is the exit code for it.
int refuse(const std::string& sentence);

/// Reads the command line; nothing, and the exit code in `exitCode`, where it asks for help or cannot be followed.
std::optional<SimexOptions> readOptions(int argc, char** argv, int& exitCode);
