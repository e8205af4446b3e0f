#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <sys/types.h>

namespace bench {

/// What the server's process and the measuring process both see.
struct Wire {
    static constexpr std::size_t kFrames = 1'000'000;

    std::atomic<std::int64_t> wanted{0}; ///< frames to be sent in all, on the connection in use
    std::atomic<std::int64_t> rate{0};   ///< frames a second; 0: as fast as the socket takes them
    std::atomic<std::int64_t> sent{0};
    std::atomic<bool> end{false};
    std::int64_t sentNs[kFrames]{}; ///< by number of the frame on its connection
};

/// Monotonic nanoseconds, the same clock in both processes.
std::int64_t monotonicNs() noexcept;

/// A process of its own with raw sockets: a WebSocket on one port of 127.0.0.1 that sends the frames of a recording, each
/// filled with blanks up to 2 KB, and the snapshot before them by HTTP on another. One client at a time, each from the
/// first frame on.
class RawServer {
public:
    /// Forks; call before any thread and before Qt. `folder` holds snapshot.json and depth.jsonl.
    explicit RawServer(const std::string& folder);
    ~RawServer();
    RawServer(const RawServer&) = delete;
    RawServer& operator=(const RawServer&) = delete;

    bool running() const noexcept { return m_process > 0; }
    std::uint16_t streamPort() const noexcept { return m_streamPort; }
    std::uint16_t restPort() const noexcept { return m_restPort; }
    Wire& wire() noexcept { return *m_wire; }
    /// How many frames there are, and how many bytes each is on the wire.
    std::int64_t frames() const noexcept { return static_cast<std::int64_t>(m_frames.size()); }
    std::size_t wireSize(std::int64_t frame) const noexcept { return m_frames[static_cast<std::size_t>(frame)].size(); }

private:
    void loadFrames(const std::string& folder);

    std::vector<std::string> m_frames;
    std::string m_snapshot; ///< the whole HTTP answer
    Wire* m_wire = nullptr;
    pid_t m_process = -1;
    std::uint16_t m_streamPort = 0;
    std::uint16_t m_restPort = 0;
};

/// A blocking client socket on 127.0.0.1 with the upgrade done; -1: failed.
int connectRaw(std::uint16_t port);

} // namespace bench
