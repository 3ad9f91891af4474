// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network/network_description.h"

#include <cmath>
#include <vector>

namespace expertscope::testing {

using Row = std::vector<double>;

/// The paper's engine as a textbook would have it: one example, plain loops, forward beside backward. Nothing
/// is shared with the code under test but the order of the parameters: layer by layer, experts before gate,
/// level by level, weights (column-major) before biases.
class NaiveMlp {
  public:
    /// `copies` networks side by side, all reading the same input; parameters from `offset` on.
    NaiveMlp(std::size_t inputs, std::vector<int> widths, int copies, bool rectifyLast, std::size_t offset)
        : inputs_(inputs), widths_(std::move(widths)), copies_(static_cast<std::size_t>(copies)),
          rectifyLast_(rectifyLast), offset_(offset) {}

    std::size_t end() const { return begin(widths_.size()); } ///< of its parameters

    /// y = W x + b, rectified between the levels; the output of each copy.
    const std::vector<Row>& forward(const Row& theta, const Row& x) {
        values_.assign(1, std::vector<Row>(copies_, x));
        for (std::size_t level = 0; level < widths_.size(); ++level) {
            std::vector<Row> outputs(copies_, Row(out(level)));
            for (std::size_t e = 0; e < copies_; ++e)
                for (std::size_t u = 0; u < out(level); ++u) {
                    double sum = theta[bias(level, e, u)];
                    for (std::size_t k = 0; k < in(level); ++k)
                        sum += theta[weight(level, e, u, k)] * values_[level][e][k];
                    outputs[e][u] = rectified(level) ? std::max(0.0, sum) : sum;
                }
            values_.push_back(outputs);
        }
        return values_.back();
    }

    /// delta: dL/d output of each copy. Adds to dL/d theta, returns dL/dx.
    Row backward(const Row& theta, std::vector<Row> delta, Row& gradient) const {
        for (std::size_t level = widths_.size(); level-- > 0;) {
            std::vector<Row> below(copies_, Row(in(level), 0.0));
            for (std::size_t e = 0; e < copies_; ++e)
                for (std::size_t u = 0; u < out(level); ++u) {
                    if (rectified(level) && values_[level + 1][e][u] <= 0)
                        continue; // off: no way through it
                    gradient[bias(level, e, u)] += delta[e][u];
                    for (std::size_t k = 0; k < in(level); ++k) {
                        gradient[weight(level, e, u, k)] += delta[e][u] * values_[level][e][k];
                        below[e][k] += delta[e][u] * theta[weight(level, e, u, k)];
                    }
                }
            delta = below;
        }
        Row dx(inputs_, 0.0);
        for (const Row& ofCopy : delta)
            for (std::size_t k = 0; k < inputs_; ++k)
                dx[k] += ofCopy[k];
        return dx;
    }

  private:
    std::size_t in(std::size_t level) const { return level == 0 ? inputs_ : out(level - 1); }
    std::size_t out(std::size_t level) const { return static_cast<std::size_t>(widths_[level]); }
    bool rectified(std::size_t level) const { return rectifyLast_ || level + 1 < widths_.size(); }
    std::size_t begin(std::size_t level) const {
        return level == 0 ? offset_ : begin(level - 1) + copies_ * (in(level - 1) + 1) * out(level - 1);
    }
    /// At the first level the copies' rows lie below each other, at deeper ones their blocks beside each
    /// other.
    std::size_t weight(std::size_t level, std::size_t e, std::size_t u, std::size_t k) const {
        return begin(level) +
               (level == 0 ? k * copies_ * out(0) + e * out(0) + u : (e * in(level) + k) * out(level) + u);
    }
    std::size_t bias(std::size_t level, std::size_t e, std::size_t u) const {
        return begin(level) + copies_ * in(level)*out(level) + e * out(level) + u;
    }

    std::size_t inputs_;
    std::vector<int> widths_;
    std::size_t copies_;
    bool rectifyLast_;
    std::size_t offset_;
    std::vector<std::vector<Row>> values_; ///< [level][copy]: the input, and each level's output
};

/// What the plain loops make of one example.
struct NaiveAnswer {
    std::vector<Row> gates; ///< of each layer; empty where it has no gate
    std::vector<Row> z;     ///< of each layer
    Row probabilities;
};

/// Layers of experts with the paper's gate, in all ways to join them.
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

    static Row times(double factor, Row values) {
        for (double& v : values)
            v *= factor;
        return values;
    }
    static double dot(const Row& a, const Row& b) {
        double sum = 0;
        for (std::size_t k = 0; k < std::min(a.size(), b.size()); ++k)
            sum += a[k] * b[k];
        return sum;
    }
    static Row lessLabel(Row p, std::size_t label) {
        p[label] -= 1;
        return p;
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
    static Row softmax(const Row& logits, const std::vector<int>& mask = {}) {
        Row p;
        double sum = 0;
        for (std::size_t i = 0; i < logits.size(); ++i) {
            p.push_back(!mask.empty() && mask[i] ? 0.0 : std::exp(logits[i]));
            sum += p.back();
        }
        return times(1 / sum, p);
    }

    NetworkDescription description_;
    Row theta_;
    std::vector<NaiveMlp> experts_, gates_, output_; ///< one a layer, the last one alone
    std::size_t parameters_;
    std::vector<std::vector<Row>> f_; ///< the experts' outputs of the last answer, [layer][expert]
};

} // namespace expertscope::testing
