// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run/config_difference.h"

#include "model/base/file.h"
#include "model/run/presets.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace expertscope {
namespace {

bool descends(const Json& from, const Json& to) {
    if (from.is_object() && to.is_object())
        return true;
    // Of the lists only the layers' has parts with names.
    return from.is_array() && to.is_array() && from.size() == to.size() && !to.empty() && to[0].is_object();
}

void compare(const Json& from, const Json& to, const std::string& key, std::vector<ConfigDifference>& found) {
    if (from == to)
        return;
    if (!descends(from, to)) {
        found.push_back({key, from, to});
        return;
    }
    const std::string prefix = key.empty() ? "" : key + '.';
    if (to.is_array()) {
        for (std::size_t i = 0; i < to.size(); ++i)
            compare(from[i], to[i], prefix + std::to_string(i), found);
        return;
    }
    for (const auto& [name, value] : to.items())
        compare(from.value(name, Json()), value, prefix + name, found);
}

std::vector<ConfigDifference> allDifferences(const RunConfig& from, const RunConfig& to) {
    std::vector<ConfigDifference> found;
    compare(toJson(from), toJson(to), "", found);
    std::erase_if(found,
                  [](const ConfigDifference& d) { return d.key == "preset" || d.key == "data.sha256"; });
    return found;
}

/// A setting that nobody can make: it is found out when the data are read.
bool isFoundOut(const ConfigDifference& difference) {
    return difference.key == "data.made_by";
}

/// 1000 for 1000.0, also within lists.
Json shortened(Json value) {
    if (value.is_structured())
        for (Json& part : value)
            part = shortened(part);
    else if (value.is_number_float() && std::abs(value.get<double>()) < 1e15 &&
             value.get<double>() == std::trunc(value.get<double>()))
        value = value.get<std::int64_t>();
    return value;
}

const Preset& presetBehind(const RunConfig& config) {
    const auto& all = presets();
    const auto own =
        std::find_if(all.begin(), all.end(), [&](const Preset& p) { return p.name == config.preset; });
    if (own != all.end())
        return *own;
    return *std::min_element(all.begin(), all.end(), [&](const Preset& a, const Preset& b) {
        return settingsThatDiffer(a.config, config).size() < settingsThatDiffer(b.config, config).size();
    });
}

} // namespace

std::string shellQuoted(const std::string& text) {
    static constexpr std::string_view plain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./,=:+-@%";
    if (!text.empty() && text.find_first_not_of(plain) == std::string::npos)
        return text;
    std::string quoted = "'";
    for (const char c : text)
        quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + "'";
}

std::vector<ConfigSetting> settingsThatDiffer(const RunConfig& from, const RunConfig& to) {
    std::vector<ConfigSetting> settings;
    for (const ConfigDifference& difference : allDifferences(from, to))
        if (!isFoundOut(difference))
            settings.push_back({difference.key, difference.right});
    return settings;
}

std::vector<ConfigDifference> configDifferences(const RunConfig& left, const RunConfig& right) {
    std::vector<ConfigDifference> found = allDifferences(left, right);
    if (!left.data.sha256.empty() && left.data.sha256 == right.data.sha256)
        std::erase_if(found, [](const ConfigDifference& d) { return d.key == "data.path"; });
    return found;
}

std::string settingText(const Json& value) {
    if (value.is_boolean())
        return value.get<bool>() ? "on" : "off";
    return value.is_string() ? value.get<std::string>() : jsonText(shortened(value));
}

std::string dmoeCommand(const RunConfig& config) {
    const Preset& preset = presetBehind(config);
    std::string line = "dmoe train --preset " + preset.name + " --seed " + std::to_string(config.seed);
    if (!config.data.path.empty())
        line += " --data " + shellQuoted(config.data.path);
    std::string settings;
    for (const ConfigSetting& setting : settingsThatDiffer(preset.config, config)) {
        // A folder says itself what it holds.
        const bool said = setting.key == "seed" || setting.key == "data.path" ||
                          (setting.key == "data.source" && !config.data.path.empty());
        if (setting.key == "training.epochs")
            line += " --epochs " + std::to_string(config.training.epochs[0]) + ',' +
                    std::to_string(config.training.epochs[1]);
        else if (!said)
            settings += " --set " + shellQuoted(setting.key + '=' + settingText(setting.value));
    }
    return line + settings;
}

std::string replayCommand(const std::filesystem::path& run) {
    return "dmoe train --replay " + shellQuoted(absolutePath(run).string());
}

} // namespace expertscope
