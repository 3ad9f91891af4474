// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/run/presets.h"
#include "tests/model/data/idx_files.h"

namespace expertscope::testing {

/// A data set in MNIST's layout that trains in milliseconds: 12 x 12 images of a bright bar whose place is
/// the class.
inline void writeSmallData(const std::filesystem::path& folder, int train = 600, int test = 200) {
    const auto write = [&](const char* images, const char* labels, int count, std::uint32_t set) {
        QByteArray pixels, classes;
        for (int i = 0; i < count; ++i) {
            Random random(7, Stream::StrokeDigits, set, static_cast<std::uint32_t>(i));
            const int label = i % 10;
            classes.append(static_cast<char>(label));
            for (int p = 0; p < 144; ++p) {
                const bool bar = label < 5 ? p / 12 == 2 * label + 1 : p % 12 == 2 * (label - 5) + 1;
                pixels.append(static_cast<char>(bar ? 160 + random.below(96) : 0));
            }
        }
        const auto n = static_cast<std::uint32_t>(count);
        writeFile(folder / images, idxHeader({n, 12, 12}) + pixels);
        writeFile(folder / labels, idxHeader({n}) + classes);
    };
    write("train-images-idx3-ubyte", "train-labels-idx1-ubyte", train, 0);
    write("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte", test, 1);
}

inline RunConfig smallConfig(const std::filesystem::path& data) {
    RunConfig config = presetNamed("mnist-4x100-4x100").config;
    config.preset.clear();
    config.data.path = data.string();
    config.data.jitter = 2;
    for (LayerDescription& layer : config.network.layers)
        layer.hidden = {12}, layer.gateHidden = {8};
    config.training.minibatch = 20;
    config.training.epochs = {500, 500};
    return config;
}

} // namespace expertscope::testing
