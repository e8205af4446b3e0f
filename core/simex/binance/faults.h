#pragma once

#include "kernel/base/timestamp.h"

namespace maker::simex::binance {

/// Misbehaviour a test has asked for; counts go down as they are used up.
struct Faults {
    int failAfterAccept = 0;
    int failBeforeAccept = 0;
    int dropBeforeAnswer = 0;
    int duplicateFills = 0;
    bool holdUserData = false;
};

} // namespace maker::simex::binance
