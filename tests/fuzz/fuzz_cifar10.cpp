// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/data/cifar10.h"
#include "tests/fuzz/fuzzing.h"

#include <array>

namespace {

using namespace expertscope::fuzzing;

/// Records are of 3073 bytes: of each the label stands for itself and a byte more for its pixels, and what is
/// over for what there is of a last one.
std::string records(const std::string& brief) {
    constexpr std::size_t pixels = 3072;
    std::string file;
    for (std::size_t at = 0; at < brief.size() && file.size() < 8 * pixels; at += 2)
        file += brief[at] + (at + 1 < brief.size() ? std::string(pixels, brief[at + 1]) : std::string());
    return file;
}

} // namespace

// Six files, each of whose records an input has in brief.
FUZZ_READER(cifar10, .longest = 60, .memory = 4 << 20) {
    static std::array<MemoryFile, 6> files;
    const std::vector<std::string> parts = partsOf(input, files.size());
    Cifar10Files set;
    for (std::size_t i = 0; i < files.size(); ++i) {
        files[i].hold(records(parts[i]));
        (i < set.train.size() ? set.train[i] : set.test) = files[i].path();
    }
    const DataPair pair = readCifar10(set);
    understood();
    use(pair.test.range());
}
