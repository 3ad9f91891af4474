// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/speech/phone_interval.h"

#include <vector>

namespace expertscope {

/// Labels of a hidden Markov model's states, where HTK wrote a line for each: "sil[2]" to "sil[6]" (HTS,
/// Merlin), "aa_s2" to "aa_s4" (the labels of CNTK's TIMIT recipe). Joins the states of one phone, which
/// count up, to one interval, and returns whether there were any. Labels without states stay as they are.
bool joinStates(std::vector<PhoneInterval>& intervals);

} // namespace expertscope
