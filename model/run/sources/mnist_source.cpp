// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/error.h"
#include "model/data/idx_sets.h"
#include "model/data/mnist.h"
#include "model/run/data_places.h"

namespace expertscope {
namespace {

std::vector<PlacedSet> mnistsIn(const std::filesystem::path& place) {
    const IdxSets found = findIdxSets(place);
    if (found.sets.empty() && !found.partial.empty())
        throw FileError(found.partial.front());
    return {found.sets.begin(), found.sets.end()};
}

DataPair loadMnist(DataDescription& data, WorkerPool&, const Progress&) {
    const auto files = findMnist(data.path);
    if (!files)
        recogniseFolder(data.path); // explains what is there instead
    const ImageOptions options{data.transposed, data.inverted.value_or(false)};
    if (!data.transposed && standsTransposed(*files))
        data.transposed = true; // so that the run is the same wherever the files go
    return readMnist(*files, options);
}

} // namespace

DataSource mnistSource() {
    return {.name = "mnist",
            .description = "MNIST, or any set in its four IDX files",
            .expected = "the four IDX files of MNIST (train-images-idx3-ubyte and so on, plain or .gz)",
            .find = mnistsIn,
            .load = loadMnist,
            .idx = true};
}

} // namespace expertscope
