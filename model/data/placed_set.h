// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace expertscope {

/// A data set that was found in a place, perhaps beside others.
struct PlacedSet {
    std::string name;           ///< for people: "emnist-letters", "KMNIST"
    std::filesystem::path path; ///< what names this set alone
    bool direct = false;        ///< the place itself is its folder, and nothing in it says otherwise
};

/// The place of the only set in the list; of several that of the one that is direct, or else of MNIST itself;
/// -1 where that does not decide.
int decidedAmong(const std::vector<PlacedSet>& sets);

/// "PLACE holds 3 data sets (EMNIST, FashionMNIST and KMNIST); name one of them, as PLACE/EMNIST."
std::string severalSetsSentence(const std::filesystem::path& place, const std::vector<PlacedSet>& sets);

/// The same for who took one of them.
std::string takenSetSentence(const std::filesystem::path& place, const std::vector<PlacedSet>& sets,
                             int taken);

} // namespace expertscope
