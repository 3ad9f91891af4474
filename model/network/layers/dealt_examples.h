// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network/gates/gate.h"

#include <cstdint>
#include <vector>

namespace expertscope {

/// The examples of some columns, dealt to the experts that they chose: the pairs of expert and example,
/// sorted by expert and then by example, a column each. What is made for them grows to the most pairs that
/// ever came.
template <class Scalar> struct DealtExamples {
    Columns columns;                    ///< that were dealt
    std::vector<std::uint32_t> begin;   ///< N + 1: an expert's pairs are [begin[e], begin[e + 1])
    std::vector<std::uint32_t> example; ///< of each pair, the column
    std::vector<std::uint32_t>
        first; ///< of each dealt column, and one more: its choices are [first[c], first[c + 1])
    struct Choice {
        std::uint32_t expert = 0, pair = 0;
    };
    std::vector<Choice> choices; ///< example by example, experts ascending

    /// A part of an expert's pairs, which one task takes.
    struct Chunk {
        std::uint32_t expert = 0, first = 0, count = 0;
    };
    std::vector<Chunk> chunks;
    std::vector<std::uint32_t>
        firstChunk; ///< N + 1: an expert's chunks are [firstChunk[e], firstChunk[e + 1])

    InputBatch<Scalar> x;  ///< the input of each pair
    Matrix<Scalar> xDelta; ///< dL/dx of each pair, inputs x pairs; empty below a sparse input
    MlpActivations<Scalar> experts;
    std::vector<std::uint32_t>
        rowBegin; ///< of a sparse input: inputs + 1 an expert, see InputBatch::transpose

    Index pairs() const { return begin.empty() ? 0 : begin.back(); }
    struct Choices {
        const Choice *first, *last;
        const Choice* begin() const { return first; }
        const Choice* end() const { return last; }
    };
    /// Of one of the dealt columns.
    Choices choicesOf(Index column) const {
        const std::uint32_t* const at = first.data() + (column - columns.first);
        return {choices.data() + at[0], choices.data() + at[1]};
    }
    Columns of(Index expert) const { return {begin[expert], Index{begin[expert + 1]} - begin[expert]}; }

    /// Deals the columns by who is closed to whom.
    void deal(const GateMask& closed, Columns dealtColumns, Index chunkColumns);
};

} // namespace expertscope
