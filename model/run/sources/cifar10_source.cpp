// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/data/cifar10.h"
#include "model/run/data_places.h"

namespace expertscope {
namespace {

std::vector<PlacedSet> cifar10In(const std::filesystem::path& place) {
    const auto files = findCifar10(place);
    if (!files)
        return {};
    const std::filesystem::path folder = files->test.parent_path();
    return {{"CIFAR-10", folder, folder == place}};
}

DataPair loadCifar10(DataDescription& data, WorkerPool&, const Progress&) {
    const auto files = findCifar10(data.path);
    if (!files)
        recogniseFolder(data.path); // explains what is there instead
    return readCifar10(*files);
}

} // namespace

DataSource cifar10Source() {
    return {.name = "cifar10",
            .description = "CIFAR-10, in its six binary files",
            .expected = "the six binary files of CIFAR-10 (data_batch_1.bin to test_batch.bin)",
            .find = cifar10In,
            .load = loadCifar10};
}

} // namespace expertscope
