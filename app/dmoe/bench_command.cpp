// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dmoe/bench_routing.h"
#include "app/dmoe/commands.h"
#include "app/dmoe/progress_line.h"
#include "app/dmoe/run_options.h"
#include "model/analysis/gating_statistics.h"
#include "model/base/error.h"
#include "model/base/worker_pool.h"
#include "model/network/kernels.h"
#include "model/run/experiment.h"
#include "model/run/presets.h"
#include "model/run/program_info.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <sys/resource.h>

namespace expertscope {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int warmUpSteps = 30;
constexpr double snapshotsPerSecond = 10; // of a window that shows a run live

struct BenchOptions : RunOptions {
    std::string preset = "digits-4x100-4x100";
    double seconds = 10;
    std::string routing = "gated";
    std::string phase; ///< empty: the longer one
};

/// A weight and its velocity are read and written.
constexpr double bytesOfMove = 4 * sizeof(float);

struct Stage {
    std::string name;
    int number;
};

std::vector<Stage> stageList(int layers) {
    std::vector<Stage> list{{"batch", stages::Batch}};
    const auto add = [&](const std::string& before, auto layerStage, int gates, int loss) {
        for (int l = 0; l < layers; ++l)
            list.push_back({before + "layer " + std::to_string(l + 1), layerStage(l)});
        list.push_back({before + "gates", gates});
        list.push_back({before + "loss", loss});
    };
    add("", stages::forward, stages::Gates, stages::Loss);
    add("backward ", stages::backward, stages::BackwardGates, stages::BackwardLoss);
    list.push_back({"update", stages::Update});
    return list;
}

double seconds(Clock::duration duration) {
    return std::chrono::duration<double>(duration).count();
}

/// Minibatches a second, over about that many seconds.
double stepRate(Trainer& trainer, double length, const Progress& progress) {
    const Clock::time_point start = Clock::now();
    double elapsed = 0;
    std::int64_t steps = 0;
    for (; elapsed < length || steps == 0; elapsed = seconds(Clock::now() - start)) {
        trainer.step();
        if (++steps % 64 == 0)
            report(progress, std::min(1.0, elapsed / length));
    }
    return static_cast<double>(steps) / elapsed;
}

/// Of all threads together, each on products of its own: floating-point operations a second.
double matrixProductRate(WorkerPool& pool) {
    constexpr Index n = 512;
    constexpr int products = 40;
    const Matrix<float> a = Matrix<float>::Constant(n, n, 0.5f), b = a;
    std::vector<Matrix<float>> c(pool.threads(), a);
    double best = 0;
    for (int repeat = 0; repeat < 3; ++repeat) {
        const Clock::time_point start = Clock::now();
        pool.run(products, [&](int, int thread) { multiply<float>(a, b, c[thread], Into::Overwrite); });
        best = std::max(best, 2.0 * n * n * n * products / seconds(Clock::now() - start));
    }
    return best;
}

/// Bytes a second that a momentum step could move where nothing is left in any cache.
double memoryRate(WorkerPool& pool) {
    constexpr Index values = Index{1} << 25, pieces = 64, piece = values / pieces;
    Vector<float> w = Vector<float>::Zero(values), v = w;
    double best = 0;
    for (int repeat = 0; repeat < 4; ++repeat) {
        const Clock::time_point start = Clock::now();
        pool.run(static_cast<int>(pieces), [&](int i) {
            kernels().lateSteps(piece, w.data() + i * piece, v.data() + i * piece, 1, -0.01f, 0, 0.9f);
        });
        best = std::max(best, bytesOfMove * static_cast<double>(values) / seconds(Clock::now() - start));
    }
    return best;
}

/// What steps do, on average of some.
Json workOf(Trainer& trainer) {
    constexpr int steps = 8;
    Trainer::Work sum;
    double examples = 0;
    for (int i = 0; i < steps; ++i) {
        const std::int64_t before = trainer.running().examples;
        trainer.step();
        const std::int64_t after = trainer.running().examples; // which begins anew with each epoch
        examples += static_cast<double>(after > before ? after - before : after);
        const Trainer::Work work = trainer.lastWork();
        sum = {sum.dropped + work.dropped, sum.chosen + work.chosen, sum.expertsUsed + work.expertsUsed,
               sum.moved + work.moved};
    }
    const auto gated = static_cast<double>(std::max<std::size_t>(1, trainer.network().gatedLayers().size()));
    return {{"dropped", static_cast<double>(sum.dropped) / (examples * gated)},
            {"chosen", static_cast<double>(sum.chosen) / (examples * gated)},
            {"experts_used", static_cast<double>(sum.expertsUsed) / steps},
            {"bytes_moved", bytesOfMove * static_cast<double>(sum.moved) / steps}};
}

const BenchRouting& routingOf(const BenchOptions& options, const Network<float>& network) {
    const auto& table = benchRoutings();
    const auto found = std::find_if(table.begin(), table.end(),
                                    [&](const BenchRouting& one) { return one.name == options.routing; });
    bool skips = false;
    for (int l = 0; l < network.layerCount(); ++l)
        skips = skips || network.layer(l).skips();
    if (found->reroute && !skips)
        throw ConfigError("--routing " + options.routing +
                          " needs a gate that chooses few experts, but here all experts compute; set "
                          "network.layers.0.gate, or leave --routing out.");
    return *found;
}

/// Seconds that a live snapshot takes.
double snapshotTime(TrainingLoop& loop) {
    loop.snapshot();
    constexpr int repeats = 9;
    std::vector<double> times;
    for (int i = 0; i < repeats; ++i) {
        const Clock::time_point start = Clock::now();
        loop.snapshot();
        times.push_back(seconds(Clock::now() - start));
    }
    std::nth_element(times.begin(), times.begin() + repeats / 2, times.end());
    return times[repeats / 2];
}

double peakMemory() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return 1024.0 * static_cast<double>(usage.ru_maxrss);
}

