#include "kernel/backtest/sma_cross.h"

namespace maker::backtest::sma_cross {

std::vector<Violation> Params::validate() const
{
    if (fast >= slow)
        return {{"fast", "The fast average must be shorter than the slow one."}};
    return {};
}

SmaCross::SmaCross(const Params& params, Qty size)
    : m_closes(static_cast<std::size_t>(params.slow)), m_fastAt(static_cast<std::size_t>(params.slow - params.fast)),
      m_fast(static_cast<std::uint64_t>(params.fast)), m_slow(static_cast<std::uint64_t>(params.slow)), m_size(size)
{
}

Qty SmaCross::onBar(const BarView& view)
{
    const std::int64_t close = view.bar.close.count;
    // Places not written yet hold zero, so the sums are right before the ring is full.
    m_slowSum += Int128{close} - m_closes[m_at];
    m_fastSum += Int128{close} - m_closes[m_fastAt];
    m_closes[m_at] = close;
    m_at = m_at + 1 == m_closes.size() ? 0 : m_at + 1;
    m_fastAt = m_fastAt + 1 == m_closes.size() ? 0 : m_fastAt + 1;
    if (++m_seen < m_slow)
        return m_wanted;
    const bool above = m_fastSum * static_cast<std::int64_t>(m_slow) > m_slowSum * static_cast<std::int64_t>(m_fast);
    if (m_above && *m_above != above)
        m_wanted = above ? m_size : Qty{};
    m_above = above;
    return m_wanted;
}

namespace {

Result<std::unique_ptr<BarStrategy>> make(std::string_view json, const Instrument& instrument)
{
    const auto params = readParams<Params>(json);
    if (!params)
        return tl::unexpected(params.error());
    const auto size = instrument.qtyDown(params->size);
    if (!size || size->isZero())
        return fail(ErrorCode::InvalidArgument,
                    "The size must be at least one lot of " + instrument.symbol().str() + ", which is "
                        + instrument.format(instrument.lotSize()) + '.');
    return std::make_unique<SmaCross>(*params, *size);
}

} // namespace

BarStrategyKind kind()
{
    return {.name = "sma_cross",
            .title = MAKER_TEXT("Cross of moving averages"),
            .help = MAKER_TEXT("Long while the fast average of the closes is above the slow one, from the first cross on."),
            .schema = &schemaOf<Params>(),
            .make = make};
}

} // namespace maker::backtest::sma_cross
