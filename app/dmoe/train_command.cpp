// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dmoe/commands.h"
#include "app/dmoe/progress_line.h"
#include "app/dmoe/run_options.h"
#include "app/standard_output.h"
#include "app/stop_signals.h"
#include "model/base/error.h"
#include "model/base/worker_pool.h"
#include "model/run/config_difference.h"
#include "model/run/data_sources.h"
#include "model/run/experiment.h"
#include "model/run/presets.h"
#include "model/run/program_info.h"
#include "model/run/run_claim.h"
#include "model/run/run_directory.h"
#include "model/run/run_recorder.h"
#include "model/run/run_report.h"

#include <cstdio>
#include <memory>
#include <optional>

namespace expertscope {
namespace {

struct TrainOptions : RunOptions {
    std::string preset, config, resume, replay, out;
    std::int64_t stopAfter = 0;
};

/// A replay is the changes of another run, to be made at the same steps.
struct Replay {
    std::vector<TrainingEvent> events;
    std::optional<std::int64_t> lastStep;
    std::string checksum; ///< of the original's weights at lastStep
};

RunConfig startConfig(const TrainOptions& options) {
    if (!options.config.empty())
        return options.applyTo(readConfig(options.config));
    return options.applyTo(presetNamed(options.preset).config);
}

/// Before the data are read: whoever named a place that is taken is told at once.
void requirePlace(const TrainOptions& options) {
    if (!options.out.empty())
        RunDirectory::requireFree(options.out);
}

/// Once they are read, so that a signal until then finds nothing on disk.
NewRun claimPlace(const TrainOptions& options, const RunConfig& config) {
    if (options.out.empty())
        return claimNewRunIn(userRunsFolder(), config);
    return {options.out, claimNewRun(options.out)};
}

void train(TrainingLoop& loop, TrainingProgress& progress, const TrainOptions& options,
           const Replay& replay) {
    auto next = replay.events.begin();
    const std::optional<std::int64_t> stop =
        options.stopAfter > 0 ? std::optional(options.stopAfter) : replay.lastStep;
    for (;;) {
        const std::int64_t step = loop.trainer().currentStep();
        for (; next != replay.events.end() && next->step <= step; ++next)
            if (next->kind == TrainingEvent::Kind::Change)
                loop.apply(*next);
        if (loop.finished() || stopSignal() != 0 || (stop && step >= *stop))
            break;
        loop.step();
        progress.update();
    }
    if (!loop.finished() || loop.trainer().currentStep() == 0) // a run of no epochs has had no checkpoint yet
        loop.checkpoint(CheckpointReason::Pause);
}

std::string goOnWith(const std::filesystem::path& run) {
    return "dmoe train --resume " + shellQuoted(run.string());
}

/// Where a signal has stopped it, and how to go on.
std::string stoppedText(const TrainingLoop& loop, const std::filesystem::path& run) {
    char text[96];
    std::snprintf(text, sizeof text, "Stopped after %.4g epochs (%lld steps), with a checkpoint; ",
                  loop.trainer().epoch(), static_cast<long long>(loop.trainer().currentStep()));
    const std::string measuring = "dmoe evaluate " + shellQuoted(run.string());
    return text + (loop.finished() ? measuring + " measures it, for nothing is left to train."
                                   : goOnWith(run) + " goes on with it.");
}

void printSummary(const RunReport& report, const std::filesystem::path& path) {
    std::printf("%s after %.4g epochs (%lld steps): test error %.2f %%, training error %.2f %%\n",
                report.finished ? "Finished" : "Stopped", report.epochs, static_cast<long long>(report.step),
                100 * report.testError, 100 * report.trainError);
    const Factorisation& f = report.statistics.factorisation;
    if (f.score)
        std::printf("I(e1;T) %.3f  I(e1;C) %.3f  I(e2;C) %.3f  I(e2;T) %.3f  score %.3f\n", *f.i1t, *f.i1c,
                    *f.i2c, *f.i2t, *f.score);
    std::printf("Computed by %s, %d thread%s\n", report.arithmetic.c_str(), report.threads,
                report.threads == 1 ? "" : "s");
    std::printf("Run: %s\n", path.c_str());
    if (!report.finished)
        std::printf("Go on with: %s\n", goOnWith(path).c_str());
}

/// Trains, with the recorder among the loop's sinks already, and ends with the report. saving: until all
/// that was trained is on disk.
void runLoop(TrainingLoop& loop, RunRecorder& recorder, ProgressLine& line, const TrainOptions& options,
             const Replay& replay, DeferredStop& saving) {
    for (const std::string& note : arithmeticNotes())
        line.print(note);
    const std::filesystem::path& path = recorder.directory().path();
    const std::string elsewhere = "dmoe evaluate " + shellQuoted(path.string());
    TrainingProgress progress(line, loop);
    loop.addSink(progress);
    try {
        train(loop, progress, options, replay);
    } catch (const DivergenceError& error) {
        loop.log({TrainingEvent::Kind::Error, 0, "", 0, error.what()});
        throw;
    }
    recorder.flush();
    saving.release();
    if (stopSignal() != 0)
        throw Stopped(stoppedText(loop, path));
    setFarewell("dmoe: Stopped before its errors were measured, but all is saved; " + elsewhere +
                " measures them.");
    line.begin("measuring errors");
    const RunReport report = makeReport(loop, options.threads);
    Json json = toJson(report);
    recorder.keepReport(json);
    json["run"] = path.string();
    const bool comparable = replay.lastStep == report.step, matches = report.checksum == replay.checksum;
    if (comparable)
        json["replay_matches"] = matches;
    const std::string remedy = "the run is whole, and " + elsewhere + " measures it again.";
    if (options.json) {
        printJson(json, remedy);
    } else {
        printSummary(report, path);
        flushStandardOutput(remedy);
    }
    if (comparable && !matches)
        throw Error("The replay reached other weights (" + report.checksum + ") than the original (" +
                    replay.checksum + "); it was trained by another version or on another kind of machine.");
}

void startRun(const TrainOptions& options, RunConfig config) {
    requirePlace(options);
    ProgressLine line;
    WorkerPool pool(options.threads);
    Experiment experiment = prepareExperiment(config, pool, line.progress("reading data"));
    for (const std::string& note : experiment.data->notes)
        line.print(note);
    TrainingLoop loop(experiment, pool);
    DeferredStop saving;
    NewRun run = claimPlace(options, config);
    RunRecorder recorder(RunDirectory::create(run.path, config), std::move(run.claim),
                         loop.trainer().network(), loop.trainer().stepsPerEpoch());
    loop.addSink(recorder);
    runLoop(loop, recorder, line, options, {}, saving);
}

void resumeRun(const TrainOptions& options) {
    if (!options.settings.empty() || !options.seed.empty() || !options.out.empty())
        throw ConfigError(
            "--resume goes on with the run as it is: --seed, --set and --out do not go with it; "
            "--epochs A,B extends it.");
    ProgressLine line;
    WorkerPool pool(options.threads);
    RunDirectory directory = RunDirectory::open(options.resume);
    Claim claim = claimRun(options.resume);
    if (directory.arithmetic() != arithmeticName())
        line.print("This run was begun with " + directory.arithmetic() + ", and goes on with " +
                   arithmeticName() +
                   ": its numbers will differ in their last digits from an undisturbed run's.");
    directory.requireAsBegun();
    RunConfig config = directory.config();
    options.applyData(config.data);
    Experiment experiment = prepareExperiment(config, pool, line.progress("reading data"));
    TrainingLoop loop(experiment, pool);
    DeferredStop saving;
    for (const std::string& note : resumeFrom(directory, claim, loop))
        line.print(note);
    RunRecorder recorder(directory, std::move(claim), loop.trainer().network(),
                         loop.trainer().stepsPerEpoch());
    loop.addSink(recorder);
    if (options.epochs.size() == phaseCount)
        for (int phase = 0; phase < phaseCount; ++phase)
            loop.apply("training.epochs." + std::to_string(phase), options.epochs[phase]);
    runLoop(loop, recorder, line, options, {}, saving);
}

void replayRun(const TrainOptions& options) {
    if (!options.settings.empty() || !options.seed.empty() || !options.epochs.empty())
        throw ConfigError(
            "--replay trains again what the run was: --seed, --set and --epochs do not go with it.");
    const RunDirectory original = RunDirectory::open(options.replay);
    original.requireAsBegun();
    RunConfig config = original.config();
    options.applyData(config.data);
    requirePlace(options);
    Replay replay{original.events(), std::nullopt, ""};
    ProgressLine line;
    WorkerPool pool(options.threads);
    Experiment experiment = prepareExperiment(config, pool, line.progress("reading data"));
    TrainingLoop loop(experiment, pool);
    const TrainerState last = original.latestState(loop.trainer().network().blocks());
    replay.lastStep = last.step;
    replay.checksum = checksum(last.parameters);
    DeferredStop saving;
    NewRun run = claimPlace(options, config);
    RunRecorder recorder(RunDirectory::create(run.path, config), std::move(run.claim),
                         loop.trainer().network(), loop.trainer().stepsPerEpoch());
    loop.addSink(recorder);
    runLoop(loop, recorder, line, options, replay, saving);
}

void runTrain(const TrainOptions& options) {
    if (!options.resume.empty())
        resumeRun(options);
    else if (!options.replay.empty())
        replayRun(options);
    else
        startRun(options, startConfig(options));
}

} // namespace

void addTrainCommand(CLI::App& program) {
    CLI::App* command =
        program.add_subcommand("train", "Train a network and keep everything in a run folder");
    auto options = std::make_shared<TrainOptions>();
    CLI::Option_group* from = command->add_option_group("Start", "What to train: one of these");
    from->add_option("--preset", options->preset, "a configuration that ships with the program")
        ->type_name("NAME");
    from->add_option("--config", options->config, "a configuration file (JSON)")->type_name("FILE");
    from->add_option("--resume", options->resume, "go on with this run, bit for bit")->type_name("RUN");
    from->add_option("--replay", options->replay, "train again what this run was, with all its changes")
        ->type_name("RUN");
    from->require_option(1);
    options->addData(*command);
    command->add_option("--out", options->out, "folder for the run, absent or empty")->type_name("RUN");
    options->addChanges(*command);
    options->addThreads(*command);
    command
        ->add_option("--stop-after", options->stopAfter,
                     "end after that many steps of the run, with a checkpoint")
        ->type_name("STEPS")
        ->check(CLI::PositiveNumber);
    options->addJson(*command);
    command->callback([options] { runTrain(*options); });
}

} // namespace expertscope
