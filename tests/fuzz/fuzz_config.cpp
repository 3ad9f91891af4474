// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/network/network.h"
#include "model/run/config_difference.h"
#include "model/run/presets.h"
#include "model/run/provenance.h"
#include "model/run/run_config.h"
#include "tests/fuzz/changed_json.h"
#include "tests/fuzz/fuzzing.h"

#include <cstdlib>

// config.json, and what is made of it: the same configuration again, a command, a network.
FUZZ_READER(config, .change = changedJson) {
    static MemoryFile file;
    file.hold(input);
    const RunConfig config = readConfig(file.path());
    understood();
    if (toJson(configFromJson(toJson(config), "again")) != toJson(config))
        std::abort();
    use(dmoeCommand(config));
    use(provenance(config, 1, 2));
    for (const ConfigDifference& difference : configDifferences(presets().front().config, config))
        use(settingText(difference.right));
    use(config.training.learningRateAt(constrainedPhase, 0.5));
    NetworkDescription network = config.network;
    network.input = 12;
    network.classes = 3;
    use(network.name());
    constexpr std::int64_t mostParameters = 3000;
    if (network.parameterCount() <= mostParameters && network.layers.size() < 8)
        use(Network<float>(network, config.seed).parameters().sum());
}
