#pragma once

#include "model/speech/phone_interval.h"

#include <filesystem>

namespace expertscope {

/// The endings of label files in small letters, the most telling first: where a recording has several, that
/// one is read (aligners leave a .lab of words beside their .TextGrid).
const std::vector<std::string>& labelEndings(); // ".phn", ".textgrid", ".lab"

/// Reads a label file's bytes by its ending: .phn counts samples of the sound file (fileRate a second), for
/// .lab see lab_file.h, for .TextGrid text_grid.h. Throws FileError naming the line where something is no
/// interval, ends before it begins, begins before the one above it (unsorted), or before that one's end
/// (overlapping).
PhoneTrack readLabels(const std::string& bytes, const std::filesystem::path& path, int fileRate);

} // namespace expertscope
