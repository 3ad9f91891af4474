// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/data/placed_set.h"

#include "model/data/idx_file_name.h"

#include <algorithm>

namespace expertscope {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t mostNamed = 12;

/// What is to be added to the place to name the set; its name where that is nothing.
std::string shortName(const fs::path& place, const PlacedSet& set) {
    std::error_code ignored;
    const fs::path folder = fs::is_directory(place, ignored) ? place : place.parent_path();
    const fs::path below = set.path.lexically_normal().lexically_relative(folder.lexically_normal());
    return below.empty() || below == "." ? set.name : below.string();
}

std::string countAndNames(const fs::path& place, const std::vector<PlacedSet>& sets) {
    std::string names;
    const std::size_t named = std::min(sets.size(), mostNamed);
    for (std::size_t i = 0; i < named; ++i)
        names += (i == 0 ? "" : i + 1 < sets.size() ? ", " : " and ") + shortName(place, sets[i]);
    if (named < sets.size())
        names += " and " + std::to_string(sets.size() - named) + " more";
    return place.string() + " holds " + std::to_string(sets.size()) + " data sets (" + names + ")";
}

} // namespace

int decidedAmong(const std::vector<PlacedSet>& sets) {
    if (sets.size() == 1)
        return 0;
    const auto placeOf = [&](auto wanted) {
        const auto found = std::find_if(sets.begin(), sets.end(), wanted);
        return found == sets.end() ? -1 : static_cast<int>(found - sets.begin());
    };
    const int direct = placeOf([](const PlacedSet& set) { return set.direct; });
    return direct >= 0 ? direct
                       : placeOf([](const PlacedSet& set) { return comparable(set.name) == "mnist"; });
}

std::string severalSetsSentence(const fs::path& place, const std::vector<PlacedSet>& sets) {
    return countAndNames(place, sets) + "; name one of them, as " + sets.front().path.string() + ".";
}

std::string takenSetSentence(const fs::path& place, const std::vector<PlacedSet>& sets, int taken) {
    const auto other = std::find_if(sets.begin(), sets.end(), [&](const PlacedSet& set) {
        return &set != &sets[taken] && set.path != place;
    });
    return countAndNames(place, sets) + ": " + shortName(place, sets[taken]) + " is taken" +
           (other == sets.end() ? "." : "; another is named as " + other->path.string() + ".");
}

} // namespace expertscope
