// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network/gates/gate.h"
#include "model/network/layers/dealt_examples.h"
#include "model/network/layers/late_row.h"
#include "model/network/layers/layer_description.h"
#include "model/network/stages.h"

namespace expertscope {

/// What a minibatch leaves behind in a layer.
template <class Scalar> struct LayerActivations {
    GateActivations<Scalar> gate;   ///< empty where the layer has no gate
    MlpActivations<Scalar> experts; ///< their outputs f_i below each other, (N H) x capacity; empty without
    std::vector<Matrix<Scalar>>
        kept;                    ///< what else this kind's backward needs of its forward: its own business
    Matrix<Scalar> z;            ///< the layer's output, outputs x capacity
    Matrix<Scalar> zDelta;       ///< dL/dz
    DealtExamples<Scalar> dealt; ///< of a layer that skips
    LayerClock timing;
};

/// What a layer is made for.
struct LayerPlace {
    LayerShape input;
    int classes = 0;         ///< of the logits that a last layer's experts end in; 0 for a layer that has a z
    Index offset = 0;        ///< of its parameters
    int number = 0;          ///< in the network, from 0
    bool mayLeaveOut = true; ///< experts that an example has not chosen need not compute for it
};

/// One layer of a network, from x (inputs x B) to z (outputs x B). Knows shapes and where its parameters lie,
/// not their values. Constant, so that threads and copies of a network share it; all methods touch the given
/// columns alone. A kind is one file of this folder.
template <class Scalar> class Layer {
  public:
    virtual ~Layer() = default;

    virtual LayerShape outputShape() const = 0;
    /// 0 where the output joins the layer's experts.
    Index outputs() const { return outputShape().size(); }
    virtual Index parameterCount() const { return 0; }
    virtual std::vector<ParameterBlock> blocks(const std::string& /*name*/) const { return {}; }
    /// Draws its weights, each matrix from a stream of its own, counted on from `stream`.
    virtual void initialise(Scalar* /*theta*/, std::uint64_t /*seed*/, std::uint32_t& /*stream*/) const {}
    virtual LayerActivations<Scalar> activations(Index capacity) const;

    /// Null for a layer whose experts nobody decides between.
    virtual const Gate<Scalar>* gate() const { return nullptr; }
    bool gated() const { return gate() != nullptr; }

    /// Whether experts compute for the examples that chose them alone. Then the experts' way lies between the
    /// decision and mix, and in backward between unmixing and backwardInput, expert by expert over all
    /// columns that were dealt: deal, prepareChosen of all experts, all tasks of forwardChosen, mix, ...,
    /// backward, all tasks of backwardChosen, backwardInput.
    virtual bool skips() const { return false; }
    /// Sorts x's examples by the experts that they chose.
    virtual void deal(const LayerInput<Scalar>& /*x*/, LayerActivations<Scalar>& /*a*/) const {}
    /// An expert's input, and for a sparse one in training its lists by rows.
    virtual void prepareChosen(int /*expert*/, const LayerInput<Scalar>& /*x*/,
                               LayerActivations<Scalar>& /*a*/) const {}
    virtual int forwardTasks(const LayerActivations<Scalar>& /*a*/) const { return 0; }
    virtual int backwardTasks(const LayerActivations<Scalar>& /*a*/) const { return 0; }
    virtual void forwardChosen(int /*task*/, const Scalar* /*theta*/, LayerActivations<Scalar>& /*a*/) const {
    }
    virtual void backwardChosen(int /*task*/, const Scalar* /*theta*/,
                                LayerActivations<Scalar>& /*a*/) const {}

    /// How many runs of its experts' parameters a minibatch touches or leaves alone as one. sparse: whether x
    /// is.
    virtual Index lateRows(bool /*sparse*/) const { return 0; }
    /// Those of an expert that the dealt examples touch; all where dealt is null.
    virtual void visitRows(int /*expert*/, bool /*sparse*/, const DealtExamples<Scalar>* /*dealt*/,
                           const LateVisitor& /*visit*/) const {}

    /// x: the same columns of the input; all that comes before the gate's decision.
    virtual void propose(const Scalar* theta, const LayerInput<Scalar>& x, LayerActivations<Scalar>& a,
                         Columns columns) const = 0;
    /// All that comes after it: z.
    virtual void mix(LayerActivations<Scalar>& /*a*/, Columns /*columns*/) const {}

    /// Whether x may be sparse. Then its proposal may be made in two steps, see Mlp::forwardPanel.
    virtual bool takesSparse() const { return false; }
    virtual int panels() const { return 0; }
    virtual void proposePanel(int /*panel*/, const Scalar* /*theta*/, const LayerInput<Scalar>& /*x*/,
                              LayerActivations<Scalar>& /*a*/) const {}
    virtual void proposeAboveFirst(const Scalar* /*theta*/, const Chance* /*chance*/,
                                   LayerActivations<Scalar>& /*a*/, Columns /*columns*/) const {}

    /// From a.zDelta (where the output joins the experts: from the deltas of their logits and of the gate's):
    /// every delta in the layer.
    virtual void backward(const Scalar* /*theta*/, LayerActivations<Scalar>& /*a*/,
                          Columns /*columns*/) const {}
    /// After backward: dx = dL/dx, inputs x B.
    virtual void backwardInput(const Scalar* theta, const LayerActivations<Scalar>& a, Columns columns,
                               View<Scalar> dx) const = 0;

    /// The gradient of its parameters in tasks, see Linear::gradient. sparse: whether x is.
    virtual int gradientTasks(bool /*sparse*/) const { return 0; }
    /// Whether that task's parameters are the gate's.
    virtual bool ofGate(int /*task*/, bool /*sparse*/) const { return false; }
    /// x: the whole minibatch.
    virtual void gradient(int /*task*/, const LayerInput<Scalar>& /*x*/,
                          const LayerActivations<Scalar>& /*a*/, Scalar* /*scratch*/,
                          GradientSink<Scalar>& /*sink*/) const {}

    /// Whether its gate decides on a minibatch as a whole, see Gate::meet.
    bool meets() const { return gated() && gate()->meets(); }

    /// Gates from logits and masks.
    void assignGates(LayerActivations<Scalar>& a, Columns columns) const;
    /// Gates from logits, nobody masked.
    void assignFreeGates(LayerActivations<Scalar>& a, Columns columns) const;
};

} // namespace expertscope
