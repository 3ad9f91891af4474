#pragma once

#include "model/speech/phone_interval.h"

#include <filesystem>

namespace expertscope {

/// A .lab file in one of two forms, by its content; text is UTF-8:
/// - HTK and HTS: "begin end label ..." in units of 100 ns; of a full-context label ("x^sil-hh+ax=l@...") the
/// phone
///   between - and +;
/// - Festvox: a header that a line "#" ends, or that line alone, then "end colour phone" in seconds, each
/// interval
///   beginning where the one above it ends.
/// Throws FileError naming the line that is neither. Order and overlap are not looked at.
PhoneTrack readLab(const std::string& text, const std::filesystem::path& path);

} // namespace expertscope
