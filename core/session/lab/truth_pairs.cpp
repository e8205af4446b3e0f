#include "session/lab/truth_pairs.h"

#include <cstddef>
#include <deque>

namespace maker {

namespace {

bool sameKind(const OrderTale& a, const OrderTale& b)
{
    return a.instrument == b.instrument && a.strategy == b.strategy && a.side == b.side;
}

class Pairing {
public:
    Pairing(const OrderTales& live, const OrderTales& replayed, const TruthOptions& options)
        : m_live(live.tales()), m_replayed(replayed.tales()), m_used(m_replayed.size()), m_options(options)
    {
    }

    std::vector<TalePair> pairs()
    {
        std::vector<TalePair> pairs;
        for (const OrderTale& tale : m_live)
            pairs.push_back({&tale, nullptr});
        for (const bool exact : {true, false}) {
            m_from = 0;
            for (TalePair& pair : pairs) {
                if (pair.replayed == nullptr)
                    pair.replayed = take(*pair.live, exact);
            }
        }
        for (std::size_t i = 0; i < m_replayed.size(); ++i) {
            if (!m_used[i])
                pairs.push_back({nullptr, &m_replayed[i]});
        }
        std::ranges::stable_sort(pairs, {}, &TalePair::sent);
        return pairs;
    }

private:
    const OrderTale* take(const OrderTale& tale, bool exact)
    {
        while (m_from < m_replayed.size() && m_replayed[m_from].sent < tale.sent - m_options.pairWithin)
            ++m_from;
        std::size_t best = m_replayed.size();
        for (std::size_t i = m_from; i < m_replayed.size() && m_replayed[i].sent <= tale.sent + m_options.pairWithin; ++i) {
            const OrderTale& other = m_replayed[i];
            if (m_used[i] || !sameKind(tale, other) || (exact && (other.price != tale.price || other.qty != tale.qty)))
                continue;
            if (best == m_replayed.size() || apart(other.sent, tale.sent) < apart(m_replayed[best].sent, tale.sent))
                best = i;
        }
        if (best == m_replayed.size())
            return nullptr;
        m_used[best] = true;
        return &m_replayed[best];
    }

    const std::deque<OrderTale>& m_live;
    const std::deque<OrderTale>& m_replayed;
    std::vector<bool> m_used;
    std::size_t m_from = 0;
    const TruthOptions& m_options;
};

} // namespace

std::vector<TalePair> pairTales(const OrderTales& live, const OrderTales& replayed, const TruthOptions& options)
{
    return Pairing(live, replayed, options).pairs();
}

} // namespace maker
