// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/analysis/nearest_examples.h"

#include "model/network/example_input.h"

#include <algorithm>

namespace expertscope {
namespace {

constexpr int chunk = 100; // columns: enough for an efficient matrix product

/// The examples' representations as unit vectors (or 0), and the network's answers.
class Representations {
  public:
    Representations(const Network<float>& network, const ExampleSet& set)
        : answers_(static_cast<std::size_t>(set.count())) {
        Activations<float> a = network.activations(chunk, sparsePlaces(set.data(), set.translation()));
        units_.resize(representation(network, a).rows(), set.count());
        for (int first = 0; first < set.count(); first += chunk)
            add(network, set, {first, std::min<Index>(chunk, set.count() - first)}, a);
    }

    int answer(int i) const { return answers_[static_cast<std::size_t>(i)]; }
    /// With every example.
    Vector<float> similarities(int i) const { return units_.transpose() * units_.col(i); }

  private:
    static Matrix<float> representation(const Network<float>& network, const Activations<float>& a) {
        return network.description().expertsClassify() ? Matrix<float>(a.logProbabilities.array().exp())
                                                       : a.layers.back().z;
    }

    void add(const Network<float>& network, const ExampleSet& set, Columns examples, Activations<float>& a) {
        for (Index c = 0; c < examples.count; ++c) {
            const int i = static_cast<int>(examples.first + c);
            drawInto(a.x, c, set.translation(), set.data(), static_cast<int>(set.example(i)), set.shift(i));
        }
        network.forward(a, {0, examples.count});
        const Matrix<float> all = representation(network, a);
        for (Index c = 0; c < examples.count; ++c) {
            const auto z = all.col(c);
            units_.col(examples.first + c) = z / std::max(z.norm(), 1e-20f);
            Index answer = 0;
            a.logProbabilities.col(c).maxCoeff(&answer);
            answers_[static_cast<std::size_t>(examples.first + c)] = static_cast<int>(answer);
        }
    }

    Matrix<float> units_;
    std::vector<int> answers_;
};

} // namespace

std::vector<NearestExample> nearestCompetitors(const Network<float>& network, const ExampleSet& set, int i,
                                               int count) {
    const Representations all(network, set);
    const Vector<float> similarities = all.similarities(i);
    std::vector<NearestExample> nearest;
    for (int other = 0; other < set.count(); ++other)
        if (set.label(other) != set.label(i))
            nearest.push_back({other, similarities[other], all.answer(other)});
    const auto end = nearest.begin() + std::min<std::ptrdiff_t>(count, std::ssize(nearest));
    std::partial_sort(
        nearest.begin(), end, nearest.end(), [](const NearestExample& a, const NearestExample& b) {
            return a.similarity != b.similarity ? a.similarity > b.similarity : a.example < b.example;
        });
    nearest.erase(end, nearest.end());
    return nearest;
}

} // namespace expertscope
