#pragma once

#include "kernel/base/result.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <QNetworkProxy>
#include <QUrl>

namespace maker {

/// Which proxy stands between this computer and a venue: from a setting, else from the environment. Addresses of this
/// machine never go through one. A proxy only carries bytes; the encryption is the venue's, and verified as without it.
class ProxyRules {
public:
    /// A variable of the environment, empty where it is not set.
    using Variable = std::function<std::string(const char* name)>;

    /// No proxy at all.
    ProxyRules() = default;

    /// `none`, `http://host:port` or `socks5://host:port`, the last two with `user:password@` where asked for; empty: the
    /// environment's https_proxy, http_proxy, all_proxy and no_proxy in the meaning curl gives them. Fails with a sentence
    /// that holds no password.
    static Result<ProxyRules> read(std::string_view setting, const Variable& variable);
    /// Of this process's environment.
    static Result<ProxyRules> read(std::string_view setting);
    /// A setting given as an argument can be read by every process of the machine, so it must not hold a password.
    static Result<void> checkArgument(std::string_view setting);

    /// Never the default of the process, which other code may change.
    QNetworkProxy proxyFor(const QUrl& url) const;
    /// `socks5://host:port (all_proxy)` for a message; empty where the url is reached directly.
    std::string describe(const QUrl& url) const;

private:
    struct Named {
        QNetworkProxy proxy;
        std::string source; ///< "--proxy" or the variable's name
    };

    Result<void> readEnvironment(const Variable& variable);
    const Named* find(const QUrl& url) const;
    bool excepted(const QUrl& url) const;

    std::optional<Named> m_encrypted; ///< for https and wss
    std::optional<Named> m_plain;     ///< for http and ws
    std::vector<std::string> m_direct; ///< hosts of no_proxy, in lower case; `*` for all
};

/// `socks5://host:port`, without the user and the password.
std::string toText(const QNetworkProxy& proxy);

/// True for an address of this machine: no proxy, no encryption asked for.
bool isLoopback(const QUrl& url);

} // namespace maker
