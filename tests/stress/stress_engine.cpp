// SPDX-License-Identifier: GPL-3.0-or-later
// Drives a TrainingEngine as no person would: many times at random it starts, pauses, steps, changes
// settings, resets and stops it, begins loads and cancels them, and reads what it publishes from other
// threads. To be run under ThreadSanitizer:
//   stress_engine [ACTIONS] [SEED]
//   stress_engine control     a race on purpose: ThreadSanitizer must not let it end with 0
// It fails if some of that never happened, though there were actions enough for all of it.

#include "model/base/error.h"
#include "model/base/random.h"
#include "model/training/training_engine.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iterator>
#include <string>

using namespace expertscope;

namespace {

Dataset madeDataset(int count, std::uint64_t seed) {
    Dataset data;
    data.name = "made";
    data.shape = {6, 5, 1};
    data.label = classAttribute({"0", "1", "2", "3"});
    std::vector<std::uint8_t> pixels;
    Random random(seed, Stream::StrokeDigits);
    for (int i = 0; i < count; ++i) {
        const std::uint32_t label = random.below(4);
        data.label.values.push_back(static_cast<std::uint16_t>(label));
        for (int p = 0; p < data.shape.size(); ++p)
            pixels.push_back(static_cast<std::uint8_t>(random.below(60) + 60 * label));
    }
    data.pixels = std::move(pixels);
    return data;
}

/// How often what happened.
struct Counts {
    std::atomic<int> statusChanges{0}, records{0}, checkpoints{0}, failures{0};
    std::atomic<int> loads{0}, cancelled{0}, snapshots{0}, networks{0};
} counts;

/// Counts what it hears; now and then it fails, as a full disk does.
class Recorder : public TrainingSink {
  public:
    explicit Recorder(std::uint64_t seed) : random_(seed, Stream::Order) {}
    void onRecord(const MetricsRecord&) override {
        perhapsFail();
        ++counts.records;
    }
    void onCheckpoint(const TrainerState& state, CheckpointReason) override {
        perhapsFail();
        last_ = state;
        ++counts.checkpoints;
    }

  private:
    void perhapsFail() {
        if (random_.below(20) > 0)
            return;
        ++counts.failures;
        throw FileError("the disk is full");
    }
    Random random_;
    TrainerState last_;
};

/// Counts a load, or its cancellation where it is left by an exception.
class Arrival {
  public:
    ~Arrival() { ++(std::uncaught_exceptions() > before_ ? counts.cancelled : counts.loads); }

  private:
    int before_ = std::uncaught_exceptions();
};

EngineTask makeTask(std::uint64_t seed, const Progress& progress) {
    static const auto data = std::make_shared<const TrainingData>(
        makeTrainingData({madeDataset(96, 1), madeDataset(40, 2), "made", ""}, 1, 0, 0));
    const Arrival arrival;
    for (int i = 0; i < 20; ++i) {
        if (i % 5 == 0) // time enough to be cancelled
            std::this_thread::sleep_for(std::chrono::microseconds(100));
        report(progress, i / 20.0);
    }
    EngineTask task;
    task.experiment.network = {data->inputs(), data->classes(), {{3, {6}, {4}}, {2, {5}, {3}}}};
    task.experiment.plan.epochs = {2, 3};
    task.experiment.plan.minibatch = 8;
    task.experiment.plan.margin = 4;
    task.experiment.seed = seed;
    task.experiment.data = data;
    task.makeRecorder = [seed](const TrainingLoop&) { return std::make_unique<Recorder>(seed); };
    return task;
}

/// What the window does: looks at everything that is published, all the time.
class Reader {
  public:
    explicit Reader(TrainingEngine& engine) : engine_(engine), thread_([this] { read(); }) {}
    ~Reader() {
        quit_ = true;
        thread_.join();
    }
    double sum() const { return sum_; }

