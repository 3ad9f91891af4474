#include "model/analysis/top_examples.h"

#include <algorithm>

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

} // namespace

TopExamples topExamples(const Matrix<float>& first, const Matrix<float>* second, int k) {
    TopExamples top{static_cast<int>(first.rows()), second ? static_cast<int>(second->rows()) : 1, k, {}};
    top.entries.resize(static_cast<std::size_t>(top.rows) * top.columns * k);
    if (k <= 0)
        return top;
    for (Index i = 0; i < first.cols(); ++i)
        for (int row = 0; row < top.rows; ++row)
            for (int column = 0; column < top.columns; ++column) {
                const float gate = first(row, i) * (second ? (*second)(column, i) : 1.0f);
                offer(&top.entries[(static_cast<std::size_t>(row) * top.columns + column) * k], k,
                      {static_cast<std::int32_t>(i), gate});
            }
    return top;
}

} // namespace expertscope
