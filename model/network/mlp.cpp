// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/mlp.h"

#include "model/base/random.h"
#include "model/network/kernels.h"

namespace expertscope {
namespace {

// This order of comparison lets NaN through, where Eigen's cwiseMax may turn it into a harmless-looking 0.
void rectify(double* y, Index n) {
    for (Index i = 0; i < n; ++i)
        y[i] = 0.0 > y[i] ? 0.0 : y[i];
}
void rectifyBackward(const double* y, double* delta, Index n) {
    for (Index i = 0; i < n; ++i)
        delta[i] = y[i] > 0.0 ? delta[i] : 0.0;
}
void rectify(float* y, Index n) {
    kernels().rectify(y, n);
}
void rectifyBackward(const float* y, float* delta, Index n) {
    kernels().rectifyBackward(y, delta, n);
}

} // namespace

template <class Scalar>
Mlp<Scalar>::Mlp(Index inputs, const std::vector<int>& widths, int copies, Last last, Index offset)
    : last_(last) {
    for (std::size_t level = 0; level < widths.size(); ++level) {
        levels_.emplace_back(inputs, Index{widths[level]} * copies, level == 0 ? 1 : copies, offset);
        offset += levels_.back().parameterCount();
        inputs = levels_.back().outputs();
    }
}

template <class Scalar> Index Mlp<Scalar>::parameterCount() const {
    Index count = 0;
    for (const auto& level : levels_)
        count += level.parameterCount();
    return count;
}

template <class Scalar> std::vector<ParameterBlock> Mlp<Scalar>::blocks(const std::string& name) const {
    std::vector<ParameterBlock> all;
    for (std::size_t level = 0; level < levels_.size(); ++level)
        for (auto& block : levels_[level].blocks(name + "." + std::to_string(level)))
            all.push_back(std::move(block));
    return all;
}

template <class Scalar>
void Mlp<Scalar>::initialise(Scalar* theta, std::uint64_t seed, std::uint32_t& stream,
                             double lastScale) const {
    for (const auto& level : levels_)
        level.initialise(theta, Random(seed, Stream::Weights, stream++),
                         &level == &levels_.back() ? lastScale : 1);
}

template <class Scalar> MlpActivations<Scalar> Mlp<Scalar>::activations(Index capacity) const {
    MlpActivations<Scalar> a;
    for (const auto& level : levels_) {
        a.output.emplace_back(level.outputs(), capacity);
        a.delta.emplace_back(level.outputs(), capacity);
    }
    return a;
}

template <class Scalar>
void Mlp<Scalar>::forward(const Scalar* theta, const LayerInput<Scalar>& x, MlpActivations<Scalar>& a,
                          Columns columns) const {
    auto y = a.output.front().middleCols(columns.first, columns.count);
    levels_.front().forward(theta, x, y);
    if (rectified(0))
        rectify(y.data(), y.size());
    forwardAboveFirst(theta, a, columns);
}

template <class Scalar>
void Mlp<Scalar>::forwardPanel(int panel, const Scalar* theta, const LayerInput<Scalar>& x,
                               MlpActivations<Scalar>& a) const {
    const Units units = levels_.front().unitsOf(panel);
    auto y = a.output.front().middleCols(x.columns().first, x.columns().count);
    levels_.front().forwardPanel(panel, theta, x, y);
    if (rectified(0))
        for (Index c = 0; c < y.cols(); ++c)
            rectify(y.col(c).data() + units.first, units.count);
}

template <class Scalar>
void Mlp<Scalar>::forwardAboveFirst(const Scalar* theta, MlpActivations<Scalar>& a, Columns columns) const {
    for (std::size_t level = 1; level < levels_.size(); ++level) {
        auto y = a.output[level].middleCols(columns.first, columns.count);
        levels_[level].forward(theta, {a.output[level - 1], columns}, y);
        if (rectified(level))
            rectify(y.data(), y.size());
    }
}

template <class Scalar>
void Mlp<Scalar>::backward(const Scalar* theta, MlpActivations<Scalar>& a, Columns columns,
                           LastDelta lastRectified) const {
    for (std::size_t level = levels_.size(); level-- > 0;) {
        auto delta = a.delta[level].middleCols(columns.first, columns.count);
        if (rectified(level) && !(level + 1 == levels_.size() && lastRectified == LastDelta::Masked))
            rectifyBackward(a.output[level].col(columns.first).data(), delta.data(), delta.size());
        if (level > 0)
            levels_[level].backward(theta, delta, a.delta[level - 1].middleCols(columns.first, columns.count),
                                    Into::Overwrite);
    }
}

template <class Scalar>
void Mlp<Scalar>::backwardInput(const Scalar* theta, const MlpActivations<Scalar>& a, Columns columns,
                                View<Scalar> dx, Into into) const {
    levels_.front().backward(theta, a.delta.front().middleCols(columns.first, columns.count), dx, into);
}

template <class Scalar> int Mlp<Scalar>::gradientTasks(bool sparse) const {
    int tasks = 0;
    for (std::size_t level = 0; level < levels_.size(); ++level)
        tasks += levels_[level].gradientTasks(sparse && level == 0);
    return tasks;
}

template <class Scalar>
void Mlp<Scalar>::gradient(int task, const LayerInput<Scalar>& x, const MlpActivations<Scalar>& a,
                           Scalar* scratch, GradientSink<Scalar>& sink) const {
    std::size_t level = 0;
    for (int tasks; task >= (tasks = levels_[level].gradientTasks(x.sparse() && level == 0)); ++level)
        task -= tasks;
    const LayerInput<Scalar> input = level == 0 ? x : LayerInput<Scalar>(a.output[level - 1], x.columns());
    levels_[level].gradient(task, input, a.delta[level].middleCols(x.columns().first, x.columns().count),
                            scratch, sink);
}

template class Mlp<float>;
template class Mlp<double>;

} // namespace expertscope
