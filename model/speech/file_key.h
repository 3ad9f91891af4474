// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace expertscope {

/// What a sound and its labels have in common: the file's name in small letters, without the endings of
/// sounds and labels: "sa1" of SA1.WAV, SA1.WAV.wav (as some copies of TIMIT have it) and SA1.PHN.
std::string fileKey(const std::filesystem::path& file);

/// Other keys that the labels of a sound may have: the key without what a recording with several microphones
/// (VCTK: p225_001_mic1) or a converter (SA1.RIFF.wav) added to it.
std::vector<std::string> otherKeys(const std::string& key);

/// The folders from the root down to a file's, in small letters.
std::vector<std::string> foldersBelow(const std::filesystem::path& file, const std::filesystem::path& root);

} // namespace expertscope
