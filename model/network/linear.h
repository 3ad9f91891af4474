#pragma once

#include "model/network/gradient_sink.h"
#include "model/network/input_batch.h"

#include <cstdint>
#include <string>
#include <vector>

namespace expertscope {

class Random;

/// A named part of a network's parameters: rows x columns, column-major, from `offset` on.
struct ParameterBlock {
    std::string name; ///< "layers.0.experts.0.weight"
    Index offset = 0;
    Index rows = 0;
    Index columns = 0;
    Index size() const { return rows * columns; }
};

/// y = W x + b. Knows shapes and where its parameters lie, not their values: those are one flat vector,
/// theta, owned by the network, so that optimizers, checkpoints and checksums see one array.
///
/// With groups = G > 1 it is G independent maps side by side (deeper levels of experts): group g maps rows
/// [g*inputs/G, ...) of x to rows [g*outputs/G, ...) of y.
template <class Scalar> class Linear {
  public:
    Linear(Index inputs, Index outputs, Index groups, Index offset);

    Index inputs() const { return inputs_; }
    Index outputs() const { return outputs_; }
    Index parameterCount() const { return outputs_ / groups_ * inputs_ + outputs_; }
    /// Weight ((outputs / groups) x inputs, group beside group), then bias (outputs x 1).
    std::vector<ParameterBlock> blocks(const std::string& name) const;
    /// He-normal weights (He et al. 2015) times scale, zero biases.
    void initialise(Scalar* theta, Random random, double scale = 1) const;

    /// x: inputs x B, dense or sparse; y: outputs x B.
    void forward(const Scalar* theta, const LayerInput<Scalar>& x, View<Scalar> y) const;
    /// dx (inputs x B) = W^T dy (outputs x B).
    void backward(const Scalar* theta, ConstView<Scalar> dy, View<Scalar> dx, Into into) const;

    /// What a sparse input asks of a map falls into tasks by output units: each weight is then read by one
    /// thread, once for all examples.
    int unitTasks() const;
    Units unitsOf(int task) const;
    /// The same as forward of a sparse x, for these rows of y alone. groups must be 1.
    void forwardSparse(Units units, const Scalar* theta, const LayerInput<Scalar>& x, View<Scalar> y) const;

    /// The parameter gradient dL/dtheta = dy x^T falls into independent tasks, fixed by the shape alone: each
    /// sums over all examples in their order, so no sum depends on the threads.
    int gradientTasks(bool sparse) const;
    /// x: the whole minibatch, transposed already where it is sparse; scratch: gradientScratch values, for
    /// the pieces.
    void gradient(int task, const LayerInput<Scalar>& x, ConstView<Scalar> dy, Scalar* scratch,
                  GradientSink<Scalar>& sink) const;
    static constexpr Index gradientScratch = 1 << 15;

  private:
    void gradientSparse(Units units, const InputBatch<Scalar>& x, const ConstView<Scalar>& dy,
                        Scalar* scratch, GradientSink<Scalar>& sink) const;
    void gradientOfBias(Units units, const ConstView<Scalar>& dy, Scalar* scratch,
                        GradientSink<Scalar>& sink) const;
    using ConstWeights = Eigen::Map<const Matrix<Scalar>>;
    ConstWeights weights(const Scalar* theta) const { return {theta + offset_, outputs_ / groups_, inputs_}; }

    Index inputs_, outputs_, groups_, offset_;
    Index rowTiles_, columnTiles_; ///< of the dense gradient, per group
};

} // namespace expertscope
