// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/data/pixel_scale.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace expertscope {
namespace {

constexpr double white = 255;
constexpr double enough = 128;     // a range of bytes as wide as this uses 0 to 255
constexpr double brightMean = 160; // pictures of ink on paper are well above, photographs below
constexpr double unlikeMeans = 64; // of the two parts

/// What becomes black and what white.
struct Scale {
    double black = 0, white = 255;
    bool operator==(const Scale&) const = default;
};

std::string shortNumber(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.5g", value);
    return text;
}

std::string rangeText(const ValueRange& range) {
    return "from " + shortNumber(range.least) + " to " + shortNumber(range.most) + " with mean " +
           shortNumber(range.mean);
}

Scale scaleOf(const ValueRange& range, bool whole) {
    if (range.least >= 0 && range.most <= white && range.most - range.least >= enough)
        return {};
    if (!whole && range.least >= 0 && range.most <= 1.001 && range.most - range.least >= 0.5)
        return {0, 1};
    if (range.most > range.least)
        return {range.least, range.most};
    return range.least >= 0 && range.most <= white ? Scale{} : Scale{range.least - 1, range.least};
}

/// One scale for both where one is enough.
std::array<Scale, 2> scalesOf(const StoredPixels& train, const StoredPixels& test) {
    const ValueRange &a = train.range, &b = test.range;
    const double wide = std::max(a.most - a.least, b.most - b.least);
    const double aMean = a.mean - a.least, bMean = b.mean - b.least;
    const bool alike = (std::min(a.most - a.least, b.most - b.least) >= wide / 4 ||
                        std::min(aMean, bMean) >= std::max(aMean, bMean) / 2) && // a few pixels do not count
                       std::abs(a.least - b.least) <= wide / 4;
    const bool whole = train.whole && test.whole;
    if (!alike && wide > 0)
        return {scaleOf(a, train.whole), scaleOf(b, test.whole)};
    const Scale both = scaleOf({std::min(a.least, b.least), std::max(a.most, b.most), 0}, whole);
    return {both, both};
}

/// The values as shares of white, or as bytes where those are the same.
void scale(StoredPixels& pixels, const Scale& scale, bool inverted, Dataset& data) {
    if (auto* bytes = std::get_if<std::vector<std::uint8_t>>(&pixels.values)) {
        if (scale == Scale{} && !inverted) {
            data.pixels = std::move(*bytes);
            return;
        }
        std::array<std::uint8_t, 256> table;
        for (int v = 0; v < 256; ++v) {
            const double share = std::clamp((v - scale.black) / (scale.white - scale.black), 0.0, 1.0);
            table[v] = static_cast<std::uint8_t>(std::lround(white * (inverted ? 1 - share : share)));
        }
        for (std::uint8_t& value : *bytes)
            value = table[value];
        data.pixels = std::move(*bytes);
        return;
    }
    auto& values = std::get<std::vector<float>>(pixels.values);
    bool steps = true; // 256 steps keep all
    for (float& value : values) {
        double share = (static_cast<double>(value) - scale.black) / (scale.white - scale.black);
        share = std::clamp(inverted ? 1 - share : share, 0.0, 1.0);
        steps = steps && std::abs(white * share - std::round(white * share)) < 1e-3;
        value = static_cast<float>(share);
    }
    steps = steps || (pixels.whole && pixels.range.most - pixels.range.least <= white);
    if (!steps) {
        data.pixels = std::move(values);
        return;
    }
    std::vector<std::uint8_t> bytes(values.size());
    std::transform(values.begin(), values.end(), bytes.begin(), [](float share) {
        return static_cast<std::uint8_t>(std::lround(white * static_cast<double>(share)));
    });
    data.pixels = std::move(bytes);
}

std::string scaledHow(const Scale& scale) {
    if (scale == Scale{0, 1})
        return "1 counts as 255";
    return "they were scaled to 0 to 255, so that " + shortNumber(scale.black) + " is black and " +
           shortNumber(scale.white) + " white";
}

void noteScales(const StoredPixels& train, const StoredPixels& test, const std::array<Scale, 2>& scales,
                DataPair& pair) {
    if (train.asUnsigned || test.asUnsigned)
        pair.notes.emplace_back(
            "Negative pixels were read as the upper half of unsigned numbers, -1 as the greatest.");
    if (scales[0] == Scale{} && scales[1] == Scale{})
        return;
    pair.train.stored = train.range;
    pair.test.stored = test.range;
    if (scales[0] == scales[1])
        pair.notes.emplace_back("Pixels range " + rangeText(train.range) + "; " + scaledHow(scales[0]) + ".");
    else
        pair.notes.emplace_back(
            "Pixels of the training images range " + rangeText(train.range) + ", those of the test images " +
            rangeText(test.range) +
            ": each part was scaled to 0 to 255 by itself, so look whether both are what they should be.");
}

/// The brightest of all but a thousandth of the pixels that are not black.
double usualBrightest(const Dataset& data) {
    const auto* bytes = std::get_if<std::vector<std::uint8_t>>(&data.pixels);
    if (!bytes)
        return white;
    const std::array<std::size_t, 256> count = levelsOf(*bytes);
    const std::size_t lit = bytes->size() - count[0];
    std::size_t above = 0;
    int value = 255;
    while (value > 0 && above + count[value] <= lit / 1000)
        above += count[value--];
    return lit ? value : white;
}

void noteLooks(bool inverted, DataPair& pair) {
    ValueRange train = pair.train.range(), test = pair.test.range();
    if (std::holds_alternative<std::vector<float>>(pair.train.pixels))
        train = {white * train.least, white * train.most, white * train.mean};
    if (std::holds_alternative<std::vector<float>>(pair.test.pixels))
        test = {white * test.least, white * test.most, white * test.mean};
    if (train.least == train.most)
        pair.notes.emplace_back("All pixels of the training images are " + shortNumber(train.least) +
                                ", so that there is nothing to see in them.");
    else if (std::abs(train.mean - test.mean) > unlikeMeans)
        pair.notes.emplace_back("Training images have mean " + shortNumber(train.mean) +
                                " of 255, test images " + shortNumber(test.mean) +
                                ": look whether one of them has black and white exchanged.");
    else if (train.mean > brightMean)
        pair.notes.emplace_back("The images are bright, with mean " + shortNumber(train.mean) +
                                " of 255: if they are dark on white, exchange black and white by --set "
                                "data.inverted=" +
                                (inverted ? "off" : "on") +
                                ", as what is shifted in at their edges is black.");
    if (const double usual = usualBrightest(pair.train); usual < enough / 2)
        pair.notes.emplace_back("Nearly all pixels are dark: 99.9 % of those that are not 0 are at most " +
                                shortNumber(usual) +
                                " of 255, and a few are brighter; look whether these are faults.");
}

} // namespace

void scalePixels(StoredPixels train, StoredPixels test, bool inverted, DataPair& pair) {
    const std::array<Scale, 2> scales = scalesOf(train, test);
    noteScales(train, test, scales, pair);
    scale(train, scales[0], inverted, pair.train);
    scale(test, scales[1], inverted, pair.test);
    if (inverted)
        pair.notes.emplace_back("Black and white were exchanged (data.inverted).");
    noteLooks(inverted, pair);
}

} // namespace expertscope
