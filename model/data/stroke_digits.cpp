// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/data/stroke_digits.h"

#include "model/base/error.h"
#include "model/base/random.h"
#include "model/base/worker_pool.h"
#include "model/data/stroke_frame.h"
#include "model/data/stroke_pen.h"

#include <algorithm>
#include <span>
#include <string>
#include <utility>

namespace expertscope {
namespace {

constexpr int imagesPerTask = 64;
constexpr int imagesPerReport = 2048;
constexpr std::size_t imageSize = digitSide * digitSide;

enum class Set : std::uint32_t { Train = 0, Test = 1 };

Dataset emptySet(std::string name, int count) {
    if (count < 0)
        throw ConfigError(name + ": the number of images is " + std::to_string(count) + "; choose 0 or more");
    Dataset set;
    set.name = std::move(name);
    set.shape = {digitSide, digitSide, 1};
    set.pixels = std::vector<std::uint8_t>(imageSize * count);
    set.label = classAttribute(digitNames());
    set.label.values.resize(count);
    return set;
}

/// Draws image i; returns its digit.
std::uint16_t drawImage(std::uint64_t seed, Set set, int i, std::uint8_t* pixels) {
    Random random(seed, Stream::StrokeDigits, static_cast<std::uint32_t>(set), static_cast<std::uint32_t>(i));
    const int digit = static_cast<int>(random.below(10));
    drawInFrame(writeDigit(digit, random), std::span<std::uint8_t, imageSize>(pixels, imageSize));
    return static_cast<std::uint16_t>(digit);
}

/// Draws the images [first, last) of a set.
void drawImages(std::uint64_t seed, Set set, int first, int last, Dataset& data, WorkerPool& pool) {
    std::uint8_t* pixels = std::get<std::vector<std::uint8_t>>(data.pixels).data();
    pool.run((last - first + imagesPerTask - 1) / imagesPerTask, [&](int task) {
        const int begin = first + task * imagesPerTask, end = std::min(begin + imagesPerTask, last);
        for (int i = begin; i < end; ++i)
            data.label.values[i] = drawImage(seed, set, i, pixels + imageSize * i);
    });
}

} // namespace

DataPair makeStrokeDigits(std::uint64_t seed, int trainCount, int testCount, WorkerPool& pool,
                          const Progress& progress) {
    // The string names the shapes: any change of the images changes it, so that runs are not taken for
    // repeatable.
    DataPair pair{emptySet("Built-in digits, training set", trainCount),
                  emptySet("Built-in digits, test set", testCount), "digits", "stroke-digits-1"};
    const double total = std::max(1.0, static_cast<double>(trainCount) + testCount);
    double done = 0;
    report(progress, 0);
    for (const auto& [set, data] : {std::pair{Set::Train, &pair.train}, std::pair{Set::Test, &pair.test}})
        for (int first = 0; first < data->count(); first += imagesPerReport) {
            const int last = std::min(first + imagesPerReport, data->count());
            drawImages(seed, set, first, last, *data, pool);
            report(progress, (done += last - first) / total);
        }
    return pair;
}

} // namespace expertscope
