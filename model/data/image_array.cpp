// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/data/image_array.h"

#include "model/base/error.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace expertscope {
namespace {

constexpr std::uint32_t mostPixels = 1024; // each way

bool isChannels(std::uint32_t dimension) {
    return dimension == 1 || dimension == 3;
}

/// Whether red, green and blue of a pixel follow each other.
bool channelsLast(const IdxArray& images) {
    return images.dimensions.size() == 4 && isChannels(images.dimensions[3]);
}

[[noreturn]] void fail(const std::filesystem::path& path, int byte, const std::string& what) {
    throw FileError(path.string() + " at byte " + std::to_string(byte) + ": " + what);
}

ImageShape square(const IdxArray& images, const std::filesystem::path& path) {
    const std::uint32_t size = images.dimensions[1];
    const int side = static_cast<int>(std::lround(std::sqrt(static_cast<double>(size))));
    if (static_cast<std::uint32_t>(side) * static_cast<std::uint32_t>(side) != size)
        fail(path, 8,
             std::to_string(size) +
                 " values an image, which make no square; write an array of number x rows x columns.");
    if (static_cast<std::uint32_t>(side) > mostPixels)
        fail(path, 8,
             "images of " + std::to_string(side) + " x " + std::to_string(side) +
                 " pixels; at most 1024 x 1024 can be used.");
    return {side, side, 1};
}

} // namespace

ImageShape imageShape(const IdxArray& images, const std::filesystem::path& path) {
    const std::vector<std::uint32_t>& d = images.dimensions;
    if (d.size() == 1)
        fail(path, 3, "an array of 1 dimensions, but images need 3; are images and labels swapped?");
    if (d.size() == 4 && !isChannels(d[1]) && !isChannels(d[3]))
        fail(path, 8,
             "images of " + std::to_string(d[1]) + " x " + std::to_string(d[2]) + " x " +
                 std::to_string(d[3]) +
                 " values, of which none is 1 or 3 channels; write an array of number x rows x columns.");
    const std::size_t rows = d.size() == 4 && !channelsLast(images) ? 2 : 1;
    if (d.size() > 2 && (d[rows] > mostPixels || d[rows + 1] > mostPixels))
        fail(path, static_cast<int>(4 + 4 * rows),
             "images of " + std::to_string(d[rows]) + " x " + std::to_string(d[rows + 1]) +
                 " pixels; at most 1024 x 1024 can be used.");
    if (d.size() == 2)
        return square(images, path);
    const auto at = [&](std::size_t i) { return static_cast<int>(d[i]); };
    return {at(rows), at(rows + 1), d.size() == 3 ? 1 : at(rows == 1 ? 3 : 1)};
}

void arrangeImages(IdxArray& images, ImageShape& shape, bool transposed) {
    const bool last = channelsLast(images) && shape.channels > 1;
    if (!last && !transposed)
        return;
    const std::size_t value = sizeOf(images.type), rows = shape.rows, columns = shape.columns,
                      channels = shape.channels, size = shape.size() * value;
    std::vector<std::uint8_t> from(size);
    for (std::size_t first = 0; first < images.bytes.size(); first += size) {
        std::uint8_t* to = images.bytes.data() + first;
        std::copy_n(to, size, from.data());
        for (std::size_t c = 0; c < channels; ++c)
            for (std::size_t r = 0; r < rows; ++r)
                for (std::size_t k = 0; k < columns; ++k) {
                    const std::size_t was =
                        last ? (r * columns + k) * channels + c : (c * rows + r) * columns + k;
                    const std::size_t is =
                        transposed ? (c * columns + k) * rows + r : (c * rows + r) * columns + k;
                    std::copy_n(from.data() + was * value, value, to + is * value);
                }
    }
    if (transposed)
        std::swap(shape.rows, shape.columns);
}

} // namespace expertscope
