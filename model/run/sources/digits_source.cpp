// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/data/stroke_digits.h"
#include "model/run/sources/data_source.h"

namespace expertscope {
namespace {

constexpr int strokeTrainingDigits = 60000, strokeTestDigits = 10000;

DataPair makeDigits(DataDescription& data, WorkerPool& pool, const Progress& progress) {
    return makeStrokeDigits(data.seed, strokeTrainingDigits, strokeTestDigits, pool, progress);
}

} // namespace

DataSource digitsSource() {
    return {.name = "digits",
            .description = "digits drawn from strokes by this program, 60,000 to train on and 10,000 to test",
            .load = makeDigits,
            .title = "Built-in digits"};
}

} // namespace expertscope