Json measure(const BenchOptions& options) {
    ProgressLine line;
    WorkerPool pool(options.threads);
    RunConfig config = options.applyTo(presetNamed(options.preset).config);
    Experiment experiment = prepareExperiment(config, pool, line.progress("reading data"));
    for (const std::string& note : arithmeticNotes())
        line.print(note);
    // That phase alone, however long it is measured.
    const auto& epochs = experiment.plan.epochs;
    const bool free =
        options.phase.empty() ? epochs[freePhase] > epochs[constrainedPhase] : options.phase == "free";
    experiment.plan.epochs = free ? PerPhase<int>{0, 1'000'000} : PerPhase<int>{1'000'000, 0};
    Trainer trainer(experiment.network, experiment.plan, experiment.data->examples, experiment.seed, pool);
    const BenchRouting& routing = routingOf(options, trainer.network());
    trainer.reroute(routing.reroute);
    for (int i = 0; i < warmUpSteps; ++i)
        trainer.step();
    const double steps = stepRate(trainer, options.seconds, line.progress("training"));
    const double examples = static_cast<double>(trainer.stepsPerEpoch());
    const double perStep = static_cast<double>(experiment.data->examples.count) / examples;

    StageClock clock(stages::count(trainer.network().layerCount()));
    trainer.measure(&clock);
    const std::int64_t before = trainer.currentStep();
    stepRate(trainer, std::max(0.2, options.seconds / 5), line.progress("stages"));
    trainer.measure(nullptr);
    const auto measured = static_cast<double>(trainer.currentStep() - before);
    Json stageTimes = Json::object();
    for (const Stage& stage : stageList(trainer.network().layerCount()))
        stageTimes[stage.name] = 1e6 * clock.seconds(stage.number) / measured;

    const Json work = workOf(trainer);
    const double memory = memoryRate(pool);

    line.begin("statistics");
    TrainingLoop loop(experiment, pool);
    const double snapshot = snapshotTime(loop), products = matrixProductRate(pool);
    stageTimes["statistics"] = 1e6 * options.threads * snapshot * snapshotsPerSecond / steps;
    Json result{{"examples_per_second", steps * perStep},
                {"threads", options.threads},
                {"preset", options.preset},
                {"network", experiment.network.name()},
                {"minibatch", experiment.plan.minibatch},
                {"parameters", trainer.network().parameters().size()},
                {"seconds", options.seconds},
                {"stages", stageTimes},
                {"snapshot_seconds", snapshot},
                {"matrix_product_gflops", 1e-9 * products},
                {"times_dense_limit", steps * perStep * experiment.network.trainingOperations() / products},
                {"peak_memory_mb", 1e-6 * peakMemory()},
                {"arithmetic", arithmeticName()},
                {"arithmetic_notes", arithmeticNotes()},
                {"processor", processorName()},
                {"phase", free ? "free" : "constrained"},
                {"routing", routing.name},
                {"bandwidth_gbs", 1e-9 * memory},
                {"times_memory_limit", steps * work["bytes_moved"].get<double>() / memory}};
    result.update(work);
    return result;
}

