// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network/gates/gate_kind.h"
#include "model/network/gates/gate_losses.h"

namespace expertscope {

/// What a kind of gate that chooses the k largest logits is, beside its network.
struct ChoiceRules {
    int k = 1;
    bool renormalise =
        false;        ///< weights are the softmax over the chosen, else over all who are not forbidden
    double noise = 0; ///< standard deviation of normal noise on the logits, in training
    /// The network ends in N logits and N numbers u more, and the noise's deviation is softplus(u) + 0.01.
    bool learnsNoise = false;
    double capacity = 0; ///< an expert takes at most ceil(capacity T / N) of T examples in training; 0: all

    // Weights of its own losses, see gate_losses.h.
    double balance = 0, importance = 0, load = 0, zLoss = 0;

    bool noisy() const { return learnsNoise || noise > 0; }
};

/// The min(k, unmasked) experts of largest logit; of equal ones the lower number. Their weights are the
/// softmax over them alone, or, not renormalised, that over all who are not forbidden: then their sum falls
/// short of 1 by what the others would have had, and the logits of those learn too.
template <class Scalar> class ChoosingGate : public Gate<Scalar> {
  public:
    ChoosingGate(const GateShape& shape, const ChoiceRules& rules) : Gate<Scalar>(shape), rules_(rules) {}

    GateActivations<Scalar> activations(Index capacity) const override;
    void assign(GateActivations<Scalar>& a, Columns columns) const override;
    bool meets() const override;
    void meet(const Scalar* theta, GateActivations<Scalar>& a, Index examples) const override;
    void backward(GateActivations<Scalar>& a, Columns columns) const override;
    void assignLogShares(GateActivations<Scalar>& a, Columns columns) const override;
    void backwardResponsibilities(GateActivations<Scalar>& a, Columns columns, Scalar weight) const override;
    void backwardProposal(GateActivations<Scalar>& a, Columns columns) const override;

  protected:
    void finishProposal(const Scalar* theta, const Chance* chance, GateActivations<Scalar>& a,
                        Columns columns) const override;

  private:
    /// a.kept: of all examples their probabilities, the noise and its deviations, and room to calculate in.
    enum Kept { P, Normals, Deviations, Room, KeptCount };
    /// a.ofExperts: what pulls at the probabilities (balance), weights (importance) and loads, and room.
    enum OfExperts { PullP, PullGates, PullLoad, Sums, OfExpertsCount };

    bool needsP() const { return !rules_.renormalise || rules_.balance > 0; }
    LoadOfExample<Scalar> loadOf(const GateActivations<Scalar>& a, Index column) const;
    void drop(GateActivations<Scalar>& a, Index examples) const;
    void addNoiseGradient(GateActivations<Scalar>& a, Index column) const;

    ChoiceRules rules_;
};

} // namespace expertscope
