// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/training/late_momentum.h"

#include "model/network/kernels.h"

#include <algorithm>

namespace expertscope {

void LateMomentum::Steps::then(double learningRate, double momentum, double weightDecay) {
    const double nextVw = momentum * vw + weightDecay * ww, nextVv = momentum * vv + weightDecay * wv;
    vw = nextVw;
    vv = nextVv;
    ww -= learningRate * vw;
    wv -= learningRate * vv;
}

void LateMomentum::restart() {
    std::fill(records_.begin(), records_.end(), 0u);
    weights_.assign(1, {});
    biases_.assign(1, {});
    now_ = 0;
}

void LateMomentum::advance(double learningRate, double momentum, double weightDecay) {
    for (Steps& steps : weights_)
        steps.then(learningRate, momentum, weightDecay);
    for (Steps& steps : biases_)
        steps.then(learningRate, momentum, 0);
    weights_.emplace_back();
    biases_.emplace_back();
    ++now_;
}

void LateMomentum::catchUp(const LateRow& row, float* w, float* v) const {
    const std::uint32_t record = records_[static_cast<std::size_t>(row.record)];
    if (record >= now_)
        return;
    const Steps& steps = (row.bias ? biases_ : weights_)[record];
    kernels().lateSteps(row.count, w + row.first, v + row.first, static_cast<float>(steps.ww),
                        static_cast<float>(steps.wv), static_cast<float>(steps.vw),
                        static_cast<float>(steps.vv));
}

void LateMomentum::withdraw() {
    for (std::uint32_t& record : records_)
        record = std::min(record, now_);
}

} // namespace expertscope
