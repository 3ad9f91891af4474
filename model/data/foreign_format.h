// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace expertscope {

// What people have instead of a data set that can be read: each is answered by what it is and what to do,
// "a ZIP archive; unpack it".

/// By how a file begins: at least its first eight bytes, unpacked where it is gzip.
std::optional<std::string> formatByContent(std::string_view start);

/// By a file's name: archives, and the forms that other programs keep image sets in.
std::optional<std::string> formatByName(const std::filesystem::path& path);

/// The first file of a folder that is of such a form, as "FOLDER/mnist.npz is ..."; empty if there is none.
/// Only files are asked whose names contain that text.
std::string foreignFileIn(const std::filesystem::path& folder, const std::string& containing = "");

} // namespace expertscope
