// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/data/idx_array.h"

#include <cstdint>
#include <filesystem>
#include <limits>
#include <string>

namespace expertscope {

/// What an IDX file's header says, without its values: for who can tell by it that the file is the wrong one
/// before these are read. Throws as readIdx does.
IdxArray readIdxHeader(const std::filesystem::path& path);
/// Reads an IDX file of any type of value, plain or gzip. The header is checked against what the file can
/// hold, and against what memory is free, before any is taken for it; of a packed file memory is taken for
/// what comes, at most twice, whatever the header promises (to set aside what nothing is written to takes
/// none). Throws FileError naming file, byte and remedy.
IdxArray readIdx(const std::filesystem::path& path);

/// Whether the file begins as an IDX file does; false also where it cannot be read.
bool beginsAsIdx(const std::filesystem::path& path);

/// SHA-256 of the file's content, unpacked where it is gzip: the same however it was compressed. Throws
/// FileError, also where the content has more bytes than that.
std::string contentSha256(const std::filesystem::path& path,
                          std::uint64_t atMost = std::numeric_limits<std::uint64_t>::max());

} // namespace expertscope
