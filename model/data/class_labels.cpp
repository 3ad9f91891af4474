// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/data/class_labels.h"

#include "model/base/error.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iterator>

namespace expertscope {
namespace {

constexpr std::size_t mostClasses = 1 << 16; // what Attribute can tell apart
constexpr std::size_t mostListed = 8;
constexpr std::size_t fewClasses = 40;  // which a handful of images may have
constexpr std::size_t mostColumns = 64; // of which the first is the class

std::int64_t wholeLabel(const IdxArray& labels, std::size_t i, const std::filesystem::path& path) {
    const double value = labels.value(i);
    if (value == std::floor(value) && std::abs(value) < 1e15)
        return static_cast<std::int64_t>(value);
    char text[32];
    std::snprintf(text, sizeof text, "%g", value);
    throw FileError(path.string() + " at byte " + std::to_string(labels.place(i)) + ": label " + text +
                    ", but a class is a whole number; give each class a number.");
}

/// Rows with a single 1 and else 0.
bool isOneHot(const IdxArray& labels, std::size_t columns) {
    if (columns < 2)
        return false;
    for (std::size_t i = 0; i < labels.count(); i += columns) {
        int ones = 0;
        for (std::size_t c = 0; c < columns; ++c) {
            const double value = labels.value(i + c);
            if (value != 0 && value != 1)
                return false;
            ones += value == 1;
        }
        if (ones != 1)
            return false;
    }
    return true;
}

std::vector<std::int64_t> distinct(std::vector<std::int64_t> values) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    return values;
}

std::vector<std::int64_t> together(std::vector<std::int64_t> a, const std::vector<std::int64_t>& b) {
    a.insert(a.end(), b.begin(), b.end());
    return distinct(std::move(a));
}

/// Replaces each value by its place in the ascending list of all.
std::vector<std::uint16_t> placesIn(const std::vector<std::int64_t>& all,
                                    const std::vector<std::int64_t>& values) {
    std::vector<std::uint16_t> places(values.size());
    std::transform(values.begin(), values.end(), places.begin(), [&](std::int64_t value) {
        return static_cast<std::uint16_t>(std::lower_bound(all.begin(), all.end(), value) - all.begin());
    });
    return places;
}

/// "3, 7 and 9"; of many the first.
std::string listed(const std::vector<std::string>& names) {
    std::string text;
    const std::size_t shown = std::min(names.size(), mostListed);
    for (std::size_t i = 0; i < shown; ++i)
        text += (i == 0 ? "" : i + 1 < names.size() ? ", " : " and ") + names[i];
    return shown < names.size() ? text + " and " + std::to_string(names.size() - shown) + " more" : text;
}

/// The names of all that are in `of` and not in `in`.
std::vector<std::string> lacking(const std::vector<std::int64_t>& of, const std::vector<std::int64_t>& in,
                                 const std::vector<std::int64_t>& all,
                                 const std::vector<std::string>& names) {
    std::vector<std::string> missing;
    for (const std::int64_t label : of)
        if (!std::binary_search(in.begin(), in.end(), label))
            missing.push_back(names[std::lower_bound(all.begin(), all.end(), label) - all.begin()]);
    return missing;
}

/// What a person who expects 0, 1, 2, ... should know.
void noteLabels(const std::vector<std::int64_t>& all, const std::vector<std::string>& names, DataPair& pair) {
    const std::string range = std::to_string(all.front()) + " to " + std::to_string(all.back());
    std::vector<std::string> gaps;
    for (std::size_t i = 1; i < all.size() && gaps.size() <= mostListed; ++i)
        for (std::int64_t label = all[i - 1] + 1; label < all[i] && gaps.size() <= mostListed; ++label)
            gaps.push_back(std::to_string(label));
    if (all.size() == 1)
        pair.notes.emplace_back("All images are of one class, " + names[0] +
                                ", so that there is nothing to learn.");
    else if (!gaps.empty())
        pair.notes.emplace_back(std::to_string(all.size()) + " classes with labels from " + range +
                                (gaps.size() > mostListed ? "; many of the labels between have no image."
                                                          : "; no image has " + listed(gaps) + "."));
    else if (all.front() != 0)
        pair.notes.emplace_back(std::to_string(all.size()) + " classes, whose labels count from " + range +
                                ".");
}

std::vector<std::string> classNames(const std::vector<std::int64_t>& all, const ClassNames* names,
                                    DataPair& pair) {
    std::vector<std::string> found = names ? namesFor(all, *names) : std::vector<std::string>();
    if (!found.empty()) {
        pair.notes.emplace_back("Classes are named by " + names->file.filename().string() + ".");
        return found;
    }
    if (names)
        pair.notes.emplace_back(
            names->file.filename().string() + " has " + std::to_string(names->inOrder.size()) +
            " lines, which do not name the labels " + std::to_string(all.front()) + " to " +
            std::to_string(all.back()) + ", so that classes are shown by number.");
    for (const std::int64_t label : all)
        found.push_back(std::to_string(label));
    return found;
}

void addAttribute(DataPair& pair, const std::string& name, const std::vector<std::int64_t>& train,
                  const std::vector<std::int64_t>& test) {
    const std::vector<std::int64_t> all = together(train, test);
    if (all.size() < 2 || all.size() > mostClasses)
        return;
    Attribute attribute;
    attribute.name = name;
    for (const std::int64_t value : all)
        attribute.valueNames.push_back(name + " " + std::to_string(value));
    attribute.gridColumns = attribute.valueCount();
    for (const auto& [values, data] : {std::pair{&train, &pair.train}, {&test, &pair.test}}) {
        attribute.values = placesIn(all, *values);
        data->attributes.push_back(attribute);
    }
}

[[noreturn]] void failWidth(std::size_t columns, const std::filesystem::path& path) {
    throw FileError(path.string() + " at byte 8: " + std::to_string(columns) +
                    " values a label, but a class is one; are images and labels swapped?");
}

} // namespace

