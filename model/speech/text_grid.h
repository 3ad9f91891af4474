// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/speech/phone_interval.h"

#include <filesystem>

namespace expertscope {

/// A Praat TextGrid, long or short text form, in UTF-8: the first interval tier whose name ends in "phone" or
/// "phones"
/// ("phones", "Phone", "Mary - phones"). Throws FileError naming the line where it is none or ends too early,
/// and the tiers there are where none is of phones. Order and overlap are not looked at.
PhoneTrack readTextGrid(const std::string& text, const std::filesystem::path& path);

/// Whether it begins as Praat's text files do, whatever the file is called.
bool isTextGrid(const std::string& text);
/// Whether a tier of that name is of phones: as above, or as other programs call it.
bool namesTierOfPhones(const std::string& name);
/// Whether any tier has such a name, damaged or not.
bool holdsTierOfPhones(const std::string& text);

} // namespace expertscope
