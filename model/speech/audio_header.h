// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace expertscope {

/// Looks for what libsndfile reads over: a RIFF or NIST SPHERE file that is shorter than its header says, and
/// the compression of old SPHERE files (shorten), which it does not know. Other files are left to it. Throws
/// FileError.
void checkAudioHeader(const std::string& bytes, const std::filesystem::path& path);

} // namespace expertscope
