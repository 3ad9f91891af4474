#include "model/run/experiment.h"

#include "model/run/data_sources.h"

namespace expertscope {

Experiment prepareExperiment(RunConfig& config, WorkerPool& pool, const Progress& progress) {
    auto data = std::make_shared<const TrainingData>(loadTrainingData(config.data, pool, progress));
    config.network.inputs = data->inputs();
    config.network.classes = data->classes();
    return {config.network, config.training, config.seed, std::move(data)};
}

void resumeFrom(const RunDirectory& directory, TrainingLoop& loop) {
    const TrainerState state = directory.latestState(loop.trainer().network().blocks());
    directory.cutBeyond(state.step, loop.trainer().stepsPerEpoch());
    loop.restore(state, directory.metrics());
    for (const TrainingEvent& event : directory.events())
        if (event.kind == TrainingEvent::Kind::Change && event.step == state.step)
            loop.apply(event.key, event.value); // nobody listens yet: these are in the log already
}

} // namespace expertscope
