// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/layers/layer.h"

namespace expertscope {

template <class Scalar> LayerActivations<Scalar> Layer<Scalar>::activations(Index capacity) const {
    LayerActivations<Scalar> a;
    if (gated())
        a.gate = gate()->activations(capacity);
    a.z.setZero(outputs(), capacity);
    a.zDelta.setZero(outputs(), capacity);
    return a;
}

template <class Scalar> void Layer<Scalar>::assignGates(LayerActivations<Scalar>& a, Columns columns) const {
    if (!gated())
        return;
    const StageTimer timer(a.timing.clock, stages::Gates);
    gate()->assign(a.gate, columns);
}

template <class Scalar>
void Layer<Scalar>::assignFreeGates(LayerActivations<Scalar>& a, Columns columns) const {
    if (gated())
        a.gate.mask.middleCols(columns.first, columns.count).setZero();
    assignGates(a, columns);
}

template class Layer<float>;
template class Layer<double>;

} // namespace expertscope
