// SPDX-License-Identifier: GPL-3.0-or-later
// What a window that shows a run live costs its training: the same run with live snapshots and without, in
// turns, and the ratio of the rates.
//
// usage: live_cost [DATA_DIR [SECONDS [ROUNDS]]]     MNIST-like folder; the built-in digits without

#include "model/base/error.h"
#include "model/run/experiment.h"
#include "model/run/presets.h"
#include "model/training/training_engine.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>

using namespace expertscope;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::chrono::milliseconds frame(33); // how often a window looks for something new

EngineTask task(const std::string& folder, WorkerPool& pool) {
    RunConfig config = presetNamed(folder.empty() ? "digits-4x100-4x100" : "mnist-4x100-4x100").config;
    config.data.path = folder;
    EngineTask task;
    task.experiment = prepareExperiment(config, pool);
    task.experiment.plan.epochs = {1'000'000, 0};
    return task;
}

void wait(TrainingEngine& engine, EngineStatus::State state) {
    while (engine.status()->state != state) {
        if (!engine.status()->error.empty())
            throw Error(engine.status()->error);
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
}

/// Any command makes the engine say where it is.
std::int64_t currentStep(TrainingEngine& engine) {
    const auto before = engine.status();
    engine.stopAfterEpoch(false);
    while (engine.status() == before)
        std::this_thread::sleep_for(std::chrono::microseconds(200));
    return engine.status()->step;
}

struct Rates {
    double steps, snapshots; ///< a second
};

Rates measure(TrainingEngine& engine, bool live, double seconds) {
    engine.setLive(live);
    engine.snapshots().take();
    const std::int64_t first = currentStep(engine);
    const Clock::time_point start = Clock::now();
    int snapshots = 0;
    while (Clock::now() - start < std::chrono::duration<double>(seconds)) {
        std::this_thread::sleep_for(frame);
        snapshots += engine.snapshots().take() != nullptr;
    }
    const auto steps = static_cast<double>(currentStep(engine) - first);
    const double elapsed = std::chrono::duration<double>(Clock::now() - start).count();
    return {steps / elapsed, snapshots / elapsed};
}

} // namespace

int main(int argc, char** argv) {
    const std::string folder = argc > 1 ? argv[1] : "";
    const double seconds = argc > 2 ? std::atof(argv[2]) : 2;
    const int rounds = argc > 3 ? std::max(1, std::atoi(argv[3])) : 15;
    try {
        TrainingEngine engine(WorkerPool::defaultThreads());
        engine.load([&](WorkerPool& pool, const Progress&) { return task(folder, pool); });
        wait(engine, EngineStatus::State::Paused);
        engine.start();
        wait(engine, EngineStatus::State::Running);
        measure(engine, false, 8); // the first epochs have more records than later ones
        std::vector<double> costs;
        double snapshots = 0;
        for (int i = 0; i < rounds; ++i) {
            const Rates off = measure(engine, false, seconds), on = measure(engine, true, seconds),
                        again = measure(engine, false, seconds);
            costs.push_back(1 - 2 * on.steps / (off.steps + again.steps));
            snapshots += on.snapshots / rounds;
        }
        std::sort(costs.begin(), costs.end());
        std::printf("live snapshots cost %.1f %% of the rate (median of %d; quartiles %.1f and %.1f %%), "
                    "%.1f snapshots a second\n",
                    100 * costs[rounds / 2], rounds, 100 * costs[rounds / 4], 100 * costs[rounds * 3 / 4],
                    snapshots);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "live_cost: %s\n", error.what());
        return 1;
    }
    return 0;
}
