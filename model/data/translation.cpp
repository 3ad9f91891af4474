// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/data/translation.h"

#include "model/base/error.h"

#include <algorithm>
#include <cstring>

namespace expertscope {
namespace {

constexpr int stride = 8; // pixels that are passed over together where all are 0

bool allZero(const std::uint8_t* first, const std::uint8_t* last) {
    if (last - first < stride)
        return std::all_of(first, last, [](std::uint8_t v) { return v == 0; });
    std::uint64_t eight;
    std::memcpy(&eight, first, stride);
    return eight == 0;
}
bool allZero(const float* first, const float* last) {
    return std::all_of(first, last, [](float v) { return v == 0; });
}

} // namespace

Translation::Translation(ImageShape image, int jitter) : image_(image), jitter_(jitter), canvas_(image) {
    if (jitter < 0 || jitter > 100)
        throw ConfigError("data.jitter is " + std::to_string(jitter) + "; choose 0 to 100 pixels");
    canvas_.rows += 2 * jitter;
    canvas_.columns += 2 * jitter;
    if (canvas_.size() <= 0xffff)
        for (int i = 0; i < image.size(); ++i) {
            const int row = i / image.columns, plane = row / std::max(image.rows, 1);
            places_.push_back(
                static_cast<std::uint16_t>((row + plane * 2 * jitter) * canvas_.columns + i % image.columns));
        }
}

Shift Translation::shift(int value) const {
    return {static_cast<std::int8_t>(value / side() - jitter_),
            static_cast<std::int8_t>(value % side() - jitter_)};
}

void Translation::draw(const Dataset& data, int i, Shift shift, float* out) const {
    if (jitter_ == 0)
        return data.copyExample(i, out);
    std::fill_n(out, canvas_.size(), 0.0f);
    const int top = jitter_ + shift.dy, left = jitter_ + shift.dx;
    const auto copyRows = [&](const auto* pixels, auto convert) {
        for (int plane = 0; plane < image_.channels; ++plane)
            for (int row = 0; row < image_.rows; ++row) {
                const auto* from = pixels + (plane * image_.rows + row) * image_.columns;
                float* to = out + (plane * canvas_.rows + row + top) * canvas_.columns + left;
                std::transform(from, from + image_.columns, to, convert);
            }
    };
    const std::size_t first = static_cast<std::size_t>(image_.size()) * i;
    if (const auto* bytes = std::get_if<std::vector<std::uint8_t>>(&data.pixels))
        copyRows(bytes->data() + first,
                 [](std::uint8_t v) { return static_cast<float>(v) * (1.0f / 255.0f); });
    else
        copyRows(std::get<std::vector<float>>(data.pixels).data() + first, [](float v) { return v; });
}

int Translation::drawNonZero(const Dataset& data, int i, Shift shift, std::uint16_t* places,
                             float* values) const {
    const int top = jitter_ + shift.dy, left = jitter_ + shift.dx;
    if (!data.nonZero.empty()) {
        const NonZeroPixels& listed = data.nonZero;
        const std::uint32_t first = listed.begin[i], number = listed.begin[i + 1] - first;
        const std::uint16_t moved = static_cast<std::uint16_t>(top * canvas_.columns + left);
        for (std::uint32_t k = 0; k < number; ++k) {
            places[k] = static_cast<std::uint16_t>(places_[listed.places[first + k]] + moved);
            values[k] = static_cast<float>(listed.values[first + k]) * (1.0f / 255.0f);
        }
        return static_cast<int>(number);
    }
    int count = 0;
    const auto list = [&](const auto* pixels, auto convert) {
        for (int plane = 0; plane < image_.channels; ++plane)
            for (int row = 0; row < image_.rows; ++row, pixels += image_.columns) {
                const int first = (plane * canvas_.rows + row + top) * canvas_.columns + left;
                for (int column = 0; column < image_.columns; column += stride) {
                    const int end = std::min(column + stride, image_.columns);
                    if (allZero(pixels + column, pixels + end))
                        continue;
                    // Written always, counted where not 0: no branch to mispredict at the edges of strokes.
                    for (int c = column; c < end; ++c) {
                        places[count] = static_cast<std::uint16_t>(first + c);
                        values[count] = convert(pixels[c]);
                        count += pixels[c] != 0;
                    }
                }
            }
    };
    const std::size_t first = static_cast<std::size_t>(image_.size()) * i;
    if (const auto* bytes = std::get_if<std::vector<std::uint8_t>>(&data.pixels))
        list(bytes->data() + first, [](std::uint8_t v) { return static_cast<float>(v) * (1.0f / 255.0f); });
    else
        list(std::get<std::vector<float>>(data.pixels).data() + first, [](float v) { return v; });
    return count;
}

Attribute Translation::attribute() const {
    Attribute attribute;
    attribute.name = "translation";
    attribute.gridRows = attribute.gridColumns = side();
    for (int v = 0; v < values(); ++v)
        attribute.valueNames.push_back(std::to_string(shift(v).dy) + ", " + std::to_string(shift(v).dx));
    return attribute;
}

} // namespace expertscope
