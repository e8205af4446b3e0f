#pragma once

#include "kernel/backtest/memory_source.h"

#include <memory>
#include <string>

namespace bench {

/// The workload's ticks as events of the product: 64-byte records, of which those of one message (equal times) become one
/// change of the book.
struct Ticks {
    std::shared_ptr<const maker::Instrument> instrument;
    maker::backtest::MemorySource::Events events;
    std::size_t records = 0;
    maker::Duration leastLatency;

    static Ticks load(const std::string& path, std::size_t mostRecords = ~std::size_t{0});
    std::unique_ptr<maker::backtest::EventSource> source() const;
};

} // namespace bench
