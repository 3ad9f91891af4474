// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run/past_network.h"
#include "model/run/stored_run.h"
#include "tests/fuzz/changed_json.h"
#include "tests/fuzz/fuzzing.h"
#include "tests/fuzz/sealed_file.h"
#include "tests/fuzz/small_run.h"

namespace {

using namespace expertscope::fuzzing;

/// The last of its files is a snapshot.
std::string withSnapshotSealed(const std::string& input) {
    std::vector<std::string> parts = partsOf(input, 4);
    parts.back() = sealed(parts.back());
    return joined(parts);
}

std::string changedPart(const std::string& input, unsigned seed) {
    std::vector<std::string> parts = partsOf(input, 4);
    if (seed % 2 == 0)
        parts.front() = changedJson(parts.front(), seed);
    else
        parts.back() = changedAndSealed(parts.back(), seed);
    return joined(parts);
}

} // namespace

// A whole run that is looked at: its configuration, metrics and events and the moments of its first two
// epochs.
FUZZ_READER(run_folder, .longest = 8000, .wrap = withSnapshotSealed, .change = changedPart) {
    static MemoryFile config, metrics, events, snapshot;
    static const Folder folder;
    [[maybe_unused]] static const bool made = [] {
        folder.link("config.json", config);
        folder.link("metrics.csv", metrics);
        folder.link("events.jsonl", events);
        for (const char* name : {"snapshots/epoch-00000.safetensors", "snapshots/epoch-00001.safetensors",
                                 "checkpoints/step-1.safetensors"})
            folder.link(name, snapshot);
        return true;
    }();
    const std::vector<std::string> parts = partsOf(input, 4);
    config.hold(parts[0]);
    metrics.hold(parts[1]);
    events.hold(parts[2]);
    snapshot.hold(parts[3]);
    StoredRun run = openStoredRun(folder.path());
    understood();
    const auto& moments = run.timeline.moments();
    use(run.timeline.load(momentNear(moments, 0.5))->step);
    use(run.timeline.load(moments.size() - 1)->step);
    use(nearestCheckpoint(RunDirectory::open(folder.path()), smallNetwork(), 1).step);
}
