#pragma once

#include "kernel/model/instrument.h"
#include "kernel/model/order.h"
#include "kernel/risk/approved.h"
#include "venues/api/credentials.h"
#include "venues/api/instrument_set.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <QFile>
#include <QString>

namespace maker {

/// The tests' stand-in for the gate that approves requests: this executable does not link the real one.
class RiskGate {
public:
    template <typename T>
    static Approved<T> approve(const T& request)
    {
        return Approved<T>(request);
    }
};

} // namespace maker

namespace samples {

inline std::shared_ptr<const maker::Instrument> anInstrument(std::uint32_t id, const char* symbol, const char* base)
{
    maker::InstrumentSpec spec;
    spec.id = {id};
    spec.venue = {1};
    spec.symbol = symbol;
    spec.base = base;
    spec.quote = "USDT";
    spec.tickSize = "0.01";
    spec.lotSize = "0.00001";
    return std::make_shared<const maker::Instrument>(*maker::Instrument::make(spec));
}

inline std::shared_ptr<const maker::InstrumentSet> theInstruments()
{
    return std::make_shared<const maker::InstrumentSet>(std::vector<std::shared_ptr<const maker::Instrument>>{
        anInstrument(1, "BTCUSDT", "BTC"), anInstrument(2, "ETHUSDT", "ETH")});
}

inline maker::Credentials theKeys()
{
    return {maker::Secret("vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A"),
        maker::Secret("NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j")};
}

inline maker::NewOrder anOrder(const maker::Instrument& instrument)
{
    maker::NewOrder order;
    order.clientOrderId = "mk-1f-000012";
    order.instrument = instrument.id();
    order.account = {1};
    order.side = maker::Side::Sell;
    order.price = *instrument.tryPrice("52000.00");
    order.qty = *instrument.tryQty("0.01");
    return order;
}

/// Text followed by the bytes that simdjson may look at.
class Padded {
public:
    explicit Padded(std::string_view text) : m_size(text.size()), m_bytes(text) { m_bytes.resize(m_size + 64, '\x5A'); }
    std::string_view view() const { return {m_bytes.data(), m_size}; }

private:
    std::size_t m_size;
    std::string m_bytes;
};

inline std::string fixture(const char* name)
{
    QFile file(QStringLiteral(MAKERDESK_SOURCE_DIR "/tests/fixtures/binance/") + QString::fromLatin1(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed().toStdString() : std::string();
}

} // namespace samples
