// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/data/example_set.h"

#include "model/base/error.h"

#include <algorithm>
#include <numeric>

namespace expertscope {
namespace {

/// The attribute of a data set as some of its examples have it.
Attribute ofExamples(const Attribute& all, const std::vector<std::uint32_t>& examples) {
    Attribute attribute{all.name, all.valueNames, {}, all.gridRows, all.gridColumns, all.title};
    attribute.values.reserve(examples.size());
    for (const std::uint32_t example : examples)
        attribute.values.push_back(all.values.at(example));
    return attribute;
}

} // namespace

ExampleSet::ExampleSet(std::shared_ptr<const Dataset> data, Translation translation,
                       std::vector<std::uint32_t> examples, std::vector<Shift> shifts)
    : data_(std::move(data)), translation_(translation), examples_(std::move(examples)),
      shifts_(std::move(shifts)) {
    if (examples_.size() != shifts_.size())
        throw Error("an example set needs one translation an example");
    attributes_.push_back(ofExamples(data_->label, examples_));
    if (translation_.jitter() > 0) {
        attributes_.push_back(translation_.attribute());
        for (const Shift shift : shifts_)
            attributes_.back().values.push_back(static_cast<std::uint16_t>(translation_.value(shift)));
    }
    for (const Attribute& attribute : data_->attributes)
        attributes_.push_back(ofExamples(attribute, examples_));
}

const Attribute* ExampleSet::attribute(const std::string& name) const {
    const auto found = std::find_if(attributes_.begin(), attributes_.end(),
                                    [&](const Attribute& attribute) { return attribute.name == name; });
    return found == attributes_.end() ? nullptr : &*found;
}

ExampleSet ExampleSet::at(Shift shift) const {
    return ExampleSet(data_, translation_, examples_, std::vector<Shift>(examples_.size(), shift));
}

ExampleSet ExampleSet::part(const std::vector<std::uint32_t>& places) const {
    std::vector<std::uint32_t> examples;
    std::vector<Shift> shifts;
    for (const std::uint32_t place : places) {
        examples.push_back(examples_.at(place));
        shifts.push_back(shifts_[place]);
    }
    return ExampleSet(data_, translation_, std::move(examples), std::move(shifts));
}

void ExampleSet::copyTo(Columns columns, Eigen::Ref<Matrix<float>> x) const {
    for (Index c = 0; c < columns.count; ++c) {
        const Index i = columns.first + c;
        translation_.draw(*data_, static_cast<int>(examples_[i]), shifts_[i], x.col(c).data());
    }
}

std::vector<float> ExampleSet::image(int i) const {
    std::vector<float> pixels(shape().size());
    translation_.draw(*data_, static_cast<int>(examples_[i]), shifts_[i], pixels.data());
    return pixels;
}

ExampleSet withFixedTranslations(std::shared_ptr<const Dataset> data, Translation translation,
                                 std::uint64_t seed, Stream stream, int first, int count) {
    std::vector<std::uint32_t> examples(count);
    std::iota(examples.begin(), examples.end(), static_cast<std::uint32_t>(first));
    std::vector<Shift> shifts;
    shifts.reserve(count);
    for (std::uint32_t example : examples)
        shifts.push_back(translation.shift(
            static_cast<int>(Random(seed, stream, 0, example).below(translation.values()))));
    return ExampleSet(std::move(data), translation, std::move(examples), std::move(shifts));
}

std::vector<std::uint32_t> balancedPart(const ExampleSet& set, std::uint64_t seed, int perTranslation) {
    const int values = set.translation().values();
    const int each = values > 1 ? perTranslation : std::min(81 * perTranslation, set.count());
    std::vector<std::vector<std::uint32_t>> chosen(values);
    for (const std::uint32_t place :
         permutation(static_cast<std::uint32_t>(set.count()), Random(seed, Stream::ProbeSet))) {
        auto& ofValue = chosen[set.translation().value(set.shift(static_cast<int>(place)))];
        if (static_cast<int>(ofValue.size()) < each)
            ofValue.push_back(place);
    }
    std::vector<std::uint32_t> places;
    for (int i = 0; i < each; ++i)
        for (const auto& ofValue : chosen) {
            if (static_cast<int>(ofValue.size()) < each)
                return {};
            places.push_back(ofValue[i]);
        }
    return places;
}

ExampleSet balancedProbeSet(std::shared_ptr<const Dataset> data, Translation translation, std::uint64_t seed,
                            int first, int count, int perTranslation) {
    const int values = translation.values();
    const int size = values > 1 ? values * perTranslation : std::min(81 * perTranslation, count);
    const std::vector<std::uint32_t> order =
        permutation(static_cast<std::uint32_t>(count), Random(seed, Stream::ProbeSet));
    std::vector<std::uint32_t> examples;
    std::vector<Shift> shifts;
    for (int i = 0; i < size; ++i) {
        examples.push_back(static_cast<std::uint32_t>(first) + order[i % order.size()]);
        shifts.push_back(translation.shift(i % values));
    }
    return ExampleSet(std::move(data), translation, std::move(examples), std::move(shifts));
}

} // namespace expertscope
