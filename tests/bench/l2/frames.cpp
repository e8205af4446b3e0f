#include "bench/l2/frames.h"

#include <fstream>

namespace bench {

Frames Frames::load(const std::string& path)
{
    Frames frames;
    std::ifstream file(path, std::ios::binary);
    std::vector<std::size_t> offsets;
    std::vector<std::size_t> sizes;
    for (std::string line; std::getline(file, line);) {
        offsets.push_back(frames.m_storage.size());
        sizes.push_back(line.size());
        frames.m_bytes += line.size();
        frames.m_storage += line;
        frames.m_storage.append(kRoom, '\0');
    }
    for (std::size_t i = 0; i < offsets.size(); ++i)
        frames.m_frames.push_back({frames.m_storage.data() + offsets[i], sizes[i]});
    return frames;
}

} // namespace bench
