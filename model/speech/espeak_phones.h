// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace expertscope {

/// Part of one of espeak's phonemes.
struct PhonePart {
    std::string phone; ///< of ARPAbet, in capitals; "" is silence
    double share;      ///< of the phoneme's time
};

/// What one of espeak's US English phonemes is in ARPAbet, in order of time: "A@" is AA for the first two
/// thirds, then R. Versions from 1.52 on put the syllable's stress in front ("'A@", ",aI"), which does not
/// count here; a variant of a known phoneme ("I3") is that phoneme. Empty where it is none of them.
std::vector<PhonePart> phonesOfPhoneme(const std::string& phoneme);

} // namespace expertscope