void printResult(const Json& result) {
    std::printf("%s, minibatch %d, %d threads: %.0f examples/s\n",
                result["network"].get<std::string>().c_str(), result["minibatch"].get<int>(),
                result["threads"].get<int>(), result["examples_per_second"].get<double>());
    std::printf("%.2f times what dense matrix products allow here (%.0f GFLOP/s); peak memory %.0f MB\n",
                result["times_dense_limit"].get<double>(), result["matrix_product_gflops"].get<double>(),
                result["peak_memory_mb"].get<double>());
    std::printf("The %s phase, routing %s: %.2f experts an example, %.0f used a minibatch, %.1f %% dropped\n",
                result["phase"].get<std::string>().c_str(), result["routing"].get<std::string>().c_str(),
                result["chosen"].get<double>(), result["experts_used"].get<double>(),
                100 * result["dropped"].get<double>());
    std::printf(
        "A minibatch moves %.1f MB of weights and velocities, %.2f times what memory allows (%.1f GB/s)\n",
        1e-6 * result["bytes_moved"].get<double>(), result["times_memory_limit"].get<double>(),
        result["bandwidth_gbs"].get<double>());
    double sum = 0;
    std::printf("Computed by %s, on %s\n\n", result["arithmetic"].get<std::string>().c_str(),
                result["processor"].get<std::string>().c_str());
    for (const auto& [name, time] : result["stages"].items())
        sum += name == "statistics" ? 0 : time.get<double>();
    std::printf("A minibatch, microseconds of all threads\n");
    for (const auto& [name, time] : result["stages"].items())
        std::printf("%-18s %7.1f  %4.1f %%\n", name.c_str(), time.get<double>(),
                    100 * time.get<double>() / sum);
    std::printf("(statistics: of a window that shows %g snapshots a second; %.1f ms each)\n",
                snapshotsPerSecond, 1e3 * result["snapshot_seconds"].get<double>());
}

} // namespace

void addBenchCommand(CLI::App& program) {
    CLI::App* command = program.add_subcommand(
        "bench", "Measure training examples a second, and where the time of a minibatch goes");
    auto options = std::make_shared<BenchOptions>();
    command->add_option("--preset", options->preset, "a configuration that ships with the program")
        ->type_name("NAME")
        ->capture_default_str();
    options->addData(*command);
    options->addSettings(*command);
    options->addThreads(*command);
    command->add_option("--seconds", options->seconds, "how long to train")
        ->type_name("S")
        ->capture_default_str()
        ->check(CLI::Range(0.01, 86400.0));
    std::vector<std::string> routings;
    std::string meanings;
    for (const BenchRouting& one : benchRoutings()) {
        routings.push_back(one.name);
        meanings += (meanings.empty() ? "" : "; ") + one.name + ", " + one.sentence;
    }
    command->add_option("--routing", options->routing, "which experts an example has: " + meanings)
        ->type_name("NAME")
        ->capture_default_str()
        ->check(CLI::IsMember(routings));
    command->add_option("--phase", options->phase, "constrained or free; the longer one if not set")
        ->type_name("PHASE")
        ->check(CLI::IsMember({"constrained", "free"}));
    options->addJson(*command);
    command->callback([options] {
        const Json result = measure(*options);
        options->json ? printJson(result) : printResult(result);
    });
}

} // namespace expertscope
