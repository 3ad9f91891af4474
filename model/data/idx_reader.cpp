// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/data/idx_reader.h"

#include "model/base/error.h"
#include "model/base/memory.h"
#include "model/base/sha256.h"
#include "model/data/foreign_format.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <zlib.h>

namespace expertscope {
namespace {

constexpr std::uint64_t mostDeflateExpands = 1032; // no gzip file unpacks to more than this times its size
constexpr std::uint64_t mostUsual = 8;             // and hardly any of images to more than this
constexpr std::size_t chunk = 1 << 20;

struct Closer {
    void operator()(gzFile_s* file) const { gzclose(file); }
};

class Reader {
  public:
    explicit Reader(const std::filesystem::path& path) : path_(path) {
        std::error_code failure;
        if (std::filesystem::is_directory(path, failure))
            fail("is a folder; name one IDX file");
        if (std::filesystem::exists(path, failure) && !std::filesystem::is_regular_file(path, failure))
            fail("is a pipe or a device, not a file; name an IDX file");
        fileSize_ = std::filesystem::file_size(path, failure);
        if (!failure)
            file_.reset(gzopen(path.c_str(), "rb"));
        if (failure || !file_)
            failToRead(
                "cannot be opened: " + (failure ? failure.message() : std::string(std::strerror(errno))) +
                "; check the path and its permissions");
        gzbuffer(file_.get(), 1 << 17);
    }

    [[noreturn]] void fail(const std::string& what) const {
        throw FileError(path_.string() + " " + what + ".");
    }
    [[noreturn]] void failToRead(const std::string& what) const {
        throw UnreadableError(path_.string() + " " + what + ".");
    }
    [[noreturn]] void failAt(const std::string& what) const {
        fail("at byte " + std::to_string(position_) + ": " + what);
    }

    /// Reads up to `count` bytes; fewer only at the file's end.
    std::size_t read(std::uint8_t* to, std::size_t count) {
        const int got = gzread(file_.get(), to, static_cast<unsigned>(count));
        int code = Z_OK;
        std::string message = gzerror(file_.get(), &code);
        if (message.starts_with(path_.string() + ": "))
            message.erase(0, path_.string().size() + 2);
        cutShort_ = code == Z_BUF_ERROR;
        if (code == Z_ERRNO)
            failToRead("at byte " + std::to_string(position_) + ": reading failed: " + std::strerror(errno) +
                       "; check the disk");
        if (got < 0 || (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR))
            failAt("the compressed data is damaged (" + message + "); fetch the file again");
        position_ += static_cast<std::uint64_t>(got);
        return static_cast<std::size_t>(got);
    }

    std::uint32_t readBigEndian() {
        std::uint8_t b[4];
        if (read(b, 4) < 4)
            failAt("the file ends inside its header; fetch it again");
        return (std::uint32_t{b[0]} << 24) | (std::uint32_t{b[1]} << 16) | (std::uint32_t{b[2]} << 8) | b[3];
    }

    /// The most bytes that can still come.
    std::uint64_t possible() const {
        return (isPlain() ? fileSize_ : fileSize_ * mostDeflateExpands) - std::min(position_, fileSize_);
    }

    /// Throws where the file cannot hold so many values of `size` bytes each, or there is no memory for them.
    void requirePossible(std::uint64_t count, std::size_t size) const {
        const std::uint64_t needed = count * size;
        if (needed > possible())
            failAt("the header promises " + valuesText(count, size) + ", but at most " +
                   std::to_string(possible()) + " bytes follow; the file is cut short, fetch it again");
        const std::uint64_t free = needed > chunk ? freeMemory() : needed; // which takes a while to ask for
        if (needed > free)
            failAt("the header promises " + sizeText(static_cast<double>(needed)) + ", but only " +
                   sizeText(static_cast<double>(free)) +
                   " of memory are free; close other programs, or name a smaller file");
    }

    std::vector<std::uint8_t> readValues(std::uint64_t count, std::size_t size) {
        requirePossible(count, size);
        const std::uint64_t needed = count * size;
        std::vector<std::uint8_t> bytes;
        // What is plain has as many bytes as were promised. Of what is packed that is known when it has been
        // unpacked: room is made for what such files usually hold, which takes no memory before it is written
        // to, and for more as it comes.
        bytes.reserve(isPlain() ? needed : std::min(needed, mostUsual * fileSize_));
        while (bytes.size() < needed) {
            const std::uint64_t have = bytes.size(), part = std::min<std::uint64_t>(chunk, needed - have);
            if (have + part > bytes.capacity())
                bytes.reserve(std::min(needed, 2 * have + part));
            bytes.resize(have + part);
            readPart(bytes.data() + have, part, have, count, size);
        }
        std::uint8_t extra;
        if (read(&extra, 1) != 0)
            failAt("more data follows than the header's " + valuesText(count, size) +
                   "; this is not the file its name says");
        requireWhole();
        return bytes;
    }

