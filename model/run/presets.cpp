// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run/presets.h"

#include "model/base/error.h"
#include "model/run/preset_files.h"

namespace expertscope {

const std::vector<Preset>& presets() {
    static const std::vector<Preset> all = [] {
        std::vector<Preset> list;
        for (const PresetFile& file : presetFiles()) {
            const Json json = parseJson(file.text, file.name);
            Preset preset{file.name, json.value("description", ""), configFromJson(json, file.name)};
            preset.config.preset = file.name;
            list.push_back(std::move(preset));
        }
        return list;
    }();
    return all;
}

const Preset& presetNamed(const std::string& name) {
    std::vector<std::string> names;
    for (const Preset& preset : presets()) {
        if (preset.name == name)
            return preset;
        names.push_back(preset.name);
    }
    const std::string nearest = nearestKey(name, names);
    throw ConfigError("There is no preset \"" + name + "\"" +
                      (nearest.empty() ? "; dmoe presets lists them." : "; did you mean " + nearest + "?"));
}

} // namespace expertscope
