// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network/layers/late_row.h"

#include <cstdint>
#include <vector>

namespace expertscope {

/// Momentum and weight decay of rows of weights that minibatches leave alone: as if each step had moved them,
/// v <- mu v + lambda w, w <- w - eta v, but late, when a row is touched again, in one go. Each row remembers
/// the step up to which it has been moved; what the steps since then come to is a product of 2 x 2 matrices,
/// kept in double for every step of the window since all rows were last caught up. Biases do not decay.
class LateMomentum {
  public:
    explicit LateMomentum(Index rows = 0) : records_(static_cast<std::size_t>(rows), 0) { restart(); }

    /// All rows are up to date from here on.
    void restart();
    /// A step has been made with these rates. Rows that it touched have been told of by touch.
    void advance(double learningRate, double momentum, double weightDecay);
    /// Steps since the restart.
    std::uint32_t now() const { return now_; }
    /// So many steps are kept at most: then all rows have to be caught up.
    static constexpr std::uint32_t mostSteps = 1000;
    /// Whether some row is behind.
    bool behind() const { return now_ > 0; }

    /// Brings a row up to date in weights w and velocities v, and takes it for touched by the step to come.
    /// Different threads may take different rows.
    void touch(const LateRow& row, float* w, float* v) {
        catchUp(row, w, v);
        records_[static_cast<std::size_t>(row.record)] = now_ + 1;
    }
    /// The same without remembering, of a copy.
    void catchUp(const LateRow& row, float* w, float* v) const;
    /// The step that rows were touched for is not made after all.
    void withdraw();

    /// Of each row, the steps since the restart that have moved it; now() at most.
    const std::vector<std::uint32_t>& records() const { return records_; }
    void setRecords(std::vector<std::uint32_t> records) { records_ = std::move(records); }

  private:
    /// (w, v) after some steps, from (w, v) before.
    struct Steps {
        double ww = 1, wv = 0, vw = 0, vv = 1;
        void then(double learningRate, double momentum, double weightDecay);
    };
    std::vector<std::uint32_t> records_;
    std::vector<Steps> weights_, biases_; ///< from each step of the window to now
    std::uint32_t now_ = 0;
};

} // namespace expertscope
