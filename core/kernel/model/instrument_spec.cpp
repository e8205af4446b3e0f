#include "kernel/model/instrument_spec.h"

namespace maker {

InstrumentSpec specOf(const Instrument& instrument)
{
    InstrumentSpec spec;
    spec.id = instrument.id();
    spec.revision = instrument.revision();
    spec.venue = instrument.venue();
    spec.symbol = instrument.symbol();
    spec.base = instrument.base();
    spec.quote = instrument.quote();
    spec.kind = instrument.kind();
    spec.tickSize = instrument.format(instrument.tickSize());
    spec.lotSize = instrument.format(instrument.lotSize());
    spec.minPrice = instrument.format(instrument.minPrice());
    spec.maxPrice = instrument.format(instrument.maxPrice());
    spec.minQty = instrument.format(instrument.minQty());
    spec.maxQty = instrument.format(instrument.maxQty());
    spec.minNotional = instrument.minNotional().toString();
    return spec;
}

} // namespace maker
