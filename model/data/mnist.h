#pragma once

#include "model/data/dataset.h"

#include <filesystem>
#include <optional>

namespace expertscope {

/// The four files of a data set laid out as MNIST is.
struct MnistFiles {
    std::filesystem::path trainImages, trainLabels, testImages, testLabels;
};

/// Looks in the folder, and in MNIST/raw and raw below it (where torchvision puts them), for the four IDX
/// files under any usual spelling of their names, plain or .gz. Empty if not one of them is there; throws
/// FileError naming what is missing if only some are.
std::optional<MnistFiles> findMnist(const std::filesystem::path& folder);

/// Reads and cross-checks the four files. Throws FileError.
DataPair readMnist(const MnistFiles& files);

} // namespace expertscope
