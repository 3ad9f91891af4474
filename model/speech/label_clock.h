// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace expertscope {

/// What is known of the sound that is labelled.
struct SoundLength {
    int rate = 0;       ///< the file's own, in samples a second; 0 where it is not known
    double seconds = 0; ///< 0 where it is not known
};

/// What the times of a label file count.
struct LabelUnit {
    double perSecond = 1;
    std::string name; ///< "samples"
};

LabelUnit hundredNanoseconds();
LabelUnit samplesOf(int rate);
LabelUnit wholeSeconds();

/// The unit that a file's times are in: the usual one, unless with it the labels end far from the sound's end
/// (in its first twentieth, or well past it), and another that programs use makes them end near it. So a
/// recording that is labelled in part keeps the usual unit. last: the greatest time in the file.
LabelUnit unitOf(double last, const LabelUnit& usual, const SoundLength& sound);

} // namespace expertscope
