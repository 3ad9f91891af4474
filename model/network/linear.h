// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network/gradient_sink.h"
#include "model/network/input_batch.h"
#include "model/network/parameter_block.h"

#include <cstdint>
#include <string>
#include <vector>

namespace expertscope {

class Random;

/// y = W x + b. Knows shapes and where its parameters lie, not their values: those are one flat vector,
/// theta, owned by the network, so that optimizers, checkpoints and checksums see one array.
///
/// With groups = G > 1 it is G independent maps side by side (deeper levels of experts): group g maps rows
/// [g*inputs/G, ...) of x to rows [g*outputs/G, ...) of y.
template <class Scalar> class Linear {
  public:
    Linear(Index inputs, Index outputs, Index groups, Index offset);
    /// Where the weights and the biases of one map lie, apart from each other.
    struct Places {
        Index weights = 0, biases = 0;
    };
    Linear(Index inputs, Index outputs, Places places);

    Index inputs() const { return inputs_; }
    Index outputs() const { return outputs_; }
    Index parameterCount() const { return outputs_ / groups_ * inputs_ + outputs_; }
    /// Weight ((outputs / groups) x inputs, group beside group), then bias (outputs x 1).
    std::vector<ParameterBlock> blocks(const std::string& name) const;
    /// He-normal weights (He et al. 2015) times scale, zero biases.
    void initialise(Scalar* theta, Random random, double scale = 1) const;
    /// The standard deviation of such weights.
    static double deviation(Index inputs, double scale);
    /// Draws the weights of one input, a column of the matrix; groups must be 1.
    void drawColumn(Scalar* theta, Index column, Random& random, double deviation) const;

    /// x: inputs x B, dense or sparse; y: outputs x B.
    void forward(const Scalar* theta, const LayerInput<Scalar>& x, View<Scalar> y) const;
    /// dx (inputs x B) = W^T dy (outputs x B).
    void backward(const Scalar* theta, ConstView<Scalar> dy, View<Scalar> dx, Into into) const;

    /// A sparse input is taken panel by panel: each weight is then read by one thread, once for all examples.
    /// groups must be 1.
    int panels() const { return static_cast<int>(panels_.size()); }
    const Panel& panel(int number) const { return panels_[static_cast<std::size_t>(number)]; }
    /// Where its biases lie, outputs() of them.
    Index biasOffset() const { return biasOffset_; }
    Units unitsOf(int panel) const { return {outputRow(panels_[panel]), panels_[panel].rows}; }
    /// The same as forward of a sparse x, for these rows of y alone.
    void forwardPanel(int panel, const Scalar* theta, const LayerInput<Scalar>& x, View<Scalar> y) const;

    /// The parameter gradient dL/dtheta = dy x^T falls into independent tasks, fixed by the shape alone: each
    /// sums over all examples in their order, so no sum depends on the threads.
    int gradientTasks(bool sparse) const;
    /// x: the whole minibatch, transposed already where it is sparse; scratch: gradientScratch values, for
    /// the pieces.
    void gradient(int task, const LayerInput<Scalar>& x, ConstView<Scalar> dy, Scalar* scratch,
                  GradientSink<Scalar>& sink) const;
    static constexpr Index gradientScratch = 1 << 15;
    /// The same for a sparse input in tasks of a panel and some rows of the input, from lists of these rows'
    /// entries (InputBatch::rowBegin, of the first of them, and so on), whose examples are the columns of dy.
    /// Without the rows that have no entries, where the sink does not want these.
    void gradientByRows(int panel, Columns rows, const std::uint32_t* begin, const std::uint32_t* examples,
                        const Scalar* values, ConstView<Scalar> dy, Scalar* scratch,
                        GradientSink<Scalar>& sink) const;
    void gradientOfBias(int panel, ConstView<Scalar> dy, Scalar* scratch, GradientSink<Scalar>& sink) const;

  private:
    using Weights = Eigen::Map<const Matrix<Scalar>>;
    static Weights weights(const Scalar* theta, const Panel& panel) {
        return {theta + panel.offset, panel.rows, panel.columns};
    }
    /// The rows of y that a panel gives begin here.
    Index outputRow(const Panel& panel) const {
        return panel.column / (inputs_ / groups_) * (outputs_ / groups_) + panel.row;
    }

    void gradientOfTouched(const Panel& panel, Columns rows, const std::uint32_t* begin,
                           const std::uint32_t* examples, const Scalar* values, const ConstView<Scalar>& dy,
                           Scalar* scratch, GradientSink<Scalar>& sink) const;
    void sumRows(const Panel& panel, Index count, const std::uint32_t* begin, const std::uint32_t* examples,
                 const Scalar* values, const ConstView<Scalar>& dy, Scalar* sums) const;

    Index inputs_, outputs_, groups_, offset_, biasOffset_;
    std::vector<Panel> panels_;
    int tilesPerPanel_ = 1; ///< of the dense gradient
};

} // namespace expertscope
