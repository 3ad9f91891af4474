// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace expertscope {

/// The rate that features are made from, in samples a second.
constexpr int speechRate = 16000;

/// One channel of sound at speechRate.
struct Audio {
    std::vector<float> samples; ///< -1 .. 1
    int fileRate = speechRate;  ///< the file's own rate: what TIMIT's labels count in

    double seconds() const { return static_cast<double>(samples.size()) / speechRate; }
};

/// Whether a file of that name is one of those that readAudio is for: .wav (RIFF or SPHERE), .flac, .sph,
/// .nist, in small letters or capitals.
bool isAudioName(const std::filesystem::path& path);

/// Decodes a RIFF, FLAC or NIST SPHERE file's bytes (libsndfile). Several channels are averaged; another rate
/// is resampled (libsoxr). Throws FileError naming `path`, and the byte where a file ends too early.
Audio decodeAudio(const std::string& bytes, const std::filesystem::path& path);

} // namespace expertscope
