// Drives a TrainingEngine as no person would: many times at random it starts, pauses, steps, changes
// settings, resets and stops it, and reads what it publishes from other threads. To be run under
// ThreadSanitizer:
//   stress_engine [ACTIONS] [SEED]

#include "model/base/error.h"
#include "model/base/random.h"
#include "model/training/training_engine.h"

#include <cstdio>
#include <cstdlib>
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

std::atomic<int> records{0}, checkpoints{0};

/// Counts what it hears; now and then it fails, as a full disk does.
class Recorder : public TrainingSink {
  public:
    explicit Recorder(std::uint64_t seed) : random_(seed, Stream::Order) {}
    void onRecord(const MetricsRecord&) override {
        perhapsFail();
        ++records;
    }
    void onCheckpoint(const TrainerState& state, CheckpointReason) override {
        perhapsFail();
        last_ = state;
        ++checkpoints;
    }

  private:
    void perhapsFail() {
        if (random_.below(50) == 0)
            throw FileError("the disk is full");
    }
    Random random_;
    TrainerState last_;
};

EngineTask makeTask(std::uint64_t seed, const Progress& progress) {
    static const auto data = std::make_shared<const TrainingData>(
        makeTrainingData({madeDataset(96, 1), madeDataset(40, 2), "made", ""}, 1, 0, 0));
    for (int i = 0; i < 20; ++i)
        report(progress, i / 20.0);
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
            if (const auto snapshot = engine_.snapshots().take())
                for (const LayerStatistics& layer : snapshot->statistics.layers)
                    sum_ = sum_ + static_cast<double>(layer.load.sum()) +
                           static_cast<double>(snapshot->history->size());
            if (const auto network = engine_.networks().take())
                sum_ = sum_ + static_cast<double>(network->parameters().sum());
            sum_ = sum_ + static_cast<double>(engine_.status()->step) + engine_.status()->plan.margin;
            std::this_thread::sleep_for(std::chrono::microseconds(200));
        }
    }
    TrainingEngine& engine_;
    std::atomic<bool> quit_{false};
    std::atomic<double> sum_{0};
    std::thread thread_;
};

void act(TrainingEngine& engine, Random& random) {
    static const char* const keys[]{"training.learning_rate", "training.momentum", "training.margin",
                                    "training.phase",         "training.epochs.1", "training.nonsense"};
    switch (random.below(14)) {
    case 0:
    case 1:
    case 2:
        return engine.start();
    case 3:
    case 4:
        return engine.pause();
    case 5:
        return engine.step();
    case 6:
        return engine.epoch();
    case 7:
        return engine.stopAfterEpoch(random.below(2) == 0);
    case 8:
    case 9:
        return engine.change(keys[random.below(6)], static_cast<double>(random.below(300)) / 100);
    case 10:
        return engine.publishNetwork();
    case 11:
        return engine.setLive(random.below(2) == 0);
    case 12:
        if (random.below(4) == 0)
            engine.cancelLoad();
        return;
    default: {
        const std::uint64_t seed = random.below(3);
        return engine.load(
            [seed](WorkerPool&, const Progress& progress) { return makeTask(seed, progress); });
    }
    }
}

} // namespace

int main(int argc, char** argv) {
    const int actions = argc > 1 ? std::atoi(argv[1]) : 300;
    const std::uint64_t seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1;
    Random random(seed, Stream::Order);
    std::atomic<int> statusChanges{0};
    double read = 0;
    for (int done = 0;
         done < actions;) { // some engines, one after another, each ended in whatever state it is
        TrainingEngine engine(1 + static_cast<int>(random.below(3)), [&] { ++statusChanges; });
        engine.load([](WorkerPool&, const Progress& progress) { return makeTask(0, progress); });
        const Reader reader(engine);
        for (std::uint32_t count = random.below(60) + 1; count > 0 && done < actions; --count, ++done) {
            act(engine, random);
            if (random.below(3) > 0)
                std::this_thread::sleep_for(std::chrono::microseconds(random.below(5000)));
        }
        read += reader.sum();
    }
    std::printf("%d actions, %d changes of status, %d records, %d checkpoints, sum %g\n", actions,
                statusChanges.load(), records.load(), checkpoints.load(), read);
    return records > 0 && checkpoints > 0 ? 0 : 1;
}
