// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/data/example_set.h"
#include "model/data/idx_sets.h"
#include "tests/fuzz/fuzzing.h"
#include "tests/fuzz/gzip_bytes.h"

#include <array>
#include <memory>

// An image set in four files, with what its classes are called, made into examples.
FUZZ_READER(image_set, .longest = 2000, .memory = gzipBuffers + 1100 * 2000) {
    static std::array<MemoryFile, 5> files;
    static const Folder folder;
    [[maybe_unused]] static const bool made = [] {
        constexpr std::array<const char*, 5> names{"train-images-idx3-ubyte", "train-labels-idx1-ubyte",
                                                   "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte",
                                                   "classes.txt"};
        for (std::size_t i = 0; i < names.size(); ++i)
            folder.link(names[i], files[i]);
        return true;
    }();
    const std::vector<std::string> parts = partsOf(input, files.size());
    for (std::size_t i = 0; i < files.size(); ++i)
        files[i].hold(parts[i]);
    static const MnistFiles set = findMnist(folder.path()).value();
    const DataPair pair =
        readMnist(set, {.transposed = input.size() % 2 == 0, .inverted = input.size() % 3 == 0});
    understood();
    auto data = std::make_shared<Dataset>(pair.train);
    data->listNonZero();
    use(data->range());
    const Translation translation(data->shape, data->shape.size() < 200 ? 1 : 0);
    const ExampleSet examples =
        withFixedTranslations(data, translation, 0, Stream::TestJitter, 0, data->count());
    Matrix<float> inputs(examples.shape().size(), 1);
    examples.copyTo({0, 1}, inputs);
}
