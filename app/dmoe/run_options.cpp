// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dmoe/run_options.h"

#include "app/standard_output.h"
#include "app/terminal_line.h"
#include "model/base/worker_pool.h"
#include "model/run/data_places.h"
#include "model/run/safetensors.h"

#include <charconv>
#include <iostream>

namespace expertscope {
namespace {

/// Empty, or what is wrong; CLI11 puts the option's name in front.
std::string checkThreads(const std::string& text) {
    int threads = 0;
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, threads);
    if (read.ec == std::errc() && read.ptr == end && threads >= 1 && threads <= WorkerPool::maximumThreads)
        return "";
    return "\"" + text + "\" is no number from 1 to " + std::to_string(WorkerPool::maximumThreads);
}

} // namespace

void RunOptions::addThreads(CLI::App& command) {
    threads = WorkerPool::defaultThreads();
    command.add_option("--threads", threads, "threads to compute with; the result does not depend on it")
        ->capture_default_str()
        ->check(CLI::Validator(checkThreads, "1 - " + std::to_string(WorkerPool::maximumThreads)));
}

void RunOptions::addData(CLI::App& command, const std::string& what) {
    command.add_option("--data", data, what)->type_name("DIR");
}

void RunOptions::addJson(CLI::App& command) {
    command.add_flag("--json", json, "print the result as one JSON object on one line");
}

void RunOptions::addChanges(CLI::App& command) {
    command.add_option("--seed", seed, "of weights, order and jitter")->type_name("S");
    command.add_option("--epochs", epochs, "epochs of the constrained and of the free phase")
        ->delimiter(',')
        ->expected(2)
        ->type_name("A,B");
    addSettings(command);
}

void RunOptions::addSettings(CLI::App& command) {
    command.add_option("--set", settings, "change any key of the configuration, as in training.margin=1000")
        ->type_name("KEY=VALUE")
        ->take_all()
        ->allow_extra_args(false);
}

void RunOptions::applyData(DataDescription& description) const {
    if (data.empty())
        return;
    description.source = recogniseFolder(data, description.source).name;
    description.path = data;
}

void RunOptions::applyOtherData(DataDescription& description) const {
    applyData(description);
    if (data.empty())
        return;
    description.sha256.clear();
    description.transposed.reset(); // which the run's own data were, not these
    description.inverted.reset();
}

std::vector<std::string> RunOptions::notesOfOtherData(const TrainingData& read) const {
    return data.empty() ? std::vector<std::string>() : read.notes;
}

TrainerState RunOptions::stateOf(const RunDirectory& run, const TrainingLoop& loop) const {
    try {
        std::vector<std::string> notes;
        TrainerState state = run.latestState(loop.trainer().network().blocks(), &notes);
        for (const std::string& note : notes) {
            clearTerminalLine();
            std::cerr << note << '\n';
        }
        return state;
    } catch (const ShapeError& error) {
        if (data.empty())
            throw;
        const TrainingData& read = *loop.experiment().data;
        throw FileError("The network of " + run.path().string() + " does not fit " + data + ", which has " +
                        std::to_string(read.classes()) + " classes and " + std::to_string(read.inputs()) +
                        " inputs with its margin for jitter (" + error.what() +
                        "); name data with as many of both as the run was trained on.");
    }
}

RunConfig RunOptions::applyTo(const RunConfig& config) const {
    RunConfig changed = withSettings(config, settings);
    if (!seed.empty())
        changed.seed = parseSeed(seed);
    if (epochs.size() == phaseCount)
        changed.training.epochs = {epochs[0], epochs[1]};
    changed.training.validate();
    applyData(changed.data);
    return changed;
}

void printJson(const Json& json, const std::string& remedy) {
    std::cout << jsonText(json) << '\n';
    flushStandardOutput(remedy);
}

} // namespace expertscope
