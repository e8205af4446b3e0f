#include "bench/tick_to_order/floors.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <simdjson.h>

namespace bench {
namespace {

std::int64_t fixedPoint(std::string_view text)
{
    std::int64_t value = 0;
    for (const char c : text) {
        if (c != '.')
            value = value * 10 + (c - '0');
    }
    return value;
}

} // namespace

struct BareWalk::Parser {
    simdjson::ondemand::parser parser;
};

BareWalk::BareWalk() : m_parser(std::make_unique<Parser>()) {}
BareWalk::~BareWalk() = default;

std::uint64_t BareWalk::run(const char* data, std::size_t size)
{
    std::uint64_t seen = 0;
    auto document = m_parser->parser.iterate(data, size, size + Frames::kRoom);
    for (auto field : document.get_object()) {
        const std::string_view key = field.unescaped_key().value();
        if (key == "b" || key == "a") {
            for (auto level : field.value().get_array()) {
                for (auto text : level.get_array())
                    seen += text.get_string().value().size();
            }
        } else if (key == "u") {
            seen += field.value().get_uint64().value();
        }
    }
    return seen;
}

void BareWalk::runInto(BareBook& book, const char* data, std::size_t size)
{
    auto document = m_parser->parser.iterate(data, size, size + Frames::kRoom);
    for (auto field : document.get_object()) {
        const std::string_view key = field.unescaped_key().value();
        if (key != "b" && key != "a")
            continue;
        const bool ask = key == "a";
        for (auto level : field.value().get_array()) {
            std::int64_t numbers[2] = {0, 0};
            std::size_t count = 0;
            for (auto text : level.get_array())
                numbers[count++ & 1U] = fixedPoint(text.get_string().value());
            book.set(ask, numbers[0] / 1'000'000, numbers[1]);
        }
    }
}

struct BareHmac::Context {
    EVP_MAC* mac = nullptr;
    EVP_MAC_CTX* context = nullptr;
};

BareHmac::BareHmac(std::string_view key) : m_context(std::make_unique<Context>())
{
    char digest[] = "SHA256";
    const OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0), OSSL_PARAM_construct_end()};
    m_context->mac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    m_context->context = EVP_MAC_CTX_new(m_context->mac);
    EVP_MAC_init(m_context->context, reinterpret_cast<const unsigned char*>(key.data()), key.size(), params);
}

BareHmac::~BareHmac()
{
    EVP_MAC_CTX_free(m_context->context);
    EVP_MAC_free(m_context->mac);
}

unsigned char BareHmac::run(std::string_view text)
{
    unsigned char out[32];
    std::size_t size = 0;
    EVP_MAC_init(m_context->context, nullptr, 0, nullptr);
    EVP_MAC_update(m_context->context, reinterpret_cast<const unsigned char*>(text.data()), text.size());
    EVP_MAC_final(m_context->context, out, &size, sizeof out);
    return out[7];
}

} // namespace bench
