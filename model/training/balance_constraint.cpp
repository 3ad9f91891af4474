// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/training/balance_constraint.h"

#include <algorithm>
#include <numeric>

namespace expertscope {

template <class Scalar>
void BalanceConstraint::apply(const Gate<Scalar>& gate, GateActivations<Scalar>& a, Index examples,
                              double margin) {
    const Index n = static_cast<Index>(totals_.size());
    for (Index c = 0; c < examples; ++c) {
        const double mean = std::accumulate(totals_.begin(), totals_.end(), 0.0) / static_cast<double>(n);
        // The least is never above the mean, but a mean rounded down may be below totals that are all equal.
        const double least = *std::min_element(totals_.begin(), totals_.end());
        for (Index i = 0; i < n; ++i)
            a.mask(i, c) = totals_[i] - mean > margin && totals_[i] > least;
        gate.assign(a, {c, 1});
        for (Index i = 0; i < n; ++i)
            totals_[i] += static_cast<double>(a.shares()(i, c));
    }
}

template void BalanceConstraint::apply<float>(const Gate<float>&, GateActivations<float>&, Index, double);
template void BalanceConstraint::apply<double>(const Gate<double>&, GateActivations<double>&, Index, double);

} // namespace expertscope
