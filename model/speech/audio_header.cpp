// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/audio_header.h"

#include "model/base/error.h"

#include <cstdint>
#include <sstream>

namespace expertscope {
namespace {

std::uint32_t number(const std::string& bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 4; i-- > 0;)
        value = value << 8 | static_cast<std::uint8_t>(bytes[at + i]);
    return value;
}

/// `promised`: how many bytes the file has by its header.
void checkLength(const std::string& bytes, std::uint64_t promised, const std::filesystem::path& path) {
    if (promised > bytes.size())
        throw FileError(path.string() + " at byte " + std::to_string(bytes.size()) +
                        ": the file ends, but its header promises " + std::to_string(promised) +
                        " bytes; copy it again.");
}

/// Chunk after chunk up to the sound. A length of 0 or of all ones is what programs leave that wrote into a
/// pipe.
void checkRiff(const std::string& bytes, const std::filesystem::path& path) {
    for (std::uint64_t at = 12; at + 8 <= bytes.size();) {
        const std::uint32_t length = number(bytes, at + 4);
        if (bytes.compare(at, 4, "data") == 0) {
            if (length != 0 && length != 0xffffffff)
                checkLength(bytes, at + 8 + length, path);
            return;
        }
        at += 8 + std::uint64_t{length} + length % 2;
    }
    throw FileError(path.string() + " at byte " + std::to_string(bytes.size()) +
                    ": the file ends before its sound begins; copy it again.");
}

/// Lines such as "sample_count -i 46797", up to end_head.
void checkSphere(const std::string& bytes, const std::filesystem::path& path) {
    std::istringstream header(bytes.substr(0, 16384));
    std::string line, name, type, value;
    std::uint64_t headerBytes = 0, samples = 0, channels = 1, width = 2;
    std::getline(header, line);
    header >> headerBytes;
    bool pcm = true;
    while (std::getline(header, line) && line.rfind("end_head", 0) != 0) {
        std::istringstream words(line);
        if (!(words >> name >> type >> value))
            continue;
        std::uint64_t* wanted = name == "sample_count"     ? &samples
                                : name == "channel_count"  ? &channels
                                : name == "sample_n_bytes" ? &width
                                                           : nullptr;
        if (wanted)
            std::istringstream(value) >> *wanted;
        if (name == "sample_coding") {
            pcm = value == "pcm";
            if (value.find("shorten") != std::string::npos)
                throw FileError(path.string() +
                                " is compressed by shorten, which cannot be read; convert it with "
                                "sph2pipe -f wav.");
        }
    }
    if (pcm)
        checkLength(bytes, headerBytes + samples * channels * width, path);
}

} // namespace

void checkAudioHeader(const std::string& bytes, const std::filesystem::path& path) {
    if (bytes.empty())
        throw FileError(path.string() + " is empty; copy it again.");
    if (bytes.size() >= 12 && bytes.compare(0, 4, "RIFF") == 0 && bytes.compare(8, 4, "WAVE") == 0)
        checkRiff(bytes, path);
    else if (bytes.compare(0, 7, "NIST_1A") == 0)
        checkSphere(bytes, path);
}

} // namespace expertscope
