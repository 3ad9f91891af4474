// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/analysis/gating_statistics.h"
#include "model/analysis/lesion_effect.h"
#include "model/data/example_set.h"
#include "model/data/translation.h"
#include "model/training/training_snapshot.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>
#include <string>
#include <vector>

/// Made-up but plausible results for tests and pictures of the figures: odd layers gate by place (each expert
/// takes a sector of the translations with soft edges), even layers gate by class.
namespace expertscope::samples {

inline std::vector<float> softmax(const std::vector<double>& logits) {
    double sum = 0;
    const double most = *std::max_element(logits.begin(), logits.end());
    std::vector<float> out;
    for (const double logit : logits)
        sum += std::exp(logit - most);
    for (const double logit : logits)
        out.push_back(static_cast<float>(std::exp(logit - most) / sum));
    return out;
}

/// How strongly expert e of n wants a shift, or a class: whereness 1 is a layer of sectors, 0 one of class
/// groups.
inline std::vector<float> gates(int n, double dy, double dx, int label, double whereness, double sharpness) {
    std::vector<double> logits;
    for (int e = 0; e < n; ++e) {
        const double angle = 2 * std::numbers::pi * (e + 0.5) / n;
        const double where = (dx * std::cos(angle) - dy * std::sin(angle)) / 4;
        const double what = (label * 7 % 10) * n / 10 == e ? 1 : 0;
        logits.push_back(sharpness * (whereness * where + (1 - whereness) * what));
    }
    return softmax(logits);
}

inline MeanGating byTranslation(int experts, int jitter, double whereness) {
    const int side = 2 * jitter + 1;
    MeanGating gating{"translation", {}, side, side, Matrix<float>(experts, side * side), {}};
    for (int v = 0; v < side * side; ++v) {
        const int dy = v / side - jitter, dx = v % side - jitter;
        gating.valueNames.push_back(std::to_string(dy) + ", " + std::to_string(dx));
        gating.examples.push_back(20);
        Vector<float> mean = Vector<float>::Zero(experts);
        for (int c = 0; c < 10; ++c) {
            const std::vector<float> g = gates(experts, dy, dx, c, whereness, 5);
            for (int e = 0; e < experts; ++e)
                mean[e] += g[e] / 10;
        }
        gating.mean.col(v) = mean;
    }
    return gating;
}

inline MeanGating byClass(int experts, int classes, double whereness) {
    MeanGating gating{"class", {}, 1, classes, Matrix<float>(experts, classes), {}};
    for (int c = 0; c < classes; ++c) {
        gating.valueNames.push_back(std::to_string(c));
        gating.examples.push_back(162);
        Vector<float> mean = Vector<float>::Zero(experts);
        for (int v = 0; v < 81; ++v) {
            const std::vector<float> g = gates(experts, v / 9 - 4, v % 9 - 4, c, whereness, 5);
            for (int e = 0; e < experts; ++e)
                mean[e] += g[e] / 81;
        }
        gating.mean.col(c) = mean;
    }
    return gating;
}

inline JointAssignment joint(int first, int n, int m) {
    JointAssignment joint{first, first + 1, Matrix<float>(n, m)};
    for (int i = 0; i < n; ++i)
        for (int j = 0; j < m; ++j)
            joint.mean(i, j) = static_cast<float>(1 + 0.6 * std::sin(1.3 * i + 2.1 * j));
    joint.mean /= joint.mean.sum();
    return joint;
}

/// experts: one number a mixture layer. Jitter 0 leaves the translation out.
inline GatingStatistics statistics(const std::vector<int>& experts, int jitter = 4, int classes = 10) {
    GatingStatistics statistics;
    statistics.examples = 1620;
    statistics.live = true;
    for (std::size_t l = 0; l < experts.size(); ++l) {
        LayerStatistics layer;
        const double whereness = l % 2 == 0 ? 0.9 : 0.1;
        layer.layer = static_cast<int>(l);
        layer.byAttribute.push_back(byClass(experts[l], classes, whereness));
        layer.information.push_back(l % 2 == 0 ? 0.012 : 0.254);
        if (jitter > 0) {
            layer.byAttribute.push_back(byTranslation(experts[l], jitter, whereness));
            layer.information.push_back(l % 2 == 0 ? 0.312 : 0.018);
        }
        layer.load = Vector<float>::Constant(experts[l], 1.f / static_cast<float>(experts[l]));
        statistics.layers.push_back(layer);
    }
    for (std::size_t l = 0; l + 1 < experts.size(); ++l)
        statistics.joints.push_back(joint(static_cast<int>(l), experts[l], experts[l + 1]));
    if (experts.size() == 2 && jitter > 0)
        statistics.factorisation = {0.312, 0.012, 0.254, 0.018, 0.268};
    return statistics;
}

/// Ten strokes at angles by class, as a stand-in for digits.
inline std::shared_ptr<const Dataset> strokes(int count) {
    auto data = std::make_shared<Dataset>();
    data->name = "strokes";
    data->shape = {28, 28, 1};
    data->label = classAttribute({"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"});
    std::vector<std::uint8_t> pixels;
    for (int i = 0; i < count; ++i) {
        const int label = i % 10;
        data->label.values.push_back(static_cast<std::uint16_t>(label));
        const double angle = std::numbers::pi * label / 10, bow = 0.06 * (i / 10 % 5);
        for (int r = 0; r < 28; ++r)
            for (int c = 0; c < 28; ++c) {
                const double x = c - 13.5, y = r - 13.5;
                const double along = x * std::cos(angle) + y * std::sin(angle);
                const double across = -x * std::sin(angle) + y * std::cos(angle) - bow * along * along / 10;
                const double ink = std::abs(along) < 10 ? std::clamp(2.4 - std::abs(across), 0., 1.) : 0;
                pixels.push_back(static_cast<std::uint8_t>(255 * ink));
            }
    }
    data->pixels = std::move(pixels);
    return data;
}

/// Every translation twenty times.
inline std::shared_ptr<const ExampleSet> exampleSet(int jitter = 4) {
    const auto data = strokes(1620);
    const Translation translation(data->shape, jitter);
    std::vector<std::uint32_t> examples;
    std::vector<Shift> shifts;
    for (int i = 0; i < 1620; ++i) {
        examples.push_back(static_cast<std::uint32_t>(i));
        shifts.push_back(translation.shift(i / 20 % translation.values()));
    }
    return std::make_shared<const ExampleSet>(data, translation, examples, shifts);
}

/// Fills statistics.top from the same made-up gates.
inline void addTop(GatingStatistics& statistics, const ExampleSet& set, int k = 9) {
    const int n = statistics.layers[0].experts();
    const int m = statistics.layers.size() > 1 ? statistics.layers[1].experts() : 1;
    std::vector<std::vector<float>> first, second;
    for (int x = 0; x < set.count(); ++x) {
        const Shift s = set.shift(x);
        first.push_back(gates(n, s.dy, s.dx, set.label(x), 0.9, 5));
        second.push_back(gates(m, s.dy, s.dx, set.label(x), 0.1, 5));
    }
    statistics.top = {n, m, k, {}};
    for (int i = 0; i < n; ++i)
        for (int j = 0; j < m; ++j) {
            std::vector<TopExamples::Entry> all;
            for (int x = 0; x < set.count(); ++x)
                all.push_back({x, first[x][i] * second[x][j]});
            std::partial_sort(all.begin(), all.begin() + k, all.end(),
                              [](const auto& a, const auto& b) { return a.gate > b.gate; });
            statistics.top.entries.insert(statistics.top.entries.end(), all.begin(), all.begin() + k);
        }
}

/// A run of `epochs`, ten records an epoch, constrained for a quarter of it; experts of layer 1 drift apart
/// when the constraint is lifted.
inline std::shared_ptr<const std::vector<MetricsRecord>> history(int epochs,
                                                                 const std::vector<int>& experts) {
    auto records = std::make_shared<std::vector<MetricsRecord>>();
    for (int i = 0; i <= 10 * epochs; ++i) {
        MetricsRecord record;
        record.step = 60LL * i;
        record.epoch = i / 10.;
        record.phase = record.epoch < epochs / 4. ? 0 : 1;
        const double t = record.epoch, wobble = 1 + 0.06 * std::sin(3.7 * i) * std::sin(1.3 * i);
        if (i > 0) {
            record.trainError = (0.9 * std::exp(-2 * t) + 0.06 * std::exp(-t / 12) + 0.009) * wobble;
            record.trainLoss = 3.2 * record.trainError;
        }
        if (i % 10 == 0 && i > 0) {
            record.testError = (0.5 * std::exp(-2 * t) + 0.05 * std::exp(-t / 12) + 0.0142) * wobble;
            record.testLoss = 3.5 * record.testError;
        }
        for (std::size_t l = 0; l < experts.size(); ++l) {
            std::vector<double> logits;
            for (int e = 0; e < experts[l]; ++e)
                logits.push_back((record.phase == 0 ? 0.05 : 0.05 + 0.02 * (t - epochs / 4.)) *
                                 std::sin(2. * e + 0.3 * static_cast<double>(l) + 0.02 * i));
            record.load.push_back(softmax(logits));
        }
        const double grown = 1 - std::exp(-t / 8);
        record.factorisation = {0.312 * grown, 0.012 * grown, 0.254 * grown, 0.018 * grown, 0.268 * grown};
        records->push_back(record);
    }
    return records;
}

/// Errors of the classes before and after; empty where there are no experts to switch off.
inline std::shared_ptr<const LesionEffect> lesionEffect(const GatingStatistics& statistics,
                                                        int classes = 10) {
    auto effect = std::make_shared<LesionEffect>();
    if (statistics.layers.empty())
        return effect;
    for (int c = 0; c < classes; ++c) {
        effect->classNames.push_back(std::to_string(c));
        effect->classExamples.push_back(162);
        effect->classErrorBefore.push_back(0.01 + 0.04 * c / classes);
        effect->classErrorAfter.push_back(0.02 + 0.05 * (c * 7 % 10));
    }
    effect->statistics = statistics;
    return effect;
}

} // namespace expertscope::samples
