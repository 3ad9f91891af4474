// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/analysis/gating_statistics.h"

#include "model/analysis/evaluation.h"
#include "model/analysis/information.h"
#include "model/analysis/shared_work.h"
#include "model/analysis/top_examples.h"

#include <algorithm>
#include <cmath>

namespace expertscope {
namespace {

void describeLoad(LayerStatistics& layer, const Matrix<float>& gates) {
    layer.load = gates.cast<double>().rowwise().mean().cast<float>();
    const double n = static_cast<double>(layer.load.size());
    const double variance = (layer.load.cast<double>().array() - 1.0 / n).square().mean();
    layer.loadVariation = std::sqrt(variance) * n;
    layer.deadExperts = static_cast<int>((layer.load.array() < 0.1f / static_cast<float>(n)).count());
}

constexpr Index blockExperts = 64; // of the second layer, that a task of the joint assignment takes

/// first and second hold doubles; only these columns of the result, so that tasks may share it.
void joinBlock(const Matrix<double>& first, const Matrix<double>& second, Index block, Matrix<float>& mean) {
    const Index begin = block * blockExperts, count = std::min(blockExperts, second.rows() - begin);
    mean.middleCols(begin, count) =
        (first * second.middleRows(begin, count).transpose() / static_cast<double>(first.cols()))
            .cast<float>();
}

JointAssignment join(const Matrix<float>& first, const Matrix<float>& second, WorkerPool* pool) {
    JointAssignment joint;
    joint.mean.resize(first.rows(), second.rows());
    const Matrix<double> a = first.cast<double>(), b = second.cast<double>();
    shareWork(pool, static_cast<int>((b.rows() + blockExperts - 1) / blockExperts),
              [&](int block) { joinBlock(a, b, block, joint.mean); });
    return joint;
}

/// As many as asked for, or, of very many combinations, as many as can be kept.
int topCountOf(int most, Index combinations) {
    return std::min<int>(most, std::max<int>(1, static_cast<int>(mostTopEntries / combinations)));
}

} // namespace

const MeanGating* LayerStatistics::by(const std::string& attribute) const {
    const auto found = std::find_if(byAttribute.begin(), byAttribute.end(),
                                    [&](const MeanGating& mean) { return mean.attribute == attribute; });
    return found == byAttribute.end() ? nullptr : &*found;
}

std::optional<double> LayerStatistics::informationOn(const std::string& attribute) const {
    const MeanGating* mean = by(attribute);
    return mean ? std::optional(information[mean - byAttribute.data()]) : std::nullopt;
}

MeanGating meanGating(const Matrix<float>& gates, const Attribute& attribute) {
    MeanGating result{attribute.name,
                      attribute.valueNames,
                      attribute.gridRows,
                      attribute.gridColumns,
                      {},
                      std::vector<int>(attribute.valueCount(), 0),
                      attribute.title};
    Matrix<double> sum = Matrix<double>::Zero(gates.rows(), attribute.valueCount());
    for (Index i = 0; i < gates.cols(); ++i) {
        sum.col(attribute.values[i]) += gates.col(i).cast<double>();
        ++result.examples[attribute.values[i]];
    }
    for (Index v = 0; v < sum.cols(); ++v)
        sum.col(v) /= result.examples[v]; // 0/0 is NaN: no example has this value
    result.mean = sum.cast<float>();
    return result;
}

JointAssignment jointAssignment(const Matrix<float>& first, const Matrix<float>& second) {
    return join(first, second, nullptr);
}

Matrix<float> JointAssignment::rowNormalised() const {
    return mean.array().colwise() / mean.rowwise().sum().array();
}

double JointAssignment::effectiveCombinations() const {
    return std::exp(entropy(distribution()));
}

double JointAssignment::information() const {
    return normalisedInformation(distribution());
}

/// Of the examples that have experts in both layers, where not all do.
Matrix<double> JointAssignment::distribution() const {
    constexpr double rounding = 1e-3; // of a sum of 1
    Matrix<double> p = mean.cast<double>();
    const double all = p.sum();
    if (all > 0 && all < 1 - rounding)
        p /= all;
    return p;
}

Factorisation factorisation(const std::vector<LayerStatistics>& layers) {
    Factorisation f;
    if (!layers.empty()) {
        f.i1t = layers[0].informationOn("translation");
        f.i1c = layers[0].informationOn("class");
    }
    if (layers.size() == 2) {
        f.i2t = layers[1].informationOn("translation");
        f.i2c = layers[1].informationOn("class");
        if (f.i1t && f.i1c && f.i2t && f.i2c)
            f.score = 0.5 * ((*f.i1t - *f.i1c) + (*f.i2c - *f.i2t));
    }
    return f;
}

std::vector<LayerStatistics> layerStatistics(const Evaluation& evaluation,
                                             const std::vector<int>& gatedLayers, const ExampleSet& set,
                                             bool live, WorkerPool* pool) {
    const auto& attributes = set.attributes();
    std::vector<LayerStatistics> layers(evaluation.gates.size());
    for (std::size_t k = 0; k < layers.size(); ++k) {
        layers[k].layer = gatedLayers[k];
        layers[k].byAttribute.resize(attributes.size());
        layers[k].information.resize(attributes.size());
        describeLoad(layers[k], evaluation.gates[k]);
    }
    // Row 0 is of the values as they are, the others of their permutations.
    Matrix<double> information(live ? 1 + nullPermutations : 1, layers.size() * attributes.size());
    shareWork(pool, static_cast<int>(information.size()), [&](int task) {
        const Index order = task % information.rows(), column = task / information.rows();
        const std::size_t k = column / attributes.size(), a = column % attributes.size();
        const Matrix<float>& gates = evaluation.gates[k];
        const auto& values = attributes[a].values;
        const int count = attributes[a].valueCount();
        information(order, column) =
            order == 0 ? gateInformation(gates, values, count)
                       : permutedInformation(gates, values, count, static_cast<int>(order) - 1);
        if (order == 0)
            layers[k].byAttribute[a] = meanGating(gates, attributes[a]);
    });
    for (Index column = 0; column < information.cols(); ++column) {
        const double null = live ? information.col(column).tail(nullPermutations).mean() : 0;
        layers[column / attributes.size()].information[column % attributes.size()] =
            information(0, column) - null;
    }
    return layers;
}

GatingStatistics gatingStatistics(const Evaluation& evaluation, const std::vector<int>& gatedLayers,
                                  const ExampleSet& set, bool live, int topCount, WorkerPool* pool) {
    GatingStatistics statistics;
    statistics.examples = set.count();
    statistics.live = live;
    const auto& gates = evaluation.gates;
    statistics.layers = layerStatistics(evaluation, gatedLayers, set, live, pool);
    for (std::size_t k = 1; k < gates.size(); ++k) {
        statistics.joints.push_back(join(gates[k - 1], gates[k], pool));
        statistics.joints.back().firstLayer = static_cast<int>(k) - 1;
        statistics.joints.back().secondLayer = static_cast<int>(k);
    }
    if (!gates.empty()) {
        const Matrix<float>* second = gates.size() > 1 ? &gates[1] : nullptr;
        const Index combinations = gates[0].rows() * (second ? second->rows() : 1);
        statistics.top = topExamples(gates[0], second, topCountOf(topCount, combinations), pool);
    }
    statistics.factorisation = factorisation(statistics.layers);
    return statistics;
}

} // namespace expertscope
