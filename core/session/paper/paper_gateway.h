#pragma once

#include "kernel/sim/sim_venue.h"
#include "lanes/doorbell.h"
#include "lanes/ring.h"
#include "session/paper/paper_clock.h"
#include "venues/api/trade_gateway.h"

#include <QTimer>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace maker {

/// An account on paper: orders rest in a simulated venue beside the live market of a feed and nothing is sent to anyone.
/// The market comes through a ring of its own, so that the engine waits for nothing; where that ring overflows the venue
/// knows the market no more: it withdraws every order, says that trading is down, and comes up with new snapshots.
class PaperGateway final : public TradeGateway {
public:
    static constexpr std::size_t kMarketRing = 1U << 16U;

    struct Config {
        AccountId account;
        std::vector<std::shared_ptr<const Instrument>> instruments;
        sim::SimVenueConfig venue;
        Duration leastFeedLatency;
        std::string idMark; ///< begins every venue order id and trade id: unique to the run
        std::shared_ptr<VenueStatus> status;
        std::function<void(InstrumentId)> requestSnapshot; ///< must not block
        std::size_t ring = kMarketRing;                    ///< a power of two
    };

    explicit PaperGateway(Config config);

    /// Before the start: what the account owns when the run begins.
    void fund(std::span<const Amount> balances);
    /// Feed thread: a complete group of records. Never blocks; what does not fit is lost to the paper venue alone.
    void offerMarket(const MarketEvent* events, std::size_t count) noexcept;
    /// Times that the ring was full; any thread.
    std::uint64_t overflows() const noexcept { return m_overflows.load(std::memory_order_relaxed); }

    void setSink(ExecSink sink) override { m_sink = std::move(sink); }
    void start() override;
    void stop() override;
    void place(const Approved<NewOrder>& order) override;
    void replace(const Approved<ReplaceOrder>& replace) override;
    void cancel(const CancelOrder& cancel) override;
    void cancelAll(AccountId account, InstrumentId instrument) override;
    void query(const CancelOrder& order) override;
    void reconcile(AccountId account, Timestamp since) override;

private:
    struct Book {
        InstrumentId instrument;
        bool known = false;   ///< a whole snapshot since the feed came up
        bool loading = false; ///< in the middle of one
    };

    void drain();
    void onMarket(const MarketEvent& event);
    void followBooks(const MarketEvent& event);
    void onLoss();
    /// Carries out what has arrived, delivers what is due and sets the timer to what comes next.
    void work();
    void deliver(Timestamp now);
    void mark(ExecEvent& event) const;
    void tell(ExecKind kind);
    bool refused(const NewOrder& order, bool fromReplace);

    Config m_config;
    sim::SimVenue m_venue;
    PaperClock m_clock;
    ExecSink m_sink;
    Ring<MarketEvent> m_ring;
    Doorbell m_bell;
    QTimer m_timer;
    std::vector<Book> m_books;
    std::atomic<bool> m_lost{false}; ///< set by the feed, cleared when the ring was read empty
    std::atomic<std::uint64_t> m_overflows{0};
    bool m_running = false;
    bool m_down = false; ///< told to the engine after a loss
};

} // namespace maker
