#include "kernel/book/queue_model.h"

namespace maker {

std::string_view toText(QueueKind kind) noexcept
{
    switch (kind) {
    case QueueKind::RiskAverse: return "risk-averse";
    case QueueKind::Power: return "power";
    case QueueKind::Power2: return "power2";
    case QueueKind::Power3: return "power3";
    case QueueKind::Log: return "log";
    case QueueKind::Log2: return "log2";
    case QueueKind::Exact: return "exact";
    }
    return "?";
}

double QueueModel::curve(double ahead, double behind) const noexcept
{
    const double all = ahead + behind;
    switch (kind) {
    case QueueKind::RiskAverse:
    case QueueKind::Exact: return 1.0;
    case QueueKind::Power: {
        const double f = std::pow(behind, n);
        return f / (f + std::pow(ahead, n));
    }
    case QueueKind::Power2: return std::min(1.0, std::pow(behind / all, n));
    case QueueKind::Power3: return 1.0 - std::pow(ahead / all, n);
    case QueueKind::Log: {
        const double f = std::log1p(behind / unit);
        return f / (f + std::log1p(ahead / unit));
    }
    case QueueKind::Log2: return std::log1p(behind / unit) / std::log1p(all / unit);
    }
    return 1.0;
}

} // namespace maker