  private:
    void read() {
        while (!quit_) {
            if (const auto snapshot = engine_.snapshots().take()) {
                ++counts.snapshots;
                for (const LayerStatistics& layer : snapshot->statistics.layers)
                    sum_ = sum_ + static_cast<double>(layer.load.sum()) +
                           static_cast<double>(snapshot->history->size());
            }
            if (const auto network = engine_.networks().take()) {
                ++counts.networks;
                sum_ = sum_ + static_cast<double>(network->network.parameters().sum());
            }
            sum_ = sum_ + static_cast<double>(engine_.status()->step) + engine_.status()->plan.margin;
            std::this_thread::sleep_for(std::chrono::microseconds(200));
        }
    }
    TrainingEngine& engine_;
    std::atomic<bool> quit_{false};
    std::atomic<double> sum_{0};
    std::thread thread_;
};

void load(TrainingEngine& engine, std::uint64_t seed) {
    engine.load([seed](WorkerPool&, const Progress& progress) { return makeTask(seed, progress); });
}

void change(TrainingEngine& engine, Random& random) {
    static const char* const keys[]{"training.learning_rate", "training.gate_rate", "training.momentum",
                                    "training.weight_decay",  "training.margin",    "training.phase",
                                    "training.epochs.0",      "training.epochs.1",  "training.nonsense"};
    engine.change(keys[random.below(std::size(keys))], random.below(300) / 100.0);
}

void loadAndCancel(TrainingEngine& engine, Random& random) {
    load(engine, random.below(3));
    std::this_thread::sleep_for(std::chrono::microseconds(random.below(400)));
    engine.cancelLoad();
}

struct Action {
    const char* name;
    int weight; ///< what makes training go on comes more often than what ends it
    void (*act)(TrainingEngine& engine, Random& random);
};

const Action actionKinds[]{
    {"start", 3, [](TrainingEngine& engine, Random&) { engine.start(); }},
    {"pause", 2, [](TrainingEngine& engine, Random&) { engine.pause(); }},
    {"step", 1, [](TrainingEngine& engine, Random&) { engine.step(); }},
    {"epoch", 1, [](TrainingEngine& engine, Random&) { engine.epoch(); }},
    {"stop after epoch", 1,
     [](TrainingEngine& engine, Random& random) { engine.stopAfterEpoch(random.below(2) == 0); }},
    {"change", 3, change},
    {"network", 1, [](TrainingEngine& engine, Random&) { engine.publishNetwork(); }},
    {"live", 1, [](TrainingEngine& engine, Random& random) { engine.setLive(random.below(2) == 0); }},
    // Often the same again: a reset.
    {"load", 2, [](TrainingEngine& engine, Random& random) { load(engine, random.below(3)); }},
    {"load and cancel", 1, loadAndCancel}};

using Done = std::array<int, std::size(actionKinds)>;

/// Does something, and counts it.
void act(TrainingEngine& engine, Random& random, Done& done) {
    int drawn = static_cast<int>(random.below(16)); // the sum of the weights
    std::size_t kind = 0;
    while (drawn >= actionKinds[kind].weight)
        drawn -= actionKinds[kind++].weight;
    actionKinds[kind].act(engine, random);
    ++done[kind];
}

/// Whether all happened that was to happen; says so.
bool report(const Done& done, int engines) {
    const int heard[]{counts.statusChanges, counts.records,   counts.checkpoints, counts.failures,
                      counts.loads,         counts.cancelled, counts.snapshots,   counts.networks};
    bool all = true;
    for (std::size_t kind = 0; kind < done.size(); ++kind) {
        std::printf("%s %d, ", actionKinds[kind].name, done[kind]);
        all = all && done[kind] > 0;
    }
    std::printf("engines %d\n", engines);
    const char* const names[]{"changes of status", "records",   "checkpoints", "failures", "loads",
                              "loads cut short",   "snapshots", "networks"};
    for (std::size_t i = 0; i < std::size(names); ++i) {
        std::printf("%s%s %d", i > 0 ? ", " : "", names[i], heard[i]);
        all = all && heard[i] > 0;
    }
    std::printf("\n");
    return all;
}

/// Two threads and nothing between them.
int race() {
    volatile int shared = 0;
    std::thread other([&] { shared = 1; });
    const int seen = shared;
    other.join();
    std::printf("nobody saw the race for %d\n", seen);
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    if (argc > 1 && std::string(argv[1]) == "control")
        return race();
    const int actions = argc > 1 ? std::atoi(argv[1]) : 1000;
    const std::uint64_t seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1;
    Random random(seed, Stream::Order);
    Done done{};
    int engines = 0;
    double read = 0;
    for (int count = 0; count < actions; ++engines) { // one after another, each ended in whatever state it is
        TrainingEngine engine(1 + static_cast<int>(random.below(3)), [] { ++counts.statusChanges; });
        load(engine, 0);
        const Reader reader(engine);
        for (std::uint32_t left = random.below(60) + 1; left > 0 && count < actions; --left, ++count) {
            act(engine, random, done);
            if (random.below(3) > 0)
                std::this_thread::sleep_for(std::chrono::microseconds(random.below(5000)));
        }
        read += reader.sum();
    }
    const bool all = report(done, engines);
    std::printf("%d actions, sum %g\n", actions, read);
    return all || actions < 1000 ? 0 : 1;
}
