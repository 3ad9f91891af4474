// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/error.h"
#include "model/network/network.h"
#include "model/run/checkpoint.h"
#include "model/run/event_log.h"
#include "model/run/metrics_log.h"
#include "model/run/run_directory.h"
#include "model/run/timeline_file.h"
#include "tests/model/run/run_files.h"

#include <filesystem>
#include <string>
#include <vector>

namespace expertscope::testing {

/// The parameters of a run's network on data of that size.
inline std::vector<ParameterBlock> blocksOf(const RunConfig& config, int inputs, int classes) {
    NetworkDescription network = config.network;
    network.input = inputs;
    network.classes = classes;
    return Network<float>(network, 0).blocks();
}

/// A file that was being written, or turned out to be damaged, anywhere below the folder; empty where there
/// is none. claims: whether what keeps a second program away is one. Of a program that was killed it stays,
/// and is free.
inline std::string leftovers(const std::filesystem::path& folder, bool claims = true) {
    std::error_code failure;
    for (std::filesystem::recursive_directory_iterator entry(folder, failure), end; !failure && entry != end;
         entry.increment(failure)) {
        const std::string name = entry->path().filename().string();
        if (name.ends_with(".part") || name.ends_with(".damaged") || name.ends_with(".new") ||
            (claims && name.ends_with(".claim")))
            return name + " is left behind";
    }
    return "";
}

/// What is wrong with the files of a run, each by itself; empty where nothing is.
inline std::string wrongWithRun(const std::filesystem::path& path, int inputs, int classes) {
    try {
        const RunDirectory run = RunDirectory::open(path);
        const auto blocks = blocksOf(run.config(), inputs, classes);
        for (const std::int64_t step : run.checkpoints())
            if (readCheckpoint(run.checkpointPath(step), blocks).step != step)
                return "the checkpoint of step " + std::to_string(step) + " is of another one";
        std::error_code none;
        for (const auto& entry : std::filesystem::directory_iterator(path / "snapshots", none))
            if (entry.path().extension() == ".safetensors")
                readTimeline(entry.path());
        std::int64_t before = -1;
        for (const MetricsRecord& record : run.metrics()) {
            if (record.step <= before)
                return "metrics.csv has step " + std::to_string(record.step) + " after step " +
                       std::to_string(before);
            before = record.step;
        }
        run.events();
    } catch (const std::exception& error) {
        return error.what();
    }
    return "";
}

/// The steps that the timeline has moments of, file after file.
inline std::vector<std::int64_t> timelineSteps(const std::filesystem::path& run) {
    std::vector<std::int64_t> steps;
    for (const std::string& name : filesIn(run / "snapshots"))
        if (name.ends_with(".safetensors"))
            for (const TrainingSnapshot& moment : readTimeline(run / "snapshots" / name))
                steps.push_back(moment.step);
    return steps;
}

/// In what a run that went on to its end differs from one that nobody disturbed; empty where in nothing.
inline std::string unlike(const std::filesystem::path& run, const std::filesystem::path& whole) {
    try {
        if (withoutRates(run / "metrics.csv") != withoutRates(whole / "metrics.csv"))
            return "metrics.csv has other rows than an undisturbed run's";
        if (timelineSteps(run) != timelineSteps(whole))
            return "the timeline has other moments than an undisturbed run's: " +
                   std::to_string(timelineSteps(run).size()) + " of " +
                   std::to_string(timelineSteps(whole).size());
    } catch (const std::exception& error) {
        return error.what();
    }
    return "";
}

} // namespace expertscope::testing
