// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/matrix.h"
#include "model/data/dataset.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace expertscope {

class ExampleSet;
class WorkerPool;
struct Evaluation;

/// Mean gating by attribute value, M[e, v] = mean of g_e over the examples with value v (paper Fig. 2).
struct MeanGating {
    std::string attribute;               ///< "class", "translation", ...
    std::vector<std::string> valueNames; ///< V of them
    int gridRows = 1; ///< the attribute's own layout: 9 x 9 for translation, 1 x 10 for class
    int gridColumns = 0;
    Matrix<float> mean;        ///< N experts x V values; NaN in the column of a value without examples
    std::vector<int> examples; ///< how many examples have each value
    std::string title = {};    ///< the attribute's, where it has one
};

/// Joint assignment of two layers, J[i, j] = mean of g_i^1 g_j^2 (paper Fig. 5).
struct JointAssignment {
    int firstLayer = 0; ///< index into GatingStatistics::layers
    int secondLayer = 1;
    Matrix<float> mean; ///< N x M, sums to 1; to less where some examples have no expert
    /// Rows normalised to sum 1: the second layer's gating given the first layer's expert, as Fig. 5 shows
    /// it.
    Matrix<float> rowNormalised() const;
    /// exp(H(e1, e2)): how many of the N*M combinations are in effective use.
    double effectiveCombinations() const;
    /// I(e1; e2) / log min(N, M); 0 where that log is 0.
    double information() const;

  private:
    Matrix<double> distribution() const;
};

/// The k examples with the largest g_i^1 g_j^2 of every combination (paper Fig. 3, 4), or with the largest
/// g_i where there is only one mixture layer (then columns is 1).
struct TopExamples {
    struct Entry {
        std::int32_t example =
            -1;         ///< index into the example set; -1 where fewer than k have a product above 0
        float gate = 0; ///< the product of the gates
        bool operator==(const Entry&) const = default;
    };
    int rows = 0;    ///< experts of the first mixture layer
    int columns = 0; ///< experts of the second
    int k = 0;
    std::vector<Entry> entries; ///< [(row * columns + column) * k + rank], best first

    const Entry& entry(int row, int column, int rank) const {
        return entries[(row * columns + column) * k + rank];
    }
};

/// What one mixture layer's gates do on an example set.
struct LayerStatistics {
    int layer = 0;                       ///< its place in the network, counted from 0
    std::vector<MeanGating> byAttribute; ///< in the order of the example set's attributes
    std::vector<double> information;     ///< I(e; attribute) normalised to 0..1, in the same order
    Vector<float> load;                  ///< mean gate of each expert, N values that sum to 1
    double loadVariation = 0;            ///< standard deviation of the load over its mean
    int deadExperts = 0;                 ///< with load < 0.1 / N

    int experts() const { return static_cast<int>(load.size()); }
    const MeanGating* by(const std::string& attribute) const;
    std::optional<double> informationOn(const std::string& attribute) const;
};

/// The 2 x 2 table of normalised mutual information and its score (model.md, "Factorisation score"):
/// F = 1/2 [(I(e1;T) - I(e1;C)) + (I(e2;C) - I(e2;T))], 1 where layer 1 is purely "where" and layer 2 purely
/// "what".
struct Factorisation {
    std::optional<double> i1t, i1c, i2c, i2t, score;
};

/// Everything that the figures show of one network on one example set.
struct GatingStatistics {
    int examples = 0;
    bool live = false;                   ///< on the probe set, with the permutation null subtracted
    std::vector<LayerStatistics> layers; ///< the mixture layers, in order; empty for a plain network
    std::vector<JointAssignment> joints; ///< of each two neighbouring mixture layers
    TopExamples top;
    Factorisation factorisation;
};

/// gates: N x examples.
MeanGating meanGating(const Matrix<float>& gates, const Attribute& attribute);
/// first: N x examples, second: M x examples.
JointAssignment jointAssignment(const Matrix<float>& first, const Matrix<float>& second);
/// Of a network with two mixture layers on translated examples; what does not apply is empty.
Factorisation factorisation(const std::vector<LayerStatistics>& layers);

/// The layers alone, of an evaluation of that set: enough for a row of the metrics. gatedLayers:
/// Network::gatedLayers(). pool: to share the work; the result does not depend on it, and it may be null.
std::vector<LayerStatistics> layerStatistics(const Evaluation& evaluation,
                                             const std::vector<int>& gatedLayers, const ExampleSet& set,
                                             bool live, WorkerPool* pool = nullptr);

/// Of very many combinations fewer than topCount examples each are kept, but one of each: beyond this many
/// entries nobody sees them apart, and drawing, storing and finding them would come to matter.
constexpr Index mostTopEntries = 1 << 16;

/// All of it.
GatingStatistics gatingStatistics(const Evaluation& evaluation, const std::vector<int>& gatedLayers,
                                  const ExampleSet& set, bool live, int topCount = 9,
                                  WorkerPool* pool = nullptr);

} // namespace expertscope
