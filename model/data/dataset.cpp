// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/data/dataset.h"

#include "model/base/error.h"

#include <algorithm>

namespace expertscope {
namespace {

/// one, many: what a value and the values are called in messages.
void checkAttribute(const Dataset& data, const Attribute& attribute, const std::string& one,
                    const std::string& many) {
    if (attribute.gridRows * attribute.gridColumns != attribute.valueCount())
        throw Error(data.name + ": the grid of attribute " + attribute.name + " does not hold its values");
    if (attribute.values.size() != data.label.values.size())
        throw Error(data.name + ": " + std::to_string(attribute.values.size()) + " values of attribute " +
                    attribute.name + " for " + std::to_string(data.count()) + " examples");
    const auto bad = std::find_if(attribute.values.begin(), attribute.values.end(),
                                  [&](int v) { return v >= attribute.valueCount(); });
    if (bad != attribute.values.end())
        throw Error(data.name + ": example " + std::to_string(bad - attribute.values.begin()) + " has " +
                    one + " " + std::to_string(*bad) + ", but there are only " +
                    std::to_string(attribute.valueCount()) + " " + many);
}

} // namespace

void Dataset::copyExample(int i, float* out) const {
    const std::size_t size = shape.size(), first = size * i;
    if (const auto* bytes = std::get_if<std::vector<std::uint8_t>>(&pixels))
        std::transform(bytes->data() + first, bytes->data() + first + size, out,
                       [](std::uint8_t v) { return static_cast<float>(v) * (1.0f / 255.0f); });
    else
        std::copy_n(std::get<std::vector<float>>(pixels).data() + first, size, out);
}

ValueRange Dataset::range() const {
    return std::visit([](const auto& values) { return rangeOf(values); }, pixels);
}

double Dataset::nonZeroShare() const {
    return std::visit(
        [](const auto& values) {
            const std::size_t measured = std::min<std::size_t>(values.size(), 1 << 20);
            const auto zeros =
                std::count(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(measured), 0);
            return measured ? 1.0 - static_cast<double>(zeros) / static_cast<double>(measured) : 0.0;
        },
        pixels);
}

void Dataset::listNonZero() {
    const auto* bytes = std::get_if<std::vector<std::uint8_t>>(&pixels);
    const std::size_t size = shape.size();
    const auto total = bytes ? bytes->size() - std::count(bytes->begin(), bytes->end(), 0) : 0;
    if (!bytes || size > 0xffff || total > std::min<std::size_t>(bytes->size() / 2, 0xffffffff))
        return;
    nonZero.begin.reserve(count() + 1);
    nonZero.places.resize(total + 1); // one more is written than counts
    nonZero.values.resize(total + 1);
    std::size_t listed = 0;
    for (std::size_t first = 0; first < bytes->size(); first += size) {
        nonZero.begin.push_back(static_cast<std::uint32_t>(listed));
        const std::uint8_t* image = bytes->data() + first;
        for (std::size_t place = 0; place < size; ++place) { // no branch to guess wrong
            nonZero.places[listed] = static_cast<std::uint16_t>(place);
            nonZero.values[listed] = image[place];
            listed += image[place] != 0;
        }
    }
    nonZero.begin.push_back(static_cast<std::uint32_t>(total));
    nonZero.places.resize(total);
    nonZero.values.resize(total);
}

void Dataset::check() const {
    const std::size_t held = std::visit([](const auto& values) { return values.size(); }, pixels);
    if (shape.size() <= 0 || held != static_cast<std::size_t>(shape.size()) * label.values.size())
        throw Error(name + ": " + std::to_string(held) + " pixel values do not make " +
                    std::to_string(label.values.size()) + " examples of " + std::to_string(shape.size()));
    checkAttribute(*this, label, "label", "classes");
    for (const Attribute& attribute : attributes)
        checkAttribute(*this, attribute, attribute.name, "values of it");
    const bool placed = heard.file.size() == label.values.size() &&
                        heard.seconds.size() == heard.file.size() &&
                        heard.texts.size() == heard.files.size() &&
                        std::all_of(heard.file.begin(), heard.file.end(),
                                    [this](std::uint32_t file) { return file < heard.files.size(); });
    if (!heard.empty() && !placed)
        throw Error(name + ": not every example has a place in a recording");
}

Attribute classAttribute(std::vector<std::string> names) {
    Attribute attribute;
    attribute.name = "class";
    attribute.gridColumns = static_cast<int>(names.size());
    attribute.valueNames = std::move(names);
    return attribute;
}

std::vector<std::string> digitNames() {
    return {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
}

} // namespace expertscope
