// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network/gates/gate.h"
#include "model/network/network_description.h"
#include "model/network/stages.h"

#include <memory>

namespace expertscope {

/// What a minibatch leaves behind in a layer.
template <class Scalar> struct LayerActivations {
    GateActivations<Scalar> gate;   ///< empty where the layer has no gate
    MlpActivations<Scalar> experts; ///< the experts' outputs f_i below each other: (N H) x capacity
    Matrix<Scalar> z;               ///< the layer's output, outputs x capacity
    Matrix<Scalar> zDelta;          ///< dL/dz
    LayerClock timing;
};

/// One layer of experts and their gate: z = sum_i g_i(x) f_i(x) (paper section 3). Without a gate (single,
/// concatenated, plain) z is the experts' output as it is. Where the network's output joins the experts
/// (NetworkDescription::expertsClassify) the last layer's end in class logits and there is no z.
template <class Scalar> class MixtureLayer {
  public:
    /// classes: of the logits that the experts end in; 0 for experts that end in rectification.
    MixtureLayer(Index inputs, const LayerDescription& description, int classes, Index offset);

    const LayerDescription& description() const { return description_; }
    bool gated() const { return gate_ != nullptr; }
    /// Of a gated layer.
    const Gate<Scalar>& gate() const { return *gate_; }
    Index outputs() const { return classify_ ? 0 : description_.outputs(); }
    Index parameterCount() const;
    std::vector<ParameterBlock> blocks(const std::string& name) const;
    void initialise(Scalar* theta, std::uint64_t seed, std::uint32_t& stream) const;
    LayerActivations<Scalar> activations(Index capacity) const;

    /// x: the same columns of the input; fills gate logits and experts' outputs. Who decides the gates from
    /// the logits comes between this and mix: see Network::forward.
    void propose(const Scalar* theta, const LayerInput<Scalar>& x, LayerActivations<Scalar>& a,
                 Columns columns) const;
    /// The same in two steps, for a sparse input: see Mlp::forwardPanel.
    int panels() const;
    void proposePanel(int panel, const Scalar* theta, const LayerInput<Scalar>& x,
                      LayerActivations<Scalar>& a) const;
    void proposeAboveFirst(const Scalar* theta, LayerActivations<Scalar>& a, Columns columns) const;
    /// Gates from logits and masks.
    void assignGates(LayerActivations<Scalar>& a, Columns columns) const;
    /// Gates from logits, nobody masked.
    void assignFreeGates(LayerActivations<Scalar>& a, Columns columns) const;
    /// z = sum_i g_i f_i.
    void mix(LayerActivations<Scalar>& a, Columns columns) const;
    /// From a.zDelta (where the output joins the experts: from the deltas of their logits and of the gate's):
    /// every delta in the layer.
    void backward(const Scalar* theta, LayerActivations<Scalar>& a, Columns columns) const;
    /// After backward: dx = dL/dx, inputs x B.
    void backwardInput(const Scalar* theta, const LayerActivations<Scalar>& a, Columns columns,
                       View<Scalar> dx) const;

    /// See Linear::gradient. sparse: whether x is.
    int gradientTasks(bool sparse) const;
    /// Whether that task's parameters are the gate's.
    bool ofGate(int task, bool sparse) const { return task >= experts_.gradientTasks(sparse); }
    /// x: the whole minibatch.
    void gradient(int task, const LayerInput<Scalar>& x, const LayerActivations<Scalar>& a, Scalar* scratch,
                  GradientSink<Scalar>& sink) const;

  private:
    void unmix(LayerActivations<Scalar>& a, Columns columns) const;

    LayerDescription description_;
    bool classify_;
    Mlp<Scalar> experts_;
    std::shared_ptr<const Gate<Scalar>> gate_; ///< shared by copies: it never changes
};

} // namespace expertscope
