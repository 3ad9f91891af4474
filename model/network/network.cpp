// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/network.h"

#include "model/base/memory.h"
#include "model/base/plain_text.h"
#include "model/base/random.h"
#include "model/network/expert_output.h"
#include "model/network/layers/layer_kind.h"

#include <cmath>

namespace expertscope {

template <class Scalar>
Network<Scalar>::Network(const NetworkDescription& description, std::uint64_t seed, bool mayLeaveOut)
    : description_(description) {
    description.validate();
    requireMemory(description.weightBytes(), "The network " + shortText(description.name()) + " takes",
                  "choose fewer, or narrower, experts");
    LayerPlace place{.input = description.input, .mayLeaveOut = mayLeaveOut};
    for (std::size_t l = 0; l < description.layers.size(); ++l) {
        place.number = static_cast<int>(l);
        if (description.expertsClassify() && l + 1 == description.layers.size())
            place.classes = description.classes;
        const auto& layer = layers_.emplace_back(makeLayer<Scalar>(description.layers[l], place));
        for (auto& block : layer->blocks("layers." + std::to_string(l)))
            blocks_.push_back(std::move(block));
        place.offset += layer->parameterCount();
        place.input = layer->outputShape();
    }
    Index offset = place.offset;
    if (!description.expertsClassify()) {
        output_.emplace(place.input.size(), description.classes, 1, offset);
        for (auto& block : output_->blocks("output"))
            blocks_.push_back(std::move(block));
        offset += output_->parameterCount();
    }

    parameters_.resize(offset);
    preferLargePages(parameters_.data(), static_cast<std::size_t>(offset) * sizeof(Scalar));
    std::uint32_t stream = 0;
    for (const auto& layer : layers_)
        layer->initialise(parameters_.data(), seed, stream);
    if (output_)
        output_->initialise(parameters_.data(), Random(seed, Stream::Weights, stream));

    tasks_ = {gradientTaskList(false), gradientTaskList(true)};
}

template <class Scalar> auto Network<Scalar>::gradientTaskList(bool sparse) const -> std::vector<Task> {
    std::vector<Task> list;
    for (int l = 0; l < layerCount(); ++l) {
        const bool sparseHere = sparse && l == 0;
        for (int part = 0; part < layers_[l]->gradientTasks(sparseHere); ++part)
            list.push_back({l, part, layers_[l]->ofGate(part, sparseHere)});
    }
    for (int part = 0; output_ && part < output_->gradientTasks(false); ++part)
        list.push_back({layerCount(), part, false});
    return list;
}

template <class Scalar> void Activations<Scalar>::measure(StageClock* stageClock) {
    clock = stageClock;
    for (std::size_t l = 0; l < layers.size(); ++l)
        layers[l].timing = {stageClock, static_cast<int>(l)};
}

template <class Scalar> std::vector<int> Network<Scalar>::gatedLayers() const {
    std::vector<int> gated;
    for (int l = 0; l < layerCount(); ++l)
        if (layers_[l]->gated())
            gated.push_back(l);
    return gated;
}

template <class Scalar>
Activations<Scalar> Network<Scalar>::activations(Index capacity, Index mostNonZero) const {
    Activations<Scalar> a;
    a.x = InputBatch<Scalar>(description_.input.size(), capacity,
                             layers_.front()->takesSparse() ? mostNonZero : 0);
    a.labels.assign(capacity, 0);
    for (const auto& layer : layers_)
        a.layers.push_back(layer->activations(capacity));
    a.logits.setZero(description_.classes, capacity);
    a.logitsDelta.setZero(description_.classes, capacity);
    a.logProbabilities.setZero(description_.classes, capacity);
    a.losses.assign(capacity, 0.0);
    return a;
}

template <class Scalar>
LayerInput<Scalar> Network<Scalar>::input(int layer, const Activations<Scalar>& a, Columns columns) const {
    return layer == 0 ? LayerInput<Scalar>(a.x, columns, chanceOf(a))
                      : LayerInput<Scalar>(a.layers[layer - 1].z, columns, chanceOf(a));
}

template <class Scalar> void Network<Scalar>::forward(Activations<Scalar>& a, Columns columns) const {
    forward(a, columns, [&](int l) {
        layers_[l]->assignFreeGates(a.layers[l], columns);
        return true;
    });
}

template <class Scalar>
void Network<Scalar>::propose(int layer, Activations<Scalar>& a, Columns columns, bool abovePanels) const {
    if (abovePanels)
        layers_[layer]->proposeAboveFirst(parameters_.data(), chanceOf(a), a.layers[layer], columns);
    else
        layers_[layer]->propose(parameters_.data(), input(layer, a, columns), a.layers[layer], columns);
}

template <class Scalar> void Network<Scalar>::deal(int layer, Activations<Scalar>& a, Columns columns) const {
    layers_[layer]->deal(input(layer, a, columns), a.layers[layer]);
}

template <class Scalar>
void Network<Scalar>::prepareChosen(int layer, int expert, Activations<Scalar>& a) const {
    layers_[layer]->prepareChosen(expert, input(layer, a, a.layers[layer].dealt.columns), a.layers[layer]);
}

template <class Scalar>
void Network<Scalar>::computeChosen(int layer, Activations<Scalar>& a, Columns columns) const {
    deal(layer, a, columns);
    for (int expert = 0; expert < layers_[layer]->gate()->experts(); ++expert)
        prepareChosen(layer, expert, a);
    for (int task = 0; task < forwardTasks(layer, a); ++task)
        forwardChosen(layer, task, a);
}

template <class Scalar>
void Network<Scalar>::proposePanel(int panel, Activations<Scalar>& a, Index examples) const {
    layers_.front()->proposePanel(panel, parameters_.data(), {a.x, {0, examples}}, a.layers.front());
}

template <class Scalar> void Network<Scalar>::classify(Activations<Scalar>& a, Columns columns) const {
    const StageTimer timer(a.clock, stages::Loss);
    switch (description_.output) {
    case Output::Mixture: {
        auto& last = a.layers.back();
        return mixtureOutput(*layers_.back()->gate(), last.gate, last.experts.output.back(), columns,
                             a.logits, a.logProbabilities);
    }
    case Output::Product:
        sumExperts(a.layers.back().experts.output.back(), columns, a.logits);
        break;
    case Output::Softmax:
        output_->forward(parameters_.data(), input(layerCount(), a, columns),
                         a.logits.middleCols(columns.first, columns.count));
    }
    for (Index c = columns.first; c < columns.first + columns.count; ++c) {
        const auto logits = a.logits.col(c);
        const Scalar largest = logits.maxCoeff();
        a.logProbabilities.col(c) =
            logits.array() - (largest + std::log((logits.array() - largest).exp().sum()));
    }
}

template <class Scalar> void Network<Scalar>::meet(int layer, Activations<Scalar>& a, Index examples) const {
    const StageTimer timer(a.clock, stages::Gates);
    layers_[layer]->gate()->meet(parameters_.data(), a.layers[layer].gate, examples);
}

template <class Scalar> void Network<Scalar>::learn(const Activations<Scalar>& a, Index examples) {
    for (int l = 0; l < layerCount(); ++l)
        if (layers_[l]->meets())
            layers_[l]->gate()->learn(parameters_.data(), a.layers[l].gate, examples);
}

template <class Scalar> void Network<Scalar>::loss(Activations<Scalar>& a, Columns columns) const {
    const StageTimer timer(a.clock, stages::Loss);
    for (Index c = columns.first; c < columns.first + columns.count; ++c)
        a.losses[c] = -static_cast<double>(a.logProbabilities(a.labels[c], c));
}

template <class Scalar>
void Network<Scalar>::backwardLoss(Activations<Scalar>& a, Columns columns, Scalar weight) const {
    const StageTimer timer(a.clock, stages::BackwardLoss);
    auto& last = a.layers.back();
    if (description_.output == Output::Mixture)
        return mixtureOutputDelta(*layers_.back()->gate(), last.gate, last.experts, a.labels,
                                  a.logProbabilities, columns, weight);
    // Softmax and cross-entropy together: dL/dlogit = F(x) - [class is the label].
    for (Index c = columns.first; c < columns.first + columns.count; ++c) {
        a.logitsDelta.col(c) = weight * a.logProbabilities.col(c).array().exp();
        a.logitsDelta(a.labels[c], c) -= weight;
    }
    const auto delta = a.logitsDelta.middleCols(columns.first, columns.count);
    if (description_.output == Output::Product)
        last.experts.delta.back().middleCols(columns.first, columns.count) =
            delta.replicate(last.experts.delta.back().rows() / delta.rows(), 1);
    else
        output_->backward(parameters_.data(), delta, last.zDelta.middleCols(columns.first, columns.count),
                          Into::Overwrite);
}

template <class Scalar>
void Network<Scalar>::backward(Activations<Scalar>& a, Columns columns, Scalar weight) const {
    for (int l = backward(a, columns, weight, layerCount()); l >= 0; l = backward(a, columns, weight, l))
        for (int task = 0; task < backwardTasks(l, a); ++task)
            backwardChosen(l, task, a);
}

template <class Scalar>
int Network<Scalar>::backward(Activations<Scalar>& a, Columns columns, Scalar weight, int from) const {
    const Scalar* theta = parameters_.data();
    const auto passDown = [&](int l) {
        if (l > 0)
            layers_[l]->backwardInput(theta, a.layers[l], columns,
                                      a.layers[l - 1].zDelta.middleCols(columns.first, columns.count));
    };
    if (from == layerCount())
        backwardLoss(a, columns, weight);
    else
        passDown(from);
    for (int l = from - 1; l >= 0; --l) {
        layers_[l]->backward(theta, a.layers[l], columns);
        if (layers_[l]->skips())
            return l;
        passDown(l);
    }
    return -1;
}

template <class Scalar> int Network<Scalar>::gradientStage(int task, const Activations<Scalar>& a) const {
    const auto& [layer, part, gate] = tasks(a)[task];
    if (layer == layerCount())
        return stages::BackwardLoss;
    return gate ? stages::BackwardGates : stages::backward(layer);
}

template <class Scalar>
void Network<Scalar>::gradient(int task, const Activations<Scalar>& a, Index examples, Scalar* scratch,
                               GradientSink<Scalar>& sink) const {
    const StageTimer timer(a.clock, gradientStage(task, a));
    const auto& [layer, part, gate] = tasks(a)[task];
    const LayerInput<Scalar> x = input(layer, a, {0, examples});
    if (layer < layerCount())
        return layers_[layer]->gradient(part, x, a.layers[layer], scratch, sink);
    output_->gradient(part, x, a.logitsDelta.leftCols(examples), scratch, sink);
}

template <class Scalar>
std::string Network<Scalar>::firstNonFinite(const Activations<Scalar>& a, Columns columns) const {
    const auto finite = [&](const Matrix<Scalar>& m) {
        return m.middleCols(columns.first, columns.count).allFinite();
    };
    if (!a.x.allFinite(columns))
        return "the input";
    for (int l = 0; l < layerCount(); ++l) {
        const std::string name = "layer " + std::to_string(l + 1);
        for (const auto& output : a.layers[l].experts.output)
            if (!finite(output))
                return name + "'s experts";
        if (layers_[l]->gated() && !(finite(a.layers[l].gate.logits()) && finite(a.layers[l].gate.gates)))
            return name + "'s gate";
        if (!finite(a.layers[l].z))
            return name;
    }
    return finite(a.logits) && finite(a.logProbabilities) ? "" : "the output layer";
}

template struct Activations<float>;
template struct Activations<double>;
template class Network<float>;
template class Network<double>;

} // namespace expertscope
