// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/data/dataset.h"

#include <array>
#include <filesystem>
#include <optional>

namespace expertscope {

/// The six files of CIFAR-10 in its published binary layout: records of a label byte and 3072 bytes of pixels
/// (red, green, blue planes of 32 x 32).
struct Cifar10Files {
    std::array<std::filesystem::path, 5> train; ///< data_batch_1.bin ...
    std::filesystem::path test;                 ///< test_batch.bin
};

/// Looks in the folder, and in cifar-10-batches-bin below it. Empty if not one of them is there; throws
/// FileError naming what is missing if only some are.
std::optional<Cifar10Files> findCifar10(const std::filesystem::path& folder);

/// Reads the files: equally many records each. Throws FileError with file and byte.
DataPair readCifar10(const Cifar10Files& files);

} // namespace expertscope