void requireLabelShape(const IdxArray& labels, const std::filesystem::path& path) {
    if (labels.dimensions.size() > 2)
        throw FileError(path.string() + " at byte 3: an array of " +
                        std::to_string(labels.dimensions.size()) +
                        " dimensions, but labels need 1; are images and labels swapped?");
    if (labels.dimensions.size() == 2 && labels.dimensions[1] > mostClasses)
        failWidth(labels.dimensions[1], path);
}

LabelColumns readLabels(const IdxArray& labels, const std::filesystem::path& path) {
    requireLabelShape(labels, path);
    const std::size_t columns = labels.dimensions.size() == 2 ? labels.dimensions[1] : 1;
    LabelColumns read;
    read.oneHot = isOneHot(labels, columns);
    if (!read.oneHot && columns > mostColumns)
        failWidth(columns, path);
    read.others.resize(read.oneHot ? 0 : columns - 1);
    for (std::size_t i = 0; i < labels.count(); i += columns) {
        std::size_t one = 0;
        while (read.oneHot && labels.value(i + one) == 0)
            ++one;
        read.classes.push_back(read.oneHot ? static_cast<std::int64_t>(one) : wholeLabel(labels, i, path));
        for (std::size_t c = 0; c < read.others.size(); ++c)
            read.others[c].push_back(wholeLabel(labels, i + 1 + c, path));
    }
    return read;
}

void assignClasses(const LabelColumns& train, const LabelColumns& test, const ClassNames* names,
                   const std::filesystem::path& path, DataPair& pair) {
    const std::vector<std::int64_t> inTrain = distinct(train.classes), inTest = distinct(test.classes);
    const std::vector<std::int64_t> all = together(inTrain, inTest);
    if (all.size() > mostClasses)
        throw FileError(
            path.string() + ": " + std::to_string(all.size()) +
            " different labels, but at most 65536 classes can be told apart; choose a file with the "
            "classes of the images.");
    const std::vector<std::string> called = classNames(all, names, pair);
    for (const auto& [columns, data] : {std::pair{&train, &pair.train}, {&test, &pair.test}}) {
        data->label = classAttribute(called);
        data->label.values = placesIn(all, columns->classes);
    }
    if (train.oneHot || test.oneHot)
        pair.notes.emplace_back("Labels are rows with a single 1, whose column is the class.");
    noteLabels(all, called, pair);
    if (all.size() > fewClasses && inTrain.size() > train.classes.size() / 2)
        pair.notes.emplace_back(std::to_string(inTrain.size()) + " classes for " +
                                std::to_string(train.classes.size()) +
                                " training images: most classes have but one, if these are classes at all.");
    if (const auto unseen = lacking(inTest, inTrain, all, called); !unseen.empty())
        pair.notes.emplace_back(
            "The test set has classes that no training image shows, so that they cannot be learned: " +
            listed(unseen) + ".");
    if (const auto untested = lacking(inTrain, inTest, all, called); !untested.empty())
        pair.notes.emplace_back("No test image is of these classes: " + listed(untested) + ".");
}

void assignQmnistAttributes(const LabelColumns& train, const LabelColumns& test, DataPair& pair) {
    addAttribute(pair, "series", train.others[0], test.others[0]);
    addAttribute(pair, "writer", train.others[1], test.others[1]);
}

} // namespace expertscope
