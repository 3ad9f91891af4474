// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run/run_config.h"

#include "model/base/error.h"
#include "model/base/file.h"
#include "model/base/json_path.h"
#include "model/base/plain_text.h"
#include "model/data/attributes/image_attribute.h"
#include "model/run/config_reader.h"
#include "model/run/layer_config.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

namespace expertscope {
namespace {

template <class Value> Json perPhase(const PerPhase<Value>& values) {
    return values[0] == values[1] ? Json(values[0]) : Json(values);
}

Json toJson(const DataDescription& data) {
    Json json{{"source", data.source},
              {"seed", data.seed},
              {"jitter", data.jitter},
              {"validation", data.validation}};
    if (!data.path.empty())
        json["path"] = data.path;
    if (!data.phones.empty())
        json["phones"] = data.phones;
    if (data.transposed)
        json["transposed"] = *data.transposed;
    if (data.inverted)
        json["inverted"] = *data.inverted;
    if (!data.attributes.empty())
        json["attributes"] = data.attributes;
    if (!data.sha256.empty())
        json["sha256"] = data.sha256;
    if (!data.madeBy.empty())
        json["made_by"] = data.madeBy;
    return json;
}

Json toJson(const NetworkDescription& network) {
    Json layers = Json::array();
    for (const LayerDescription& layer : network.layers)
        layers.push_back(toJson(layer));
    return {{"output", toString(network.output)}, {"layers", layers}};
}

DataDescription dataFromJson(ConfigReader reader) {
    DataDescription data;
    reader.read("source", data.source);
    reader.read("path", data.path);
    reader.read("sha256", data.sha256);
    reader.read("made_by", data.madeBy);
    reader.read("seed", data.seed);
    reader.read("jitter", data.jitter);
    reader.read("validation", data.validation);
    reader.read("phones", data.phones);
    reader.read("transposed", data.transposed);
    reader.read("inverted", data.inverted);
    reader.readList("attributes", data.attributes);
    reader.at("attributes", [&] { checkImageAttributes(data.attributes); });
    reader.finish();
    return data;
}

NetworkDescription networkFromJson(ConfigReader reader) {
    NetworkDescription network;
    std::string output = toString(network.output);
    reader.read("output", output);
    reader.at("output", [&] { network.output = outputFromString(output); });
    reader.readEach("layers", [&](ConfigReader layer) { network.layers.push_back(layerFromJson(layer)); });
    reader.finish();
    // Who asks a mixture for the product of its experts wants them without their gate.
    if (network.output == Output::Product && !network.layers.empty() && network.layers.back().gated())
        network.layers.back().combine = Combine::Concatenated;
    return network;
}

TrainingPlan planFrom(ConfigReader reader) {
    TrainingPlan plan;
    reader.readPerPhase("learning_rate", plan.learningRate);
    reader.readPerPhase("gate_rate", plan.gateRate);
    reader.readPerPhase("momentum", plan.momentum);
    reader.readPerPhase("weight_decay", plan.weightDecay);
    reader.readNumberOrInfinity("margin", plan.margin);
    reader.read("constraint", plan.constraint);
    reader.readPerPhase("epochs", plan.epochs);
    reader.read("minibatch", plan.minibatch);
    std::string optimizer = toString(plan.optimizer), schedule = toString(plan.schedule);
    reader.read("optimizer", optimizer);
    reader.at("optimizer", [&] { plan.optimizer = optimizerFromString(optimizer); });
    reader.read("second_moment", plan.secondMoment);
    reader.read("epsilon", plan.epsilon);
    reader.read("schedule", schedule);
    reader.at("schedule", [&] { plan.schedule = decayFromString(schedule); });
    reader.read("decay", plan.decay);
    reader.finish();
    reader.at("", [&] { plan.validate(); });
    return plan;
}

/// The object of a layer, where the key is of something in one; prefix and name are the key's two parts.
Json* layerOf(Json& json, const std::string& key, std::string& prefix, std::string& name) {
    const std::size_t dot = key.rfind('.');
    if (dot == std::string::npos || !key.starts_with("network.layers."))
        return nullptr;
    prefix = key.substr(0, dot);
    name = key.substr(dot + 1);
    Json* layer = valueAt(json, prefix);
    return layer && layer->is_object() ? layer : nullptr;
}

/// What is typed after "key=" as JSON: numbers and lists as they are, on/off as booleans, anything else as
/// text.
Json valueFromText(const std::string& text) {
    if (text == "on")
        return true;
    if (text == "off")
        return false;
    return jsonIn(text).value_or(Json(text));
}

} // namespace

Json toJson(const TrainingPlan& plan) {
    return {{"learning_rate", perPhase(plan.learningRate)},
            {"gate_rate", perPhase(plan.gateRate)},
            {"momentum", perPhase(plan.momentum)},
            {"weight_decay", perPhase(plan.weightDecay)},
            {"margin", numberOrNull(plan.margin)},
            {"constraint", plan.constraint},
            {"epochs", plan.epochs},
            {"minibatch", plan.minibatch},
            {"optimizer", toString(plan.optimizer)},
            {"second_moment", plan.secondMoment},
            {"epsilon", plan.epsilon},
            {"schedule", toString(plan.schedule)},
            {"decay", plan.decay}};
}

TrainingPlan planFromJson(const Json& json, const std::string& place) {
    return planFrom(ConfigReader(json, "training", place));
}

Json toJson(const RunConfig& config) {
    Json json;
    if (!config.preset.empty())
        json["preset"] = config.preset;
    json["seed"] = config.seed;
    json["data"] = toJson(config.data);
    json["network"] = toJson(config.network);
    json["training"] = toJson(config.training);
    return json;
}

std::string dataKey(const DataDescription& data) {
    DataDescription asked = data;
    asked.sha256.clear();
    asked.madeBy.clear();
    return jsonText(toJson(asked));
}

RunConfig configFromJson(const Json& json, const std::string& place) {
    RunConfig config;
    ConfigReader reader(json, "", place);
    for (const char* note : {"description", "program", "machine", "created"}) // for people, not for the run
        reader.ignore(note);
    reader.read("preset", config.preset);
    reader.read("seed", config.seed);
    reader.readPart("data", [&](ConfigReader part) { config.data = dataFromJson(part); });
    reader.readPart("network", [&](ConfigReader part) { config.network = networkFromJson(part); });
    reader.readPart("training", [&](ConfigReader part) { config.training = planFrom(part); });
    reader.finish();
    reader.at("", [&] {
        config.network.validate();
        config.training.validateFor(config.network);
    });
    return config;
}

RunConfig readConfig(const std::filesystem::path& path) {
    const std::string text = readFile(path, mostOfConfig);
    try {
        return configFromJson(parseJson(text, path.string()), path.string());
    } catch (const UnknownKeyError& error) {
        throw ConfigError(path.string() + lineText(text, text.find('"' + error.name() + '"')) + ": " +
                          error.sentence());
    }
}

RunConfig withSettings(const RunConfig& config, const std::vector<std::string>& settings) {
    const std::pair<const char*, Json> unwritten[]{// real, but not written out while they have no value
                                                   {"path", ""},
                                                   {"phones", ""},
                                                   {"transposed", nullptr},
                                                   {"inverted", nullptr},
                                                   {"attributes", Json::array()}};
    Json json = toJson(config);
    const auto writeOut = [&](const char* name, const Json& none) {
        if (json["data"].is_object()) // else a setting before this one made something else of it
            json["data"].emplace(name, Json(none));
    };
    // What a layer is first, then its gate: which of the other keys are known depends on them.
    std::vector<std::string> ordered = settings;
    for (const char* first : {".gate", ".kind"})
        std::stable_partition(ordered.begin(), ordered.end(), [&](const std::string& setting) {
            return setting.substr(0, setting.find('=')).ends_with(first);
        });
    for (const std::string& setting : ordered) {
        const std::size_t equals = setting.find('=');
        if (equals == std::string::npos || equals == 0)
            throw ConfigError("--set " + setting +
                              " has no value; write key=value, as in training.margin=1000.");
        const std::string key = setting.substr(0, equals);
        for (const auto& [other, none] : unwritten)
            if (key == std::string("data.") + other)
                writeOut(other, none);
        std::string prefix, name;
        Json* const layer = layerOf(json, key, prefix, name);
        const Json given = valueFromText(setting.substr(equals + 1));
        if (given.is_string() && (setting[equals + 1] == '[' || setting[equals + 1] == '{'))
            throw ConfigError(shortText(key) +
                              " is not valid JSON: a bracket or quote is missing, a number is NaN or "
                              "too large, or a key is there twice.");
        if (layer && decidesKeys(name)) {
            setKind(*layer, prefix, name, given);
            continue;
        }
        Json* value = valueAt(json, key);
        if (!value && layer)
            value = placeOfSetting(*layer, prefix, name);
        if (!value) {
            for (const auto& [other, none] : unwritten)
                writeOut(other, none);
            std::vector<std::string> known = flatKeys(json);
            for (const std::string& own : layer ? settingNames(*layer) : std::vector<std::string>())
                known.push_back(prefix + "." + own);
            throw ConfigError(unknownKeySentence(key, known));
        }
        *value = given;
    }
    return configFromJson(json, "");
}

std::uint64_t parseSeed(const std::string& text) {
    std::uint64_t seed = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), seed);
    if (code != std::errc() || end != text.data() + text.size())
        throw ConfigError("the seed is \"" + text +
                          "\"; choose a whole number from 0 to 18446744073709551615.");
    return seed;
}

} // namespace expertscope
