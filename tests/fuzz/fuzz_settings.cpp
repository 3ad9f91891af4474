// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run/config_difference.h"
#include "model/run/presets.h"
#include "model/run/run_config.h"
#include "tests/fuzz/fuzzing.h"

#include <sstream>

// "key=value" as --set and a sweep's file have it, a line each; a line without = is read as a seed.
FUZZ_READER(settings, .longest = 120) {
    std::istringstream lines(input);
    std::vector<std::string> settings;
    for (std::string line; settings.size() < 6 && std::getline(lines, line);)
        if (line.find('=') == std::string::npos)
            use(parseSeed(line));
        else
            settings.push_back(line);
    const RunConfig config = withSettings(presets().front().config, settings);
    understood();
    for (const ConfigSetting& setting : settingsThatDiffer(presets().front().config, config))
        use(shellQuoted(setting.key + '=' + settingText(setting.value)));
}
