// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/input_batch.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace expertscope {

template <class Scalar>
InputBatch<Scalar>::InputBatch(Index inputs, Index capacity, Index mostNonZero)
    : inputs_(inputs), capacity_(capacity), slots_(inputs <= 0xffff ? mostNonZero : 0) {
    if (!sparse()) {
        dense_.setZero(inputs, capacity);
        return;
    }
    const std::size_t places = static_cast<std::size_t>(slots_) * capacity;
    inputsOf_.resize(places);
    values_.resize(places);
    counts_.assign(capacity, 0);
    entries_.assign(capacity * (transposeParts + 1), 0);
    rowBegin_.assign(inputs + 1, 0);
    rowExamples_.resize(places);
    rowValues_.resize(places);
}

template <class Scalar> void InputBatch<Scalar>::setColumnCount(Index column, Index count) {
    counts_[column] = static_cast<std::int32_t>(count);
    const std::uint16_t* const ids = columnInputs(column);
    const std::uint16_t* place = ids;
    for (int part = 1; part < transposeParts; ++part) {
        place = std::lower_bound(place, ids + count, firstRow(part));
        entry(column, part) = static_cast<std::int32_t>(place - ids);
    }
    entry(column, transposeParts) = counts_[column];
}

template <class Scalar> void InputBatch<Scalar>::copyColumn(Index to, const InputBatch& from, Index column) {
    if (!sparse()) {
        dense_.col(to) = from.dense_.col(column);
        return;
    }
    const Index count = from.counts_[column];
    std::copy_n(from.columnInputs(column), count, columnInputs(to));
    std::copy_n(from.columnValues(column), count, columnValues(to));
    counts_[to] = from.counts_[column];
    std::copy_n(from.entries_.begin() + column * (transposeParts + 1), transposeParts + 1,
                entries_.begin() + to * (transposeParts + 1));
}

template <class Scalar>
void InputBatch<Scalar>::transpose(int part, Columns columns, std::uint32_t* rowBegin) {
    const Index first = firstRow(part), count = firstRow(part + 1) - first;
    const Index end = columns.first + columns.count;
    // Counts are gathered one row further on than their own.
    std::uint32_t* const begin = rowBegin + first;
    std::fill_n(begin + 1, count, 0u);
    // What lies in earlier columns and parts comes first.
    auto next = static_cast<std::uint32_t>(columns.first * slots_);
    for (Index column = columns.first; column < end; ++column) {
        next += static_cast<std::uint32_t>(entry(column, part));
        const std::uint16_t* const ids = columnInputs(column);
        for (std::int32_t k = entry(column, part); k < entry(column, part + 1); ++k)
            ++begin[ids[k] - first + 1];
    }
    // Counts become beginnings, still one row further on, so that filling moves each to its own place.
    for (Index r = 1; r <= count; ++r)
        next += std::exchange(begin[r], next);
    for (Index column = columns.first; column < end; ++column) {
        const std::uint16_t* const ids = columnInputs(column);
        const Scalar* const values = columnValues(column);
        for (std::int32_t k = entry(column, part); k < entry(column, part + 1); ++k) {
            const std::uint32_t to = begin[ids[k] - first + 1]++;
            rowExamples_[to] = static_cast<std::uint32_t>(column - columns.first);
            rowValues_[to] = values[k];
        }
    }
    if (first == 0)
        begin[0] = static_cast<std::uint32_t>(columns.first * slots_);
}

template <class Scalar> bool InputBatch<Scalar>::allFinite(Columns columns) const {
    if (!sparse())
        return dense_.middleCols(columns.first, columns.count).allFinite();
    for (Index c = columns.first; c < columns.first + columns.count; ++c)
        if (!std::all_of(columnValues(c), columnValues(c) + counts_[c],
                         [](Scalar v) { return std::isfinite(v); }))
            return false;
    return true;
}

template class InputBatch<float>;
template class InputBatch<double>;

} // namespace expertscope
