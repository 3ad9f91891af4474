// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/sha256.h"

#include "model/base/error.h"

#include <openssl/evp.h>

namespace expertscope {

struct Sha256::Context {
    EVP_MD_CTX* digest = EVP_MD_CTX_new();
    ~Context() { EVP_MD_CTX_free(digest); }
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {
    if (!EVP_DigestInit_ex(context_->digest, EVP_sha256(), nullptr))
        throw Error("OpenSSL offers no SHA-256 on this machine; check its installation.");
}
Sha256::~Sha256() = default;

void Sha256::add(const void* bytes, std::size_t count) {
    EVP_DigestUpdate(context_->digest, bytes, count);
}

std::string Sha256::result() {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    EVP_DigestFinal_ex(context_->digest, digest, &size);
    std::string text;
    for (unsigned i = 0; i < size; ++i) {
        text += "0123456789abcdef"[digest[i] >> 4];
        text += "0123456789abcdef"[digest[i] & 15];
    }
    return text;
}

} // namespace expertscope
