// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/data/stored_pixels.h"

#include "model/base/error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>

namespace expertscope {
namespace {

/// How much neighbours in a row differ, as a share of the whole range.
double roughness(const std::vector<float>& values, int columns) {
    double sum = 0;
    for (std::size_t i = 1; i < std::min<std::size_t>(values.size(), 1 << 20); ++i)
        if (i % columns != 0)
            sum += std::abs(static_cast<double>(values[i]) - static_cast<double>(values[i - 1]));
    const ValueRange range = rangeOf(values);
    return range.most > range.least ? sum / (range.most - range.least) : 0;
}

/// How far the background, a value that a quarter of all pixels have, is from being the darkest or the
/// brightest; nothing where there is none.
std::optional<double> backgroundDepth(const std::vector<float>& values) {
    std::map<float, std::size_t> counts;
    for (const float value : values)
        ++counts[value];
    const auto most = std::max_element(counts.begin(), counts.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    if (most->second < values.size() / 4)
        return std::nullopt;
    const double least = counts.begin()->first, greatest = counts.rbegin()->first, value = most->first;
    return greatest > least ? std::min(value - least, greatest - value) / (greatest - least) : 0;
}

/// Many programs know no other type for 0 to 255 or 0 to 65,535 than signed bytes and shorts, in which the
/// brighter half is negative. Read so, a background is at an end of the range and not in its midst, or, where
/// there is none, neighbours are more alike.
bool readUnsigned(std::vector<float>& values, IdxType type, int columns) {
    if (type != IdxType::SignedByte && type != IdxType::Short)
        return false;
    const float half = type == IdxType::Short ? 32768.0f : 128.0f;
    const ValueRange range = rangeOf(values);
    const bool onlyEnds = range.least == -1 && range.most == 0; // 0 and 255
    if (!onlyEnds && (range.least > -half / 2 || range.most < half / 2))
        return false;
    std::vector<float> raised = values;
    for (float& value : raised)
        value += value < 0 ? 2 * half : 0;
    const auto depth = backgroundDepth(values), raisedDepth = backgroundDepth(raised);
    const bool better = depth && *depth != *raisedDepth
                            ? *raisedDepth < *depth
                            : roughness(raised, columns) < roughness(values, columns);
    if (better || onlyEnds)
        values = std::move(raised);
    return better || onlyEnds;
}

} // namespace

StoredPixels storedPixels(IdxArray images, int columns, const std::filesystem::path& path) {
    StoredPixels stored;
    if (images.type == IdxType::UnsignedByte) {
        stored.range = rangeOf(images.bytes);
        stored.values = std::move(images.bytes);
        return stored;
    }
    std::vector<float> values(images.count());
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double value = images.value(i);
        if (!(std::abs(value) <= static_cast<double>(std::numeric_limits<float>::max())))
            throw FileError(path.string() + " at byte " + std::to_string(images.place(i)) +
                            ": a pixel is no finite number" +
                            (std::isfinite(value) ? " in single precision" : "") +
                            "; write the images without such values.");
        stored.whole = stored.whole && value == std::floor(value);
        values[i] = static_cast<float>(value);
    }
    stored.asUnsigned = readUnsigned(values, images.type, columns);
    stored.range = rangeOf(values);
    stored.values = std::move(values);
    return stored;
}

} // namespace expertscope
