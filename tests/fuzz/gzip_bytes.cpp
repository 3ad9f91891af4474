// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/gzip_bytes.h"

#include <zlib.h>

namespace expertscope::fuzzing {
namespace {

constexpr std::size_t mostUnpacked = 16384;

} // namespace

std::string inflated(const std::string& packed) {
    std::string plain(mostUnpacked, '\0');
    z_stream stream{};
    if (inflateInit2(&stream, 15 + 32) != Z_OK)
        return packed;
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = reinterpret_cast<Bytef*>(plain.data());
    stream.avail_out = static_cast<uInt>(plain.size());
    inflate(&stream, Z_FINISH);
    plain.resize(stream.total_out);
    inflateEnd(&stream);
    return plain.empty() ? packed : plain;
}

std::string deflated(const std::string& plain) {
    z_stream stream{};
    if (deflateInit2(&stream, 1, Z_DEFLATED, 15 + 16, 5, Z_DEFAULT_STRATEGY) != Z_OK)
        return plain;
    std::string packed(deflateBound(&stream, static_cast<uLong>(plain.size())), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

} // namespace expertscope::fuzzing
