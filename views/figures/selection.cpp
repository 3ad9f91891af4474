// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/figures/selection.h"

namespace expertscope {

namespace {

enum class Match { Nothing, Same, Different };

template <class T> Match match(const std::optional<T>& a, const std::optional<T>& b) {
    if (!a || !b)
        return Match::Nothing;
    return *a == *b ? Match::Same : Match::Different;
}

Match matchExperts(const Selection& shown, const Selection& chosen) {
    const std::map<int, int> a = expertsOf(shown), b = expertsOf(chosen);
    if (a.empty() || b.empty())
        return Match::Nothing;
    int shared = 0;
    for (const auto& [layer, expert] : a)
        if (const auto found = b.find(layer); found != b.end()) {
            if (found->second != expert)
                return Match::Different;
            ++shared;
        }
    // A cell of layer 1 says nothing about a chosen expert of layer 2, though both may show the same class.
    return shared > 0 ? Match::Same : Match::Different;
}

/// Where one of the two means a whole layer, no expert named.
Match matchLayer(const Selection& shown, const Selection& chosen) {
    if (!shown.layer || !chosen.layer || (shown.expert && chosen.expert))
        return Match::Nothing;
    const bool second = shown.nextExpert && *shown.layer + 1 == *chosen.layer;
    if (*shown.layer != *chosen.layer && !second)
        return Match::Different;
    return chosen.expert ? Match::Nothing : Match::Same; // one expert is not its whole layer
}

} // namespace

std::map<int, int> expertsOf(const Selection& selection) {
    std::map<int, int> experts;
    const int layer = selection.layer.value_or(0);
    if (selection.expert)
        experts[layer] = *selection.expert;
    if (selection.nextExpert)
        experts[layer + 1] = *selection.nextExpert;
    return experts;
}

bool agree(const Selection& shown, const Selection& chosen) {
    const Match matches[] = {matchExperts(shown, chosen), matchLayer(shown, chosen),
                             match(shown.attribute, chosen.attribute), match(shown.value, chosen.value),
                             match(shown.example, chosen.example)};
    bool common = false;
    for (const Match m : matches) {
        if (m == Match::Different)
            return false;
        common = common || m == Match::Same;
    }
    return common;
}

} // namespace expertscope
