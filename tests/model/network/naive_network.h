// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network/network_description.h"

#include <cmath>
#include <vector>

namespace expertscope::testing {

/// What the plain loops below make of one example.
struct NaiveAnswer {
    std::vector<std::vector<double>> gates; ///< of each layer; empty where it has no gate
    std::vector<std::vector<double>> z;     ///< of each layer
    std::vector<double> probabilities;
};

/// The formulas of the paper once more, for one example, with nothing shared with the code under test but the
/// order of the parameters: layer by layer, experts before gate, level by level, weights (column-major)
/// before biases.
class NaiveNetwork {
  public:
    NaiveNetwork(const NetworkDescription& description, std::vector<double> theta)
        : description_(description), theta_(std::move(theta)) {}

    /// masks[l][i]: expert i of layer l may not be used; an empty list (or none) masks nobody.
    NaiveAnswer answer(std::vector<double> x, const std::vector<std::vector<int>>& masks = {}) {
        next_ = 0;
        NaiveAnswer answer;
        for (std::size_t l = 0; l < description_.layers.size(); ++l) {
            const LayerDescription& layer = description_.layers[l];
            const bool many = layer.combine == Combine::Mixture || layer.combine == Combine::Concatenated;
            const bool classify =
                description_.output != Output::Softmax && l + 1 == description_.layers.size();
            std::vector<int> hidden = layer.hidden;
            if (classify)
                hidden.push_back(description_.classes);
            const auto experts = network(x, hidden, many ? layer.experts : 1, !classify);
            std::vector<double> gates;
            if (layer.combine == Combine::Mixture) {
                std::vector<int> widths = layer.gateHidden;
                widths.push_back(layer.experts);
                gates = softmax(network(x, widths, 1, false).front(),
                                l < masks.size() ? masks[l] : std::vector<int>{});
            }
            if (classify) {
                answer.gates.push_back(gates);
                answer.z.emplace_back(); // nothing is passed on
                answer.probabilities = joined(experts, gates);
                return answer;
            }
            std::vector<double> z;
            if (gates.empty())
                for (const auto& f : experts)
                    z.insert(z.end(), f.begin(), f.end());
            else {
                z.assign(experts.front().size(), 0.0);
                for (std::size_t i = 0; i < experts.size(); ++i)
                    for (std::size_t u = 0; u < z.size(); ++u)
                        z[u] += gates[i] * experts[i][u];
            }
            answer.gates.push_back(gates);
            answer.z.push_back(z);
            x = z;
        }
        answer.probabilities = softmax(network(x, {description_.classes}, 1, false).front(), {});
        return answer;
    }

    std::size_t parametersRead() const { return next_; }

  private:
    /// Mixed by the gates (eq. 1), or where there are none multiplied (eq. 3).
    static std::vector<double> joined(const std::vector<std::vector<double>>& logits,
                                      const std::vector<double>& gates) {
        std::vector<double> joint(logits.front().size(), gates.empty() ? 1.0 : 0.0);
        for (std::size_t i = 0; i < logits.size(); ++i) {
            const std::vector<double> p = softmax(logits[i], {});
            for (std::size_t c = 0; c < joint.size(); ++c)
                joint[c] = gates.empty() ? joint[c] * p[c] : joint[c] + gates[i] * p[c];
        }
        double sum = 0;
        for (double p : joint)
            sum += p;
        for (double& p : joint)
            p /= sum;
        return joint;
    }

    static std::vector<double> softmax(const std::vector<double>& logits, const std::vector<int>& mask) {
        std::vector<double> p;
        double sum = 0;
        for (std::size_t i = 0; i < logits.size(); ++i) {
            p.push_back(!mask.empty() && mask[i] ? 0.0 : std::exp(logits[i]));
            sum += p.back();
        }
        for (double& v : p)
            v /= sum;
        return p;
    }

    /// `copies` networks side by side, all reading x; the answer of each.
    std::vector<std::vector<double>> network(const std::vector<double>& x, const std::vector<int>& widths,
                                             int copies, bool rectifyLast) {
        std::vector<std::vector<double>> values(copies, x);
        for (std::size_t level = 0; level < widths.size(); ++level) {
            const std::size_t out = widths[level], in = values.front().size();
            std::vector<std::vector<double>> y(copies, std::vector<double>(out));
            const double* weights = theta_.data() + next_;
            const double* biases = weights + copies * in * out;
            for (int e = 0; e < copies; ++e)
                for (std::size_t u = 0; u < out; ++u) {
                    double sum = biases[e * out + u];
                    // At the first level the experts' rows lie below each other, at deeper ones their blocks
                    // lie beside each other.
                    for (std::size_t k = 0; k < in; ++k)
                        sum += values[e][k] * (level == 0 ? weights[k * copies * out + e * out + u]
                                                          : weights[(e * in + k) * out + u]);
                    const bool rectified = rectifyLast || level + 1 < widths.size();
                    y[e][u] = rectified && sum < 0 ? 0.0 : sum;
                }
            next_ += copies * in * out + copies * out;
            values = y;
        }
        return values;
    }

    NetworkDescription description_;
    std::vector<double> theta_;
    std::size_t next_ = 0;
};

} // namespace expertscope::testing
