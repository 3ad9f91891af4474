// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/data/idx_array.h"

#include <filesystem>
#include <string>

namespace expertscope {

/// Reads an IDX file of any type of value, plain or gzip. The header is checked against what the file can
/// hold before memory is taken for it. Throws FileError naming file, byte and remedy.
IdxArray readIdx(const std::filesystem::path& path);

/// Whether the file begins as an IDX file does; false also where it cannot be read.
bool beginsAsIdx(const std::filesystem::path& path);

/// SHA-256 of the file's content, unpacked where it is gzip: the same however it was compressed. Throws
/// FileError.
std::string contentSha256(const std::filesystem::path& path);

} // namespace expertscope
