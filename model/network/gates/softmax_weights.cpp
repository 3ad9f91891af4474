// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/gates/softmax_weights.h"

#include "model/network/gates/gate_losses.h"
#include "model/network/gates/masked_softmax.h"

namespace expertscope {

template <class Scalar>
SoftmaxWeights<Scalar>::SoftmaxWeights(const GateShape& shape, const Settings& settings)
    : Gate<Scalar>(shape), zLoss_(settings.number("z_loss")) {}

template <class Scalar>
void SoftmaxWeights<Scalar>::assign(GateActivations<Scalar>& a, Columns columns) const {
    for (Index c = columns.first; c < columns.first + columns.count; ++c)
        maskedSoftmax<Scalar>(a.logits().col(c), a.mask.col(c).data(), a.gates.col(c));
}

template <class Scalar>
void SoftmaxWeights<Scalar>::meet(const Scalar*, GateActivations<Scalar>& a, Index examples) const {
    a.ownLoss = zLoss_ * zLoss(a.logits(), this->experts(), examples);
    a.examplesMet = examples;
}

template <class Scalar>
void SoftmaxWeights<Scalar>::backward(GateActivations<Scalar>& a, Columns columns) const {
    for (Index c = columns.first; c < columns.first + columns.count; ++c)
        softmaxBackward<Scalar>(a.gates.col(c), a.gatesDelta.col(c), a.logitsDelta().col(c));
}

template <class Scalar>
void SoftmaxWeights<Scalar>::assignLogShares(GateActivations<Scalar>& a, Columns columns) const {
    for (Index c = columns.first; c < columns.first + columns.count; ++c)
        maskedLogSoftmax<Scalar>(a.logits().col(c), a.mask.col(c).data(), a.logShares.col(c));
}

template <class Scalar>
void SoftmaxWeights<Scalar>::backwardResponsibilities(GateActivations<Scalar>& a, Columns columns,
                                                      Scalar weight) const {
    for (Index c = columns.first; c < columns.first + columns.count; ++c)
        a.logitsDelta().col(c) = weight * (a.gates.col(c) - a.gatesDelta.col(c));
}

template <class Scalar>
void SoftmaxWeights<Scalar>::backwardProposal(GateActivations<Scalar>& a, Columns columns) const {
    if (zLoss_ > 0)
        for (Index c = columns.first; c < columns.first + columns.count; ++c)
            addZLossGradient<Scalar>(a.logits().col(c), zLoss_, a.examplesMet, a.logitsDelta().col(c));
}

template class SoftmaxWeights<float>;
template class SoftmaxWeights<double>;

} // namespace expertscope
