// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/analysis/expert_matching.h"
#include "views/figures/selection.h"

#include <optional>

namespace expertscope {

/// The same thing in the other one of two runs: the experts' partners, the attribute's value of that name.
/// Examples are left out: the other's may be of another set. nullopt where the other has nothing like it.
/// matching: of `from` with `to`.
std::optional<Selection> matchedSelection(const Selection& selection, const GatingStatistics& from,
                                          const GatingStatistics& to,
                                          const std::vector<LayerMatching>& matching);

/// The same matching seen from the other side; right: whose experts the partners are.
std::vector<LayerMatching> turned(const std::vector<LayerMatching>& matching, const GatingStatistics& right);

} // namespace expertscope
