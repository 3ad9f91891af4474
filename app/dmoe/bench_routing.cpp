// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dmoe/bench_routing.h"

#include <algorithm>

namespace expertscope {
namespace {

/// As many experts an example as the gate chose on average, where it was not full; none is dropped. Weights
/// that sum to 1. expertOf: of each choice's number, and the number of experts.
template <class ExpertOf> void dealAnew(GateActivations<float>& a, Index examples, const ExpertOf& expertOf) {
    const Index experts = a.gates.rows();
    Index chosen = a.dropped;
    for (Index c = 0; c < examples; ++c)
        chosen += experts - a.chosenOut.col(c).cast<Index>().sum();
    const Index each = std::clamp<Index>((chosen + examples / 2) / examples, 1, experts);
    a.dropped = 0;
    a.chosenOut.leftCols(examples).setOnes();
    a.gates.leftCols(examples).setZero();
    for (Index c = 0; c < examples; ++c)
        for (Index k = 0; k < each; ++k) {
            const Index expert = expertOf(c * each + k, experts);
            a.chosenOut(expert, c) = 0;
            a.gates(expert, c) = 1.0f / static_cast<float>(each);
        }
    if (a.ownShares.size() > 0)
        a.ownShares.leftCols(examples) = a.gates.leftCols(examples);
}

void uniform(GateActivations<float>& a, Index examples) {
    dealAnew(a, examples, [](Index choice, Index experts) { return choice % experts; });
}

/// Nine of ten to the first expert, the others in turn to three quarters of them.
void skewed(GateActivations<float>& a, Index examples) {
    dealAnew(a, examples, [](Index choice, Index experts) {
        return choice % 10 == 0 ? choice / 10 % std::max<Index>(1, experts * 3 / 4) : Index{0};
    });
}

} // namespace

const std::vector<BenchRouting>& benchRoutings() {
    static const std::vector<BenchRouting> routings{
        {"gated", "as the gate decides", nullptr},
        {"uniform", "examples are dealt to all experts in turn", uniform},
        {"skewed", "nine of ten to one expert, a quarter of the experts empty", skewed}};
    return routings;
}

} // namespace expertscope
