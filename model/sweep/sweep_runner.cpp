#include "model/sweep/sweep_runner.h"

#include "model/base/error.h"
#include "model/base/worker_pool.h"
#include "model/run/data_sources.h"
#include "model/run/experiment.h"
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

std::string dataKey(const DataDescription& data) {
    return data.source + "\n" + data.path + "\n" + std::to_string(data.seed) + "\n" +
           std::to_string(data.jitter) + "\n" + std::to_string(data.validation) + "\n" +
           (data.transposed ? std::to_string(*data.transposed) : "") + "\n" +
           (data.inverted ? std::to_string(*data.inverted) : "");
}

std::string summary(const SweepCell& cell, std::uint64_t seed, const SweepRun& run) {
    const std::string name = cell.title() + ", seed " + std::to_string(seed) + ": ";
    if (run.status == SweepRun::Status::Failed)
        return name + "failed. " + run.failure;
    const bool heldOut = cell.config.data.validation > 0;
    char text[64];
    std::snprintf(text, sizeof text, "%s %.2f %%", heldOut ? "error on held-out examples" : "test error",
                  100 * run.value(heldOut ? "validation_error" : "test_error").value_or(0));
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
        std::atomic<double> done{0}; ///< 0 to 1
        std::atomic<bool> ended{false};
    };
    std::unique_ptr<Shared> shared = std::make_unique<Shared>();
    bool reported = false;
};

SweepRunner::SweepRunner(Sweep sweep, const std::filesystem::path& out, const Progress& progress)
    : data_(readData(sweep, progress)), directory_(SweepDirectory::create(out, sweep)) {}

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
        cell.config.network.inputs = data->inputs();
        cell.config.network.classes = data->classes();
        sets.push_back(data);
    }
    widenToMatch(sweep);
    return sets;
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
    directory_.writeTables(result);
    return result;
}

auto SweepRunner::progressOf(std::vector<Task>& tasks) const -> Progressed {
    Progressed progressed;
    progressed.runs = static_cast<int>(tasks.size());
    double done = 0, all = 0;
    for (Task& task : tasks) {
        const bool ended = task.shared->ended;
        done += task.cost * task.shared->done;
        all += task.cost;
        progressed.runsDone += ended;
        if (ended && !task.reported && task.result->status != SweepRun::Status::Unfinished)
            progressed.ended.push_back(summary(directory_.sweep().cells[task.cell], task.seed, *task.result));
        task.reported |= ended;
    }
    progressed.fraction = all > 0 ? done / all : 1;
    return progressed;
}

void SweepRunner::work(std::vector<Task>& tasks, std::atomic<std::size_t>& next, int threads) const {
    WorkerPool pool(threads);
    for (std::size_t i = next++; i < tasks.size(); i = next++) {
        Task& task = tasks[i];
        if (!stop_) {
            try {
                *task.result = train(task, pool);
            } catch (const Error& error) { // of the disk, say: not the run's own, so the next try may succeed
                task.result->status = SweepRun::Status::Failed;
                task.result->failure = error.what();
            } catch (const std::bad_alloc&) {
                task.result->status = SweepRun::Status::Failed;
                task.result->failure = "There is not enough memory for it; run fewer jobs at a time.";
            }
        }
        task.shared->ended = true;
    }
}

RunDirectory SweepRunner::runDirectory(const Task& task, TrainingLoop& loop) const {
    const SweepCell& cell = directory_.sweep().cells[task.cell];
    const std::filesystem::path path = directory_.runPath(cell, task.seed);
    if (std::filesystem::exists(path)) {
        RunDirectory run = RunDirectory::open(path);
        resumeFrom(run, loop);
        return run;
    }
    const std::filesystem::path fresh = directory_.newRunPath(cell, task.seed);
    RunDirectory::create(fresh, runConfig(cell, task.seed));
    std::filesystem::rename(fresh, path);
    return RunDirectory::open(path);
}

SweepRun SweepRunner::train(Task& task, WorkerPool& pool) const {
    const SweepCell& cell = directory_.sweep().cells[task.cell];
    TrainingLoop loop({cell.config.network, cell.config.training, task.seed, data_[task.cell]}, pool);
    RunRecorder recorder(runDirectory(task, loop), loop.trainer().network(), loop.trainer().stepsPerEpoch());
    loop.addSink(recorder);
    const auto steps = static_cast<double>(loop.trainer().currentStep() + loop.trainer().stepsLeft());
    try {
        while (!loop.finished()) {
            if (stop_) {
                loop.checkpoint(CheckpointReason::Pause);
                recorder.flush();
                return {};
            }
            loop.step();
            task.shared->done = static_cast<double>(loop.trainer().currentStep()) / steps;
        }
        if (loop.trainer().currentStep() == 0) // a run of no epochs has had no checkpoint yet
            loop.checkpoint(CheckpointReason::Finished);
        recorder.flush();
        directory_.writeReport(cell, task.seed, toJson(makeReport(loop, pool.threads())));
    } catch (const DivergenceError& error) { // it would again: the same run, the same bits
        loop.log({TrainingEvent::Kind::Error, 0, "", 0, error.what()});
        directory_.writeReport(cell, task.seed, {{"failed", error.what()}});
    }
    return directory_.readRun(cell, task.seed);
}

} // namespace expertscope
