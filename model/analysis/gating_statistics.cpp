#include "model/analysis/gating_statistics.h"

#include "model/analysis/evaluation.h"
#include "model/analysis/information.h"
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

LayerStatistics layerStatistics(int layer, const Matrix<float>& gates, const ExampleSet& set, bool live) {
    LayerStatistics statistics;
    statistics.layer = layer;
    for (const Attribute& attribute : set.attributes()) {
        statistics.byAttribute.push_back(meanGating(gates, attribute));
        double information = gateInformation(gates, attribute.values, attribute.valueCount());
        if (live)
            information -= permutationNull(gates, attribute.values, attribute.valueCount());
        statistics.information.push_back(information);
    }
    describeLoad(statistics, gates);
    return statistics;
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
                      std::vector<int>(attribute.valueCount(), 0)};
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
    JointAssignment joint;
    joint.mean =
        (first.cast<double>() * second.cast<double>().transpose() / static_cast<double>(first.cols()))
            .cast<float>();
    return joint;
}

Matrix<float> JointAssignment::rowNormalised() const {
    return mean.array().colwise() / mean.rowwise().sum().array();
}

double JointAssignment::effectiveCombinations() const {
    return std::exp(entropy(mean.cast<double>()));
}

double JointAssignment::information() const {
    return normalisedInformation(mean.cast<double>());
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

GatingStatistics gatingStatistics(const Evaluation& evaluation, const std::vector<int>& gatedLayers,
                                  const ExampleSet& set, bool live, int topCount) {
    GatingStatistics statistics;
    statistics.examples = set.count();
    statistics.live = live;
    const auto& gates = evaluation.gates;
    for (std::size_t k = 0; k < gates.size(); ++k)
        statistics.layers.push_back(layerStatistics(gatedLayers[k], gates[k], set, live));
    for (std::size_t k = 1; k < gates.size(); ++k) {
        statistics.joints.push_back(jointAssignment(gates[k - 1], gates[k]));
        statistics.joints.back().firstLayer = static_cast<int>(k) - 1;
        statistics.joints.back().secondLayer = static_cast<int>(k);
    }
    if (!gates.empty())
        statistics.top = topExamples(gates[0], gates.size() > 1 ? &gates[1] : nullptr, topCount);
    statistics.factorisation = factorisation(statistics.layers);
    return statistics;
}

} // namespace expertscope
