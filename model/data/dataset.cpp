#include "model/data/dataset.h"

#include "model/base/error.h"

#include <algorithm>

namespace expertscope {

void Dataset::copyExample(int i, float* out) const {
    const std::size_t size = shape.size(), first = size * i;
    if (const auto* bytes = std::get_if<std::vector<std::uint8_t>>(&pixels))
        std::transform(bytes->data() + first, bytes->data() + first + size, out,
                       [](std::uint8_t v) { return static_cast<float>(v) * (1.0f / 255.0f); });
    else
        std::copy_n(std::get<std::vector<float>>(pixels).data() + first, size, out);
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
    if (label.gridRows * label.gridColumns != label.valueCount())
        throw Error(name + ": the grid of attribute " + label.name + " does not hold its values");
    const auto bad = std::find_if(label.values.begin(), label.values.end(),
                                  [this](int v) { return v >= label.valueCount(); });
    if (bad != label.values.end())
        throw Error(name + ": example " + std::to_string(bad - label.values.begin()) + " has label " +
                    std::to_string(*bad) + ", but there are only " + std::to_string(classes()) + " classes");
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
