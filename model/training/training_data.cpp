// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/training/training_data.h"

#include "model/base/error.h"

namespace expertscope {

void TrainingData::describeTo(NetworkDescription& network) const {
    network.input = examples.jitter.canvas();
    network.classes = classes();
}

ExampleSet TrainingData::trainSet() const {
    return withFixedTranslations(examples.data, examples.jitter, seed, Stream::TrainJitter, 0,
                                 examples.count);
}

TrainingData makeTrainingData(DataPair pair, int jitter, int validation, std::uint64_t seed) {
    pair.train.listNonZero();
    pair.test.listNonZero();
    const auto train = std::make_shared<const Dataset>(std::move(pair.train));
    const auto test = std::make_shared<const Dataset>(std::move(pair.test));
    if (validation < 0 || validation >= train->count())
        throw ConfigError("data.validation is " + std::to_string(validation) + "; choose 0 to " +
                          std::to_string(train->count() - 1));
    const Translation translation(train->shape, jitter);
    const int count = train->count() - validation;
    const bool holdsOut = validation > 0;
    const auto share = [](ExampleSet set) { return std::make_shared<const ExampleSet>(std::move(set)); };
    const auto testSet =
        share(withFixedTranslations(test, translation, seed, Stream::TestJitter, 0, test->count()));
    const auto watched =
        holdsOut
            ? share(withFixedTranslations(train, translation, seed, Stream::TrainJitter, count, validation))
            : testSet;
    const auto ownProbe = [&] { // the watched set is too small to have every translation often enough
        return share(holdsOut ? balancedProbeSet(train, translation, seed, count, validation)
                              : balancedProbeSet(test, translation, seed, 0, test->count()));
    };
    std::vector<std::uint32_t> places = balancedPart(*watched, seed);
    const auto probe = places.empty() ? ownProbe() : share(watched->part(places));
    return TrainingData{{train, count, translation},
                        testSet,
                        watched,
                        probe,
                        std::move(places),
                        seed,
                        std::move(pair.source),
                        std::move(pair.sha256),
                        holdsOut,
                        std::move(pair.notes)};
}

} // namespace expertscope
