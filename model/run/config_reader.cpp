// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run/config_reader.h"

#include "model/base/plain_text.h"

#include <cmath>
#include <limits>

namespace expertscope {

std::string unknownKeySentence(const std::string& key, const std::vector<std::string>& known) {
    const std::string nearest = nearestKey(key, known);
    if (!nearest.empty())
        return shortText(key) + " is unknown; did you mean " + nearest + "?";
    std::string all;
    for (const std::string& one : known)
        all += (all.empty() ? "" : ", ") + one;
    return shortText(key) + " is unknown; known here: " + all + ".";
}

ConfigReader::ConfigReader(const Json& json, std::string path, std::string place)
    : json_(&json), path_(std::move(path)), place_(std::move(place)) {
    if (!json.is_object())
        fail("", "must be an object in braces");
}

std::string ConfigReader::full(const std::string& key) const {
    if (path_.empty())
        return key.empty() ? "the configuration" : key;
    return key.empty() ? path_ : path_ + "." + key;
}

void ConfigReader::fail(const std::string& key, const std::string& what) const {
    throw ConfigError((place_.empty() ? "" : place_ + ": ") + full(key) + " " + what + ".");
}

void ConfigReader::at(const std::string& key, const std::function<void()>& check) const {
    try {
        check();
    } catch (const ConfigError& error) {
        const std::string scope =
            key.empty() || std::string(error.what()).starts_with(path_) ? "" : path_ + ": ";
        throw ConfigError((place_.empty() ? "" : place_ + ": ") + scope + error.what() + ".");
    }
}

const Json* ConfigReader::find(const std::string& key) {
    asked_.insert(key);
    const auto found = json_->find(key);
    return found == json_->end() ? nullptr : &*found;
}

int ConfigReader::integer(const std::string& key, const Json& json) const {
    const double value = json.is_number() ? json.get<double>() : std::numeric_limits<double>::quiet_NaN();
    if (!(value >= std::numeric_limits<int>::min() && value <= std::numeric_limits<int>::max()))
        fail(key, "is " + quotedJson(json) +
                      (value == std::trunc(value) ? "; give a whole number of at most 2147483647"
                                                  : "; give a whole number"));
    if (value != static_cast<int>(value))
        fail(key, "is " + quotedJson(json) + "; give a whole number");
    return static_cast<int>(value);
}

double ConfigReader::number(const std::string& key, const Json& json) const {
    if (!json.is_number())
        fail(key, "is " + quotedJson(json) + "; give a number");
    return json.get<double>();
}

void ConfigReader::read(const std::string& key, std::string& value) {
    const Json* json = find(key);
    if (json && !json->is_string())
        fail(key, "is " + quotedJson(*json) + "; give a text");
    if (json)
        value = json->get<std::string>();
}

void ConfigReader::read(const std::string& key, bool& value) {
    const Json* json = find(key);
    if (json && !json->is_boolean())
        fail(key, "is " + quotedJson(*json) + "; give true or false");
    if (json)
        value = json->get<bool>();
}

void ConfigReader::read(const std::string& key, std::optional<bool>& value) {
    const Json* json = find(key);
    if (json && json->is_null())
        return;
    bool read = false;
    ConfigReader::read(key, read);
    if (json)
        value = read;
}

void ConfigReader::read(const std::string& key, int& value) {
    if (const Json* json = find(key))
        value = integer(key, *json);
}

void ConfigReader::read(const std::string& key, std::uint64_t& value) {
    const Json* json = find(key);
    if (json &&
        !(json->is_number_unsigned() || (json->is_number_integer() && json->get<std::int64_t>() >= 0)))
        fail(key, "is " + quotedJson(*json) +
                      (json->is_number_float() && json->get<double>() >= 0x1p64
                           ? "; give a whole number of at most 18446744073709551615"
                           : "; give a whole number, 0 or more"));
    if (json)
        value = json->get<std::uint64_t>();
}

void ConfigReader::read(const std::string& key, double& value) {
    if (const Json* json = find(key))
        value = number(key, *json);
}

void ConfigReader::readNumberOrInfinity(const std::string& key, double& value) {
    if (const Json* json = find(key))
        value = json->is_null() ? std::numeric_limits<double>::infinity() : number(key, *json);
}

void ConfigReader::readPerPhase(const std::string& key, PerPhase<double>& values) {
    readPhases(key, values, [&](const Json& json) { return number(key, json); });
}

void ConfigReader::readPerPhase(const std::string& key, PerPhase<int>& values) {
    readPhases(key, values, [&](const Json& json) { return integer(key, json); });
}

template <class Values, class Convert>
void ConfigReader::readPhases(const std::string& key, Values& values, const Convert& convert) {
    const Json* json = find(key);
    if (!json)
        return;
    if (json->is_array() && json->size() != phaseCount)
        fail(key,
             "has " + std::to_string(json->size()) + " numbers; give one, or one for each of the two phases");
    for (std::size_t phase = 0; phase < phaseCount; ++phase)
        values[phase] = convert(json->is_array() ? (*json)[phase] : *json);
}

void ConfigReader::readList(const std::string& key, std::vector<int>& values) {
    const Json* json = find(key);
    if (!json)
        return;
    values.clear();
    if (json->is_array())
        for (const Json& value : *json)
            values.push_back(integer(key, value));
    else
        values.push_back(integer(key, *json));
}

void ConfigReader::readList(const std::string& key, std::vector<std::string>& values) {
    const Json* json = find(key);
    if (!json)
        return;
    values.clear();
    const Json all = json->is_array() ? *json : Json::array({*json});
    for (const Json& value : all) {
        if (!value.is_string())
            fail(key, "is " + quotedJson(*json) + "; give a text, or a list of some");
        values.push_back(value.get<std::string>());
    }
}

void ConfigReader::readPart(const std::string& key, const std::function<void(ConfigReader)>& read) {
    if (const Json* json = find(key))
        read(ConfigReader(*json, full(key), place_));
}

void ConfigReader::readEach(const std::string& key, const std::function<void(ConfigReader)>& read) {
    const Json* json = find(key);
    if (!json)
        return;
    if (!json->is_array())
        fail(key, "must be a list in brackets");
    for (std::size_t i = 0; i < json->size(); ++i)
        read(ConfigReader((*json)[i], full(key) + "." + std::to_string(i), place_));
}

std::vector<std::string> ConfigReader::unasked() const {
    std::vector<std::string> keys;
    for (const auto& [key, value] : json_->items())
        if (!asked_.contains(key))
            keys.push_back(key);
    return keys;
}

void ConfigReader::finish() const {
    for (const std::string& key : unasked()) {
        std::vector<std::string> known;
        for (const std::string& one : asked_)
            known.push_back(full(one));
        throw UnknownKeyError(key, place_, unknownKeySentence(full(key), known));
    }
}

} // namespace expertscope
