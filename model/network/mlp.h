// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network/linear.h"

#include <vector>

namespace expertscope {

/// What a minibatch leaves behind in an Mlp: for each level its output and the gradient with respect to it,
/// units x capacity.
template <class Scalar> struct MlpActivations {
    std::vector<Matrix<Scalar>> output;
    std::vector<Matrix<Scalar>> delta;
};

/// Linear maps with rectification between them: a gate's network, or a bank of experts with the experts side
/// by side in the rows.
template <class Scalar> class Mlp {
  public:
    enum class Last { Rectified, Linear };
    /// Whether a.delta.back() is with respect to the output, or already to what the last rectification reads.
    enum class LastDelta { OfOutput, Masked };

    /// `copies` networks side by side, each inputs -> widths[0] -> widths[1] ..., all reading the same input;
    /// the parameters lie from offset on.
    Mlp(Index inputs, const std::vector<int>& widths, int copies, Last last, Index offset);
    /// One network of these levels, wherever their parameters lie.
    Mlp(std::vector<Linear<Scalar>> levels, Last last) : levels_(std::move(levels)), last_(last) {}

    Index inputs() const { return levels_.front().inputs(); }
    Index outputs() const { return levels_.back().outputs(); }
    const std::vector<Linear<Scalar>>& levels() const { return levels_; }
    Index parameterCount() const;
    std::vector<ParameterBlock> blocks(const std::string& name) const;
    /// Draws each level's weights from a stream of its own, counted on from `stream`; the last level's times
    /// lastScale.
    void initialise(Scalar* theta, std::uint64_t seed, std::uint32_t& stream, double lastScale = 1) const;
    MlpActivations<Scalar> activations(Index capacity) const;

    /// x: the same columns of the input; fills a.output for these columns.
    void forward(const Scalar* theta, const LayerInput<Scalar>& x, MlpActivations<Scalar>& a,
                 Columns columns) const;
    /// The same in two steps, for a sparse input: tasks that fill the first level's output panel by panel,
    /// and when all have, what is above it.
    int panels() const { return levels_.front().panels(); }
    void forwardPanel(int panel, const Scalar* theta, const LayerInput<Scalar>& x,
                      MlpActivations<Scalar>& a) const;
    void forwardAboveFirst(const Scalar* theta, MlpActivations<Scalar>& a, Columns columns) const;
    /// From a.delta.back() fills the gradients with respect to every level's linear map, in a.delta.
    void backward(const Scalar* theta, MlpActivations<Scalar>& a, Columns columns,
                  LastDelta lastRectified = LastDelta::OfOutput) const;
    /// After backward: dx (inputs x B) from the first level's delta.
    void backwardInput(const Scalar* theta, const MlpActivations<Scalar>& a, Columns columns, View<Scalar> dx,
                       Into into) const;

    /// See Linear::gradient. sparse: whether x is.
    int gradientTasks(bool sparse) const;
    void gradient(int task, const LayerInput<Scalar>& x, const MlpActivations<Scalar>& a, Scalar* scratch,
                  GradientSink<Scalar>& sink) const;

  private:
    bool rectified(std::size_t level) const { return level + 1 < levels_.size() || last_ == Last::Rectified; }

    std::vector<Linear<Scalar>> levels_;
    Last last_;
};

} // namespace expertscope
