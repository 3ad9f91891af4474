// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network/gates/gate_kind.h"

namespace expertscope::testing {

/// A gate whose network nobody asks: its logits are written by hand.
template <class Scalar>
std::shared_ptr<const Gate<Scalar>> madeGate(int experts, const GateDescription& description = {}) {
    return makeGate<Scalar>(description, {1, {1}, experts, 0});
}

} // namespace expertscope::testing
