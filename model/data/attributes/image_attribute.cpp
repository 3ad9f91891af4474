// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/data/attributes/image_attribute.h"

#include "model/base/error.h"
#include "model/base/plain_text.h"
#include "model/base/worker_pool.h"

#include <algorithm>
#include <array>
#include <cstdio>

// A new attribute of images is a line here and a file that defines the function of that name.
#define EXPERTSCOPE_ATTRIBUTES(LINE)                                                                         \
    LINE(slantAttribute)                                                                                     \
    LINE(thicknessAttribute)

namespace expertscope {

#define EXPERTSCOPE_DECLARE(function) ImageAttribute function();
#define EXPERTSCOPE_CALL(function) function(),
EXPERTSCOPE_ATTRIBUTES(EXPERTSCOPE_DECLARE)

const std::vector<ImageAttribute>& imageAttributes() {
    static const std::vector<ImageAttribute> table{EXPERTSCOPE_ATTRIBUTES(EXPERTSCOPE_CALL)};
    return table;
}

#undef EXPERTSCOPE_CALL
#undef EXPERTSCOPE_DECLARE
#undef EXPERTSCOPE_ATTRIBUTES

namespace {

constexpr std::size_t mostBins = 5;
constexpr int imagesOfTask = 512;

const ImageAttribute* find(const std::string& name) {
    for (const ImageAttribute& attribute : imageAttributes())
        if (attribute.name == name)
            return &attribute;
    return nullptr;
}

/// Its channels' mean, so that a colour image has ink as well.
void averageChannels(std::vector<float>& pixels, const ImageShape& shape) {
    const int plane = shape.rows * shape.columns;
    for (int i = 0; i < plane; ++i) {
        for (int c = 1; c < shape.channels; ++c)
            pixels[i] += pixels[c * plane + i];
        pixels[i] /= static_cast<float>(shape.channels);
    }
}

std::vector<double> measured(const ImageAttribute& attribute, const Dataset& data, WorkerPool& pool,
                             const Progress& progress) {
    std::vector<double> values(data.count());
    const int tasks = (data.count() + imagesOfTask - 1) / imagesOfTask;
    const int atOnce = 8 * pool.threads(); // between two reports, where it can be cancelled
    for (int first = 0; first < tasks; first += atOnce) {
        report(progress, static_cast<double>(first) / tasks);
        pool.run(std::min(atOnce, tasks - first), [&](int task) {
            std::vector<float> pixels(data.shape.size());
            const int from = (first + task) * imagesOfTask;
            for (int i = from; i < std::min(data.count(), from + imagesOfTask); ++i) {
                data.copyExample(i, pixels.data());
                averageChannels(pixels, data.shape);
                values[i] = attribute.measure(pixels.data(), data.shape.rows, data.shape.columns);
            }
        });
    }
    return values;
}

/// The numbers from which the second and every later bin begin: fewer where many values are the same.
std::vector<double> bordersOf(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    std::vector<double> borders;
    for (std::size_t bin = 1; bin < mostBins && !values.empty(); ++bin) {
        const double border = values[bin * values.size() / mostBins];
        if (border > values.front() && (borders.empty() || border > borders.back()))
            borders.push_back(border);
    }
    return borders;
}

std::string numberOf(double value) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.2g", value + 0.0); // never "-0"
    return text.data();
}

/// "to 1.9", "1.9 to 2.2", "from 2.7": short, for they stand below columns.
std::vector<std::string> namesOf(const std::vector<double>& borders) {
    if (borders.empty())
        return {"all alike"};
    std::vector<std::string> names{"to " + numberOf(borders.front())};
    for (std::size_t i = 1; i < borders.size(); ++i)
        names.push_back(numberOf(borders[i - 1]) + " to " + numberOf(borders[i]));
    names.push_back("from " + numberOf(borders.back()));
    return names;
}

Attribute binned(const ImageAttribute& kind, const std::vector<double>& borders,
                 const std::vector<double>& values) {
    Attribute attribute = classAttribute(namesOf(borders));
    attribute.name = kind.name;
    attribute.title = kind.unit.empty() ? kind.name : kind.name + " (" + kind.unit + ")";
    for (const double value : values)
        attribute.values.push_back(static_cast<std::uint16_t>(
            std::upper_bound(borders.begin(), borders.end(), value) - borders.begin()));
    return attribute;
}

} // namespace

void checkImageAttributes(const std::vector<std::string>& names) {
    std::string all;
    for (const ImageAttribute& attribute : imageAttributes())
        all += (all.empty() ? "" : ", ") + attribute.name;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (!find(names[i]))
            throw ConfigError("data.attributes names \"" + shortText(names[i]) + "\"; choose of " + all);
        if (std::find(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i), names[i]) !=
            names.begin() + static_cast<std::ptrdiff_t>(i))
            throw ConfigError("data.attributes names " + names[i] + " twice; leave one out");
    }
}

void addImageAttributes(DataPair& pair, const std::vector<std::string>& names, WorkerPool& pool,
                        const Progress& progress) {
    checkImageAttributes(names);
    const auto count = static_cast<double>(names.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
        const ImageAttribute& attribute = *find(names[i]);
        const auto at = static_cast<double>(i) / count;
        const std::vector<double> train =
            measured(attribute, pair.train, pool, part(progress, at, at + 0.8 / count));
        const std::vector<double> test =
            measured(attribute, pair.test, pool, part(progress, at + 0.8 / count, at + 1 / count));
        const std::vector<double> borders = bordersOf(train);
        pair.train.attributes.push_back(binned(attribute, borders, train));
        pair.test.attributes.push_back(binned(attribute, borders, test));
    }
}

} // namespace expertscope
