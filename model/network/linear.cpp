#include "model/network/linear.h"

#include "model/base/random.h"
#include "model/network/kernels.h"

#include <algorithm>
#include <cmath>
#include <type_traits>

namespace expertscope {
namespace {

// Large enough to keep a matrix product busy, small enough that two to eight threads share the first layer
// evenly.
constexpr Index weightsPerTask = 1 << 16;

} // namespace

template <class Scalar>
Linear<Scalar>::Linear(Index inputs, Index outputs, Index groups, Index offset)
    : inputs_(inputs), outputs_(outputs), groups_(groups), offset_(offset) {}

template <class Scalar> std::vector<ParameterBlock> Linear<Scalar>::blocks(const std::string& name) const {
    const ParameterBlock weight{name + ".weight", offset_, outputs_ / groups_, inputs_};
    return {weight, {name + ".bias", offset_ + weight.size(), outputs_, 1}};
}

template <class Scalar> void Linear<Scalar>::initialise(Scalar* theta, Random random, double scale) const {
    const double deviation =
        scale * std::sqrt(2.0 * static_cast<double>(groups_) / static_cast<double>(inputs_));
    Scalar* const weight = theta + offset_;
    Scalar* const bias = weight + outputs_ / groups_ * inputs_;
    std::generate(weight, bias, [&] { return static_cast<Scalar>(deviation * random.normal()); });
    std::fill_n(bias, outputs_, Scalar(0));
}

template <class Scalar>
void Linear<Scalar>::forward(const Scalar* theta, const LayerInput<Scalar>& input, View<Scalar> y) const {
    if (input.sparse())
        return forwardSparse(theta, input, y);
    const ConstView<Scalar> x = input.dense();
    const ConstWeights w = weights(theta);
    y.colwise() = Eigen::Map<const Vector<Scalar>>(theta + offset_ + w.size(), outputs_);
    const Index in = inputs_ / groups_, out = outputs_ / groups_;
    for (Index g = 0; g < groups_; ++g)
        multiply<Scalar>(w.middleCols(g * in, in), x.middleRows(g * in, in), y.middleRows(g * out, out),
                         Into::Add);
}

template <class Scalar>
void Linear<Scalar>::backward(const Scalar* theta, ConstView<Scalar> dy, View<Scalar> dx, Into into) const {
    const ConstWeights w = weights(theta);
    const Index in = inputs_ / groups_, out = outputs_ / groups_;
    for (Index g = 0; g < groups_; ++g)
        multiplyTransposed<Scalar>(w.middleCols(g * in, in), dy.middleRows(g * out, out),
                                   dx.middleRows(g * in, in), into);
}

template <class Scalar> int Linear<Scalar>::gradientTasks() const {
    if (groups_ > 1)
        return static_cast<int>(groups_);
    return static_cast<int>(std::clamp<Index>(inputs_ * outputs_ / weightsPerTask, 1, inputs_));
}

template <class Scalar> auto Linear<Scalar>::part(int task) const -> Part {
    const Index tasks = gradientTasks();
    const Index first = inputs_ * task / tasks;
    return {first, inputs_ * (task + 1) / tasks - first};
}

template <class Scalar>
void Linear<Scalar>::gradientRanges(int task, std::vector<ParameterRange>& ranges) const {
    const Index rows = outputs_ / groups_;
    const auto [first, count] = part(task);
    ranges.push_back({offset_ + first * rows, count * rows, false, false});
    if (task == 0)
        ranges.push_back({offset_ + rows * inputs_, outputs_, true, false});
}

template <class Scalar>
void Linear<Scalar>::forwardSparse(const Scalar* theta, const LayerInput<Scalar>& x, View<Scalar>& y) const {
    const ConstWeights w = weights(theta);
    const Scalar* bias = w.data() + w.size();
    const InputBatch<Scalar>& batch = x.batch();
    for (Index c = 0; c < y.cols(); ++c) {
        const Index column = x.columns().first + c;
        if constexpr (std::is_same_v<Scalar, float>) {
            kernels().sparseForward(outputs_, w.data(), bias, batch.columnInputs(column),
                                    batch.columnValues(column), batch.columnCount(column), y.col(c).data());
        } else {
            y.col(c) = Eigen::Map<const Vector<Scalar>>(bias, outputs_);
            for (Index k = 0; k < batch.columnCount(column); ++k)
                y.col(c) += batch.columnValues(column)[k] * w.col(batch.columnInputs(column)[k]);
        }
    }
}

template <class Scalar>
void Linear<Scalar>::gradientSparse(Part part, const InputBatch<Scalar>& x, const ConstView<Scalar>& dy,
                                    Scalar* dw) const {
    const std::uint32_t* begin = x.rowBegin() + part.first;
    if constexpr (std::is_same_v<Scalar, float>) {
        kernels().sparseGradient(outputs_, dy.data(), part.count, begin, x.rowExamples(), x.rowValues(), dw);
    } else {
        Weights block(dw, outputs_, part.count);
        block.setZero();
        for (Index r = 0; r < part.count; ++r)
            for (std::uint32_t k = begin[r]; k < begin[r + 1]; ++k)
                block.col(r) += x.rowValues()[k] * dy.col(x.rowExamples()[k]);
    }
}

template <class Scalar>
void Linear<Scalar>::gradient(int task, const LayerInput<Scalar>& x, ConstView<Scalar> dy,
                              Scalar* gradient) const {
    const auto [first, count] = part(task);
    Weights dw(gradient + offset_, outputs_ / groups_, inputs_);
    const Index out = outputs_ / groups_, group = groups_ > 1 ? task : 0;
    if (x.sparse())
        gradientSparse({first, count}, x.batch(), dy, dw.col(first).data());
    else
        multiplyByTransposed<Scalar>(dy.middleRows(group * out, out), x.dense().middleRows(first, count),
                                     dw.middleCols(first, count), Into::Overwrite);
    if (task == 0)
        Eigen::Map<Vector<Scalar>>(gradient + offset_ + dw.size(), outputs_) = dy.rowwise().sum();
}

template class Linear<float>;
template class Linear<double>;

} // namespace expertscope
