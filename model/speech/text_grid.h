#pragma once

#include "model/speech/phone_interval.h"

#include <filesystem>

namespace expertscope {

/// A Praat TextGrid, long or short text form, in UTF-8: the first interval tier whose name ends in "phone" or
/// "phones"
/// ("phones", "Phone", "Mary - phones"). Throws FileError naming the line where it is none or ends too early,
/// and the tiers there are where none is of phones. Order and overlap are not looked at.
PhoneTrack readTextGrid(const std::string& text, const std::filesystem::path& path);

} // namespace expertscope
