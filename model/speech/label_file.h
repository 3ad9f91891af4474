// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/speech/phone_interval.h"

#include <filesystem>
#include <optional>

namespace expertscope {

/// The endings of label files in small letters, the most telling first: where a recording has several, that
/// one is read (aligners leave a .lab of words beside their .TextGrid).
const std::vector<std::string>&
labelEndings(); // ".phn", ".textgrid", ".lab", ".phones", ".txt", ".csv", ".json"

/// From this place on files with such an ending may be about anything.
constexpr std::size_t firstThatMayBeAnything = 4;

/// The place of a file's ending among these; empty where it has none of them.
std::optional<std::size_t> labelRank(const std::filesystem::path& file);

/// Reads a label file's bytes: a TextGrid (text_grid.h) by its content; of others .csv and .json are tables
/// of an aligner (aligner_table.h), .phn counts samples of the sound file (fileRate a second), for all else
/// see lab_file.h. seconds: how long the sound is, by which other units are told; 0 where nobody knows.
/// Throws FileError naming the line where something is no interval, ends before it begins, begins before the
/// one above it (unsorted), or before that one's end (overlapping).
PhoneTrack readLabels(const std::string& bytes, const std::filesystem::path& path, int fileRate,
                      double seconds = 0);

} // namespace expertscope