    void requireWhole() const {
        if (cutShort_)
            failAt("the compressed data ends before its checksum; it is cut short, fetch the file again");
    }

  private:
    bool isPlain() const { return gzdirect(file_.get()) != 0; }

    static std::string valuesText(std::uint64_t count, std::size_t size) {
        return std::to_string(count) + " values" +
               (size > 1 ? " of " + std::to_string(size) + " bytes" : std::string());
    }

    /// Reads so many bytes of the promised values; `before` are there already.
    void readPart(std::uint8_t* to, std::uint64_t bytes, std::uint64_t before, std::uint64_t count,
                  std::size_t size) {
        for (std::uint64_t have = 0; have < bytes;) {
            const std::size_t got = read(to + have, bytes - have);
            if (got == 0)
                failAt("the file ends, but its header promises " + valuesText(count, size) + ", of which " +
                       std::to_string((before + have) / size) +
                       " are there; it is cut short, fetch it again");
            have += got;
        }
    }

    std::filesystem::path path_;
    std::unique_ptr<gzFile_s, Closer> file_;
    std::uint64_t fileSize_ = 0;
    std::uint64_t position_ = 0;
    bool cutShort_ = false; ///< the compressed data ended in its midst at the last read
};

std::string hexadecimal(std::uint32_t value) {
    char text[11];
    std::snprintf(text, sizeof text, "0x%08x", value);
    return text;
}

std::uint32_t reversed(std::uint32_t v) {
    return v >> 24 | (v >> 8 & 0xff00) | (v << 8 & 0xff0000) | v << 24;
}

bool isIdxMagic(std::uint32_t magic) { // two zero bytes, the type, the number of dimensions
    const std::uint32_t type = magic >> 8, dimensions = magic & 0xff;
    return type >= 0x08 && type <= 0x0e && type != 0x0a && dimensions >= 1 && dimensions <= 4;
}

/// Throws FileError saying what the file is instead, where that can be told.
std::uint32_t readMagic(Reader& reader) {
    const std::uint32_t magic = reader.readBigEndian();
    if (isIdxMagic(magic))
        return magic;
    if (isIdxMagic(reversed(magic)))
        reader.fail("at byte 0: the magic number " + hexadecimal(magic) +
                    " has its bytes in the reverse order; write the file big-endian, as IDX demands");
    std::uint8_t start[8];
    for (int i = 0; i < 4; ++i)
        start[i] = static_cast<std::uint8_t>(magic >> (24 - 8 * i));
    const std::size_t more = reader.read(start + 4, 4);
    if (const auto foreign = formatByContent({reinterpret_cast<const char*>(start), 4 + more}))
        reader.fail("is no IDX file but " + *foreign);
    reader.fail("at byte 0: the magic number is " + hexadecimal(magic) +
                ", not that of an IDX file (0x00000801 to 0x00000e04); choose an IDX file");
}

IdxArray readHeader(Reader& reader) {
    const std::uint32_t magic = readMagic(reader);
    IdxArray array;
    array.type = static_cast<IdxType>(magic >> 8);
    std::uint64_t count = 1;
    for (std::uint32_t d = 0; d < (magic & 0xff); ++d) {
        array.dimensions.push_back(reader.readBigEndian());
        if (array.dimensions.back() == 0)
            reader.failAt("dimension " + std::to_string(d + 1) + " is 0; fetch the file again");
        if (count > (std::uint64_t{1} << 40) / array.dimensions.back())
            reader.failAt(
                "the dimensions promise more than 2^40 values; the header is damaged, fetch the file again");
        count *= array.dimensions.back();
    }
    return array;
}

std::uint64_t promised(const IdxArray& header) {
    std::uint64_t count = 1;
    for (const std::uint32_t dimension : header.dimensions)
        count *= dimension;
    return count;
}

} // namespace

IdxArray readIdxHeader(const std::filesystem::path& path) {
    Reader reader(path);
    IdxArray header = readHeader(reader);
    reader.requirePossible(promised(header), sizeOf(header.type));
    return header;
}

IdxArray readIdx(const std::filesystem::path& path) {
    Reader reader(path);
    IdxArray array = readHeader(reader);
    array.bytes = reader.readValues(promised(array), sizeOf(array.type));
    return array;
}

bool beginsAsIdx(const std::filesystem::path& path) {
    try {
        return isIdxMagic(Reader(path).readBigEndian());
    } catch (const FileError&) {
        return false;
    }
}

std::string contentSha256(const std::filesystem::path& path, std::uint64_t atMost) {
    Reader reader(path);
    Sha256 hash;
    std::vector<std::uint8_t> part(chunk);
    std::uint64_t have = 0;
    while (const std::size_t got = reader.read(part.data(), part.size())) {
        hash.add(part.data(), got);
        have += got;
        if (have > atMost)
            reader.failAt("more than the " + std::to_string(atMost) +
                          " bytes that this file's content has; fetch it again");
    }
    reader.requireWhole();
    return hash.result();
}

} // namespace expertscope
