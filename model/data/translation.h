// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/data/dataset.h"

#include <cstdint>
#include <vector>

namespace expertscope {

/// A translation in pixels: dy > 0 moves down, dx > 0 moves right.
struct Shift {
    std::int8_t dy = 0;
    std::int8_t dx = 0;
    bool operator==(const Shift&) const = default;
};

/// Random translations of up to `jitter` pixels each way, on a zero canvas that has room for them
/// (paper 4.1: jitter 4, canvas 36x36).
class Translation {
  public:
    /// Throws ConfigError if jitter is negative or above 100.
    Translation(ImageShape image, int jitter);

    int jitter() const { return jitter_; }
    int side() const { return 2 * jitter_ + 1; }
    int values() const { return side() * side(); }
    ImageShape image() const { return image_; }
    ImageShape canvas() const { return canvas_; }

    /// (dy, dx) -> row-major index on the side x side grid; (-jitter, -jitter) is 0, top left.
    int value(Shift shift) const { return (shift.dy + jitter_) * side() + shift.dx + jitter_; }
    Shift shift(int value) const;

    /// Draws example i of data, moved by shift, into canvas().size() floats.
    void draw(const Dataset& data, int i, Shift shift, float* out) const;

    /// The same as a list: the canvas' numbers (ascending) and values of the pixels that are not 0, at most
    /// image().size() of them; returns how many. The canvas must have no more than 65,535 values.
    int drawNonZero(const Dataset& data, int i, Shift shift, std::uint16_t* places, float* values) const;

    /// "translation", its values named "-4, -4" (dy, dx) and laid out side x side; values still empty.
    Attribute attribute() const;

  private:
    ImageShape image_;
    int jitter_;
    ImageShape canvas_;
    std::vector<std::uint16_t>
        places_; ///< on the canvas, of each pixel of an image that is moved to its top left
};

} // namespace expertscope
