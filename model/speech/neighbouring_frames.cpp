// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/speech/neighbouring_frames.h"

#include "model/speech/log_mel.h"

#include <cmath>
#include <limits>

namespace expertscope {
namespace {

constexpr double step = static_cast<double>(frameStep) / speechRate; // seconds from a frame to the next

/// How many frames later than the example another one is.
int framesLater(const SoundPlaces& heard, int example, int other) {
    const double later =
        static_cast<double>(heard.seconds[other]) - static_cast<double>(heard.seconds[example]);
    return static_cast<int>(std::lround(later / step));
}

} // namespace

NeighbouringFrames neighbouringFrames(const Dataset& data, int example, int reach) {
    const int rows = data.shape.rows, columns = data.shape.columns, width = 2 * reach + 1;
    NeighbouringFrames frames{Matrix<float>::Constant(rows, width, std::numeric_limits<float>::quiet_NaN()),
                              std::vector<int>(width, -1), reach};
    std::vector<float> pixels(data.shape.size());
    // The far ones first: where two know a frame, the nearer one has the last word, and the example above
    // all.
    const auto take = [&](int other) {
        const int later = framesLater(data.heard, example, other);
        data.copyExample(other, pixels.data());
        for (int c = 0; c < columns; ++c) {
            const int place = reach + later + c - columns / 2;
            for (int row = 0; place >= 0 && place < width && row < rows; ++row)
                frames.bands(row, place) = pixels[row * columns + c];
        }
        if (std::abs(later) <= reach)
            frames.labels[reach + later] = data.label.values[other];
    };
    const auto beside = [&](int other) { // examples of a recording are in order of time
        return other >= 0 && other < data.count() && data.heard.file[other] == data.heard.file[example] &&
               std::abs(framesLater(data.heard, example, other)) <= reach + columns / 2;
    };
    int first = example, last = example;
    while (beside(first - 1))
        --first;
    while (beside(last + 1))
        ++last;
    for (; first < example; ++first)
        take(first);
    for (; last >= example; --last)
        take(last);
    return frames;
}

} // namespace expertscope
