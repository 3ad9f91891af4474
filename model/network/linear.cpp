#include "model/network/linear.h"

#include "model/base/random.h"
#include "model/network/kernels.h"

#include <algorithm>
#include <cmath>
#include <type_traits>

namespace expertscope {
namespace {

// Units that a task of the sparse products takes: what the widest kernels hold in registers at a time.
constexpr Index unitsPerTask = 128;
// Task boundaries lie on cache lines where the columns do.
constexpr Index unitStep = 16;
// Inputs whose gradient is handed over at once by the sparse gradient: 16 kB of 128 units.
constexpr Index inputsPerPiece = 32;
// Outputs that a task of the dense gradient takes, at most.
constexpr Index mostTileRows = 1024;

Index parts(Index count, Index most) {
    return (count + most - 1) / most;
}

// Part i of `count` nearly equal ones of a length.
Columns part(Index length, Index count, Index i) {
    const Index first = length * i / count;
    return {first, length * (i + 1) / count - first};
}

} // namespace

template <class Scalar>
Linear<Scalar>::Linear(Index inputs, Index outputs, Index groups, Index offset)
    : inputs_(inputs), outputs_(outputs), groups_(groups), offset_(offset) {
    const Index in = inputs / groups, out = outputs / groups;
    rowTiles_ = parts(out, mostTileRows);
    columnTiles_ = parts(in, std::max<Index>(1, gradientScratch / parts(out, rowTiles_)));
}

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
        return forwardSparse({0, outputs_}, theta, input, y);
    const ConstView<Scalar> x = input.dense();
    const ConstWeights w = weights(theta);
    y.colwise() = Eigen::Map<const Vector<Scalar>>(theta + offset_ + w.size(), outputs_);
    const Index in = inputs_ / groups_, out = outputs_ / groups_;
    for (Index g = 0; g < groups_; ++g)
        multiply<Scalar>(w.middleCols(g * in, in), x.middleRows(g * in, in), y.middleRows(g * out, out),
                         Into::Add);
}

template <class Scalar> int Linear<Scalar>::unitTasks() const {
    return static_cast<int>(parts(outputs_, unitsPerTask));
}

template <class Scalar> Units Linear<Scalar>::unitsOf(int task) const {
    const auto [first, count] = part(parts(outputs_, unitStep), unitTasks(), task);
    return {first * unitStep, std::min((first + count) * unitStep, outputs_) - first * unitStep};
}

template <class Scalar>
void Linear<Scalar>::forwardSparse(Units units, const Scalar* theta, const LayerInput<Scalar>& x,
                                   View<Scalar> y) const {
    const ConstWeights w = weights(theta);
    const Scalar* bias = w.data() + w.size() + units.first;
    const InputBatch<Scalar>& batch = x.batch();
    const Index first = x.columns().first;
    if constexpr (std::is_same_v<Scalar, float>) {
        kernels().sparseForward(units.count, w.data() + units.first, outputs_, bias,
                                batch.columnInputs(first), batch.columnValues(first), batch.places(),
                                batch.columnCounts() + first, y.cols(), y.data() + units.first,
                                y.outerStride());
    } else {
        for (Index c = 0; c < y.cols(); ++c) {
            auto column = y.col(c).segment(units.first, units.count);
            column = Eigen::Map<const Vector<Scalar>>(bias, units.count);
            for (Index k = 0; k < batch.columnCounts()[first + c]; ++k)
                column += batch.columnValues(first + c)[k] *
                          w.col(batch.columnInputs(first + c)[k]).segment(units.first, units.count);
        }
    }
}

template <class Scalar>
void Linear<Scalar>::backward(const Scalar* theta, ConstView<Scalar> dy, View<Scalar> dx, Into into) const {
    const ConstWeights w = weights(theta);
    const Index in = inputs_ / groups_, out = outputs_ / groups_;
    for (Index g = 0; g < groups_; ++g)
        multiplyTransposed<Scalar>(w.middleCols(g * in, in), dy.middleRows(g * out, out),
                                   dx.middleRows(g * in, in), into);
}

template <class Scalar> int Linear<Scalar>::gradientTasks(bool sparse) const {
    return sparse ? unitTasks() : static_cast<int>(groups_ * rowTiles_ * columnTiles_);
}

template <class Scalar>
void Linear<Scalar>::gradient(int task, const LayerInput<Scalar>& x, ConstView<Scalar> dy, Scalar* scratch,
                              GradientSink<Scalar>& sink) const {
    if (x.sparse())
        return gradientSparse(unitsOf(task), x.batch(), dy, scratch, sink);
    const Index out = outputs_ / groups_, in = inputs_ / groups_;
    const Index group = task / (rowTiles_ * columnTiles_);
    const auto [row, rows] = part(out, rowTiles_, task / columnTiles_ % rowTiles_);
    const auto [column, columns] = part(in, columnTiles_, task % columnTiles_);
    Eigen::Map<Matrix<Scalar>> piece(scratch, rows, columns);
    multiplyByTransposed<Scalar>(dy.middleRows(group * out + row, rows),
                                 x.dense().middleRows(group * in + column, columns), piece, Into::Overwrite);
    sink.take({scratch, offset_ + (group * in + column) * out + row, rows, columns, out, false});
    if (column == 0)
        gradientOfBias({group * out + row, rows}, dy, scratch, sink);
}

template <class Scalar>
void Linear<Scalar>::gradientSparse(Units units, const InputBatch<Scalar>& x, const ConstView<Scalar>& dy,
                                    Scalar* scratch, GradientSink<Scalar>& sink) const {
    for (Index first = 0; first < inputs_; first += inputsPerPiece) {
        const Index count = std::min(inputsPerPiece, inputs_ - first);
        const std::uint32_t* begin = x.rowBegin() + first;
        const GradientPiece<Scalar> piece{
            scratch, offset_ + first * outputs_ + units.first, units.count, count, outputs_, false};
        sink.expect(piece);
        if constexpr (std::is_same_v<Scalar, float>) {
            kernels().sparseGradient(units.count, dy.data() + units.first, dy.outerStride(), count, begin,
                                     x.rowExamples(), x.rowValues(), scratch);
        } else {
            Eigen::Map<Matrix<Scalar>> values(scratch, units.count, count);
            values.setZero();
            for (Index r = 0; r < count; ++r)
                for (std::uint32_t k = begin[r]; k < begin[r + 1]; ++k)
                    values.col(r) +=
                        x.rowValues()[k] * dy.col(x.rowExamples()[k]).segment(units.first, units.count);
        }
        sink.take(piece);
    }
    gradientOfBias(units, dy, scratch, sink);
}

template <class Scalar>
void Linear<Scalar>::gradientOfBias(Units units, const ConstView<Scalar>& dy, Scalar* scratch,
                                    GradientSink<Scalar>& sink) const {
    Eigen::Map<Vector<Scalar>>(scratch, units.count) =
        dy.middleRows(units.first, units.count).rowwise().sum();
    const Index bias = offset_ + outputs_ / groups_ * inputs_;
    sink.take({scratch, bias + units.first, units.count, 1, outputs_, true});
}

template class Linear<float>;
template class Linear<double>;

} // namespace expertscope
