// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/parallel_trees.h"

#include <algorithm>

namespace expertscope {
namespace {

/// What is left of two paths without what they begin and end with in common.
struct Middles {
    Folders first, second;
    bool sameEnd = false; ///< they do end in common
};

Middles withoutCommon(const Folders& a, const Folders& b) {
    auto [aFirst, bFirst] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    auto aLast = a.end(), bLast = b.end();
    while (aLast != aFirst && bLast != bFirst && *std::prev(aLast) == *std::prev(bLast))
        --aLast, --bLast;
    return {{aFirst, aLast}, {bFirst, bLast}, aLast != a.end()};
}

/// A folder that the other side knows, too, and that is not in its path. trees: how many folders in front are
/// only where a whole tree stands ("corpus", "aligned").
bool namesAnother(const Folders& middle, std::size_t trees, const Folders& path,
                  const std::set<std::string>& known) {
    const auto first = middle.begin() + static_cast<std::ptrdiff_t>(std::min(trees, middle.size()));
    return std::any_of(first, middle.end(), [&](const std::string& folder) {
        return known.contains(folder) && std::find(path.begin(), path.end(), folder) == path.end();
    });
}

bool isFormOfSound(const std::string& folder) {
    const auto begins = [&](const char* word) { return folder.starts_with(word); };
    return begins("wav") || begins("audio") || begins("flac") || begins("sound") || begins("raw") ||
           begins("sph");
}

} // namespace

std::optional<std::size_t> ParallelTrees::distance(const Folders& sound, const Folders& labels) const {
    const Middles middles = withoutCommon(sound, labels);
    const bool sameEnd = middles.sameEnd;
    if (namesAnother(middles.second, sameEnd ? 1 : 0, sound, soundFolders_) ||
        namesAnother(middles.first, sameEnd || middles.first.size() > 1 ? 1 : 0, labels, labelFolders_))
        return std::nullopt;
    return middles.first.size() + middles.second.size();
}

bool areFormsOfOne(const Folders& a, const Folders& b) {
    const Middles middles = withoutCommon(a, b);
    const auto forms = [](const Folders& folders) {
        return std::all_of(folders.begin(), folders.end(), isFormOfSound);
    };
    return forms(middles.first) && forms(middles.second);
}

} // namespace expertscope
