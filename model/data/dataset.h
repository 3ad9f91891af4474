// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/data/value_range.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace expertscope {

/// How one example is laid out: rows x columns of `channels` planes, row-major within a plane.
struct ImageShape {
    int rows = 0;
    int columns = 0;
    int channels = 1;

    int size() const { return rows * columns * channels; }
    bool operator==(const ImageShape&) const = default;
};

/// A discrete property that every example has: its class, its translation, its speaker.
/// Everything the figures show is a statistic of the gates against one of these.
struct Attribute {
    std::string name;                    ///< "class", "translation", ...
    std::vector<std::string> valueNames; ///< one a value
    std::vector<std::uint16_t> values;   ///< one an example, each below valueNames.size()
    int gridRows = 1;                    ///< how the values are laid out when drawn: 9 for translation
    int gridColumns = 0;                 ///< gridRows * gridColumns == valueNames.size()
    std::string title = {};              ///< what people call it where that is not its name: "phone"

    int valueCount() const { return static_cast<int>(valueNames.size()); }
};

/// The pixels that are not 0, listed example after example: what drawing a mostly black image needs.
struct NonZeroPixels {
    std::vector<std::uint32_t> begin;  ///< count + 1; example i has the entries [begin[i], begin[i + 1])
    std::vector<std::uint16_t> places; ///< in the image, ascending
    std::vector<std::uint8_t> values;
    bool empty() const { return begin.empty(); }
};

/// Where in a recording each example was heard. Empty for images.
struct SoundPlaces {
    std::vector<std::string> files;  ///< of sound; of synthetic speech what it is called
    std::vector<std::string> texts;  ///< one a file: what is said there, as far as it is known
    std::vector<std::uint32_t> file; ///< one an example: its place in files
    std::vector<float> seconds; ///< one an example: from the beginning of the file to the example's middle
    bool empty() const { return file.empty(); }
};

/// Labelled examples, immutable once made. Pixels are bytes (0..255, read as value/255) or floats.
struct Dataset {
    std::string name; ///< as shown to people: "MNIST, training set"
    ImageShape shape;
    std::variant<std::vector<std::uint8_t>, std::vector<float>> pixels; ///< example after example
    Attribute label;                                                    ///< what is to be learned: "class"
    std::vector<Attribute> attributes; ///< what else every example has: its speaker, its phone's group
    SoundPlaces heard;                 ///< where it can be played from
    NonZeroPixels nonZero;             ///< empty where it was not asked for, see listNonZero
    std::optional<ValueRange> stored;  ///< of the values as the files have them, where they were scaled

    int count() const { return static_cast<int>(label.values.size()); }
    int classes() const { return label.valueCount(); }

    /// Writes example i as shape.size() floats to out.
    void copyExample(int i, float* out) const;
    /// Of all values, bytes as 0 to 255 and floats as they are.
    ValueRange range() const;
    /// The share of values that are not 0, measured on some of the examples.
    double nonZeroShare() const;
    /// Fills nonZero where pixels are bytes and few enough are not 0 for that to be of use.
    void listNonZero();
    /// Throws Error if sizes, labels, other attributes or grids contradict each other.
    void check() const;
};

/// A training and a test set of the same shape and classes.
struct DataPair {
    Dataset train;
    Dataset test;
    std::string source; ///< "digits" or the folder it was read from
    std::string sha256; ///< of the files read, in name order; of the generator's version for made data
    /// A sentence each: what a person should know of what was read, as how many files gave no examples.
    std::vector<std::string> notes = {};
    std::string madeBy = {}; ///< which other program made them, with its version: "espeak-ng 1.51"
};

/// "class" with the given values' names; the values are to be filled in.
Attribute classAttribute(std::vector<std::string> names);
/// The ten digits' names, "0" to "9".
std::vector<std::string> digitNames();

} // namespace expertscope
