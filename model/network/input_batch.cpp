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
    rowBegin_.assign(inputs + 1, 0);
    rowExamples_.resize(places);
    rowValues_.resize(places);
}

template <class Scalar> void InputBatch<Scalar>::transpose(Index first, Index count, Index examples) {
    // Where this part begins: after everything that lies in smaller rows. Every column is sorted.
    std::uint32_t place = 0;
    std::uint32_t* const begin = rowBegin_.data() + first;
    std::fill_n(begin + 1, count, 0u);
    const auto range = [&](Index column) {
        const std::uint16_t* ids = columnInputs(column);
        const std::uint16_t* end = ids + counts_[column];
        const std::uint16_t* low = std::lower_bound(ids, end, first);
        return std::pair(low - ids, std::lower_bound(low, end, first + count) - ids);
    };
    for (Index column = 0; column < examples; ++column) {
        const auto [low, high] = range(column);
        place += static_cast<std::uint32_t>(low);
        for (auto k = low; k < high; ++k)
            ++begin[columnInputs(column)[k] - first + 1];
    }
    // Counts become beginnings, one row further on, so that filling moves each to its own place.
    std::uint32_t next = place;
    for (Index r = 1; r <= count; ++r)
        next += std::exchange(begin[r], next);
    for (Index column = 0; column < examples; ++column) {
        const auto [low, high] = range(column);
        for (auto k = low; k < high; ++k) {
            const std::uint32_t to = begin[columnInputs(column)[k] - first + 1]++;
            rowExamples_[to] = static_cast<std::uint32_t>(column);
            rowValues_[to] = columnValues(column)[k];
        }
    }
    if (first == 0)
        begin[0] = 0;
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
