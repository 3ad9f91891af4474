// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/small_run.h"

#include <memory>

namespace expertscope::fuzzing {
namespace {

constexpr int exampleCount = 12;
constexpr ImageShape smallImage{2, 3, 1};

} // namespace

RunConfig smallConfig() {
    RunConfig config;
    config.data.source = "digits";
    config.data.jitter = 1;
    config.network.layers = {{.experts = 2, .hidden = {3}, .gateHidden = {2}},
                             {.experts = 3, .hidden = {2}, .gateHidden = {2}}};
    config.training.margin = 4;
    config.training.epochs = {1, 1};
    config.training.minibatch = 4;
    return config;
}

NetworkDescription smallNetwork() {
    NetworkDescription network = smallConfig().network;
    network.input = Translation(smallImage, smallConfig().data.jitter).canvas().size();
    network.classes = 2;
    return network;
}

TrainingExamples smallExamples() {
    auto data = std::make_shared<Dataset>();
    data->name = "small";
    data->shape = smallImage;
    data->label = classAttribute({"0", "1"});
    std::vector<std::uint8_t> pixels;
    for (int i = 0; i < exampleCount; ++i) {
        data->label.values.push_back(static_cast<std::uint16_t>(i % 2));
        for (int p = 0; p < smallImage.size(); ++p)
            pixels.push_back(static_cast<std::uint8_t>(37 * i + 11 * p * (i % 2 + 1)));
    }
    data->pixels = std::move(pixels);
    data->check();
    return {data, exampleCount, Translation(smallImage, smallConfig().data.jitter)};
}

} // namespace expertscope::fuzzing
