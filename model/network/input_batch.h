// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network/chance.h"
#include "model/network/matrix_product.h"

#include <cstdint>
#include <vector>

namespace expertscope {

/// The inputs of a minibatch, inputs x capacity: dense, or, where most values are 0 (a jittered digit has 11
/// % that are not), the others alone. What is sparse is known when it is made; every column is filled by one
/// thread.
template <class Scalar> class InputBatch {
  public:
    /// mostNonZero: how many values of a column may be non-zero; 0 makes the batch dense.
    explicit InputBatch(Index inputs = 0, Index capacity = 0, Index mostNonZero = 0);

    bool sparse() const { return slots_ > 0; }
    Index inputs() const { return inputs_; }
    Index capacity() const { return capacity_; }

    Matrix<Scalar>& dense() { return dense_; }
    const Matrix<Scalar>& dense() const { return dense_; }

    /// To be filled: places for up to mostNonZero input numbers (ascending) and values of that column.
    std::uint16_t* columnInputs(Index column) { return inputsOf_.data() + column * slots_; }
    Scalar* columnValues(Index column) { return values_.data() + column * slots_; }
    void setColumnCount(Index column, Index count);

    const std::uint16_t* columnInputs(Index column) const { return inputsOf_.data() + column * slots_; }
    const Scalar* columnValues(Index column) const { return values_.data() + column * slots_; }
    /// How many entries each column has.
    const std::int32_t* columnCounts() const { return counts_.data(); }
    /// Between the first entries of two columns.
    Index places() const { return slots_; }

    /// The same by rows, which the weight gradient needs: one part of the rows, of the first `examples`
    /// columns. Different threads may make parts at once; all must be made.
    void transpose(int part, Index examples) { transpose(part, {0, examples}, rowBegin_.data()); }
    /// The same of some columns, with row beginnings of their own (inputs + 1): lists of different columns do
    /// not meet, and name examples by their place among these columns.
    void transpose(int part, Columns columns, std::uint32_t* rowBegin);
    /// The rows of a part.
    Columns rowsOf(int part) const { return {firstRow(part), firstRow(part + 1) - firstRow(part)}; }
    /// Column `to` becomes another batch's column.
    void copyColumn(Index to, const InputBatch& from, Index column);
    static constexpr int transposeParts = 4;
    /// Row r has the entries [rowBegin()[r], rowBegin()[r + 1]) of rowExamples() and rowValues().
    const std::uint32_t* rowBegin() const { return rowBegin_.data(); }
    const std::uint32_t* rowExamples() const { return rowExamples_.data(); }
    const Scalar* rowValues() const { return rowValues_.data(); }

    /// All values finite, in these columns.
    bool allFinite(Columns columns) const;

  private:
    Index firstRow(int part) const { return inputs_ * part / transposeParts; }
    /// Where the entries of a column begin that lie in this part of the rows, or a later one.
    std::int32_t& entry(Index column, int part) { return entries_[column * (transposeParts + 1) + part]; }

    Index inputs_, capacity_, slots_;
    Matrix<Scalar> dense_;
    std::vector<std::uint16_t> inputsOf_; ///< capacity x slots
    std::vector<Scalar> values_;
    std::vector<std::int32_t> counts_;
    std::vector<std::int32_t> entries_;
    std::vector<std::uint32_t> rowBegin_; ///< inputs + 1
    std::vector<std::uint32_t> rowExamples_;
    std::vector<Scalar> rowValues_;
};

/// What a layer reads: some columns of a batch, or of the layer below; and in training what it may leave to
/// chance.
template <class Scalar> class LayerInput {
  public:
    LayerInput(const InputBatch<Scalar>& batch, Columns columns, const Chance* chance = nullptr)
        : batch_(&batch), columns_(columns), chance_(chance) {}
    LayerInput(const Matrix<Scalar>& dense, Columns columns, const Chance* chance = nullptr)
        : matrix_(&dense), columns_(columns), chance_(chance) {}

    Columns columns() const { return columns_; }
    bool sparse() const { return batch_ && batch_->sparse(); }
    const InputBatch<Scalar>& batch() const { return *batch_; }
    /// Null in evaluation.
    const Chance* chance() const { return chance_; }
    ConstView<Scalar> dense() const {
        return (batch_ ? batch_->dense() : *matrix_).middleCols(columns_.first, columns_.count);
    }

  private:
    const InputBatch<Scalar>* batch_ = nullptr;
    const Matrix<Scalar>* matrix_ = nullptr;
    Columns columns_;
    const Chance* chance_;
};

} // namespace expertscope
