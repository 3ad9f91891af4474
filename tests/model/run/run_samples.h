// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/worker_pool.h"
#include "model/run/experiment.h"
#include "model/run/run_recorder.h"
#include "tests/model/run/run_files.h"
#include "tests/model/testing.h"

namespace expertscope::testing {

/// A configuration of two small mixture layers: 12 steps an epoch on madeData, 2 + 2 epochs.
inline RunConfig madeConfig() {
    RunConfig config;
    config.seed = 3;
    config.data.source = "made";
    config.data.jitter = 1;
    config.network.layers = {layer(3, {6}), layer(2, {5}, {3})};
    config.training.learningRate = {0.05, 0.04};
    config.training.margin = 4;
    config.training.epochs = {2, 2};
    config.training.minibatch = 8;
    return config;
}

inline std::shared_ptr<const TrainingData> madeData(int validation = 0) {
    DataPair pair{madeDataset(96 + validation), madeDataset(40), "made", "0123"};
    return std::make_shared<const TrainingData>(makeTrainingData(std::move(pair), 1, validation, 0));
}

inline Experiment madeExperiment(const RunConfig& config = madeConfig()) {
    static const auto data = madeData();
    NetworkDescription network = config.network;
    network.input = data->inputs();
    network.classes = data->classes();
    return {network, config.training, config.seed, data};
}

/// Training with its recorder, in a folder: begun there, or resumed where there is a run already.
struct Session {
    WorkerPool pool{1};
    TrainingLoop loop;
    std::unique_ptr<RunRecorder> recorder;

    explicit Session(const std::filesystem::path& path, const RunConfig& config = madeConfig())
        : loop(madeExperiment(config), pool) {
        const bool resumed = std::filesystem::exists(path / "config.json");
        const RunDirectory directory =
            resumed ? RunDirectory::open(path) : RunDirectory::create(path, config);
        Claim claim = claimRun(path);
        if (resumed)
            resumeFrom(directory, claim, loop);
        recorder = std::make_unique<RunRecorder>(directory, std::move(claim), loop.trainer().network(),
                                                 loop.trainer().stepsPerEpoch());
        loop.addSink(*recorder);
    }

    void trainTo(std::int64_t step) {
        while (!loop.finished() && loop.trainer().currentStep() < step)
            loop.step();
    }
    void trainToTheEnd() { trainTo(1'000'000); }
    std::string checksum() const { return expertscope::checksum(loop.trainer().network().parameters()); }
};

} // namespace expertscope::testing
