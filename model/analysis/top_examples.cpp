// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/analysis/top_examples.h"

#include "model/analysis/shared_work.h"

#include <algorithm>
#include <functional>

namespace expertscope {
namespace {

// Keeps the list of the best k sorted; most candidates fail at the first comparison.
void offer(TopExamples::Entry* best, int k, TopExamples::Entry candidate) {
    if (candidate.gate <= best[k - 1].gate && best[k - 1].example >= 0)
        return;
    int place = k - 1;
    for (; place > 0 && (best[place - 1].example < 0 || candidate.gate > best[place - 1].gate); --place)
        best[place] = best[place - 1];
    best[place] = candidate;
}

constexpr Index blockExamples = 32;

/// The largest product in each block of examples; 0 where there is none that is a number.
void largestOfBlocks(const float* a, const float* b, Index n, std::vector<float>& largest) {
    using Block = Eigen::Map<const Eigen::Array<float, blockExamples, 1>>;
    for (std::size_t block = 0; block < largest.size(); ++block) {
        const Index first = static_cast<Index>(block) * blockExamples;
        float most = 0;
        if (first + blockExamples <= n)
            most = (Block(a + first) * Block(b + first)).maxCoeff();
        else
            for (Index i = first; i < n; ++i)
                most = std::max(most, a[i] * b[i]);
        largest[block] = most > 0 ? most : 0;
    }
}

/// What each of the best k reaches at least: k blocks hold one such example each.
float limitOf(const std::vector<float>& largest, int k, std::vector<float>& scratch) {
    if (static_cast<std::size_t>(k) > largest.size())
        return 0;
    scratch = largest;
    std::nth_element(scratch.begin(), scratch.begin() + (k - 1), scratch.end(), std::greater<>());
    return scratch[k - 1];
}

/// The best of one combination. To multiply and compare is all that happens to most examples, block by block.
class Finder {
  public:
    explicit Finder(Index n)
        : n_(n), largest_(static_cast<std::size_t>((n + blockExamples - 1) / blockExamples)) {}

    /// a, b: the gates of both experts, n values each.
    void find(const float* a, const float* b, TopExamples::Entry* best, int k) {
        largestOfBlocks(a, b, n_, largest_);
        const float limit = limitOf(largest_, k, scratch_);
        for (std::size_t block = 0; block < largest_.size(); ++block) {
            if (largest_[block] < limit || largest_[block] == 0)
                continue;
            const Index first = static_cast<Index>(block) * blockExamples;
            for (Index i = first; i < std::min(n_, first + blockExamples); ++i)
                if (const float gate = a[i] * b[i]; gate >= limit && gate > 0)
                    offer(best, k, {static_cast<std::int32_t>(i), gate});
        }
    }

  private:
    Index n_;
    std::vector<float> largest_, scratch_; // of blocks
};

} // namespace

TopExamples topExamples(const Matrix<float>& first, const Matrix<float>* second, int k, WorkerPool* pool) {
    TopExamples top{static_cast<int>(first.rows()), second ? static_cast<int>(second->rows()) : 1, k, {}};
    top.entries.resize(static_cast<std::size_t>(top.rows) * top.columns * k);
    const Index n = first.cols();
    if (k <= 0 || n == 0)
        return top;
    // An expert's gates side by side: n x N and n x M.
    const Matrix<float> a = first.transpose();
    const Matrix<float> b = second ? Matrix<float>(second->transpose()) : Matrix<float>::Ones(n, 1);
    shareWork(pool, top.rows, [&](int row) {
        Finder finder(n);
        for (int column = 0; column < top.columns; ++column)
            finder.find(a.col(row).data(), b.col(column).data(),
                        &top.entries[(static_cast<std::size_t>(row) * top.columns + column) * k], k);
    });
    return top;
}

} // namespace expertscope
