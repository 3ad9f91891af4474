// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/linear.h"

#include "model/base/random.h"
#include "model/network/kernels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <type_traits>

namespace expertscope {
namespace {

// Units of a panel: what the widest kernels hold in registers at a time.
constexpr Index panelUnits = 128;
// Panels begin on cache lines.
constexpr Index unitStep = 16;
// Inputs whose gradient is handed over at once by the sparse gradient: 16 kB of 128 units.
constexpr Index inputsPerPiece = 32;

Index parts(Index count, Index most) {
    return (count + most - 1) / most;
}

std::vector<Panel> panelsOf(Index rows, Index columns, Index groups, Index offset) {
    const Index count = parts(rows, panelUnits);
    std::vector<Panel> panels;
    for (Index g = 0; g < groups; ++g)
        for (Index i = 0; i < count; ++i) {
            const auto [first, steps] = nearlyEqualPart(parts(rows, unitStep), count, i);
            const Index row = first * unitStep, end = std::min((first + steps) * unitStep, rows);
            panels.push_back({row, end - row, g * columns, columns, offset});
            offset += (end - row) * columns;
        }
    return panels;
}

} // namespace

template <class Scalar>
Linear<Scalar>::Linear(Index inputs, Index outputs, Index groups, Index offset)
    : inputs_(inputs), outputs_(outputs), groups_(groups), offset_(offset),
      biasOffset_(offset + outputs / groups * inputs),
      panels_(panelsOf(outputs / groups, inputs / groups, groups, offset)) {
    tilesPerPanel_ = static_cast<int>(parts(inputs / groups, gradientScratch / panelUnits));
}

template <class Scalar>
Linear<Scalar>::Linear(Index inputs, Index outputs, Places places)
    : Linear(inputs, outputs, 1, places.weights) {
    biasOffset_ = places.biases;
}

template <class Scalar> std::vector<ParameterBlock> Linear<Scalar>::blocks(const std::string& name) const {
    return {{name + ".weight", offset_, outputs_ / groups_, inputs_, panels_},
            {name + ".bias", biasOffset_, outputs_, 1, {{0, outputs_, 0, 1, biasOffset_}}}};
}

template <class Scalar> void Linear<Scalar>::initialise(Scalar* theta, Random random, double scale) const {
    const double spread = deviation(inputs_ / groups_, scale);
    // Column by column of the whole matrix: what is drawn does not depend on the panels.
    const std::size_t perGroup = panels_.size() / groups_;
    for (std::size_t first = 0; first < panels_.size(); first += perGroup)
        for (Index column = 0; column < inputs_ / groups_; ++column)
            for (std::size_t p = first; p < first + perGroup; ++p)
                std::generate_n(theta + panels_[p].offset + column * panels_[p].rows, panels_[p].rows,
                                [&] { return static_cast<Scalar>(spread * random.normal()); });
    std::fill_n(theta + biasOffset_, outputs_, Scalar(0));
}

template <class Scalar> double Linear<Scalar>::deviation(Index inputs, double scale) {
    return scale * std::sqrt(2.0 / static_cast<double>(inputs));
}

template <class Scalar>
void Linear<Scalar>::drawColumn(Scalar* theta, Index column, Random& random, double deviation) const {
    for (const Panel& panel : panels_)
        std::generate_n(theta + panel.offset + column * panel.rows, panel.rows,
                        [&] { return static_cast<Scalar>(deviation * random.normal()); });
}

template <class Scalar>
void Linear<Scalar>::forward(const Scalar* theta, const LayerInput<Scalar>& input, View<Scalar> y) const {
    if (input.sparse()) {
        for (int p = 0; p < panels(); ++p)
            forwardPanel(p, theta, input, y);
        return;
    }
    const ConstView<Scalar> x = input.dense();
    y.colwise() = Eigen::Map<const Vector<Scalar>>(theta + biasOffset_, outputs_);
    for (const Panel& panel : panels_)
        multiply<Scalar>(weights(theta, panel), x.middleRows(panel.column, panel.columns),
                         y.middleRows(outputRow(panel), panel.rows), Into::Add);
}

template <class Scalar>
void Linear<Scalar>::backward(const Scalar* theta, ConstView<Scalar> dy, View<Scalar> dx, Into into) const {
    for (const Panel& panel : panels_)
        multiplyTransposed<Scalar>(weights(theta, panel), dy.middleRows(outputRow(panel), panel.rows),
                                   dx.middleRows(panel.column, panel.columns),
                                   panel.row == 0 ? into : Into::Add);
}

template <class Scalar>
void Linear<Scalar>::forwardPanel(int number, const Scalar* theta, const LayerInput<Scalar>& x,
                                  View<Scalar> y) const {
    const Panel& panel = panels_[number];
    const Weights w = weights(theta, panel);
    const Scalar* bias = theta + biasOffset_ + panel.row;
    const InputBatch<Scalar>& batch = x.batch();
    const Index first = x.columns().first;
    if constexpr (std::is_same_v<Scalar, float>) {
        kernels().sparseForward(panel.rows, w.data(), bias, batch.columnInputs(first),
                                batch.columnValues(first), batch.places(), batch.columnCounts() + first,
                                y.cols(), y.data() + panel.row, y.outerStride());
    } else {
        for (Index c = 0; c < y.cols(); ++c) {
            auto column = y.col(c).segment(panel.row, panel.rows);
            column = Eigen::Map<const Vector<Scalar>>(bias, panel.rows);
            for (Index k = 0; k < batch.columnCounts()[first + c]; ++k)
                column += batch.columnValues(first + c)[k] * w.col(batch.columnInputs(first + c)[k]);
        }
    }
}

template <class Scalar> int Linear<Scalar>::gradientTasks(bool sparse) const {
    return sparse ? panels() : panels() * tilesPerPanel_;
}

template <class Scalar>
void Linear<Scalar>::gradient(int task, const LayerInput<Scalar>& x, ConstView<Scalar> dy, Scalar* scratch,
                              GradientSink<Scalar>& sink) const {
    if (x.sparse()) {
        const InputBatch<Scalar>& batch = x.batch();
        gradientByRows(task, {0, inputs_}, batch.rowBegin(), batch.rowExamples(), batch.rowValues(), dy,
                       scratch, sink);
        return gradientOfBias(task, dy, scratch, sink);
    }
    const int number = task / tilesPerPanel_;
    const Panel& panel = panels_[number];
    const auto [column, columns] = nearlyEqualPart(panel.columns, tilesPerPanel_, task % tilesPerPanel_);
    Eigen::Map<Matrix<Scalar>> values(scratch, panel.rows, columns);
    if (dy.cols() > 0)
        multiplyByTransposed<Scalar>(dy.middleRows(outputRow(panel), panel.rows),
                                     x.dense().middleRows(panel.column + column, columns), values,
                                     Into::Overwrite);
    else
        values.setZero();
    sink.take({scratch, panel.offset + column * panel.rows, panel.rows * columns, false});
    if (column == 0)
        gradientOfBias(number, dy, scratch, sink);
}

template <class Scalar>
void Linear<Scalar>::gradientByRows(int number, Columns rows, const std::uint32_t* rowBegin,
                                    const std::uint32_t* examples, const Scalar* entries,
                                    ConstView<Scalar> dy, Scalar* scratch, GradientSink<Scalar>& sink) const {
    const Panel& panel = panels_[number];
    if (!sink.wantsUntouched())
        return gradientOfTouched(panel, rows, rowBegin, examples, entries, dy, scratch, sink);
    for (Index done = 0; done < rows.count; done += inputsPerPiece) {
        const Index count = std::min(inputsPerPiece, rows.count - done), first = rows.first + done;
        const std::uint32_t* begin = rowBegin + done;
        const GradientPiece<Scalar> piece{scratch, panel.offset + first * panel.rows, panel.rows * count,
                                          false};
        sink.expect(piece);
        sumRows(panel, count, begin, examples, entries, dy, scratch);
        sink.take(piece);
    }
}

/// Some touched rows at a time; runs of neighbours are one piece.
template <class Scalar>
void Linear<Scalar>::gradientOfTouched(const Panel& panel, Columns rows, const std::uint32_t* rowBegin,
                                       const std::uint32_t* examples, const Scalar* entries,
                                       const ConstView<Scalar>& dy, Scalar* scratch,
                                       GradientSink<Scalar>& sink) const {
    std::array<Index, inputsPerPiece> touched;
    std::array<std::uint32_t, inputsPerPiece + 1> begin;
    Index next = 0;
    while (next < rows.count) {
        Index count = 0;
        for (; next < rows.count && count < inputsPerPiece; ++next)
            if (rowBegin[next] != rowBegin[next + 1]) {
                begin[count] = rowBegin[next];
                begin[count + 1] =
                    rowBegin[next + 1]; // the entries of rows between, which have none, do not part them
                touched[count++] = rows.first + next;
            }
        const auto forRuns = [&](const auto& use) {
            for (Index i = 0, run = 1; i < count; i += run) {
                for (run = 1; i + run < count && touched[i + run] == touched[i] + run;)
                    ++run;
                use(GradientPiece<Scalar>{scratch + i * panel.rows, panel.offset + touched[i] * panel.rows,
                                          panel.rows * run, false});
            }
        };
        forRuns([&](const GradientPiece<Scalar>& piece) { sink.expect(piece); });
        sumRows(panel, count, begin.data(), examples, entries, dy, scratch);
        forRuns([&](const GradientPiece<Scalar>& piece) { sink.take(piece); });
    }
}

/// sums (panel.rows x count) = each row's entries times their examples' columns of dy.
template <class Scalar>
void Linear<Scalar>::sumRows(const Panel& panel, Index count, const std::uint32_t* begin,
                             const std::uint32_t* examples, const Scalar* entries,
                             const ConstView<Scalar>& dy, Scalar* sums) const {
    if constexpr (std::is_same_v<Scalar, float>) {
        kernels().sparseGradient(panel.rows, dy.data() + panel.row, dy.outerStride(), count, begin, examples,
                                 entries, sums);
    } else {
        Eigen::Map<Matrix<Scalar>> values(sums, panel.rows, count);
        values.setZero();
        for (Index r = 0; r < count; ++r)
            for (std::uint32_t k = begin[r]; k < begin[r + 1]; ++k)
                values.col(r) += entries[k] * dy.col(examples[k]).segment(panel.row, panel.rows);
    }
}

template <class Scalar>
void Linear<Scalar>::gradientOfBias(int number, ConstView<Scalar> dy, Scalar* scratch,
                                    GradientSink<Scalar>& sink) const {
    const Panel& panel = panels_[number];
    const Index row = outputRow(panel);
    Eigen::Map<Vector<Scalar>>(scratch, panel.rows) = dy.middleRows(row, panel.rows).rowwise().sum();
    sink.take({scratch, biasOffset_ + row, panel.rows, true});
}

template class Linear<float>;
template class Linear<double>;

} // namespace expertscope
