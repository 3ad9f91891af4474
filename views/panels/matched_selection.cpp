// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/matched_selection.h"

#include <algorithm>

namespace expertscope {
namespace {

/// -1 where there is none.
int partnerOf(int layer, int expert, const std::vector<LayerMatching>& matching) {
    if (layer < 0 || layer >= static_cast<int>(matching.size()) || expert < 0 ||
        expert >= static_cast<int>(matching[layer].partner.size()))
        return -1;
    return matching[layer].partner[expert];
}

const MeanGating* gatingBy(const GatingStatistics& statistics, const std::string& attribute) {
    return statistics.layers.empty() ? nullptr : statistics.layers.front().by(attribute);
}

/// -1 where there is none.
int valueLike(const Selection& selection, const GatingStatistics& from, const GatingStatistics& to) {
    const MeanGating* here = gatingBy(from, *selection.attribute);
    const MeanGating* there = gatingBy(to, *selection.attribute);
    if (!here || !there || *selection.value < 0 ||
        *selection.value >= static_cast<int>(here->valueNames.size()))
        return -1;
    const auto& names = there->valueNames;
    const auto found = std::find(names.begin(), names.end(), here->valueNames[*selection.value]);
    return found == names.end() ? -1 : static_cast<int>(found - names.begin());
}

} // namespace

std::optional<Selection> matchedSelection(const Selection& selection, const GatingStatistics& from,
                                          const GatingStatistics& to,
                                          const std::vector<LayerMatching>& matching) {
    Selection other = selection;
    other.example.reset();
    const int layer = selection.layer.value_or(0);
    if (selection.expert)
        other.expert = partnerOf(layer, *selection.expert, matching);
    if (selection.nextExpert)
        other.nextExpert = partnerOf(layer + 1, *selection.nextExpert, matching);
    if (selection.attribute && selection.value)
        other.value = valueLike(selection, from, to);
    for (const std::optional<int>& found : {other.expert, other.nextExpert, other.value})
        if (found == -1)
            return std::nullopt;
    return other;
}

std::vector<LayerMatching> turned(const std::vector<LayerMatching>& matching, const GatingStatistics& right) {
    std::vector<LayerMatching> back;
    for (std::size_t k = 0; k < std::min(matching.size(), right.layers.size()); ++k) {
        back.push_back({std::vector<int>(right.layers[k].experts(), -1), matching[k].similarity});
        for (std::size_t e = 0; e < matching[k].partner.size(); ++e)
            if (const int partner = matching[k].partner[e];
                partner >= 0 && partner < right.layers[k].experts())
                back.back().partner[partner] = static_cast<int>(e);
    }
    return back;
}

} // namespace expertscope
