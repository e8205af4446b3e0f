#include "tape/import/zip_entry.h"

#include <array>
#include <filesystem>
#include <fstream>

#include <openssl/evp.h>
#include <zip.h>

namespace maker {
namespace {

struct CloseArchive {
    void operator()(zip_t* archive) const noexcept { zip_discard(archive); }
};
struct CloseEntry {
    void operator()(zip_file_t* entry) const noexcept { zip_fclose(entry); }
};
using Archive = std::unique_ptr<zip_t, CloseArchive>;
using Entry = std::unique_ptr<zip_file_t, CloseEntry>;

class ZipStream final : public ByteStream {
public:
    ZipStream(Archive archive, Entry entry, std::uint64_t total)
        : m_archive(std::move(archive)), m_entry(std::move(entry)), m_total(total)
    {
    }

    Result<std::size_t> read(char* out, std::size_t size) override
    {
        const zip_int64_t read = zip_fread(m_entry.get(), out, size);
        if (read < 0)
            return fail(ErrorCode::Corrupt, zip_error_strerror(zip_file_get_error(m_entry.get())));
        m_consumed += static_cast<std::uint64_t>(read);
        return static_cast<std::size_t>(read);
    }
    std::uint64_t consumed() const override { return m_consumed; }
    std::uint64_t total() const override { return m_total; }

private:
    Archive m_archive;
    Entry m_entry;
    std::uint64_t m_total;
    std::uint64_t m_consumed = 0;
};

Result<std::string> sha256Of(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    if (!file || !context || EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) != 1)
        return fail(ErrorCode::Io, "Cannot read " + path + '.');
    std::vector<char> chunk(1U << 20U);
    while (file.read(chunk.data(), static_cast<std::streamsize>(chunk.size())) || file.gcount() > 0)
        EVP_DigestUpdate(context.get(), chunk.data(), static_cast<std::size_t>(file.gcount()));
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_DigestFinal_ex(context.get(), digest.data(), &size);
    std::string hex;
    for (unsigned i = 0; i < size; ++i) {
        hex += "0123456789abcdef"[digest[i] >> 4U];
        hex += "0123456789abcdef"[digest[i] & 0x0FU];
    }
    return hex;
}

} // namespace

Result<ZipEntry> openZip(const std::string& path)
{
    int code = 0;
    Archive archive(zip_open(path.c_str(), ZIP_RDONLY, &code));
    if (!archive) {
        zip_error_t error;
        zip_error_init_with_code(&error, code);
        const std::string why = zip_error_strerror(&error);
        zip_error_fini(&error);
        return fail(code == ZIP_ER_NOENT ? ErrorCode::NotFound : ErrorCode::Corrupt, "Cannot open " + path + ": " + why + '.');
    }
    zip_stat_t about;
    zip_stat_init(&about);
    if (zip_get_num_entries(archive.get(), 0) < 1 || zip_stat_index(archive.get(), 0, 0, &about) != 0)
        return fail(ErrorCode::Corrupt, path + " is an archive without a file.");
    Entry entry(zip_fopen_index(archive.get(), 0, 0));
    if (!entry)
        return fail(ErrorCode::Corrupt, path + " cannot be read: " + zip_strerror(archive.get()) + '.');
    const std::string name = about.name;
    return ZipEntry{std::make_unique<ZipStream>(std::move(archive), std::move(entry), about.size), name};
}

Result<bool> verifyChecksum(const std::string& path)
{
    std::ifstream file(path + ".CHECKSUM");
    std::string wanted;
    if (!file || !(file >> wanted))
        return false;
    const auto found = sha256Of(path);
    if (!found)
        return tl::unexpected(found.error());
    for (char& c : wanted)
        c = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    if (*found != wanted)
        return fail(ErrorCode::Corrupt,
            path + " is damaged: its SHA-256 is " + *found + ", " + path + ".CHECKSUM says " + wanted.substr(0, 64) + '.');
    return true;
}

} // namespace maker
