// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/matrix.h"
#include "model/base/random.h"
#include "model/data/dataset.h"
#include "model/data/translation.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace expertscope {

/// A fixed list of examples with a fixed translation each: what errors are measured on and figures are drawn
/// from. Immutable, so any thread may read it.
class ExampleSet {
  public:
    /// examples index data; shifts (as many) must be within the translation's jitter.
    ExampleSet(std::shared_ptr<const Dataset> data, Translation translation,
               std::vector<std::uint32_t> examples, std::vector<Shift> shifts);

    int count() const { return static_cast<int>(examples_.size()); }
    const Dataset& data() const { return *data_; }
    const std::shared_ptr<const Dataset>& sharedData() const { return data_; }
    const Translation& translation() const { return translation_; }
    ImageShape shape() const { return translation_.canvas(); }

    std::uint32_t example(int i) const { return examples_[i]; }
    Shift shift(int i) const { return shifts_[i]; }
    int label(int i) const { return attributes_.front().values[i]; }

    /// "class" first; "translation" too where there is jitter; then the data's other attributes.
    const std::vector<Attribute>& attributes() const { return attributes_; }
    /// Null where the examples have no such attribute.
    const Attribute* attribute(const std::string& name) const;

    /// The same examples, every one with that translation.
    ExampleSet at(Shift shift) const;
    /// Some of the examples (places in this set), with the translations they have here.
    ExampleSet part(const std::vector<std::uint32_t>& places) const;

    /// Writes the examples [columns.first, +count) to the first columns of x (shape().size() x at least
    /// count).
    void copyTo(Columns columns, Eigen::Ref<Matrix<float>> x) const;
    /// Example i on its canvas, shape().size() values, row-major.
    std::vector<float> image(int i) const;

  private:
    std::shared_ptr<const Dataset> data_;
    Translation translation_;
    std::vector<std::uint32_t> examples_;
    std::vector<Shift> shifts_;
    std::vector<Attribute> attributes_;
};

/// Examples [first, first + count) of the data with one random translation each, drawn from (seed, stream)
/// and the example's index alone: the paper's test set.
ExampleSet withFixedTranslations(std::shared_ptr<const Dataset> data, Translation translation,
                                 std::uint64_t seed, Stream stream, int first, int count);

/// The live probe set: perTranslation examples at each of the translations, 81 x 20 = 1620 for jitter 4; at
/// jitter 0 the same number of examples as jitter 4 would have, or all. Places in `set`, drawn from seed
/// without repetition, each with the translation it has there, so that who evaluated the whole set has
/// evaluated these. Empty where some translation has fewer examples than that.
std::vector<std::uint32_t> balancedPart(const ExampleSet& set, std::uint64_t seed, int perTranslation = 20);

/// The same of a small set, with translations of its own: examples [first, first + count), again and again
/// where there are not enough.
ExampleSet balancedProbeSet(std::shared_ptr<const Dataset> data, Translation translation, std::uint64_t seed,
                            int first, int count, int perTranslation = 20);

} // namespace expertscope
