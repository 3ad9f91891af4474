// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/run/safetensors.h"
#include "tests/fuzz/fuzzing.h"
#include "tests/fuzz/sealed_file.h"

#include <cstdlib>

// The format that checkpoints and snapshots have in common, and every way to take a tensor.
FUZZ_READER(safetensors, .longest = 2000, .wrap = sealed, .change = changedAndSealed) {
    static MemoryFile file;
    file.hold(input);
    const SafetensorsFile read = readSafetensors(file.path());
    understood();
    for (const Tensor& tensor : read.tensors) {
        const auto refused = [](auto&& take) {
            try {
                use(take());
            } catch (const FileError&) {
            }
        };
        refused([&] { return tensor.toDoubles("a file").size(); });
        refused([&] { return tensor.toFloats("a file").size(); });
        refused([&] { return tensor.toInts("a file").size(); });
        if (tensor.shape.size() == 2)
            refused([&] { return tensor.toMatrix("a file", tensor.shape[0], tensor.shape[1]).size(); });
        if (!read.find(tensor.name) || (tensor.count() == 0) != tensor.bytes.empty())
            std::abort();
    }
}
