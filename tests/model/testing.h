// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/random.h"
#include "model/data/dataset.h"
#include "model/data/example_set.h"
#include "model/network/network_description.h"
#include "model/training/trainer.h"

#include <QtTest>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace expertscope::testing {

/// The sentence of the Exception that call throws; "nothing was thrown" or "another exception: ..."
/// otherwise.
template <class Exception, class Call> QString sentence(Call&& call) {
    try {
        call();
    } catch (const Exception& e) {
        return QString::fromUtf8(e.what());
    } catch (const std::exception& e) {
        return QStringLiteral("another exception: ") + QString::fromUtf8(e.what());
    }
    return QStringLiteral("nothing was thrown");
}

inline Vector<double> normals(Index n, std::uint64_t seed, std::uint32_t index = 0) {
    Random random(seed, Stream::StrokeDigits, 0, index);
    return Vector<double>::NullaryExpr(n, [&] { return random.normal(); });
}

inline std::vector<std::string> classNames(int classes) {
    std::vector<std::string> names;
    for (int c = 0; c < classes; ++c)
        names.push_back(std::to_string(c));
    return names;
}

/// Noisy copies of one random pattern a class: small, quick, and learnable.
inline Dataset madeDataset(int count, ImageShape shape = {6, 5, 1}, int classes = 4, std::uint64_t seed = 7) {
    Dataset data;
    data.name = "made";
    data.shape = shape;
    data.label = classAttribute(classNames(classes));
    std::vector<std::uint8_t> pixels;
    for (int i = 0; i < count; ++i) {
        Random noise(seed, Stream::StrokeDigits, 1, static_cast<std::uint32_t>(i));
        const std::uint32_t label = noise.below(static_cast<std::uint32_t>(classes));
        Random pattern(seed, Stream::StrokeDigits, 0, label);
        data.label.values.push_back(static_cast<std::uint16_t>(label));
        for (int p = 0; p < shape.size(); ++p)
            pixels.push_back(static_cast<std::uint8_t>(pattern.below(180) + noise.below(76)));
    }
    data.pixels = std::move(pixels);
    data.check();
    return data;
}

inline TrainingExamples madeExamples(int count, int jitter = 1, ImageShape shape = {6, 5, 1},
                                     int classes = 4) {
    return {std::make_shared<const Dataset>(madeDataset(count, shape, classes)), count,
            Translation(shape, jitter)};
}

/// madeDataset as it is tested: each example at a fixed translation.
inline ExampleSet madeSet(int count) {
    const ImageShape shape{6, 5, 1};
    return withFixedTranslations(std::make_shared<const Dataset>(madeDataset(count, shape)),
                                 Translation(shape, 1), 0, Stream::TestJitter, 0, count);
}

inline LayerDescription layer(int experts, std::vector<int> hidden, std::vector<int> gateHidden = {4},
                              Combine combine = Combine::Mixture) {
    return {experts, std::move(hidden), std::move(gateHidden), combine};
}

/// Real MNIST where it is at hand: EXPERTSCOPE_DATA, or data/mnist beside the source folder. Empty otherwise.
inline std::filesystem::path mnistFolder() {
    namespace fs = std::filesystem;
    std::error_code ignored;
    if (const char* folder = std::getenv("EXPERTSCOPE_DATA"))
        for (const fs::path& path : {fs::path(folder), fs::path(folder) / "mnist"})
            if (fs::exists(path / "train-images-idx3-ubyte.gz", ignored) ||
                fs::exists(path / "train-images-idx3-ubyte", ignored))
                return path;
    if (const char* source = std::getenv("EXPERTSCOPE_SOURCE_DIR"))
        for (const char* place : {"../shared/data/mnist", "../data/mnist"})
            if (const fs::path path = fs::path(source) / place; fs::exists(path, ignored))
                return path;
    return {};
}

/// Half a minute of labelled speech where it is at hand: EXPERTSCOPE_DATA, or data/speech beside the source
/// folder. Empty otherwise.
inline std::filesystem::path speechFolder() {
    namespace fs = std::filesystem;
    std::error_code ignored;
    std::vector<fs::path> places;
    if (const char* folder = std::getenv("EXPERTSCOPE_DATA"))
        places = {folder, fs::path(folder) / "speech"};
    if (const char* source = std::getenv("EXPERTSCOPE_SOURCE_DIR"))
        for (const char* place : {"../shared/data/speech", "../data/speech"})
            places.push_back(fs::path(source) / place);
    for (const fs::path& path : places)
        if (fs::exists(path / "acoustic_corpus.TextGrid", ignored))
            return path;
    return {};
}

} // namespace expertscope::testing
