#pragma once

#include "kernel/engine/ports.h"

#include <array>

namespace maker {

/// Numbers the rows and notices when the journal refuses one; refused rows keep their number, so a hole shows.
class Journal {
public:
    explicit Journal(JournalSink& sink) noexcept : m_sink(sink) {}

    void order(const Order& order, Timestamp now);
    void fill(const Fill& fill, Timestamp now);
    void markout(const FinishedMarkout& markout, Timestamp now);
    void refused(const NewOrder& order, const Refusal& refusal, Timestamp now);
    void venueRejected(const Order& order, std::string_view text, Timestamp now);
    void strategy(StrategyId strategy, std::string_view text, Timestamp now);
    void risk(std::string_view text, Timestamp now);
    void alert(std::string_view text, Timestamp now);
    void deposit(AccountId account, const Amount& amount, Timestamp now);
    /// The caller fills in the money.
    void equity(JournalRow& row, Timestamp now);

    bool healthy() const noexcept { return m_healthy; }
    /// Offers one row to a journal that refused; true when it takes rows again.
    bool retry(Timestamp now);

private:
    JournalRow& begin(JournalKind kind, Timestamp now) noexcept;
    void commit(const JournalRow& row) noexcept;

    JournalSink& m_sink;
    std::array<JournalRow, kJournalKinds> m_rows; ///< by kind
    std::uint64_t m_sequence = 0;
    bool m_healthy = true;
};

} // namespace maker
