// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sweep/sweep_runner.h"

#include "model/base/error.h"
#include "model/base/file.h"
#include "model/base/worker_pool.h"
#include "model/run/data_sources.h"
#include "model/run/experiment.h"
#include "model/run/run_claim.h"
#include "model/run/run_recorder.h"
#include "model/run/run_report.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <new>
#include <thread>

namespace expertscope {
namespace {

constexpr std::chrono::milliseconds reportEvery{100};

std::string nameOf(const SweepCell& cell, std::uint64_t seed) {
    return cell.title() + ", seed " + std::to_string(seed) + ": ";
}

std::string summary(const SweepCell& cell, std::uint64_t seed, const SweepRun& run) {
    const std::string name = nameOf(cell, seed);
    if (run.status == SweepRun::Status::Failed)
        return name + "failed. " + run.failure;
    const bool heldOut = cell.config.data.validation > 0;
    const auto error = run.value(heldOut ? "validation_error" : "test_error");
    if (!error)
        return name + "finished.";
    char text[64];
    std::snprintf(text, sizeof text, "%s %.2f %%", heldOut ? "error on held-out examples" : "test error",
                  100 * *error);
    return name + text;
}

} // namespace

/// One run to be trained. The thread that trains it writes result, then ended.
struct SweepRunner::Task {
    std::size_t cell = 0;
    std::uint64_t seed = 0;
    SweepRun* result = nullptr;
    double cost = 0; ///< steps times parameters
    struct Shared {
        std::atomic<double> done{0}, begun{0}; ///< 0 to 1; where it is, and where it was taken up
        std::atomic<bool> training{false}, ended{false};
    };
    std::unique_ptr<Shared> shared = std::make_unique<Shared>();
    std::vector<std::string> notes; ///< of how the run was taken up again
    std::string elsewhere;          ///< who trains it, where that is another program
    bool reported = false;
};

SweepRunner::SweepRunner(Sweep sweep, const std::filesystem::path& out, const Progress& progress)
    : claim_(SweepDirectory::claim(out)), data_(readData(sweep, progress)),
      directory_(SweepDirectory::create(out, sweep)) {}

/// Also completes the cells.
auto SweepRunner::readData(Sweep& sweep, const Progress& progress) -> DataSets {
    std::map<std::string, std::pair<DataDescription, std::shared_ptr<const TrainingData>>> known;
    DataSets sets;
    WorkerPool pool(WorkerPool::defaultThreads());
    for (SweepCell& cell : sweep.cells) {
        DataDescription& wanted = cell.config.data;
        auto& [description, data] = known[dataKey(wanted)];
        if (!data) {
            data = std::make_shared<const TrainingData>(loadTrainingData(wanted, pool, progress));
            description = wanted;
        }
        wanted = description;
        data->describeTo(cell.config.network);
        sets.push_back(data);
    }
    widenToMatch(sweep);
    return sets;
}

std::vector<std::string> SweepRunner::notes() const {
    std::vector<std::string> all;
    for (const auto& data : data_)
        for (const std::string& note : data->notes)
            if (std::find(all.begin(), all.end(), note) == all.end())
                all.push_back(note);
    return all;
}

/// Seed after seed, so that a sweep that is stopped early has all cells.
auto SweepRunner::missingRuns(SweepResult& result) const -> std::vector<Task> {
    std::vector<Task> tasks;
    for (std::size_t s = 0; s < result.sweep.seeds.size(); ++s)
        for (std::size_t c = 0; c < result.cells.size(); ++c) {
            SweepRun& run = result.cells[c].runs[s];
            if (run.status != SweepRun::Status::Unfinished)
                continue;
            const RunConfig& config = result.cells[c].cell.config;
            Task& task = tasks.emplace_back();
            task.cell = c;
            task.seed = result.sweep.seeds[s];
            task.result = &run;
            const double epochs = config.training.epochs[0] + config.training.epochs[1];
            task.cost = std::max(epochs, 0.1) * data_[c]->examples.count *
                        static_cast<double>(config.network.parameterCount());
        }
    return tasks;
}

SweepResult SweepRunner::run(int jobs, int threadsPerJob, const Report& report) {
    SweepResult result = directory_.readResult();
    std::vector<Task> tasks = missingRuns(result);
    std::atomic<std::size_t> next{0};
    stop_ = false;
    {
        std::vector<std::jthread> workers;
        for (int job = 0; job < std::min<int>(jobs, static_cast<int>(tasks.size())); ++job)
            workers.emplace_back([&] { work(tasks, next, threadsPerJob); });
        for (bool all = tasks.empty(); !all;) {
            std::this_thread::sleep_for(reportEvery);
            all = std::all_of(tasks.begin(), tasks.end(),
                              [](const Task& task) { return task.shared->ended.load(); });
            if (!report(progressOf(tasks)))
                stop_ = true;
        }
    }
    claim_.require();
    result = directory_.writeTables(result);
    for (const Task& task : tasks)
        if (!task.elsewhere.empty())
            result.elsewhere.push_back(task.elsewhere);
    return result;
}

auto SweepRunner::progressOf(std::vector<Task>& tasks) const -> Progressed {
    Progressed progressed;
    progressed.runs = static_cast<int>(tasks.size());
    double done = 0, trained = 0, all = 0;
    progressed.saved = true;
    for (Task& task : tasks) {
        const bool ended = task.shared->ended;
        done += task.cost * task.shared->done;
        trained += task.cost * std::max(0.0, task.shared->done - task.shared->begun);
        all += task.cost;
        progressed.runsDone += ended && task.result->status != SweepRun::Status::Unfinished;
        progressed.running += !ended;
        progressed.saved = progressed.saved && (ended || !task.shared->training);
        if (!ended || task.reported)
            continue;
        task.reported = true;
        const SweepCell& cell = directory_.sweep().cells[task.cell];
        for (const std::string& note : task.notes)
            progressed.ended.push_back(nameOf(cell, task.seed) + note);
        if (!task.elsewhere.empty())
            progressed.ended.push_back(nameOf(cell, task.seed) +
                                       "passed over, because another program is training it.");
        if (task.result->status != SweepRun::Status::Unfinished)
            progressed.ended.push_back(summary(cell, task.seed, *task.result));
    }
    progressed.fraction = all > 0 ? done / all : 1;
    progressed.trained = all > 0 ? trained / all : 0;
    return progressed;
}

void SweepRunner::work(std::vector<Task>& tasks, std::atomic<std::size_t>& next, int threads) const {
    WorkerPool pool(threads);
    for (std::size_t i = next++; i < tasks.size(); i = next++) {
        Task& task = tasks[i];
        if (!stop_) {
            try {
                *task.result = trainClaimed(task, pool);
            } catch (const ClaimedError& error) {
                task.elsewhere = error.what();
            } catch (const Error& error) { // of the disk, say: not the run's own, so the next try may succeed
                task.result->status = SweepRun::Status::Failed;
                task.result->failure = error.what();
            } catch (const std::bad_alloc&) {
                task.result->status = SweepRun::Status::Failed;
                task.result->failure = "There is not enough memory for it; run fewer jobs at a time.";
            } catch (const std::exception& error) { // of the file system: as little the run's own
                task.result->status = SweepRun::Status::Failed;
                task.result->failure = sentenceOf(error);
            }
        }
        task.shared->ended = true;
    }
}

/// With the loop brought to where the run is.
std::unique_ptr<RunRecorder> SweepRunner::makeRecorder(Task& task, TrainingLoop& loop) const {
    const SweepCell& cell = directory_.sweep().cells[task.cell];
    const std::filesystem::path path = directory_.runPath(cell, task.seed);
    const bool begun = isThere(path);
    if (!begun) {
        const std::filesystem::path fresh = directory_.newRunPath(cell, task.seed);
        std::error_code failure;
        std::filesystem::remove_all(fresh, failure);
        if (failure)
            throw FileError(fresh.string() + " is left from a crash and cannot be removed: " +
                            failure.message() + "; remove it, or check the rights of its folder.");
        RunDirectory::create(fresh, runConfig(cell, task.seed));
        renameFile(fresh, path);
    }
    RunDirectory run = RunDirectory::open(path);
    Claim claim = claimRun(path); // somebody may go on with that run alone
    if (begun)
        task.notes = resumeFrom(run, claim, loop);
    return std::make_unique<RunRecorder>(std::move(run), std::move(claim), loop.trainer().network(),
                                         loop.trainer().stepsPerEpoch());
}

/// Unless another program has finished it meanwhile.
SweepRun SweepRunner::trainClaimed(Task& task, WorkerPool& pool) const {
    const SweepCell& cell = directory_.sweep().cells[task.cell];
    const Claim claim = directory_.claim(cell, task.seed);
    SweepRun known = directory_.readRun(cell, task.seed);
    return known.status == SweepRun::Status::Unfinished ? train(task, claim, pool) : known;
}

SweepRun SweepRunner::train(Task& task, const Claim& claim, WorkerPool& pool) const {
    const SweepCell& cell = directory_.sweep().cells[task.cell];
    task.shared->training = true;
    TrainingLoop loop({cell.config.network, cell.config.training, task.seed, data_[task.cell]}, pool);
    const std::unique_ptr<RunRecorder> recorder = makeRecorder(task, loop);
    loop.addSink(*recorder);
    const auto steps = static_cast<double>(loop.trainer().currentStep() + loop.trainer().stepsLeft());
    if (steps > 0)
        task.shared->begun = static_cast<double>(loop.trainer().currentStep()) / steps;
    task.shared->done = task.shared->begun.load();
    try {
        while (!loop.finished()) {
            if (stop_) {
                loop.checkpoint(CheckpointReason::Pause);
                recorder->flush();
                return {};
            }
            loop.step();
            task.shared->done = static_cast<double>(loop.trainer().currentStep()) / steps;
        }
        if (loop.trainer().currentStep() == 0) // a run of no epochs has had no checkpoint yet
            loop.checkpoint(CheckpointReason::Finished);
        recorder->flush();
        task.shared->training = false;
        if (stop_) // who goes on with the sweep measures it
            return {};
        const Json report = toJson(makeReport(loop, pool.threads()));
        claim.require();
        directory_.writeReport(cell, task.seed, report);
    } catch (const DivergenceError& error) { // it would again: the same run, the same bits
        loop.log({TrainingEvent::Kind::Error, 0, "", 0, error.what()});
        claim.require();
        directory_.writeReport(cell, task.seed, {{"failed", error.what()}});
    }
    return directory_.readRun(cell, task.seed);
}

} // namespace expertscope
