// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/training/training_plan.h"

#include "model/base/error.h"
#include "model/network/gates/gate_kind.h"
#include "model/network/network_description.h"

#include <cmath>
#include <utility>

namespace expertscope {
namespace {

constexpr std::array<std::pair<Decay, const char*>, 4> decayNames{{{Decay::Exponential, "exponential"},
                                                                   {Decay::Linear, "linear"},
                                                                   {Decay::Cosine, "cosine"},
                                                                   {Decay::Constant, "constant"}}};

constexpr std::array<std::pair<Optimizer, const char*>, 2> optimizerNames{
    {{Optimizer::Sgd, "sgd"}, {Optimizer::Adam, "adam"}}};

void require(bool good, const std::string& key, double value, const char* remedy) {
    if (good)
        return;
    std::string number = std::to_string(value);
    number.erase(number.find_last_not_of('0') + 1);
    if (number.ends_with('.'))
        number.pop_back();
    throw ConfigError("training." + key + " is " + number + "; choose " + remedy);
}

} // namespace

void TrainingPlan::validate() const {
    for (int phase = 0; phase < phaseCount; ++phase) {
        require(learningRate[phase] >= 0 && std::isfinite(learningRate[phase]), "learning_rate",
                learningRate[phase], "0 or more");
        require(gateRate[phase] >= 0 && gateRate[phase] <= 1000, "gate_rate", gateRate[phase], "0 to 1000");
        require(momentum[phase] >= 0 && momentum[phase] < 1, "momentum", momentum[phase],
                "0 or more, below 1");
        require(weightDecay[phase] >= 0 && weightDecay[phase] <= 1, "weight_decay", weightDecay[phase],
                "0 to 1");
        require(epochs[phase] >= 0 && epochs[phase] <= 1'000'000, "epochs", epochs[phase], "0 to 1000000");
    }
    require(margin >= 0, "margin", margin, "0 or more, or null for infinity");
    require(minibatch >= 1 && minibatch <= 1'000'000, "minibatch", minibatch, "1 to 1000000");
    require(secondMoment >= 0 && secondMoment < 1, "second_moment", secondMoment, "0 or more, below 1");
    require(epsilon > 0 && epsilon <= 1, "epsilon", epsilon, "a number above 0, at most 1");
    require(decay > 0 && decay <= 1, "decay", decay, "a number above 0, at most 1");
}

double TrainingPlan::learningRateAt(int phase, double epoch) const {
    const double whole = std::floor(epoch);
    const double end = std::max(epochs[0] + epochs[1], 1);
    const double done = std::min(whole / end, 1.0);
    switch (schedule) {
    case Decay::Exponential:
        return learningRate[phase] * std::pow(decay, whole);
    case Decay::Linear:
        return learningRate[phase] * (1 + (decay - 1) * done);
    case Decay::Cosine:
        return learningRate[phase] * (decay + (1 - decay) * 0.5 * (1 + std::cos(3.141592653589793 * done)));
    case Decay::Constant:
        break;
    }
    return learningRate[phase];
}

void TrainingPlan::validateFor(const NetworkDescription& network) const {
    for (std::size_t l = 0; l < network.layers.size(); ++l) {
        const LayerDescription& layer = network.layers[l];
        if (!layer.gated())
            continue;
        const GateKind& gate = kindOf(layer.gate);
        const std::string named = "network.layers." + std::to_string(l) + ".gate " + gate.name;
        if (constraint && !gate.takesConstraint)
            throw ConfigError("training.constraint is true, but the balance constraint cannot forbid what " +
                              named + " decides; choose training.constraint=false, or another gate");
        if (gate.needsExampleAnExpert && minibatch < layer.experts)
            throw ConfigError("training.minibatch is " + std::to_string(minibatch) + ", but " + named +
                              " needs an example for each of its " + std::to_string(layer.experts) +
                              " experts; choose a larger minibatch, or fewer experts");
    }
}

std::string toString(Decay decay) {
    for (const auto& [value, name] : decayNames)
        if (value == decay)
            return name;
    return "?";
}

Decay decayFromString(const std::string& text) {
    for (const auto& [value, name] : decayNames)
        if (text == name)
            return value;
    throw ConfigError("training.schedule is \"" + text +
                      "\"; choose exponential, linear, cosine or constant");
}

std::string toString(Optimizer optimizer) {
    for (const auto& [value, name] : optimizerNames)
        if (value == optimizer)
            return name;
    return "?";
}

Optimizer optimizerFromString(const std::string& text) {
    for (const auto& [value, name] : optimizerNames)
        if (text == name)
            return value;
    throw ConfigError("training.optimizer is \"" + text + "\"; choose sgd or adam");
}

} // namespace expertscope
