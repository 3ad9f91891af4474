// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/speech/label_clock.h"
#include "model/speech/phone_interval.h"

#include <filesystem>

namespace expertscope {

/// A .lab file, or another of lines, in one of these forms, by its content; text is UTF-8:
/// - HTK and HTS: "begin end label ..." in units of 100 ns; of a full-context label ("x^sil-hh+ax=l@...") the
///   phone between - and +; where it has a line a state ("x^sil-hh+ax=l@...[2]") these are joined, see
///   state_labels.h;
/// - Wavesurfer, Audacity: "begin end label" in seconds, with a point in them;
/// - Festvox, Xwaves: a header that a line "#" ends, or that line alone, then "end colour phone" in seconds,
///   each interval beginning where the one above it ends; what follows a ; is a remark.
/// Times in another unit are told by the sound's length, see label_clock.h. Throws FileError naming the line
/// that is none of these. Order and overlap are not looked at.
PhoneTrack readLab(const std::string& text, const std::filesystem::path& path, const SoundLength& sound = {});

/// TIMIT's .phn: "0 3050 h#" in samples, or, where these do not suit the sound, in another unit; CSLU's says
/// the unit in a header ("MillisecondsPerFrame: 1.0").
PhoneTrack readPhn(const std::string& text, const std::filesystem::path& path, const SoundLength& sound);

/// Whether a line "#" ends a header, as Xwaves writes it.
bool hasXwavesHeader(const std::string& text);

} // namespace expertscope
