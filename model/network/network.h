// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network/layers/layer.h"
#include "model/network/network_description.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace expertscope {

/// Everything that one minibatch leaves behind in a network; one column an example, `capacity` columns. Owned
/// by whoever runs the network, so that the network itself stays constant while it answers.
template <class Scalar> struct Activations {
    InputBatch<Scalar> x;    ///< inputs x capacity: to be filled before forward
    std::vector<int> labels; ///< capacity: to be filled before loss
    Chance chance;           ///< on in training alone
    std::vector<LayerActivations<Scalar>> layers;
    Matrix<Scalar> logits; ///< classes x capacity; F(x) is their softmax
    Matrix<Scalar> logitsDelta;
    Matrix<Scalar> logProbabilities; ///< log F(x), classes x capacity
    std::vector<double> losses;      ///< cross-entropy of each example
    StageClock* clock = nullptr;     ///< see measure()
    Index capacity() const { return x.capacity(); }
    /// Measures the parts of the way through the network from now on, or no more (null). The clock has
    /// stages::count(layers) stages.
    void measure(StageClock* stageClock);
};

/// A deep mixture of experts, or one of its baselines, made from a description:
///   z^0 = x,  z^l = sum_i g_i^l(z^(l-1)) f_i^l(z^(l-1)),  F(x) = softmax(W z^L + b)       (paper section 3)
/// or, where the description says so, the last layer's experts classify, and are mixed (eq. 1) or multiplied
/// (eq. 3): see expert_output.h. All methods but parameters() and learn() are const and touch only the given
/// columns, so that threads may share a network.
template <class Scalar> class Network {
  public:
    /// He-normal weights drawn from seed, zero biases. Throws ConfigError where the description cannot be.
    /// mayLeaveOut: experts that an example has not chosen do not compute for it, where its gate chooses few.
    Network(const NetworkDescription& description, std::uint64_t seed, bool mayLeaveOut = true);

    const NetworkDescription& description() const { return description_; }
    int layerCount() const { return static_cast<int>(layers_.size()); }
    const Layer<Scalar>& layer(int l) const { return *layers_[l]; }
    /// The layers that have a gate, in order.
    std::vector<int> gatedLayers() const;

    /// All parameters in one vector; blocks() names its parts.
    Vector<Scalar>& parameters() { return parameters_; }
    const Vector<Scalar>& parameters() const { return parameters_; }
    const std::vector<ParameterBlock>& blocks() const { return blocks_; }

    /// mostNonZero: see InputBatch; the batch is dense where the first layer takes no other.
    Activations<Scalar> activations(Index capacity, Index mostNonZero = 0) const;

    /// Where a way through the network begins.
    struct Start {
        enum At {
            Proposal,    ///< before the layer's proposal
            AbovePanels, ///< in the midst of the first layer's: its panels have been proposed
            Decision,    ///< the layer's gates have been decided, and what its experts skip has been skipped
        };
        int layer = 0;
        At at = Proposal;
    };
    /// The whole way from a.x to a.logProbabilities: layer by layer the experts and their gate propose,
    /// somebody decides the gates, the experts are mixed; at last the classes. decide(layer) is asked of each
    /// gated layer: it calls assignGates, with masks of its own or without, and returns true; or it returns
    /// false to end the way there, for a decision on all columns of a minibatch at once. Returns the layer at
    /// which the way ended, layerCount() for its end.
    template <class Decide>
    int forward(Activations<Scalar>& a, Columns columns, const Decide& decide, Start start = {}) const {
        for (int l = start.layer; l < layerCount(); ++l) {
            const bool here = l == start.layer;
            if (!here || start.at != Start::Decision) {
                propose(l, a, columns, here && start.at == Start::AbovePanels);
                if (layers_[l]->gated() && !decide(l))
                    return l;
                if (layers_[l]->skips())
                    computeChosen(l, a, columns);
            }
            layers_[l]->mix(a.layers[l], columns);
        }
        classify(a, columns);
        return layerCount();
    }
    /// With free gates, nobody masked: evaluation.
    void forward(Activations<Scalar>& a, Columns columns) const;

    /// Where a.x is sparse, the first layer's proposal may be made in two steps: these tasks for all of the
    /// minibatch, then the way from Start::AbovePanels by columns.
    int panels() const { return layers_.front()->panels(); }
    void proposePanel(int panel, Activations<Scalar>& a, Index examples) const;

    /// In training, where the layer's gate meets: after the decision of all columns, see Gate::meet.
    void meet(int layer, Activations<Scalar>& a, Index examples) const;
    /// After the step of a minibatch: what gates learn without a gradient.
    void learn(const Activations<Scalar>& a, Index examples);

    /// Of a layer that skips (Layer::skips), after the decision: the experts' own way, in tasks that may be
    /// shared by threads.
    void deal(int layer, Activations<Scalar>& a, Columns columns) const;
    void prepareChosen(int layer, int expert, Activations<Scalar>& a) const;
    int forwardTasks(int layer, const Activations<Scalar>& a) const {
        return layers_[layer]->forwardTasks(a.layers[layer]);
    }
    void forwardChosen(int layer, int task, Activations<Scalar>& a) const {
        layers_[layer]->forwardChosen(task, parameters_.data(), a.layers[layer]);
    }
    int backwardTasks(int layer, const Activations<Scalar>& a) const {
        return layers_[layer]->backwardTasks(a.layers[layer]);
    }
    void backwardChosen(int layer, int task, Activations<Scalar>& a) const {
        layers_[layer]->backwardChosen(task, parameters_.data(), a.layers[layer]);
    }

    /// Cross-entropy of each example, into a.losses.
    void loss(Activations<Scalar>& a, Columns columns) const;
    /// All deltas, for a loss that is `weight` times the sum of the examples' losses (1/B for the mean), and
    /// the own losses of gates that have met.
    void backward(Activations<Scalar>& a, Columns columns, Scalar weight) const;
    /// The same as far as the next layer that skips, whose backwardChosen then has to be called for all
    /// columns before the way goes on; from the loss (layerCount()), or from where it has come to. Returns
    /// that layer, -1 at the end.
    int backward(Activations<Scalar>& a, Columns columns, Scalar weight, int from) const;

    /// After backward of all columns (and, where a.x is sparse, its transpose): the parameter gradient in
    /// independent tasks, see Linear::gradient.
    int gradientTasks(const Activations<Scalar>& a) const { return static_cast<int>(tasks(a).size()); }
    /// Whether that task's parameters are a gate's own.
    bool ofGate(int task, const Activations<Scalar>& a) const { return tasks(a)[task].gate; }
    /// The stage that its time counts for.
    int gradientStage(int task, const Activations<Scalar>& a) const;
    /// Reads no parameters, so that the sink may change those of a piece right away. scratch: gradientScratch
    /// values for the use of this call.
    void gradient(int task, const Activations<Scalar>& a, Index examples, Scalar* scratch,
                  GradientSink<Scalar>& sink) const;
    static constexpr Index gradientScratch = Linear<Scalar>::gradientScratch;

    /// "layer 1's gate", "layer 2's experts", "the output layer": where the first number that is not finite
    /// arose in the given columns; empty if all are finite.
    std::string firstNonFinite(const Activations<Scalar>& a, Columns columns) const;

  private:
    void propose(int layer, Activations<Scalar>& a, Columns columns, bool abovePanels) const;
    void computeChosen(int layer, Activations<Scalar>& a, Columns columns) const;
    void classify(Activations<Scalar>& a, Columns columns) const;

    struct Task {
        int layer; ///< layerCount() means the output
        int part;
        bool gate;
    };
    std::vector<Task> gradientTaskList(bool sparse) const;
    const std::vector<Task>& tasks(const Activations<Scalar>& a) const { return tasks_[a.x.sparse()]; }
    void backwardLoss(Activations<Scalar>& a, Columns columns, Scalar weight) const;
    static const Chance* chanceOf(const Activations<Scalar>& a) { return a.chance.on ? &a.chance : nullptr; }
    LayerInput<Scalar> input(int layer, const Activations<Scalar>& a, Columns columns) const;

    NetworkDescription description_;
    std::vector<std::shared_ptr<const Layer<Scalar>>> layers_; ///< shared by copies: they never change
    std::optional<Linear<Scalar>> output_;                     ///< none where the experts classify
    std::vector<ParameterBlock> blocks_;
    std::array<std::vector<Task>, 2> tasks_; ///< of a dense input, and of a sparse one
    Vector<Scalar> parameters_;
};

} // namespace expertscope
