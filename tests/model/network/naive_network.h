// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network/network_description.h"
#include "tests/model/network/naive_mlp.h"

namespace expertscope::testing {

/// What the plain loops make of one example.
struct NaiveAnswer {
    std::vector<Row> gates; ///< of each layer; empty where it has no gate
    std::vector<Row> z;     ///< of each layer
    Row probabilities;
};

/// The paper's engine as a textbook would have it: one example, plain loops, forward beside backward, layers
/// of experts joined in all ways. Nothing is shared with the code under test but the order of the parameters:
/// layer by layer, experts before gate, level by level, weights (column-major) before biases.
class NaiveNetwork {
  public:
    NaiveNetwork(const NetworkDescription& description, Row theta)
        : description_(description), theta_(std::move(theta)) {
        std::size_t inputs = static_cast<std::size_t>(description.input.size()), offset = 0;
        for (std::size_t l = 0; l < description.layers.size(); ++l) {
            const LayerDescription& layer = description.layers[l];
            std::vector<int> widths = layer.hidden, gateWidths = layer.gateHidden;
            if (classifies(l))
                widths.push_back(description.classes);
            gateWidths.push_back(layer.experts);
            const bool many = layer.combine == Combine::Mixture || layer.combine == Combine::Concatenated;
            experts_.emplace_back(inputs, widths, many ? layer.experts : 1, !classifies(l), offset);
            offset = experts_.back().end();
            gates_.emplace_back(inputs, gateWidths, 1, false, offset);
            offset = gated(l) ? gates_.back().end() : offset;
            inputs = static_cast<std::size_t>(layer.hidden.back() *
                                              (layer.combine == Combine::Concatenated ? layer.experts : 1));
        }
        output_.emplace_back(inputs, std::vector<int>{description.classes}, 1, false, offset);
        parameters_ = description.output == Output::Softmax ? output_.back().end() : offset;
    }

    /// masks[l][i]: expert i of layer l may not be used; an empty list (or none) masks nobody.
    NaiveAnswer answer(Row x, const std::vector<std::vector<int>>& masks = {}) {
        NaiveAnswer answer;
        f_.clear();
        for (std::size_t l = 0; l < experts_.size(); ++l) {
            f_.push_back(experts_[l].forward(theta_, x));
            Row g;
            if (gated(l)) // g = softmax(h) over who may be used
                g = softmax(gates_[l].forward(theta_, x).front(),
                            l < masks.size() ? masks[l] : std::vector<int>{});
            answer.gates.push_back(g);
            answer.z.push_back(classifies(l) ? Row() : mixed(f_[l], g));
            x = answer.z.back();
        }
        answer.probabilities = description_.output == Output::Softmax
                                   ? softmax(output_.back().forward(theta_, x).front())
                                   : joined(f_.back(), answer.gates.back());
        return answer;
    }

    /// After answer: adds the gradient of -log F_label with respect to all parameters.
    void addGradient(const NaiveAnswer& answer, std::size_t label, Row& gradient) {
        std::size_t l = experts_.size();
        Row dz; // dL/dz of the layer at hand
        if (description_.output == Output::Softmax) {
            dz = output_.back().backward(theta_, {lessLabel(answer.probabilities, label)}, gradient);
        } else {
            const Row& g = answer.gates[--l];
            std::vector<Row> df;
            Row dh = g;
            for (std::size_t i = 0; i < f_[l].size(); ++i)
                if (g.empty()) { // eq. 3: every expert's logits are the sum's
                    df.push_back(lessLabel(answer.probabilities, label));
                } else { // eq. 1: by the expert's responsibility for the label
                    const Row p = softmax(f_[l][i]);
                    const double r = g[i] * p[label] / answer.probabilities[label];
                    df.push_back(times(r, lessLabel(p, label)));
                    dh[i] = g[i] - r;
                }
            dz = layerBackward(l, df, dh, gradient);
        }
        while (l-- > 0) {
            const Row& g = answer.gates[l];
            std::vector<Row> df;
            Row dg, dh;
            double mean = 0; // sum_k g_k dL/dg_k
            for (std::size_t i = 0; i < f_[l].size(); ++i) {
                const std::size_t width = f_[l][i].size(),
                                  first = g.empty() && dz.size() > width ? i * width : 0;
                const Row own(dz.begin() + static_cast<std::ptrdiff_t>(first),
                              dz.begin() + static_cast<std::ptrdiff_t>(first + width));
                df.push_back(g.empty() ? own : times(g[i], own)); // z = sum_i g_i f_i
                dg.push_back(dot(dz, f_[l][i]));
                mean += g.empty() ? 0 : g[i] * dg[i];
            }
            for (std::size_t i = 0; i < g.size(); ++i)
                dh.push_back(g[i] * (dg[i] - mean)); // through the softmax
            dz = layerBackward(l, df, dh, gradient);
        }
    }

    std::size_t parametersRead() const { return parameters_; }

  private:
    bool gated(std::size_t l) const { return description_.layers[l].combine == Combine::Mixture; }
    bool classifies(std::size_t l) const {
        return description_.output != Output::Softmax && l + 1 == description_.layers.size();
    }
    Row layerBackward(std::size_t l, const std::vector<Row>& df, const Row& dh, Row& gradient) {
        Row dx = experts_[l].backward(theta_, df, gradient);
        if (gated(l)) {
            const Row byGate = gates_[l].backward(theta_, {dh}, gradient);
            for (std::size_t k = 0; k < dx.size(); ++k)
                dx[k] += byGate[k];
        }
        return dx;
    }

    /// z = sum_i g_i f_i; without a gate what there is, side by side.
    static Row mixed(const std::vector<Row>& f, const Row& g) {
        Row z(g.empty() ? 0 : f.front().size(), 0.0);
        for (std::size_t i = 0; i < f.size(); ++i)
            for (std::size_t u = 0; u < f[i].size(); ++u)
                if (g.empty())
                    z.push_back(f[i][u]);
                else
                    z[u] += g[i] * f[i][u];
        return z;
    }
    /// Mixed by the gates (eq. 1), or where there are none multiplied (eq. 3).
    static Row joined(const std::vector<Row>& logits, const Row& g) {
        Row joint(logits.front().size(), g.empty() ? 1.0 : 0.0);
        for (std::size_t i = 0; i < logits.size(); ++i) {
            const Row p = softmax(logits[i]);
            for (std::size_t c = 0; c < joint.size(); ++c)
                joint[c] = g.empty() ? joint[c] * p[c] : joint[c] + g[i] * p[c];
        }
        double sum = 0;
        for (const double p : joint)
            sum += p;
        return times(1 / sum, joint);
    }
    NetworkDescription description_;
    Row theta_;
    std::vector<NaiveMlp> experts_, gates_, output_; ///< one a layer, the last one alone
    std::size_t parameters_;
    std::vector<std::vector<Row>> f_; ///< the experts' outputs of the last answer, [layer][expert]
};

} // namespace expertscope::testing
