// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

namespace expertscope::testing {

using Row = std::vector<double>;

inline Row times(double factor, Row values) {
    for (double& v : values)
        v *= factor;
    return values;
}
inline double dot(const Row& a, const Row& b) {
    double sum = 0;
    for (std::size_t k = 0; k < std::min(a.size(), b.size()); ++k)
        sum += a[k] * b[k];
    return sum;
}
inline Row lessLabel(Row p, std::size_t label) {
    p[label] -= 1;
    return p;
}
inline Row softmax(const Row& logits, const std::vector<int>& mask = {}) {
    Row p;
    double sum = 0;
    for (std::size_t i = 0; i < logits.size(); ++i) {
        p.push_back(!mask.empty() && mask[i] ? 0.0 : std::exp(logits[i]));
        sum += p.back();
    }
    return times(1 / sum, p);
}

/// Networks of a few levels, forward beside backward, in plain loops.
class NaiveMlp {
  public:
    /// `copies` networks side by side, all reading the same input; parameters from `offset` on.
    NaiveMlp(std::size_t inputs, std::vector<int> widths, int copies, bool rectifyLast, std::size_t offset)
        : inputs_(inputs), widths_(std::move(widths)), copies_(static_cast<std::size_t>(copies)),
          rectifyLast_(rectifyLast), offset_(offset) {}

    std::size_t end() const { return begin(widths_.size()); } ///< of its parameters

    /// y = W x + b, rectified between the levels; the output of each copy.
    const std::vector<Row>& forward(const Row& theta, const Row& x) {
        values_.assign(1, std::vector<Row>(copies_, x));
        for (std::size_t level = 0; level < widths_.size(); ++level) {
            std::vector<Row> outputs(copies_, Row(out(level)));
            for (std::size_t e = 0; e < copies_; ++e)
                for (std::size_t u = 0; u < out(level); ++u) {
                    double sum = theta[bias(level, e, u)];
                    for (std::size_t k = 0; k < in(level); ++k)
                        sum += theta[weight(level, e, u, k)] * values_[level][e][k];
                    outputs[e][u] = rectified(level) ? std::max(0.0, sum) : sum;
                }
            values_.push_back(outputs);
        }
        return values_.back();
    }

    /// delta: dL/d output of each copy. Adds to dL/d theta, returns dL/dx.
    Row backward(const Row& theta, std::vector<Row> delta, Row& gradient) const {
        for (std::size_t level = widths_.size(); level-- > 0;) {
            std::vector<Row> below(copies_, Row(in(level), 0.0));
            for (std::size_t e = 0; e < copies_; ++e)
                for (std::size_t u = 0; u < out(level); ++u) {
                    if (rectified(level) && values_[level + 1][e][u] <= 0)
                        continue; // off: no way through it
                    gradient[bias(level, e, u)] += delta[e][u];
                    for (std::size_t k = 0; k < in(level); ++k) {
                        gradient[weight(level, e, u, k)] += delta[e][u] * values_[level][e][k];
                        below[e][k] += delta[e][u] * theta[weight(level, e, u, k)];
                    }
                }
            delta = below;
        }
        Row dx(inputs_, 0.0);
        for (const Row& ofCopy : delta)
            for (std::size_t k = 0; k < inputs_; ++k)
                dx[k] += ofCopy[k];
        return dx;
    }

  private:
    std::size_t in(std::size_t level) const { return level == 0 ? inputs_ : out(level - 1); }
    std::size_t out(std::size_t level) const { return static_cast<std::size_t>(widths_[level]); }
    bool rectified(std::size_t level) const { return rectifyLast_ || level + 1 < widths_.size(); }
    std::size_t begin(std::size_t level) const {
        return level == 0 ? offset_ : begin(level - 1) + copies_ * (in(level - 1) + 1) * out(level - 1);
    }
    /// At the first level the copies' rows lie below each other, at deeper ones their blocks beside each
    /// other.
    std::size_t weight(std::size_t level, std::size_t e, std::size_t u, std::size_t k) const {
        return begin(level) +
               (level == 0 ? k * copies_ * out(0) + e * out(0) + u : (e * in(level) + k) * out(level) + u);
    }
    std::size_t bias(std::size_t level, std::size_t e, std::size_t u) const {
        return begin(level) + copies_ * in(level)*out(level) + e * out(level) + u;
    }

    std::size_t inputs_;
    std::vector<int> widths_;
    std::size_t copies_;
    bool rectifyLast_;
    std::size_t offset_;
    std::vector<std::vector<Row>> values_; ///< [level][copy]: the input, and each level's output
};

} // namespace expertscope::testing
