#include "model/network/linear.h"

#include "model/base/random.h"

#include <algorithm>
#include <cmath>

namespace expertscope {
namespace {

// Large enough to keep a matrix product busy, small enough that two to eight threads share the first layer evenly.
constexpr Index weightsPerTask = 1 << 16;

} // namespace

template <class Scalar>
Linear<Scalar>::Linear(Index inputs, Index outputs, Index groups, Index offset)
    : inputs_(inputs), outputs_(outputs), groups_(groups), offset_(offset) {}

template <class Scalar> std::vector<ParameterBlock> Linear<Scalar>::blocks(const std::string& name) const {
    const ParameterBlock weight{name + ".weight", offset_, outputs_ / groups_, inputs_};
    return {weight, {name + ".bias", offset_ + weight.size(), outputs_, 1}};
}

template <class Scalar> void Linear<Scalar>::initialise(Scalar* theta, Random random) const {
    const double deviation = std::sqrt(2.0 * static_cast<double>(groups_) / static_cast<double>(inputs_));
    Scalar* const weight = theta + offset_;
    Scalar* const bias = weight + outputs_ / groups_ * inputs_;
    std::generate(weight, bias, [&] { return static_cast<Scalar>(deviation * random.normal()); });
    std::fill_n(bias, outputs_, Scalar(0));
}

template <class Scalar>
void Linear<Scalar>::forward(const Scalar* theta, ConstView<Scalar> x, View<Scalar> y) const {
    const ConstWeights w = weights(theta);
    y.colwise() = Eigen::Map<const Vector<Scalar>>(theta + offset_ + w.size(), outputs_);
    const Index in = inputs_ / groups_, out = outputs_ / groups_;
    for (Index g = 0; g < groups_; ++g)
        multiply<Scalar>(w.middleCols(g * in, in), x.middleRows(g * in, in), y.middleRows(g * out, out), Into::Add);
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
    ranges.push_back({offset_ + first * rows, count * rows, false});
    if (task == 0)
        ranges.push_back({offset_ + rows * inputs_, outputs_, true});
}

template <class Scalar>
void Linear<Scalar>::gradient(int task, ConstView<Scalar> x, ConstView<Scalar> dy, Scalar* gradient) const {
    const auto [first, count] = part(task);
    Weights dw(gradient + offset_, outputs_ / groups_, inputs_);
    const Index out = outputs_ / groups_, group = groups_ > 1 ? task : 0;
    multiplyByTransposed<Scalar>(dy.middleRows(group * out, out), x.middleRows(first, count),
                                 dw.middleCols(first, count), Into::Overwrite);
    if (task == 0)
        Eigen::Map<Vector<Scalar>>(gradient + offset_ + dw.size(), outputs_) = dy.rowwise().sum();
}

template class Linear<float>;
template class Linear<double>;

} // namespace expertscope
