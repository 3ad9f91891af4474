// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/layers/dealt_examples.h"

#include <algorithm>

namespace expertscope {

template <class Scalar>
void DealtExamples<Scalar>::deal(const GateMask& closed, Columns dealtColumns, Index chunkColumns) {
    columns = dealtColumns;
    const auto count = static_cast<std::uint32_t>(closed.rows());
    begin.assign(count + 1, 0);
    choices.clear();
    first.clear();
    for (Index c = columns.first; c < columns.first + columns.count; ++c) {
        first.push_back(static_cast<std::uint32_t>(choices.size()));
        const std::uint8_t* const column = closed.col(c).data();
        for (std::uint32_t e = 0; e < count; ++e)
            if (!column[e]) {
                ++begin[e + 1];
                choices.push_back({e, 0});
            }
    }
    first.push_back(static_cast<std::uint32_t>(choices.size()));
    for (std::uint32_t e = 0; e < count; ++e)
        begin[e + 1] += begin[e];
    // A number of pairs that comes again and again finds its room.
    if (choices.size() > example.capacity()) {
        const std::size_t room =
            choices.size() + choices.size() / 2 + static_cast<std::size_t>(columns.count);
        choices.reserve(room);
        example.reserve(room);
        chunks.reserve(room / static_cast<std::size_t>(chunkColumns) + count);
    }
    example.resize(choices.size());
    // Each expert's beginning moves on as its pairs are given, and is put back afterwards.
    for (Index c = 0; c < columns.count; ++c)
        for (std::uint32_t k = first[c]; k < first[c + 1]; ++k) {
            choices[k].pair = begin[choices[k].expert]++;
            example[choices[k].pair] = static_cast<std::uint32_t>(columns.first + c);
        }
    std::copy_backward(begin.begin(), begin.end() - 1, begin.end());
    begin.front() = 0;

    chunks.clear();
    const auto most = static_cast<std::uint32_t>(chunkColumns);
    firstChunk.assign(count + 1, 0);
    for (std::uint32_t e = 0; e < count; firstChunk[++e] = static_cast<std::uint32_t>(chunks.size()))
        for (std::uint32_t done = begin[e]; done < begin[e + 1]; done += most)
            chunks.push_back({e, done, std::min(most, begin[e + 1] - done)});
}

template struct DealtExamples<float>;
template struct DealtExamples<double>;

} // namespace expertscope
